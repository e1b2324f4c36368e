//! `layout.yaml` and `examples.yaml` as they are written. The doc comments become what people read where something is wrong.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Example, Preference};
use crate::format::Shape;

/// Which layouts are better where.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutFile {
    /// layouts in the order in which they are tried
    #[schemars(length(min = 1, max = 50))]
    pub prefer: Vec<PreferenceRow>,
}

/// layout, markets, shapes, formats
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PreferenceRow {
    /// a layout folder such as layouts/split
    #[schemars(length(min = 1, max = 200))]
    pub layout: String,
    /// only in these markets
    #[serde(default)]
    #[schemars(length(max = 300))]
    pub markets: Vec<String>,
    /// only for these shapes
    #[serde(default)]
    #[schemars(length(max = 5))]
    pub shapes: Vec<ShapeRow>,
    /// only for these formats
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub formats: Vec<String>,
}

/// A shape, as formats have it.
#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum ShapeRow {
    Tower,
    Tall,
    Square,
    Wide,
    Strip,
}

impl ShapeRow {
    fn word(self) -> String {
        let shape = match self {
            ShapeRow::Tower => Shape::Tower,
            ShapeRow::Tall => Shape::Tall,
            ShapeRow::Square => Shape::Square,
            ShapeRow::Wide => Shape::Wide,
            ShapeRow::Strip => Shape::Strip,
        };
        shape.word().to_owned()
    }
}

impl From<PreferenceRow> for Preference {
    fn from(row: PreferenceRow) -> Preference {
        let layout = row.layout.trim_end_matches('/').to_owned();
        let shapes = row.shapes.into_iter().map(ShapeRow::word).collect();
        Preference { layout, markets: row.markets, shapes, formats: row.formats }
    }
}

/// What the pictures show.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExamplesFile {
    /// a picture each
    #[schemars(length(min = 1, max = 24))]
    pub examples: Vec<ExampleRow>,
}

/// picture, shows, caption
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleRow {
    /// its path, such as examples/calm.png
    pub picture: String,
    /// whether it keeps to the skill
    pub shows: Shows,
    /// what is right or wrong about it
    #[schemars(length(min = 1, max = 300))]
    pub caption: String,
}

#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shows {
    Pass,
    Fail,
}

impl From<ExampleRow> for Example {
    fn from(row: ExampleRow) -> Example {
        Example { picture: row.picture, passes: row.shows == Shows::Pass, caption: row.caption }
    }
}
