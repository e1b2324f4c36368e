//! A brand's own rules, as data: words, names, limits. They come from the file [`FILE`] of its kit and of its skills,
//! each read by [`BrandRules::parse`] and put together with [`BrandRules::and`]. What a rule makes of them is not here.

mod reading;

use galley_domain::asset::Severity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::subject::language;

/// The file of a brand kit or a skill that holds rules.
pub const FILE: &str = "rules.yaml";

/// Everything a brand asks for beyond what holds for all. The empty set asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BrandRules {
    /// words that are not to be said
    #[schemars(length(max = 1000))]
    pub forbidden: Vec<Forbidden>,
    /// words that are to be said
    #[schemars(length(max = 200))]
    pub required: Vec<Required>,
    /// names and how they are written
    #[schemars(length(max = 100))]
    pub names: Vec<Name>,
    /// sizes, lines and contrast of texts
    #[schemars(length(max = 100))]
    pub texts: Vec<TextLimits>,
    /// how legal lines must stand
    #[schemars(length(max = 200))]
    pub legal: Vec<LegalLimits>,
    pub logo: LogoLimits,
    pub palette: PaletteLimits,
    pub product: ProductLimits,
}

/// word, locales, slots, forms, severity, why
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    /// the word or phrase
    #[schemars(length(min = 1, max = 100))]
    pub word: String,
    /// only in these locales or languages
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub locales: Vec<String>,
    /// only in these slots
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub slots: Vec<String>,
    #[serde(default)]
    pub forms: Forms,
    #[serde(default)]
    pub severity: Weight,
    /// why it is not to be said
    #[schemars(length(min = 1, max = 300))]
    pub why: String,
}

/// any, locales, markets, slots, beside, why
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// the words or phrases of which one is enough
    #[schemars(length(min = 1, max = 50), inner(length(min = 1, max = 200)))]
    pub any: Vec<String>,
    /// only in these locales or languages
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub locales: Vec<String>,
    /// only in these markets
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub markets: Vec<String>,
    /// it counts only in these slots
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub slots: Vec<String>,
    /// only on ads that show this slot, such as price
    pub beside: Option<String>,
    #[serde(default)]
    pub forms: Forms,
    #[serde(default)]
    pub severity: Weight,
    /// why it is to be said
    #[schemars(length(min = 1, max = 300))]
    pub why: String,
}

/// write, never, besides, locales, capitals
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// the name as it is written
    #[schemars(length(min = 1, max = 80))]
    pub write: String,
    /// spellings that are wrong
    #[serde(default)]
    #[schemars(length(max = 50), inner(length(min = 1, max = 80)))]
    pub never: Vec<String>,
    /// words that look like the name and are right
    #[serde(default)]
    #[schemars(length(max = 50), inner(length(min = 1, max = 80)))]
    pub besides: Vec<String>,
    /// only in these locales or languages
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub locales: Vec<String>,
    /// whether a text in capitals may put the name in capitals
    #[serde(default = "yes")]
    pub capitals: bool,
}

fn yes() -> bool {
    true
}

/// slot, least_px, most_lines, least_contrast, least_lc
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextLimits {
    /// only this slot
    pub slot: Option<String>,
    /// least size of the font in pixels as people see the ad
    #[schemars(range(min = 1.0, max = 1000.0))]
    pub least_px: Option<f32>,
    /// most lines
    #[schemars(range(min = 1, max = 20))]
    pub most_lines: Option<u32>,
    /// least contrast by WCAG, 1 to 21
    #[schemars(range(min = 1.0, max = 21.0))]
    pub least_contrast: Option<f32>,
    /// least contrast by APCA, Lc 0 to 106
    #[schemars(range(min = 0.0, max = 106.0))]
    pub least_lc: Option<f32>,
}

/// markets, least_px, least_height, least_area, least_contrast, place, severity, why
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalLimits {
    /// only in these markets
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub markets: Vec<String>,
    /// least size of the font in pixels as people see the ad
    #[schemars(range(min = 1.0, max = 1000.0))]
    pub least_px: Option<f32>,
    /// least size of the font as a share of the picture's height
    #[schemars(range(min = 0.0, max = 0.5))]
    pub least_height: Option<f32>,
    /// least area of the line's box as a share of the picture
    #[schemars(range(min = 0.0, max = 0.5))]
    pub least_area: Option<f32>,
    /// least contrast by WCAG, 1 to 21
    #[schemars(range(min = 1.0, max = 21.0))]
    pub least_contrast: Option<f32>,
    pub place: Option<Edge>,
    #[serde(default)]
    pub severity: Weight,
    /// the law or contract that asks for it
    #[schemars(length(min = 1, max = 300))]
    pub why: String,
}

/// clear_space, severity
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LogoLimits {
    /// space to keep free around it, in logo heights; the brand kit's where it is left out
    #[schemars(range(min = 0.0, max = 3.0))]
    pub clear_space: Option<f32>,
    /// how much it matters if the space is not free
    pub severity: Option<Weight>,
}

/// most_distance, severity
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaletteLimits {
    /// most distance from the palette's nearest colour, CIEDE2000
    #[schemars(range(min = 0.0, max = 100.0))]
    pub most_distance: Option<f32>,
    pub severity: Option<Weight>,
}

/// most_covered, most_cut
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductLimits {
    /// most of the product that may be hidden, as a share of it
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_covered: Option<f32>,
    /// most of the product that may lie outside the picture, as a share of it
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_cut: Option<f32>,
}

/// Which forms of a word count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forms {
    /// The word as it is given.
    Exact,
    /// Also its endings: plurals, cases, genders, degrees.
    #[default]
    Inflected,
}

/// How much breaking a rule matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    Warns,
    #[default]
    Refused,
}

impl From<Weight> for Severity {
    fn from(weight: Weight) -> Severity {
        match weight {
            Weight::Warns => Severity::Warns,
            Weight::Refused => Severity::Refused,
        }
    }
}

/// An edge of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    Top,
    Bottom,
}

impl BrandRules {
    /// Both sets: all words, all limits, and of two limits for the same thing the stricter.
    pub fn and(mut self, other: BrandRules) -> BrandRules {
        self.forbidden.extend(other.forbidden);
        self.required.extend(other.required);
        self.names.extend(other.names);
        self.texts.extend(other.texts);
        self.legal.extend(other.legal);
        self.logo.clear_space = most(self.logo.clear_space, other.logo.clear_space);
        self.logo.severity = heavier(self.logo.severity, other.logo.severity);
        self.palette.most_distance = least(self.palette.most_distance, other.palette.most_distance);
        self.palette.severity = heavier(self.palette.severity, other.palette.severity);
        self.product.most_covered = least(self.product.most_covered, other.product.most_covered);
        self.product.most_cut = least(self.product.most_cut, other.product.most_cut);
        self
    }
}

/// The larger of two limits, where there are two.
pub(crate) fn most(one: Option<f32>, other: Option<f32>) -> Option<f32> {
    one.into_iter().chain(other).reduce(f32::max)
}

/// The smaller of two limits, where there are two.
pub(crate) fn least(one: Option<f32>, other: Option<f32>) -> Option<f32> {
    one.into_iter().chain(other).reduce(f32::min)
}

fn heavier(one: Option<Weight>, other: Option<Weight>) -> Option<Weight> {
    let is_refused = [one, other].contains(&Some(Weight::Refused));
    if is_refused { Some(Weight::Refused) } else { one.or(other) }
}

/// Whether something that names these locales or languages holds in a locale; naming none is naming all.
pub(crate) fn is_for(locales: &[String], tag: &str) -> bool {
    locales.is_empty() || locales.iter().any(|named| named == tag || named == language(tag))
}

/// Whether a list that narrows names a word; an empty one does not narrow.
pub(crate) fn names(list: &[String], word: &str) -> bool {
    list.is_empty() || list.iter().any(|named| named == word)
}
