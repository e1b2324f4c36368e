//! A brief as it is written, before it is checked against anything else.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A brief: what a campaign asks for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BriefFile {
    /// the campaign's short name, unique in the brand
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"), extend("x-words" = "small letters, digits and -"))]
    pub campaign: String,
    /// the campaign's name for people
    #[schemars(length(min = 1, max = 120))]
    pub title: String,
    /// the brand's short name
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"), extend("x-words" = "small letters, digits and -"))]
    pub brand: String,
    /// the workflow's short name
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"), extend("x-words" = "small letters, digits and -"))]
    pub workflow: String,
    /// the markets, such as de, fr
    #[schemars(length(max = 300))]
    #[serde(default)]
    pub markets: Vec<String>,
    /// what the campaign says
    #[schemars(length(max = 500))]
    #[serde(default)]
    pub messages: Vec<MessageRow>,
    /// the formats, such as iab.medium_rectangle
    #[schemars(length(max = 300))]
    #[serde(default)]
    pub formats: Vec<String>,
    /// values of the workflow's other axes
    #[serde(default)]
    #[schemars(extend(
        "maxProperties" = 8,
        "additionalProperties" = { "type": "array", "items": { "type": "string" }, "maxItems": 500 }
    ))]
    pub axes: BTreeMap<String, Vec<String>>,
    /// combinations that are left out
    #[schemars(length(max = 1000))]
    #[serde(default)]
    pub exclude: Vec<BTreeMap<String, String>>,
    /// files by the workflow's inputs
    #[serde(default)]
    #[schemars(extend("maxProperties" = 20))]
    pub inputs: BTreeMap<String, String>,
    /// from which locale a missing line is taken
    #[serde(default)]
    #[schemars(extend("maxProperties" = 200))]
    pub fallback: BTreeMap<String, String>,
    /// first day, YYYY-MM-DD
    pub starts: Option<String>,
    /// last day, YYYY-MM-DD
    pub ends: Option<String>,
    pub budget: Option<BudgetRow>,
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// a law asks somebody to look at these ads
    #[serde(default)]
    pub regulated: bool,
    /// the rights to use what came with the brief
    #[schemars(length(max = 100))]
    #[serde(default)]
    pub rights: Vec<RightRow>,
}

/// How carefully a campaign's artefacts are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    #[default]
    Normal,
    /// They reach no learning, no export and no shared backend.
    Sensitive,
}

impl Sensitivity {
    /// The word used in files, in the database and in the API.
    pub fn word(self) -> &'static str {
        match self {
            Sensitivity::Normal => "normal",
            Sensitivity::Sensitive => "sensitive",
        }
    }

    /// The sensitivity with this word.
    pub fn find(word: &str) -> Option<Sensitivity> {
        [Sensitivity::Normal, Sensitivity::Sensitive].into_iter().find(|one| one.word() == word)
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageRow {
    /// the message's short name
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"), extend("x-words" = "small letters, digits and -"))]
    pub id: String,
    /// the message's name for people
    #[schemars(length(min = 1, max = 120))]
    pub title: String,
    /// the mood of the picture
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub scene: String,
}

/// amount, currency, hard
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BudgetRow {
    /// a decimal in quotes, such as "500.00"
    #[schemars(regex(pattern = r"^\d{1,9}(\.\d{1,9})?$"), extend("x-words" = "a decimal such as 500.00"))]
    pub amount: String,
    /// three capitals such as EUR
    #[schemars(regex(pattern = r"^[A-Z]{3}$"), extend("x-words" = "three capitals such as EUR"))]
    pub currency: String,
    /// nothing may exceed it
    #[serde(default)]
    pub hard: bool,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RightRow {
    /// the input it is about
    pub ingredient: String,
    /// who holds the right
    #[schemars(length(min = 1, max = 200))]
    pub holder: String,
    /// the licence
    #[schemars(length(min = 1, max = 200))]
    pub licence: String,
    /// the last day it may be used, YYYY-MM-DD
    pub expires: Option<String>,
}
