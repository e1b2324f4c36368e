//! What one ad is made of, and what comes out. Data only; `studio` does the work.

use std::collections::BTreeMap;
use std::sync::Arc;

use galley_domain::asset::AdFacts;
use galley_domain::digest::Digest;
use galley_domain::format::{Format, Mime};
use galley_domain::locale::Locale;
use galley_domain::measures::Measures;

use crate::edits::EditError;
use crate::fonts::FontError;
use crate::layout::Layout;
use crate::logo::LogoError;
use crate::palette::Palette;
use crate::picture::PictureError;

/// One ad to compose.
#[derive(Clone)]
pub struct Job {
    pub layout: Arc<Layout>,
    pub format: Format,
    pub locale: Locale,
    pub palette: Palette,
    /// Content by slot name. Slots without content are left out of the ad.
    pub slots: BTreeMap<String, SlotContent>,
    pub fonts: JobFonts,
}

/// The brand's families per role, and its own font files.
#[derive(Clone, Debug, Default)]
pub struct JobFonts {
    /// Family of the display role; empty is the bundled one.
    pub display: String,
    /// Family of the text role; empty is the bundled one.
    pub text: String,
    pub files: Vec<Asset>,
}

/// Bytes and their digest; the caller usually has it, so nobody hashes megabytes per ad.
#[derive(Clone, Debug)]
pub struct Asset {
    pub digest: Digest,
    pub bytes: Arc<[u8]>,
}

impl Asset {
    /// Hashes the bytes.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Asset {
        let bytes = bytes.into();
        Asset { digest: Digest::of(&bytes), bytes }
    }
}

/// What stands in a slot.
#[derive(Clone, Debug)]
pub enum SlotContent {
    Text(String),
    /// `focal` is what a crop keeps in sight, in fractions; none leaves it to the layout.
    Picture {
        asset: Asset,
        focal: Option<[f32; 2]>,
    },
    Logo(Logo),
}

/// A brand's logo and the rules that come with it.
#[derive(Clone, Debug)]
pub struct Logo {
    /// For light surfaces, SVG or PNG.
    pub svg: Asset,
    /// For dark surfaces, SVG or PNG; none uses the first everywhere.
    pub on_dark: Option<Asset>,
    /// Kept free round it, in heights of the logo.
    pub clear_space: f32,
    pub min_width_px: u32,
}

/// A composed ad.
#[derive(Clone, Debug)]
pub struct Composed {
    pub bytes: Vec<u8>,
    pub mime: Mime,
    pub width: u32,
    pub height: u32,
    /// JPEG quality that was needed, 0 for PNG.
    pub quality: u8,
    /// Small JPEGs for the desk: at most 240 and 480 pixels high.
    pub thumbnails: [Thumbnail; 2],
    pub facts: AdFacts,
    pub measures: Measures,
}

#[derive(Clone, Debug)]
pub struct Thumbnail {
    pub width: u32,
    pub height: u32,
    /// JPEG.
    pub bytes: Vec<u8>,
}

/// Why an ad could not be composed. Everything else that is wrong with it stands in its facts.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("the layout “{layout}” has no arrangement for {shape} formats ({format})")]
    NoArrangement { layout: String, shape: &'static str, format: String },
    #[error("slot “{slot}” holds {found}, but the layout wants {wanted} there")]
    WrongContent { slot: String, found: &'static str, wanted: &'static str },
    #[error("the picture in slot “{slot}” cannot be used")]
    Picture { slot: String, source: PictureError },
    #[error("the logo in slot “{slot}” cannot be used")]
    Logo { slot: String, source: LogoError },
    #[error("a font of the brand cannot be used")]
    Font(#[from] FontError),
    #[error("the ad could not be written as {mime}: {message}")]
    Encode { mime: &'static str, message: String },
    #[error(
        "no {mime} file of {max_bytes} bytes can be made: at quality {quality}, the lowest that will do, it has \
         {least_bytes}"
    )]
    TooHeavy { mime: &'static str, max_bytes: u64, least_bytes: u64, quality: u8 },
    #[error("an edit of this ad cannot be made")]
    Edit(#[from] EditError),
}

impl SlotContent {
    /// What it is, in words.
    pub fn word(&self) -> &'static str {
        match self {
            SlotContent::Text(_) => "a text",
            SlotContent::Picture { .. } => "a picture",
            SlotContent::Logo(_) => "a logo",
        }
    }
}
