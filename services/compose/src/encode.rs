//! From pixels to files within a weight, thumbnails, and the dominant colour. What a plate's ads
//! share is written once. Not a place for colour or layout.

pub mod jpeg;
mod lossy;
mod parts;
pub mod png;
pub mod thumbnail;
pub mod tiles;
mod weight;

use std::sync::{Arc, Mutex, PoisonError};

use galley_domain::format::Mime;

use crate::canvas::Canvas;
use crate::job::{ComposeError, Thumbnail};
use crate::order::{FileKind, FileOrder};
use jpeg::{JpegSettings, Runs};
use png::{Bands, Packing};
use weight::{Draft, Encoded, Range, Weighed, weigh};

/// Best JPEG quality that is tried, and the lowest.
pub const BEST_QUALITY: u8 = 90;
pub const LEAST_QUALITY: u8 = 30;
/// Quality of thumbnails.
const THUMBNAIL_QUALITY: u8 = 80;
/// Below this width colour is kept at full resolution: small coloured letters need it.
const FULL_COLOR_BELOW_PX: u32 = 640;
/// JPEG qualities of one plate whose runs are kept.
const QUALITIES_KEPT: usize = 6;

/// What was already written of ads over the same plate. Knowing less costs time and changes no byte.
#[derive(Default)]
pub struct Known {
    jpeg: Mutex<Vec<(JpegSettings, Runs)>>,
    png: Mutex<Option<(Arc<Packing>, Bands)>>,
    thumbnails: [Mutex<Vec<(JpegSettings, Runs)>>; 2],
}

/// A plate, for files of what was drawn over it.
pub struct Base<'a> {
    pub canvas: &'a Canvas,
    pub known: &'a Known,
}

/// Writes the ad as its format wants it, within `max_bytes` if any quality reaches that.
pub fn encode(canvas: &Canvas, base: &Base<'_>, mime: Mime, max_bytes: u64) -> Result<Encoded, ComposeError> {
    match mime {
        Mime::Png => png_within(canvas, base, max_bytes),
        Mime::Jpeg => jpeg_within(canvas, base, max_bytes),
        // What moves has a weight of its own; its last picture is kept as a good one.
        Mime::Mp4 | Mime::Banner => jpeg_within(canvas, base, u64::MAX),
    }
}

fn png_within(canvas: &Canvas, base: &Base<'_>, max_bytes: u64) -> Result<Encoded, ComposeError> {
    let known = base.known.png.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (packing, known) = known.unwrap_or_else(|| (Arc::new(Packing::fitted(base.canvas)), Bands::default()));
    let bands = png::write_bands(canvas, &packing, &known, Some(&canvas.tiles));
    let mut kept = base.known.png.lock().unwrap_or_else(PoisonError::into_inner);
    kept.get_or_insert_with(|| (packing, known)).1.learn(&bands);
    drop(kept);
    let bytes = png::file(canvas, &bands);
    if bytes.len() as u64 <= max_bytes {
        return Ok(Encoded { bytes, quality: 0 });
    }
    // Written fast, it is too heavy: pack it well.
    let tight = png_tight(canvas).map_err(|error| failed(FileKind::Png, &error.to_string()))?;
    Ok(Encoded { bytes: if tight.len() < bytes.len() { tight } else { bytes }, quality: 0 })
}

/// The best quality whose file is light enough, else the lowest.
fn jpeg_within(canvas: &Canvas, base: &Base<'_>, max_bytes: u64) -> Result<Encoded, ComposeError> {
    match weigh(Range { best: BEST_QUALITY, least: LEAST_QUALITY }, max_bytes, |quality| {
        jpeg_of(canvas, base.known, quality)
    })? {
        Weighed::Within(encoded) | Weighed::TooHeavy(encoded) => Ok(encoded),
    }
}

/// A JPEG that is not yet put together, because only its length is asked at first.
fn jpeg_of<'a>(canvas: &'a Canvas, known: &Known, quality: u8) -> Result<Draft<'a>, ComposeError> {
    if canvas.width > jpeg::MAX_SIDE || canvas.height > jpeg::MAX_SIDE {
        return Err(failed(FileKind::Jpeg, "a side has more than 65,535 pixels"));
    }
    let settings = JpegSettings { quality, has_half_color: canvas.width >= FULL_COLOR_BELOW_PX };
    let runs = jpeg_runs(canvas, &known.jpeg, settings);
    let length = jpeg::file_length(canvas, settings, &runs);
    Ok(Draft { length, finish: Box::new(move || jpeg::file(canvas, settings, &runs)) })
}

/// Writes a file of any kind within its weight, or says why there is none.
pub fn encode_order(canvas: &Canvas, base: &Base<'_>, order: &FileOrder) -> Result<Encoded, ComposeError> {
    let max_bytes = order.max_bytes.unwrap_or(u64::MAX);
    let range = Range { best: BEST_QUALITY, least: order.least_quality.clamp(1, BEST_QUALITY) };
    let whole = |bytes: Result<Vec<u8>, String>| -> Result<Draft<'_>, ComposeError> {
        let bytes = bytes.map_err(|message| failed(order.kind, &message))?;
        Ok(Draft { length: bytes.len(), finish: Box::new(move || bytes) })
    };
    let weighed = match order.kind {
        FileKind::Png => {
            let encoded = png_within(canvas, base, max_bytes)?;
            let is_within = encoded.bytes.len() as u64 <= max_bytes;
            if is_within { Weighed::Within(encoded) } else { Weighed::TooHeavy(encoded) }
        }
        FileKind::Jpeg => weigh(range, max_bytes, |quality| jpeg_of(canvas, base.known, quality))?,
        FileKind::Webp => weigh(range, max_bytes, |quality| whole(lossy::webp(canvas, quality)))?,
        FileKind::Avif => weigh(range, max_bytes, |quality| whole(lossy::avif(canvas, quality)))?,
    };
    match weighed {
        Weighed::Within(encoded) => Ok(encoded),
        Weighed::TooHeavy(encoded) => Err(ComposeError::TooHeavy {
            mime: order.kind.mime(),
            max_bytes,
            least_bytes: encoded.bytes.len() as u64,
            quality: encoded.quality,
        }),
    }
}

fn jpeg_runs(canvas: &Canvas, known: &Mutex<Vec<(JpegSettings, Runs)>>, settings: JpegSettings) -> Runs {
    let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
    let found = lock().iter().find(|(own, _)| *own == settings).map(|(_, runs)| runs.clone());
    let runs = jpeg::write_runs(canvas, settings, &found.unwrap_or_default(), Some(&canvas.tiles));
    let mut kept = lock();
    if let Some((_, own)) = kept.iter_mut().find(|(own, _)| *own == settings) {
        own.learn(&runs);
    } else {
        if kept.len() >= QUALITIES_KEPT {
            kept.remove(0);
        }
        let mut own = Runs::default();
        own.learn(&runs);
        kept.push((settings, own));
    }
    runs
}

fn png_tight(canvas: &Canvas) -> Result<Vec<u8>, ::png::EncodingError> {
    let rgb: Vec<u8> = canvas.pixels().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    png_rgb_with(&rgb, [canvas.width, canvas.height], ::png::Compression::Balanced)
}

/// A PNG without alpha out of plain pixels.
pub fn png_rgb(rgb: &[u8], width: u32, height: u32) -> Result<Vec<u8>, ::png::EncodingError> {
    png_rgb_with(rgb, [width, height], ::png::Compression::Fast)
}

fn png_rgb_with(rgb: &[u8], size: [u32; 2], compression: ::png::Compression) -> Result<Vec<u8>, ::png::EncodingError> {
    let mut bytes = Vec::with_capacity(rgb.len() / 2);
    let mut encoder = ::png::Encoder::new(&mut bytes, size[0], size[1]);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_compression(compression);
    encoder.set_source_srgb(::png::SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// A PNG with alpha, packed well: pixels that are not premultiplied.
pub fn png_rgba(pixels: &[u8], size: [u32; 2]) -> Result<Vec<u8>, ::png::EncodingError> {
    let mut bytes = Vec::with_capacity(pixels.len() / 4);
    let mut encoder = ::png::Encoder::new(&mut bytes, size[0], size[1]);
    encoder.set_color(::png::ColorType::Rgba);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_compression(::png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// A JPEG of a picture by itself, at a quality.
pub fn jpeg_at(canvas: &Canvas, quality: u8) -> Result<Vec<u8>, ComposeError> {
    Ok((jpeg_of(canvas, &Known::default(), quality)?.finish)())
}

fn failed(kind: FileKind, message: &str) -> ComposeError {
    ComposeError::Encode { mime: kind.mime(), message: message.to_owned() }
}

/// The ad at most 240 and at most 480 pixels high, never enlarged.
pub fn thumbnails(canvas: &Canvas, known: &Known) -> [Thumbnail; 2] {
    let large = thumbnail::shrunk(canvas, thumbnail::size_within(canvas.width, canvas.height, 480));
    // The small one is made of the large one: the mean of means is the mean.
    let small = thumbnail::shrunk(&large, thumbnail::size_within(canvas.width, canvas.height, 240));
    let settings = JpegSettings { quality: THUMBNAIL_QUALITY, has_half_color: true };
    let write = |canvas: &Canvas, index: usize| {
        let runs = jpeg_runs(canvas, &known.thumbnails[index], settings);
        Thumbnail { width: canvas.width, height: canvas.height, bytes: jpeg::file(canvas, settings, &runs) }
    };
    [write(&small, 0), write(&large, 1)]
}

/// The colour that most of the picture is near to.
pub fn dominant(canvas: &Canvas) -> [u8; 3] {
    let mut bins = vec![[0u32; 4]; 4096];
    let step = ((canvas.pixels().len() / 4) / 20_000).max(1);
    for pixel in canvas.pixels().chunks_exact(4).step_by(step) {
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
