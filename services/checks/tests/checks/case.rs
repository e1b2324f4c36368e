//! One case of a table: how an ad differs from a sound one, and what is found then. The ad itself is made in `ad.rs`.

use std::collections::BTreeMap;

use galley_checks::{Banner, Checked, Subject, Unchecked, check};
use galley_domain::asset::{Finding, Severity};
use galley_domain::format::{Insets, Mime};
use galley_domain::measures::{ButtonMeasure, Fill, ProductMeasure, TextMeasure};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

/// What is left out is as in a sound ad: 300 × 250 px for Germany, with a headline of 20 px and a logo.
/// What is left out is as in a sound ad: 300 × 250 px for Germany, with a headline of 20 px and a logo, of which
/// everything is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    #[serde(default)]
    pub format: FormatPart,
    #[serde(default = "sound_market")]
    pub market: String,
    #[serde(default = "sound_locale")]
    pub locale: String,
    #[serde(default = "sound_bytes")]
    pub bytes: u64,
    #[serde(default = "jpeg")]
    pub mime: Mime,
    /// The picture's size where it is not the format's.
    pub size: Option<[u32; 2]>,
    /// Empty: no logo.
    #[serde(default = "sound_logo")]
    pub logo: Vec<f32>,
    #[serde(default)]
    pub product: Vec<f32>,
    #[serde(default = "sound_texts")]
    pub texts: Vec<TextPart>,
    /// What was given, where it is not what was drawn.
    pub expected: Option<BTreeMap<String, String>>,
    #[serde(default)]
    pub legal: BTreeMap<String, String>,
    #[serde(default)]
    pub banned: Vec<BannedPart>,
    /// How locales write a term.
    #[serde(default)]
    pub glossary: BTreeMap<String, BTreeMap<String, String>>,
    /// `#rrggbb` by name, where it is not black.
    #[serde(default)]
    pub palette: BTreeMap<String, String>,
    /// The brand's own rules, in TOML.
    #[serde(default)]
    pub rules: String,
    pub offer: Option<OfferPart>,
    /// Texts of other markets: locale, then slot.
    #[serde(default)]
    pub siblings: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub buttons: Vec<ButtonMeasure>,
    pub product_measure: Option<ProductMeasure>,
    #[serde(default)]
    pub fills: Vec<Fill>,
    pub banner: Option<Banner>,
    #[serde(default = "sound_shown_width")]
    pub shown_width: f32,
    pub density: Option<u32>,
    /// Nothing beyond what every ad has is known.
    #[serde(default)]
    pub is_bare: bool,
    pub finds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FormatPart {
    pub width: u32,
    pub height: u32,
    pub mime: Mime,
    pub safe: Insets,
    pub confidence: String,
}

impl Default for FormatPart {
    fn default() -> FormatPart {
        FormatPart { width: 300, height: 250, mime: Mime::Jpeg, safe: Insets::default(), confidence: "A".to_owned() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextPart {
    pub slot: String,
    pub text: String,
    pub rect: [f32; 4],
    pub font_px: f32,
    pub contrast: f32,
    pub overflow: bool,
    pub lines: u32,
    pub missing: Vec<String>,
    pub ink: [u8; 4],
    /// What is left out of it is as a sound composer would have measured it.
    pub measure: TextMeasure,
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
            ink: [0, 0, 0, 255],
            measure: TextMeasure::default(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BannedPart {
    pub word: String,
    #[serde(default)]
    pub locales: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferPart {
    pub price: String,
    pub was_price: Option<String>,
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

fn sound_shown_width() -> f32 {
    300.0
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
    /// What one rule finds, and what it lacks, a line each.
    pub fn run(&self, rule: &str, group: &str) -> Vec<String> {
        let mut lines = Vec::new();
        self.with_subject(|subject| {
            let Checked { findings, unchecked } = check(&[group.to_owned()], subject);
            lines.extend(findings.iter().filter(|finding| finding.rule == rule).map(line));
            lines.extend(unchecked.iter().filter(|one| one.rule == rule).map(lacking));
        });
        lines
    }

    pub fn with_subject(&self, look: impl FnOnce(&Subject<'_>)) {
        let ad = crate::ad::Ad::of(self);
        look(&ad.subject(self));
    }
}

/// `unchecked low_contrast: lacks …`
fn lacking(unchecked: &Unchecked) -> String {
    format!("unchecked {}: lacks {}", unchecked.rule, unchecked.lacks.join("; "))
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
    let region = finding.region.map(|[x, y, width, height]| format!("at {x},{y} {width}×{height}"));
    details.extend(region.as_deref());
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
