//! Facts about a finished ad and what checks found in it. Not the pixels: those are blobs.

use serde::{Deserialize, Serialize};

/// What the composer knows about the ad it drew. All lengths are pixels of the final picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdFacts {
    pub width: u32,
    pub height: u32,
    pub texts: Vec<PlacedText>,
    pub logo: Option<PlacedBox>,
    pub product: Option<PlacedBox>,
    /// The dominant colour, sRGB.
    pub dominant: [u8; 3],
}

/// Where a picture came to stand: `x, y, width, height`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedBox {
    pub rect: [f32; 4],
}

/// A text as it was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedText {
    pub slot: String,
    pub text: String,
    /// `x, y, width, height`.
    pub rect: [f32; 4],
    pub lines: u32,
    pub font_px: f32,
    /// The lowest WCAG 2.2 contrast ratio of the ink against the pixels behind it, 1 to 21.
    pub contrast: f32,
    /// The text did not fit its box even at the smallest allowed size.
    pub overflow: bool,
    /// Characters that no available font can draw.
    pub missing_glyphs: Vec<String>,
    /// sRGB with alpha.
    pub ink: [u8; 4],
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; nothing happens by itself.
    Warns,
    /// The channel will cut it, but accepts it.
    Truncates,
    /// The channel, the law or the brand refuses it.
    Refused,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name, for example `text_overflow`.
    pub rule: String,
    pub severity: Severity,
    /// A sentence for the producer.
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slot: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub measured: Option<String>,
    /// Where the rule comes from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<String>,
    /// The day the rule was last compared with its source, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub checked: Option<String>,
    /// Where on the picture: `x, y, width, height` in its pixels, inside it. None where the whole is meant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub region: Option<[f32; 4]>,
    /// What the producer can do about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fix: Option<String>,
}
