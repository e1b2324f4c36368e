//! What is asked for beside a job: edits, a denser version, files of several kinds within a weight.
//! And what comes out. Data only.

use galley_domain::asset::AdFacts;
use galley_domain::measures::Measures;

use crate::edits::Edits;
use crate::job::Thumbnail;

/// An order for one ad.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub edits: Edits,
    pub density: Density,
    /// Files to write; none draws the ad and its thumbnails only.
    pub files: Vec<FileOrder>,
}

/// Pixels of the file for each pixel of the format, along each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Density {
    #[default]
    Normal,
    /// The same ad, line for line, with twice the pixels each way.
    Double,
}

impl Density {
    /// As a number.
    pub fn times(self) -> u32 {
        match self {
            Density::Normal => 1,
            Density::Double => 2,
        }
    }
}

/// A kind of picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    /// Small and slow: for publishing. Only in builds with the feature `avif`.
    Avif,
}

impl FileKind {
    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Webp => "image/webp",
            FileKind::Avif => "image/avif",
        }
    }
}

/// One file.
#[derive(Clone, Copy, Debug)]
pub struct FileOrder {
    pub kind: FileKind,
    /// The most it may weigh; the best quality that keeps it is found.
    pub max_bytes: Option<u64>,
    /// The lowest quality that will do, 1 to 90; rather no file than a worse one.
    pub least_quality: u8,
}

impl FileOrder {
    /// A file of a kind within a weight, at any decent quality.
    pub fn within(kind: FileKind, max_bytes: u64) -> FileOrder {
        FileOrder { kind, max_bytes: Some(max_bytes), least_quality: 40 }
    }
}

/// What an order came to.
#[derive(Clone, Debug)]
pub struct Made {
    /// In the order's order.
    pub files: Vec<File>,
    pub thumbnails: [Thumbnail; 2],
    pub facts: AdFacts,
    pub measures: Measures,
}

/// A file that was made.
#[derive(Clone, Debug)]
pub struct File {
    pub kind: FileKind,
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// The quality it took, 0 for what loses nothing.
    pub quality: u8,
}
