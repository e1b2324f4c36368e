//! The ad that a case describes, with its brand kit, format and all that is known of it. Judges nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use galley_checks::{BrandRules, Known, Sibling, Subject};
use galley_domain::asset::{AdFacts, PlacedBox, PlacedText};
use galley_domain::brand_kit::BrandKit;
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::format::Format;
use galley_domain::locale::{Direction, Locale};
use galley_domain::measures::{Behind, Cluster, Measures, TextMeasure};
use galley_domain::product_feed::Offer;
use galley_domain::source::Document;
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation;

use crate::case::{BannedPart, Case, TextPart};

/// The locales and markets that come with Galley.
pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows/locales");
        let files = std::fs::read_dir(folder).expect("the folder is there").map(|file| {
            let path = file.expect("it can be read").path();
            let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
            (format!("locales/{name}"), std::fs::read(&path).expect("it can be read"))
        });
        Catalog::parse(files).expect("the files are right")
    })
}

pub struct Ad {
    facts: AdFacts,
    kit: BrandKit,
    format: Format,
    locale: &'static Locale,
    expected: BTreeMap<String, String>,
    rules: BrandRules,
    measures: Measures,
    offer: Option<Offer>,
    siblings: Vec<Sibling>,
}

impl Ad {
    pub fn of(case: &Case) -> Ad {
        Ad::with_kit(case, kit(case))
    }

    pub fn with_kit(case: &Case, kit: BrandKit) -> Ad {
        let locale = catalog().locales.get(&case.locale).expect("the case's locale is there");
        let drawn = || case.texts.iter().map(|text| (text.slot.clone(), text.text.clone())).collect();
        let siblings = case.siblings.iter().map(|(tag, texts)| {
            let market = tag.rsplit('-').next().unwrap_or_default().to_lowercase();
            Sibling { market, locale: tag.clone(), texts: texts.clone() }
        });
        Ad {
            facts: facts(case),
            kit,
            format: format(case),
            locale,
            expected: case.expected.clone().unwrap_or_else(drawn),
            rules: rules(&case.rules),
            measures: measures(case, locale),
            offer: case.offer.as_ref().map(|offer| Offer {
                line: 2,
                title: "Cup".to_owned(),
                price: offer.price.clone(),
                was_price: offer.was_price.clone(),
                currency: "EUR".to_owned(),
                unit: None,
                image: None,
            }),
            siblings: siblings.collect(),
        }
    }

    pub fn subject<'a>(&'a self, case: &'a Case) -> Subject<'a> {
        let known = Known {
            measures: Some(&self.measures),
            rules: Some(&self.rules),
            market: catalog().markets.get(&case.market),
            offer: self.offer.as_ref(),
            siblings: Some(&self.siblings),
            shown_width: Some(case.shown_width),
            density: case.density,
            banner: case.banner.as_ref(),
        };
        Subject {
            facts: &self.facts,
            format: &self.format,
            locale: self.locale,
            kit: &self.kit,
            market: &case.market,
            bytes: case.bytes,
            mime: case.mime,
            expected_slots: &self.expected,
            known: if case.is_bare { Known::default() } else { known },
        }
    }
}

fn rules(text: &str) -> BrandRules {
    if text.is_empty() {
        return BrandRules::default();
    }
    let doc = Document::parse_toml("rules.toml", text).expect("the case's rules are TOML");
    BrandRules::parse(&doc, Some(catalog())).unwrap_or_else(|problems| panic!("{problems}"))
}

fn facts(case: &Case) -> AdFacts {
    let [width, height] = case.size.unwrap_or([case.format.width, case.format.height]);
    let texts = case.texts.iter().map(|text| PlacedText {
        slot: text.slot.clone(),
        text: text.text.clone(),
        rect: text.rect,
        lines: text.lines,
        font_px: text.font_px,
        contrast: text.contrast,
        overflow: text.overflow,
        missing_glyphs: text.missing.clone(),
        ink: text.ink,
    });
    let place = |rect: &[f32]| rect.try_into().ok().map(|rect| PlacedBox { rect });
    let (logo, product) = (place(&case.logo), place(&case.product));
    AdFacts { width, height, texts: texts.collect(), logo, product, dominant: [251, 241, 226] }
}

fn measures(case: &Case, locale: &Locale) -> Measures {
    Measures {
        texts: case.texts.iter().map(|text| measure(text, locale.direction)).collect(),
        buttons: Some(case.buttons.clone()),
        product: case.product_measure.clone(),
        fills: Some(case.fills.clone()),
    }
}

fn measure(text: &TextPart, direction: Direction) -> TextMeasure {
    let given = text.measure.clone();
    TextMeasure {
        behind: given.behind.or(Some(Behind { color: [251, 241, 226], rect: text.rect })),
        weight: given.weight.or(Some(400)),
        direction: given.direction.or(Some(direction)),
        most_lines: given.most_lines.or(Some(4)),
        clusters: given.clusters.or_else(|| Some(clusters(&text.text))),
    }
}

/// Each character a cluster, in one line, laid from left to right or, for Hebrew and Arabic, from right to left.
fn clusters(text: &str) -> Vec<Cluster> {
    let is_rtl = |piece: &str| piece.chars().any(|c| matches!(c, '\u{590}'..='\u{8FF}'));
    let pieces = text.grapheme_indices(true).enumerate();
    let cluster = |(index, (at, piece)): (usize, (usize, &str))| Cluster {
        range: [at as u32, (at + piece.len()) as u32],
        glyphs: 1,
        line: 0,
        x: index as f32 * if is_rtl(piece) { -5.0 } else { 5.0 },
    };
    pieces.map(cluster).collect()
}

fn format(case: &Case) -> Format {
    Format {
        id: "test.format".to_owned(),
        channel: "test".to_owned(),
        title: "Test format".to_owned(),
        width: case.format.width,
        height: case.format.height,
        mime: case.format.mime,
        max_bytes: 150_000,
        safe: case.format.safe,
        shown_width: None,
        checked: "2026-11-01".to_owned(),
        source: "the channel's guide".to_owned(),
        confidence: case.format.confidence.clone(),
    }
}

fn kit(case: &Case) -> BrandKit {
    let ban = |banned: &BannedPart| json!({ "word": banned.word, "locales": banned.locales, "why": "Not ours." });
    let brand = json!({
        "brand": "pikolo",
        "title": "Pikolo",
        "tokens": "tokens.json",
        "logo": { "file": "logo.svg", "min_width_px": 48 },
        "banned": case.banned.iter().map(ban).collect::<Vec<_>>(),
        "glossary": case.glossary,
        "legal": case.legal,
    });
    let names = ["background", "surface", "ink", "primary", "accent", "on_primary"];
    let mut colors: serde_json::Map<_, _> = names.map(|name| (name.to_owned(), color("#000000"))).into_iter().collect();
    colors.extend(case.palette.iter().map(|(name, hex)| (name.clone(), color(hex))));
    colors.insert("$type".to_owned(), json!("color"));
    let family = json!({ "$type": "fontFamily", "$value": "Manrope" });
    let tokens = json!({ "color": colors, "font": { "display": family, "text": family } });
    let files = [
        ("brand.yaml", brand.to_string()),
        ("tokens.json", tokens.to_string()),
        ("logo.svg", "<svg xmlns='x'/>".to_owned()),
    ];
    let bundle = Bundle::parse(files.map(|(path, text)| (path, text.into_bytes()))).expect("the paths are safe");
    BrandKit::parse(&bundle, None).expect("the case's brand kit can be read")
}

fn color(hex: &str) -> serde_json::Value {
    let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("it is #rrggbb")) / 255.0;
    json!({ "$value": { "colorSpace": "srgb", "components": [channel(1), channel(3), channel(5)] } })
}
