//! `brand.yaml` as it is written, before it is checked against anything else.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Banned;

/// A brand kit.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BrandFile {
    /// the brand's short name
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"), extend("x-words" = "small letters, digits and -"))]
    pub brand: String,
    /// the brand's name for people
    #[schemars(length(min = 1, max = 120))]
    pub title: String,
    /// the file of the design tokens, such as tokens.json
    pub tokens: String,
    pub logo: LogoRow,
    /// font files
    #[serde(default)]
    #[schemars(length(max = 30))]
    pub fonts: Vec<String>,
    #[serde(default)]
    pub voice: VoiceRow,
    /// for a term, how each locale writes it
    #[serde(default)]
    #[schemars(extend("maxProperties" = 1000))]
    pub glossary: BTreeMap<String, BTreeMap<String, String>>,
    /// words that are never used
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub banned: Vec<BannedRow>,
    /// the legal line of each market
    #[serde(default)]
    #[schemars(extend("maxProperties" = 500, "additionalProperties" = { "type": "string", "maxLength": 1000 }))]
    pub legal: BTreeMap<String, String>,
}

/// file, on_dark, clear_space, min_width_px
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LogoRow {
    /// an SVG or PNG file
    pub file: String,
    /// the version for dark grounds
    pub on_dark: Option<String>,
    /// space to keep free around it, in logo heights
    #[serde(default = "quarter")]
    #[schemars(range(min = 0.0, max = 3.0))]
    pub clear_space: f32,
    /// least width in pixels
    #[serde(default = "least_width")]
    #[schemars(range(min = 8, max = 2000))]
    pub min_width_px: u32,
}

fn quarter() -> f32 {
    0.25
}

fn least_width() -> u32 {
    32
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct VoiceRow {
    /// the tone, in words
    #[schemars(length(max = 1000))]
    pub tone: String,
    /// what to do
    #[serde(rename = "do")]
    #[schemars(length(max = 50))]
    pub does: Vec<String>,
    /// what not to do
    #[serde(rename = "dont")]
    #[schemars(length(max = 50))]
    pub donts: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BannedRow {
    /// the word
    #[schemars(length(min = 1, max = 100))]
    pub word: String,
    /// only in these locales
    #[serde(default)]
    pub locales: Vec<String>,
    /// why it is not used
    #[schemars(length(min = 1, max = 300))]
    pub why: String,
}

impl From<BannedRow> for Banned {
    fn from(row: BannedRow) -> Banned {
        Banned { word: row.word, locales: row.locales, why: row.why }
    }
}
