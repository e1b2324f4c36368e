//! Composes ads: a layout and its content go in, a finished picture and the facts about it come
//! out. Bytes in, bytes out: no I/O, no clock, no fonts of the machine; the same input gives the
//! same bytes, on every run.
//!
//! A [`Layout`] (see `LAYOUTS.md`) says where slots stand in each shape. A [`Job`] brings their
//! content, a format, a locale, a palette and fonts. The [`Studio`] draws the part that a
//! format's locales share once (the plate), sets the words over it and writes the file. What is
//! wrong with an ad (a text that does not fit, a character without a glyph, poor contrast) is told in
//! its facts; `checks` makes findings of them. Only what makes an ad impossible is an error.
//!
//! An [`Order`] asks for more than the job's own file: [`Edits`] of single slots, the same ad with twice the
//! pixels, WebP and AVIF, each within a weight.
//!
//! [`sketch`] makes scenes without any model, from a seed and the brand's palette.
//!
//! What comes from outside is looked at before it is used: [`probe_picture`], [`probe_logo`],
//! [`probe_font`], [`Layout::parse`].

mod arrange;
mod cache;
mod canvas;
mod draw;
mod edits;
mod encode;
mod fonts;
mod geometry;
mod job;
mod layers;
mod layout;
mod logo;
mod motion;
mod order;
mod palette;
mod phase;
mod picture;
pub mod sketch;
mod studio;
mod text;

pub use edits::{EditError, Edits, SlotEdit};
pub use fonts::{FontError, FontLibrary, MAX_FONT_BYTES, list_bundled_families, probe_font};
pub use job::{Asset, ComposeError, Composed, Job, JobFonts, Logo, SlotContent, Thumbnail};
pub use layout::{Layout, SlotKind};
pub use logo::{LogoError, LogoInfo, MAX_LOGO_BYTES, probe_logo};
pub use motion::{BannerError, Film, MOTION_FILE, MOTION_VERSION, Motion, write_banner};
pub use order::{Density, File, FileKind, FileOrder, Made, Order};
pub use palette::{Palette, Rgb};
pub use phase::Phase;
pub use picture::{MAX_PICTURE_BYTES, PictureError, PictureInfo, probe_picture};
pub use studio::{Apart, Studio};
