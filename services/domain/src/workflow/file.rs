//! A workflow file as it is written, before its parts are checked against each other.
//! The doc comments become the descriptions in the JSON Schema that editors show.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A Galley workflow: the recipe of a campaign.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkflowFile {
    /// the workflow's short name, such as global-launch
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"), extend("x-words" = "small letters, digits and -"))]
    pub workflow: String,
    /// raised with every change
    #[schemars(range(min = 1))]
    pub version: u32,
    /// the workflow's name for people
    #[schemars(length(min = 1, max = 120))]
    pub title: String,
    /// what ads differ in, such as market, message, format
    #[schemars(
        length(min = 1, max = 8),
        inner(regex(pattern = r"^[a-z][a-z0-9_]{0,31}$")),
        extend("x-words" = "a small letter, then small letters, digits or _")
    )]
    pub axes: Vec<String>,
    /// what a brief hands in
    #[serde(default)]
    #[schemars(extend("maxProperties" = 20))]
    pub inputs: BTreeMap<String, InputRow>,
    /// what is done, by name
    #[schemars(extend("minProperties" = 1, "maxProperties" = 50))]
    pub steps: BTreeMap<String, StepRow>,
    /// the stages of review; nothing is published that nobody approved
    #[schemars(length(min = 1, max = 20))]
    pub review: Vec<StageRow>,
    /// where approved ads go
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub publish: Vec<PublishRow>,
}

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    Image,
    CopyDeck,
    ProductFeed,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InputRow {
    /// image, copy_deck or product_feed
    pub kind: InputKind,
    /// a brief without it is refused
    #[serde(default)]
    pub required: bool,
    /// the input's name for people
    #[schemars(length(min = 1, max = 120))]
    pub title: Option<String>,
    /// for a product_feed: the axis whose values are its ids
    pub axis: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepRow {
    /// what the step does
    pub kind: String,
    /// the axes it depends on; left out, those of what it needs
    #[schemars(length(max = 10))]
    pub per: Option<Vec<String>>,
    /// the steps whose outputs it uses
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub needs: Vec<String>,
    /// a condition, such as shape != "strip"
    pub when: Option<String>,
    /// settings of this kind of step
    pub with: Option<Map<String, Value>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StageRow {
    /// the stage's name
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_-]{0,31}$"), extend("x-words" = "a small letter, then small letters, digits, _ or -"))]
    pub stage: String,
    /// the step that is reviewed; left out, the one of the stage before
    pub on: Option<String>,
    /// a condition on the brief, such as brief.regulated
    pub when: Option<String>,
    pub ask: AskRow,
    /// such as 2 business days
    pub due: Option<String>,
}

/// whom the stage asks: a role, and how many of its people must approve
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskRow {
    /// the role that is asked
    #[schemars(extend("enum" = ["producer", "brand_manager", "market_approver", "legal", "finance", "guest"]))]
    pub role: String,
    /// market: only people who hold the role for the ad's market
    #[schemars(extend("enum" = ["market", null]))]
    pub of: Option<String>,
    /// how many must approve
    #[schemars(range(min = 1, max = 20))]
    pub any: Option<u32>,
    /// everyone must approve
    pub all: Option<bool>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishRow {
    /// the destination, such as folder
    #[schemars(regex(pattern = r"^[a-z0-9_-]{1,64}$"), extend("x-words" = "a destination such as folder"))]
    pub to: String,
    /// the pattern of file names, with placeholders such as {{market}}
    #[schemars(length(min = 1, max = 300))]
    pub name: String,
}
