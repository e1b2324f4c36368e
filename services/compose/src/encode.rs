//! From pixels to files: JPEG as good as its weight limit allows, PNG fast, thumbnails, and the
//! dominant colour. Not a place for colour or layout.

use galley_domain::format::Mime;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::canvas::{Canvas, Layer};
use crate::job::{ComposeError, Thumbnail};
use crate::picture::scale::{halved, resample};

/// JPEG qualities that are tried, best first.
const QUALITIES: [u8; 8] = [90, 84, 77, 69, 60, 50, 40, 30];
/// Below this width colour is kept at full resolution: small coloured letters need it.
const FULL_COLOR_BELOW_PX: u32 = 640;

/// A finished file.
pub struct Encoded {
    pub bytes: Vec<u8>,
    pub quality: u8,
}

/// Writes the ad as its format wants it, within `max_bytes` if any quality reaches that.
pub fn encode(canvas: &Canvas, mime: Mime, max_bytes: u64) -> Result<Encoded, ComposeError> {
    match mime {
        Mime::Png => Ok(Encoded { bytes: png(canvas)?, quality: 0 }),
        Mime::Jpeg => jpeg_within(canvas, max_bytes),
    }
}

fn jpeg_within(canvas: &Canvas, max_bytes: u64) -> Result<Encoded, ComposeError> {
    let sampling = if canvas.width < FULL_COLOR_BELOW_PX { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 };
    let mut last = None;
    for quality in QUALITIES {
        let bytes = jpeg(&canvas.pixels, [canvas.width, canvas.height], quality, sampling)?;
        let is_enough = bytes.len() as u64 <= max_bytes;
        last = Some(Encoded { bytes, quality });
        if is_enough {
            break;
        }
    }
    last.ok_or_else(|| failed(Mime::Jpeg, "no quality to try"))
}

fn jpeg(pixels: &[u8], size: [u32; 2], quality: u8, sampling: SamplingFactor) -> Result<Vec<u8>, ComposeError> {
    let mut bytes = Vec::with_capacity(pixels.len() / 16);
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(sampling);
    encoder
        .encode(pixels, size[0] as u16, size[1] as u16, ColorType::Rgba)
        .map_err(|error| failed(Mime::Jpeg, &error.to_string()))?;
    Ok(bytes)
}

fn png(canvas: &Canvas) -> Result<Vec<u8>, ComposeError> {
    let rgb: Vec<u8> = canvas.pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    png_rgb(&rgb, canvas.width, canvas.height).map_err(|error| failed(Mime::Png, &error.to_string()))
}

/// A PNG without alpha, written fast.
pub fn png_rgb(rgb: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::with_capacity(rgb.len() / 2);
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgb)?;
    writer.finish()?;
    Ok(bytes)
}

fn failed(mime: Mime, message: &str) -> ComposeError {
    ComposeError::Encode { mime: mime.word(), message: message.to_owned() }
}

/// The ad at most 240 and at most 480 pixels high, never enlarged.
pub fn thumbnails(canvas: Canvas) -> Result<[Thumbnail; 2], ComposeError> {
    let full = Layer { width: canvas.width, height: canvas.height, pixels: canvas.pixels, is_opaque: true };
    let large = shrunk(full, 480);
    let large_file = thumbnail(&large)?;
    let small = shrunk(large, 240);
    Ok([thumbnail(&small)?, large_file])
}

fn shrunk(mut layer: Layer, height: u32) -> Layer {
    if layer.height <= height {
        return layer;
    }
    let width = (u64::from(layer.width) * u64::from(height)).div_ceil(u64::from(layer.height)) as u32;
    // Halving is cheap and as good; the filter does what is left.
    while layer.height >= height * 2 && layer.width > 1 {
        layer = halved(&layer);
    }
    if (layer.width, layer.height) == (width, height) {
        return layer;
    }
    resample(&layer, [0.0, 0.0, layer.width as f32, layer.height as f32], width, height)
}

fn thumbnail(layer: &Layer) -> Result<Thumbnail, ComposeError> {
    let bytes = jpeg(&layer.pixels, [layer.width, layer.height], 80, SamplingFactor::F_2_2)?;
    Ok(Thumbnail { width: layer.width, height: layer.height, bytes })
}

/// The colour that most of the picture is near to.
pub fn dominant(canvas: &Canvas) -> [u8; 3] {
    let mut bins = vec![[0u32; 4]; 4096];
    let step = ((canvas.pixels.len() / 4) / 20_000).max(1);
    for pixel in canvas.pixels.chunks_exact(4).step_by(step) {
        let bin = (usize::from(pixel[0] >> 4) << 8) | (usize::from(pixel[1] >> 4) << 4) | usize::from(pixel[2] >> 4);
        for channel in 0..3 {
            bins[bin][channel] += u32::from(pixel[channel]);
        }
        bins[bin][3] += 1;
    }
    let fullest = bins.iter().max_by_key(|bin| bin[3]).copied().unwrap_or_default();
    let count = fullest[3].max(1);
    [fullest[0], fullest[1], fullest[2]].map(|sum| (sum / count) as u8)
}
