//! What a composer measures beside [`crate::asset::AdFacts`] while it draws. Everything may be left out: a
//! rule that needs what is not there does not run, and says so. Nothing here is ever guessed.

use serde::{Deserialize, Serialize};

use crate::locale::Direction;

/// Measures of one ad. All lengths are pixels of the final picture, boxes are `x, y, width, height`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Measures {
    /// One for each of the ad's texts, in the order of `AdFacts::texts`. Of another length it counts as not there.
    pub texts: Vec<TextMeasure>,
    /// The surfaces of buttons.
    pub buttons: Option<Vec<ButtonMeasure>>,
    pub product: Option<ProductMeasure>,
    /// Flat surfaces: fills, panels, buttons, lines. Not photographs, gradients or what lies on top of one another.
    pub fills: Option<Vec<Fill>>,
}

/// How one text was set and drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TextMeasure {
    /// Where the ink is hardest to read, at the same place as `PlacedText::contrast`.
    pub behind: Option<Behind>,
    /// Weight of the font, 1 to 1000; 400 is regular.
    pub weight: Option<u16>,
    /// The direction of the paragraph as it was laid out.
    pub direction: Option<Direction>,
    /// Most lines the layout allows.
    pub most_lines: Option<u32>,
    /// What the shaper made of the text, in the order of the text.
    pub clusters: Option<Vec<Cluster>>,
}

/// A colour behind a text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behind {
    /// sRGB.
    pub color: [u8; 3],
    /// The place that has it.
    pub rect: [f32; 4],
}

/// Characters that were shaped together. A ligature is one cluster, from its first letter to its last: shapers that list
/// its later letters as clusters without glyphs must put them together. An ad has hundreds, so each is written as a list of
/// five: from, to, glyphs, line, x.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32, u32, f32)", into = "(u32, u32, u32, u32, f32)")]
pub struct Cluster {
    /// Bytes of the text: from, and up to but not including.
    pub range: [u32; 2],
    /// Glyphs other than the missing one that were drawn for it.
    pub glyphs: u32,
    /// Line from 0.
    pub line: u32,
    /// Its left edge.
    pub x: f32,
}

impl From<(u32, u32, u32, u32, f32)> for Cluster {
    fn from((from, to, glyphs, line, x): (u32, u32, u32, u32, f32)) -> Cluster {
        Cluster { range: [from, to], glyphs, line, x }
    }
}

impl From<Cluster> for (u32, u32, u32, u32, f32) {
    fn from(cluster: Cluster) -> Self {
        (cluster.range[0], cluster.range[1], cluster.glyphs, cluster.line, cluster.x)
    }
}

/// A button as it was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ButtonMeasure {
    /// The slot of its label.
    pub slot: String,
    pub rect: [f32; 4],
    /// The share of its surface that was drawn over later by something that is not its own label, 0 to 1.
    pub covered: f32,
}

/// What became of the product's picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductMeasure {
    /// What was drawn over it later, each with the share of the product's opaque pixels that it hides, 0 to 1.
    pub covers: Vec<Cover>,
    /// The share of the product's opaque pixels that lies outside the picture, 0 to 1.
    pub cut: f32,
}

/// Something that hides a part of something else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    pub slot: String,
    pub share: f32,
    /// Where they overlap.
    pub rect: [f32; 4],
}

/// A flat surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// The slot or the part of the layout that it belongs to.
    pub slot: String,
    /// sRGB.
    pub color: [u8; 3],
    pub rect: [f32; 4],
}
