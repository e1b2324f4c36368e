//! Formats: the sizes and limits of ad channels, and the shapes that follow from them.
//! The rules themselves are data (`workflows/formats/*.toml`), dated and with their source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Hasher};
use crate::source::{Document, Problem};

/// The aspect family of a format: one scene serves all formats of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Tower,
    Tall,
    Square,
    Wide,
    Strip,
}

impl Shape {
    /// Every shape, narrowest first.
    pub const ALL: [Shape; 5] = [Shape::Tower, Shape::Tall, Shape::Square, Shape::Wide, Shape::Strip];

    /// The shape of a width and a height in pixels: tower below 0.45, tall below 0.85, square below
    /// 1.35, wide below 3, else strip.
    pub fn of(width: u32, height: u32) -> Shape {
        // Whole numbers, so that the borders do not depend on rounding.
        let (width, height) = (u64::from(width) * 100, u64::from(height));
        match () {
            () if width < height * 45 => Shape::Tower,
            () if width < height * 85 => Shape::Tall,
            () if width < height * 135 => Shape::Square,
            () if width < height * 300 => Shape::Wide,
            () => Shape::Strip,
        }
    }

    /// The word used in files, in the database and in the API.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Tower => "tower",
            Shape::Tall => "tall",
            Shape::Square => "square",
            Shape::Wide => "wide",
            Shape::Strip => "strip",
        }
    }

    /// The shape with this word.
    pub fn find(word: &str) -> Option<Shape> {
        Shape::ALL.into_iter().find(|shape| shape.word() == word)
    }
}

/// The kind of file that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Mime {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    /// A film, H.264.
    #[serde(rename = "video/mp4")]
    Mp4,
    /// An HTML5 banner in a ZIP.
    #[serde(rename = "application/zip")]
    Banner,
}

impl Mime {
    /// Every kind.
    pub const ALL: [Mime; 4] = [Mime::Jpeg, Mime::Png, Mime::Mp4, Mime::Banner];

    /// The kind with this media type.
    pub fn find(word: &str) -> Option<Mime> {
        Mime::ALL.into_iter().find(|mime| mime.word() == word)
    }

    /// Whether the ad moves: a still of its end is kept beside it.
    pub fn is_moving(self) -> bool {
        matches!(self, Mime::Mp4 | Mime::Banner)
    }

    /// The media type: `image/jpeg`.
    pub fn word(self) -> &'static str {
        match self {
            Mime::Jpeg => "image/jpeg",
            Mime::Png => "image/png",
            Mime::Mp4 => "video/mp4",
            Mime::Banner => "application/zip",
        }
    }

    /// The ending of file names: `jpg`.
    pub fn extension(self) -> &'static str {
        match self {
            Mime::Jpeg => "jpg",
            Mime::Png => "png",
            Mime::Mp4 => "mp4",
            Mime::Banner => "zip",
        }
    }
}

/// Shares of width and height (0 to 0.45) at each edge to keep free of text and logo.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Insets {
    #[schemars(range(min = 0.0, max = 0.45))]
    pub top: f32,
    #[schemars(range(min = 0.0, max = 0.45))]
    pub right: f32,
    #[schemars(range(min = 0.0, max = 0.45))]
    pub bottom: f32,
    #[schemars(range(min = 0.0, max = 0.45))]
    pub left: f32,
}

/// One format of a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    /// `<channel>.<name>`.
    pub id: String,
    pub channel: String,
    pub title: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub mime: Mime,
    /// Largest size of the finished file, in bytes.
    pub max_bytes: u64,
    pub safe: Insets,
    /// How wide people see it, in CSS pixels; None where that differs from place to place.
    pub shown_width: Option<u32>,
    /// Date (`YYYY-MM-DD`) on which the rule was last compared with its source.
    pub checked: String,
    /// Where the rule comes from, in words.
    pub source: String,
    /// A (the vendor's own page), B (several others agree) or C.
    pub confidence: String,
}

impl Format {
    /// The aspect family.
    pub fn shape(&self) -> Shape {
        Shape::of(self.width, self.height)
    }

    /// The version of the rule: everything about the format that an ad depends on. A new date of
    /// comparison, or another width at which people see it, alone changes nothing.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("format");
        hasher.text("id", &self.id).text("mime", self.mime.word());
        for (name, number) in
            [("width", u64::from(self.width)), ("height", u64::from(self.height)), ("max_bytes", self.max_bytes)]
        {
            hasher.part(name, &number.to_be_bytes());
        }
        for inset in [self.safe.top, self.safe.right, self.safe.bottom, self.safe.left] {
            hasher.part("safe", &inset.to_be_bytes());
        }
        hasher.finish()
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChannelFile {
    /// the channel's short name, such as iab
    #[schemars(regex(pattern = r"^[a-z0-9_]{1,32}$"), extend("x-words" = "small letters, digits and _"))]
    channel: String,
    /// the channel's name for people
    #[schemars(length(min = 1, max = 80))]
    title: String,
    /// the date the rules were last compared with their source, YYYY-MM-DD
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"), extend("x-words" = "a date such as 2026-11-01"))]
    checked: String,
    /// where the rules come from
    #[schemars(length(min = 1, max = 300))]
    source: String,
    /// A, B or C
    #[schemars(extend("enum" = ["A", "B", "C"]))]
    confidence: String,
    #[schemars(length(min = 1, max = 200))]
    format: Vec<FormatRow>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FormatRow {
    /// the format's id: channel, dot, name
    #[schemars(regex(pattern = r"^[a-z0-9_]{1,32}\.[a-z0-9_]{1,64}$"), extend("x-words" = "channel.name in small letters, digits and _"))]
    id: String,
    /// the format's name for people
    #[schemars(length(min = 1, max = 80))]
    title: String,
    /// pixels
    #[schemars(range(min = 16, max = 8192))]
    width: u32,
    /// pixels
    #[schemars(range(min = 16, max = 8192))]
    height: u32,
    mime: Mime,
    /// largest size of the finished file in bytes
    #[schemars(range(min = 1000, max = 100_000_000))]
    max_bytes: u64,
    #[serde(default)]
    safe: Insets,
    /// how wide people see it, in CSS pixels (1/96 inch at arm's length)
    #[schemars(range(min = 16, max = 8192))]
    shown_width: Option<u32>,
    /// where this one rule comes from, if not from the channel's source
    #[schemars(length(min = 1, max = 300))]
    source: Option<String>,
    /// how sure this one rule is
    #[schemars(extend("enum" = ["A", "B", "C"]))]
    confidence: Option<String>,
}

/// A channel: its short name, its name for people and its formats.
pub(crate) struct Channel {
    pub id: String,
    pub title: String,
    pub formats: Vec<Format>,
}

/// Reads one channel's file.
pub(crate) fn read(doc: &Document) -> (Option<Channel>, Vec<Problem>) {
    let (file, mut problems) = doc.read::<ChannelFile>();
    let Some(file) = file else { return (None, problems) };
    if chrono::NaiveDate::parse_from_str(&file.checked, "%Y-%m-%d").is_err() {
        problems.push(doc.problem("/checked", "this is not a date").expected("a date such as 2026-11-01"));
    }
    let mut formats = Vec::new();
    for (index, row) in file.format.into_iter().enumerate() {
        let pointer = format!("/format/{index}/id");
        if row.id.split('.').next() != Some(file.channel.as_str()) {
            let message = format!("“{}” belongs to another channel", row.id);
            problems.push(doc.problem(&pointer, message).expected(format!("{}.…", file.channel)));
        }
        if row.mime == Mime::Mp4 && (row.width % 2 == 1 || row.height % 2 == 1) {
            let message = format!("a film of {} × {} pixels cannot be written", row.width, row.height);
            let problem = doc.problem(&format!("/format/{index}/width"), message);
            problems.push(problem.expected("an even width and an even height"));
        }
        formats.push(Format {
            id: row.id,
            channel: file.channel.clone(),
            title: row.title,
            width: row.width,
            height: row.height,
            mime: row.mime,
            max_bytes: row.max_bytes,
            safe: row.safe,
            shown_width: row.shown_width,
            checked: file.checked.clone(),
            source: row.source.unwrap_or_else(|| file.source.clone()),
            confidence: row.confidence.unwrap_or_else(|| file.confidence.clone()),
        });
    }
    (Some(Channel { id: file.channel, title: file.title, formats }), problems)
}
