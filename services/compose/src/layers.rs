//! Pictures and logos ready to be laid down: decoded, cropped, scaled, with their shadows; each
//! made once per content and size and kept in the caches.

use std::sync::Arc;

use galley_domain::digest::Hasher;

use crate::cache::Cache;
use crate::canvas::Layer;
use crate::job::{Asset, ComposeError};
use crate::logo::{self, LogoInfo};
use crate::palette::Rgb;
use crate::picture::scale::{cover_part, resample};
use crate::picture::shadow::{Shadow, cast};
use crate::picture::{self, PictureError};

/// Bytes of decoded pictures that are kept.
const DECODED_BUDGET: usize = 48 << 20;
/// Bytes of scaled pictures, shadows and logos that are kept.
const SCALED_BUDGET: usize = 24 << 20;

pub struct Layers {
    decoded: Cache<Decoded>,
    scaled: Cache<Layer>,
    shadows: Cache<Shadow>,
    logos: Cache<LogoInfo>,
}

/// A decoded picture and the box of what can be seen of it.
pub struct Decoded {
    pub layer: Layer,
    pub bounds: [u32; 4],
}

/// Which part of a picture fills a box.
#[derive(Clone, Copy, Debug)]
pub struct Crop {
    pub focal: [f32; 2],
    /// Times it is enlarged beyond what fills the box.
    pub zoom: f32,
}

impl Layers {
    pub fn new() -> Layers {
        Layers {
            decoded: Cache::new(DECODED_BUDGET),
            scaled: Cache::new(SCALED_BUDGET),
            shadows: Cache::new(SCALED_BUDGET / 4),
            logos: Cache::new(1 << 20),
        }
    }

    pub fn decoded(&self, slot: &str, asset: &Asset) -> Result<Arc<Decoded>, ComposeError> {
        let make = || {
            let layer = picture::decode(&asset.bytes)?;
            let bounds = picture::opaque_bounds(&layer);
            Ok(Decoded { layer, bounds })
        };
        let weigh = |decoded: &Decoded| decoded.layer.weight();
        self.decoded
            .get_or_make(asset.digest, weigh, make)
            .map_err(|source: PictureError| ComposeError::Picture { slot: slot.to_owned(), source })
    }

    /// The picture cropped to fill `size`.
    pub fn cover(&self, slot: &str, asset: &Asset, size: [u32; 2], crop: Crop) -> Result<Arc<Layer>, ComposeError> {
        let decoded = self.decoded(slot, asset)?;
        let source = [decoded.layer.width, decoded.layer.height];
        let part = cover_part(source, size.map(|side| side as f32), crop.focal, crop.zoom);
        self.scaled(asset, &decoded, part, size)
    }

    /// The visible part of the picture at `size`, which has its proportions.
    pub fn contain(&self, asset: &Asset, decoded: &Decoded, size: [u32; 2]) -> Result<Arc<Layer>, ComposeError> {
        let [left, top, right, bottom] = decoded.bounds.map(|edge| edge as f32);
        self.scaled(asset, decoded, [left, top, right - left, bottom - top], size)
    }

    fn scaled(
        &self,
        asset: &Asset,
        decoded: &Decoded,
        part: [f32; 4],
        size: [u32; 2],
    ) -> Result<Arc<Layer>, ComposeError> {
        let mut key = Hasher::new("scaled picture");
        key.digest("picture", asset.digest);
        for edge in part {
            key.part("part", &edge.to_be_bytes());
        }
        for side in size {
            key.part("size", &side.to_be_bytes());
        }
        self.scaled.get_or_make(key.finish(), Layer::weight, || Ok(resample(&decoded.layer, part, size[0], size[1])))
    }

    /// The shadow of a scaled cut-out.
    pub fn shadow(&self, asset: &Asset, cutout: &Layer, color: Rgb, strength: f32) -> Arc<Shadow> {
        let mut key = Hasher::new("shadow");
        key.digest("picture", asset.digest).part("color", &color.0).part("strength", &strength.to_be_bytes());
        key.part("width", &cutout.width.to_be_bytes()).part("height", &cutout.height.to_be_bytes());
        let weigh = |shadow: &Shadow| shadow.layer.weight();
        let made: Result<_, std::convert::Infallible> =
            self.shadows.get_or_make(key.finish(), weigh, || Ok(cast(cutout, color, strength)));
        match made {
            Ok(shadow) => shadow,
            Err(never) => match never {},
        }
    }

    pub fn logo_info(&self, slot: &str, asset: &Asset) -> Result<LogoInfo, ComposeError> {
        let refused = |source| ComposeError::Logo { slot: slot.to_owned(), source };
        let weigh = |_: &LogoInfo| size_of::<LogoInfo>();
        self.logos
            .get_or_make(asset.digest, weigh, || logo::probe_logo(&asset.bytes))
            .map(|info| *info)
            .map_err(refused)
    }

    pub fn logo(&self, slot: &str, asset: &Asset, size: [u32; 2]) -> Result<Arc<Layer>, ComposeError> {
        let mut key = Hasher::new("logo");
        key.digest("logo", asset.digest);
        for side in size {
            key.part("size", &side.to_be_bytes());
        }
        let refused = |source| ComposeError::Logo { slot: slot.to_owned(), source };
        self.scaled
            .get_or_make(key.finish(), Layer::weight, || logo::draw(&asset.bytes, size[0], size[1]))
            .map_err(refused)
    }
}
