//! One case of a table: how an ad differs from a sound one, and what is found then.

use std::collections::BTreeMap;

use galley_checks::{Subject, check};
use galley_domain::asset::{AdFacts, Finding, PlacedBox, PlacedText, Severity};
use galley_domain::brand_kit::BrandKit;
use galley_domain::bundle::Bundle;
use galley_domain::format::{Format, Insets, Mime};
use galley_domain::locale::{Digits, Direction, Locale};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

/// What is left out is as in a sound ad: 300 × 250 px for Germany, with a headline of 20 px and a logo.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    #[serde(default)]
    format: FormatPart,
    #[serde(default = "sound_market")]
    market: String,
    #[serde(default = "sound_locale")]
    locale: String,
    #[serde(default = "sound_bytes")]
    bytes: u64,
    #[serde(default = "jpeg")]
    mime: Mime,
    /// The picture's size where it is not the format's.
    size: Option<[u32; 2]>,
    /// Empty: no logo.
    #[serde(default = "sound_logo")]
    logo: Vec<f32>,
    #[serde(default = "sound_texts")]
    texts: Vec<TextPart>,
    /// What was given, where it is not what was drawn.
    expected: Option<BTreeMap<String, String>>,
    #[serde(default)]
    legal: BTreeMap<String, String>,
    #[serde(default)]
    banned: Vec<BannedPart>,
    pub finds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FormatPart {
    width: u32,
    height: u32,
    mime: Mime,
    safe: Insets,
    confidence: String,
}

impl Default for FormatPart {
    fn default() -> FormatPart {
        FormatPart { width: 300, height: 250, mime: Mime::Jpeg, safe: Insets::default(), confidence: "A".to_owned() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TextPart {
    slot: String,
    text: String,
    rect: [f32; 4],
    font_px: f32,
    contrast: f32,
    overflow: bool,
    lines: u32,
    missing: Vec<String>,
}

impl Default for TextPart {
    fn default() -> TextPart {
        TextPart {
            slot: "headline".to_owned(),
            text: "Der Tag kann warten.".to_owned(),
            rect: [120.0, 110.0, 60.0, 20.0],
            font_px: 20.0,
            contrast: 12.0,
            overflow: false,
            lines: 1,
            missing: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BannedPart {
    word: String,
    #[serde(default)]
    locales: Vec<String>,
}

fn sound_market() -> String {
    "de".to_owned()
}

fn sound_locale() -> String {
    "de-DE".to_owned()
}

fn sound_bytes() -> u64 {
    90_000
}

fn jpeg() -> Mime {
    Mime::Jpeg
}

fn sound_logo() -> Vec<f32> {
    vec![120.0, 140.0, 60.0, 20.0]
}

fn sound_texts() -> Vec<TextPart> {
    vec![TextPart::default()]
}

pub fn parse(text: &str) -> Result<Vec<Case>, toml::de::Error> {
    Ok(toml::from_str::<Table>(text)?.case)
}

pub fn sound() -> Case {
    one("")
}

/// Wrong in as many ways as fit on one ad.
pub fn broken() -> Case {
    one(r#"
        bytes = 150001
        mime = "image/png"
        size = [300, 249]
        format = { safe = { top = 0.2, right = 0.0, bottom = 0.0, left = 0.0 } }
        logo = [20.0, 60.0, 30.0, 10.0]
        expected = { cta = "Kaufen", headline = "Gut" }
        banned = [{ word = "billig" }]
        legal = { de = "Zeile", at = "Andere Zeile" }
        texts = [
          { text = "Billig", rect = [10, 10, 40, 20], contrast = 1.5, overflow = true, missing = ["x"], font_px = 5 },
          { slot = "legal", text = "Andere Zeilen" },
        ]
    "#)
}

fn one(fields: &str) -> Case {
    let table = format!("[[case]]\nname = \"one\"\nfinds = []\n{fields}");
    parse(&table).expect("the fields are a case's").remove(0)
}

impl Case {
    /// What the rules of one group find, a line each.
    pub fn run(&self, group: &str) -> Vec<String> {
        let mut lines = Vec::new();
        self.with_subject(|subject| lines = check(&[group.to_owned()], subject).iter().map(line).collect());
        lines
    }

    pub fn with_subject(&self, look: impl FnOnce(&Subject<'_>)) {
        let (facts, kit, format, locale) = (self.facts(), self.kit(), self.format(), self.locale());
        let drawn = || self.texts.iter().map(|text| (text.slot.clone(), text.text.clone())).collect();
        let expected_slots = self.expected.clone().unwrap_or_else(drawn);
        look(&Subject {
            facts: &facts,
            format: &format,
            locale: &locale,
            kit: &kit,
            market: &self.market,
            bytes: self.bytes,
            mime: self.mime,
            expected_slots: &expected_slots,
        });
    }

    fn facts(&self) -> AdFacts {
        let [width, height] = self.size.unwrap_or([self.format.width, self.format.height]);
        let texts = self.texts.iter().map(|text| PlacedText {
            slot: text.slot.clone(),
            text: text.text.clone(),
            rect: text.rect,
            lines: text.lines,
            font_px: text.font_px,
            contrast: text.contrast,
            overflow: text.overflow,
            missing_glyphs: text.missing.clone(),
            ink: [42, 21, 16, 255],
        });
        let logo = self.logo.as_slice().try_into().ok().map(|rect| PlacedBox { rect });
        AdFacts { width, height, texts: texts.collect(), logo, product: None, dominant: [251, 241, 226] }
    }

    fn format(&self) -> Format {
        Format {
            id: "test.format".to_owned(),
            channel: "test".to_owned(),
            title: "Test format".to_owned(),
            width: self.format.width,
            height: self.format.height,
            mime: self.format.mime,
            max_bytes: 150_000,
            safe: self.format.safe,
            checked: "2026-11-01".to_owned(),
            source: "the channel's guide".to_owned(),
            confidence: self.format.confidence.clone(),
        }
    }

    /// Rules read only the tag.
    fn locale(&self) -> Locale {
        Locale {
            tag: self.locale.clone(),
            title: self.locale.clone(),
            script: "Latn".to_owned(),
            direction: Direction::Ltr,
            letter_spacing: true,
            decimal: ",".to_owned(),
            group: ".".to_owned(),
            grouping: vec![3],
            min_grouping: 1,
            digits: Digits::Latn,
            price: "{amount} {symbol}".to_owned(),
        }
    }

    fn kit(&self) -> BrandKit {
        let ban = |banned: &BannedPart| json!({ "word": banned.word, "locales": banned.locales, "why": "Not ours." });
        let brand = json!({
            "brand": "pikolo",
            "title": "Pikolo",
            "tokens": "tokens.json",
            "logo": { "file": "logo.svg", "min_width_px": 48 },
            "banned": self.banned.iter().map(ban).collect::<Vec<_>>(),
            "legal": self.legal,
        });
        let color = json!({ "$value": { "colorSpace": "srgb", "components": [0, 0, 0] } });
        let names = ["background", "surface", "ink", "primary", "accent", "on_primary"];
        let mut colors: serde_json::Map<_, _> =
            names.map(|name| (name.to_owned(), color.clone())).into_iter().collect();
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
}

/// `refused file_weight: sentence [at most … | was … | source, date]`
fn line(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Refused => "refused",
        Severity::Truncates => "truncates",
        Severity::Warns => "warns",
    };
    let mut details: Vec<&str> = [&finding.limit, &finding.measured, &finding.source, &finding.checked]
        .into_iter()
        .filter_map(|detail| detail.as_deref())
        .collect();
    let slot = finding.slot.as_deref().map(|slot| format!("slot {slot}"));
    details.extend(slot.as_deref());
    format!("{severity} {}: {} [{}]", finding.rule, finding.message, details.join(" | "))
}

/// The table with its `finds` written anew; everything else stays, comments too.
pub fn with_findings(text: &str, found: &[Vec<String>]) -> String {
    let mut written = String::new();
    let mut found = found.iter();
    let mut is_inside = false;
    for old in text.lines() {
        if is_inside {
            is_inside = old != "]";
        } else if old.starts_with("finds = [") {
            is_inside = !old.ends_with(']');
            let lines = found.next().map(Vec::as_slice).unwrap_or_default();
            written.push_str(&finds(lines));
        } else {
            written.push_str(old);
            written.push('\n');
        }
    }
    written
}

fn finds(lines: &[String]) -> String {
    if lines.is_empty() {
        return "finds = []\n".to_owned();
    }
    let literal = |line: &String| format!("  {},\n", json!(line));
    format!("finds = [\n{}]\n", lines.iter().map(literal).collect::<String>())
}
