//! A layout file as people write it: every key optional, so that a slot and its style can be
//! laid over one another. Not yet a layout: `read` decides what is missing.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{Align, Anchor, Fit, Form, Inside, LogoOn, Role, Toward};

/// Items of items, three deep: a slot, a stack's item, a row's item.
pub type Slots = Keys<Keys<Keys<NoItem>>>;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema counts: styles are merged into slots before slots are read")]
pub struct LayoutFile {
    /// the name of the layout's folder
    #[schemars(length(min = 1, max = 80))]
    pub layout: String,
    /// the layout's name for people
    #[schemars(length(min = 1, max = 80))]
    pub title: String,
    #[serde(default)]
    pub styles: BTreeMap<String, Slots>,
    #[serde(default)]
    pub shapes: Shapes,
    /// arrangements of single formats, by format id
    #[serde(default)]
    pub formats: BTreeMap<String, ArrangementKeys>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Shapes {
    pub tower: Option<ArrangementKeys>,
    pub tall: Option<ArrangementKeys>,
    pub square: Option<ArrangementKeys>,
    pub wide: Option<ArrangementKeys>,
    pub strip: Option<ArrangementKeys>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct ArrangementKeys {
    /// use the arrangement of this shape or of this other format
    pub like: Option<String>,
    pub fill: Option<String>,
    #[schemars(range(min = 0.0, max = 0.3))]
    pub margin: Option<f32>,
    #[schemars(range(min = 0.0, max = 200.0))]
    pub min_margin_px: Option<f32>,
    #[schemars(length(max = 60))]
    pub slots: Vec<Slots>,
}

/// Nothing may stand here: rows hold no rows.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoItem {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindWord {
    Scene,
    Panel,
    Picture,
    Logo,
    Text,
    Button,
    Stack,
    Row,
    Cards,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureFit {
    Contain,
    Cover,
    Shrink,
    Wrap,
    Both,
}

impl PictureFit {
    /// As a text's rule.
    pub fn text(self) -> Option<Fit> {
        match self {
            PictureFit::Shrink => Some(Fit::Shrink),
            PictureFit::Wrap => Some(Fit::Wrap),
            PictureFit::Both => Some(Fit::Both),
            PictureFit::Contain | PictureFit::Cover => None,
        }
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Colors {
    One(String),
    FirstReadable(Vec<String>),
}

impl Colors {
    /// As a list, best first.
    pub fn list(&self) -> Vec<String> {
        match self {
            Colors::One(color) => vec![color.clone()],
            Colors::FirstReadable(colors) => colors.clone(),
        }
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradientKeys {
    pub from: String,
    pub to: String,
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub from_opacity: f32,
    #[serde(default = "full")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub to_opacity: f32,
    pub toward: Toward,
    #[serde(default = "half")]
    #[schemars(range(min = 0.05, max = 0.95))]
    pub middle: f32,
}

fn full() -> f32 {
    1.0
}

fn half() -> f32 {
    0.5
}

/// Everything a slot may say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keys<I> {
    pub kind: Option<KindWord>,
    pub style: Option<String>,
    #[serde(rename = "box")]
    #[schemars(inner(range(min = -1.0, max = 2.0)))]
    pub fractions: Option<[f32; 4]>,
    pub inside: Option<Inside>,
    pub mirror: Option<bool>,
    pub drop_below: Option<[u32; 2]>,
    pub drop_above: Option<[u32; 2]>,
    pub align: Option<Align>,
    pub anchor: Option<Anchor>,
    pub slot: Option<String>,
    #[schemars(inner(range(min = 0.0, max = 1.0)))]
    pub focal: Option<[f32; 2]>,
    pub fill: Option<Colors>,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub opacity: Option<f32>,
    #[schemars(range(min = 0.0, max = 10.0))]
    pub radius: Option<f32>,
    pub form: Option<Form>,
    pub gradient: Option<GradientKeys>,
    pub fit: Option<PictureFit>,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shadow: Option<f32>,
    pub on: Option<LogoOn>,
    #[schemars(range(min = 0.01, max = 1.0))]
    pub height: Option<f32>,
    pub font: Option<Role>,
    #[schemars(range(min = 100, max = 900))]
    pub weight: Option<f32>,
    #[schemars(inner(range(min = 0.005, max = 2.0)))]
    pub size: Option<[f32; 2]>,
    #[schemars(range(min = 4.0, max = 400.0))]
    pub min_px: Option<f32>,
    #[schemars(range(min = 4.0, max = 2000.0))]
    pub max_px: Option<f32>,
    #[schemars(range(min = 1, max = 20))]
    pub max_lines: Option<u32>,
    pub balance: Option<bool>,
    #[schemars(range(min = 0.8, max = 3.0))]
    pub leading: Option<f32>,
    #[schemars(range(min = -0.1, max = 0.5))]
    pub tracking: Option<f32>,
    pub color: Option<Colors>,
    pub strike: Option<bool>,
    #[schemars(inner(range(min = 0.0, max = 5.0)))]
    pub padding: Option<[f32; 2]>,
    pub arrow: Option<bool>,
    /// most cards
    #[schemars(range(min = 1, max = 12))]
    pub most: Option<u32>,
    /// a card's part that its picture takes
    #[schemars(range(min = 0.1, max = 0.9))]
    pub share: Option<f32>,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub gap: Option<f32>,
    #[schemars(length(max = 20))]
    pub items: Option<Vec<I>>,
}

/// A slot whose items are not yet read.
pub type LooseKeys = Keys<Value>;
