//! Pictures that come in: what is let in, how it is decoded and how it is scaled. Only PNG, JPEG
//! and WebP, only within limits, upright as their EXIF data say. Not the drawing of them.

pub mod scale;
pub mod shadow;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::canvas::Layer;

/// Largest picture file that is read.
pub const MAX_PICTURE_BYTES: usize = 64 << 20;
/// Most pixels that are decoded.
pub const MAX_PIXELS: u64 = 50_000_000;
/// Longest side.
pub const MAX_SIDE: u32 = 20_000;
/// What the decoder may allocate beside the pixels it hands over.
const MAX_ALLOCATION: u64 = 512 << 20;

/// What a picture is, without decoding it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureInfo {
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub mime: &'static str,
    /// As it is seen, after the EXIF orientation.
    pub width: u32,
    pub height: u32,
    pub has_alpha: bool,
}

/// Why a picture is refused.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the picture has {0} bytes; at most {MAX_PICTURE_BYTES} are read")]
    TooManyBytes(usize),
    #[error("the picture is not a PNG, JPEG or WebP file")]
    UnknownFormat,
    #[error("the picture is {0} × {1} pixels; at most {MAX_PIXELS} pixels and {MAX_SIDE} a side are read")]
    TooManyPixels(u32, u32),
    #[error("the picture is broken: {0}")]
    Broken(String),
}

/// Looks at a picture without decoding its pixels.
pub fn probe_picture(bytes: &[u8]) -> Result<PictureInfo, PictureError> {
    let (mut decoder, mime) = open(bytes)?;
    let (width, height) = decoder.dimensions();
    let has_alpha = decoder.color_type().has_alpha();
    let (width, height) = if is_turned(orientation(&mut decoder)) { (height, width) } else { (width, height) };
    Ok(PictureInfo { mime, width, height, has_alpha })
}

/// Decodes a picture into premultiplied, upright pixels.
pub(crate) fn decode(bytes: &[u8]) -> Result<Layer, PictureError> {
    let (mut decoder, _) = open(bytes)?;
    let orientation = orientation(&mut decoder);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    let has_alpha = picture.color().has_alpha();
    let rgba = picture.into_rgba8();
    let (width, height) = rgba.dimensions();
    let mut pixels = rgba.into_raw();
    let is_opaque = !has_alpha || premultiply(&mut pixels);
    Ok(Layer { width, height, pixels, is_opaque })
}

/// A decoder within limits; the size is checked before any pixel is allocated.
fn open(bytes: &[u8]) -> Result<(impl ImageDecoder + '_, &'static str), PictureError> {
    if bytes.len() > MAX_PICTURE_BYTES {
        return Err(PictureError::TooManyBytes(bytes.len()));
    }
    let (format, mime) = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => (ImageFormat::Png, "image/png"),
        Ok(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "image/jpeg"),
        Ok(ImageFormat::WebP) => (ImageFormat::WebP, "image/webp"),
        _ => return Err(PictureError::UnknownFormat),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let is_large = width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS;
    if is_large || width == 0 || height == 0 {
        return Err(PictureError::TooManyPixels(width, height));
    }
    Ok((decoder, mime))
}

fn broken(error: image::ImageError) -> PictureError {
    PictureError::Broken(error.to_string())
}

fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn is_turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// Multiplies colour by alpha; says whether every pixel is opaque.
fn premultiply(pixels: &mut [u8]) -> bool {
    let mut is_opaque = true;
    for pixel in pixels.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        if alpha != 255 {
            is_opaque = false;
            for channel in &mut pixel[..3] {
                *channel = ((u32::from(*channel) * alpha + 127) / 255) as u8;
            }
        }
    }
    is_opaque
}

/// The box of the pixels that are not quite transparent: left, top, right, bottom.
pub(crate) fn opaque_bounds(layer: &Layer) -> [u32; 4] {
    let (width, height) = (layer.width, layer.height);
    if layer.is_opaque {
        return [0, 0, width, height];
    }
    let mut bounds = [width, height, 0, 0];
    for y in 0..height {
        for x in 0..width {
            if layer.pixels[((y * width + x) * 4 + 3) as usize] > 8 {
                bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x + 1), bounds[3].max(y + 1)];
            }
        }
    }
    if bounds[0] >= bounds[2] { [0, 0, width, height] } else { bounds }
}
