//! A motion as an HTML5 banner: one ZIP of a page, its pictures and nothing from outside. The page opens what the ad
//! server puts into `clickTag`; it runs no script but that.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Enter, Motion, PULSE_BY, PULSE_S, PartMotion, REST_S, RISE, SLIDE, ZOOM};
use crate::canvas::{Canvas, Layer};
use crate::draw::{PANEL, Part};
use crate::encode;
use crate::job::{Job, SlotContent};
use crate::studio::Apart;

/// The most files of a banner, and the most characters of their names: the strictest of Google Ads' and IAB's rules.
const MOST_FILES: usize = 40;
/// JPEG qualities that are tried, the best first.
const QUALITIES: [u8; 5] = [86, 78, 68, 56, 42];
/// A page's style that does not depend on the ad.
const STYLE: &str = include_str!("banner.css");

/// Why there is no banner.
#[derive(Debug, thiserror::Error)]
pub enum BannerError {
    #[error("the banner has {least_bytes} bytes at the lowest quality that will do; at most {max_bytes} are allowed")]
    TooHeavy { least_bytes: u64, max_bytes: u64 },
    #[error("the banner has {0} files; at most {MOST_FILES} are allowed")]
    TooManyFiles(usize),
    #[error("the banner could not be written")]
    Write(#[from] std::io::Error),
    #[error("the banner could not be packed")]
    Pack(#[from] zip::result::ZipError),
    #[error("a picture of the banner could not be written: {0}")]
    Picture(String),
}

/// Writes an ad as a banner of at most `max_bytes`. `densities` are the ad in parts with more and with fewer pixels
/// for each of the format's; the first that is light enough is taken.
pub fn write_banner(job: &Job, motion: &Motion, densities: &[Apart], max_bytes: u64) -> Result<Vec<u8>, BannerError> {
    let mut least_bytes = u64::MAX;
    for ad in densities {
        let pieces = pieces(ad);
        if pieces.len() >= MOST_FILES {
            return Err(BannerError::TooManyFiles(pieces.len() + 1));
        }
        let page = page(job, motion, ad, &pieces);
        for quality in QUALITIES {
            let bytes = pack(&page, &pieces, quality)?;
            if bytes.len() as u64 <= max_bytes {
                return Ok(bytes);
            }
            least_bytes = least_bytes.min(bytes.len() as u64);
        }
    }
    Err(BannerError::TooHeavy { least_bytes, max_bytes })
}

/// A picture of the banner.
struct Piece {
    slot: String,
    layer: Layer,
    left: u32,
    top: u32,
}

impl Piece {
    fn file(&self, number: usize) -> String {
        format!("{number}.{}", if self.layer.is_opaque { "jpg" } else { "png" })
    }
}

/// The parts as pictures. A veil is fine grain that no PNG holds in a few bytes, so what lies on the ground before the
/// first thing with an outline becomes one opaque picture with it.
fn pieces(ad: &Apart) -> Vec<Piece> {
    let ground_slot = ad.parts.first().filter(|part| part.layer.is_opaque).map(|part| part.slot.clone());
    let is_ground = |part: &Part| part.slot == PANEL || Some(&part.slot) == ground_slot.as_ref();
    let count = ad.parts.iter().take_while(|part| is_ground(part)).count();
    let mut canvas = Canvas::filled(ad.width, ad.height, ad.ground);
    for part in &ad.parts[..count] {
        canvas.draw(&part.layer, part.left as i32, part.top as i32, 1.0);
    }
    let layer = Layer { width: ad.width, height: ad.height, pixels: canvas.into_pixels(), is_opaque: true };
    let ground = Piece { slot: ground_slot.unwrap_or_else(|| PANEL.to_owned()), layer, left: 0, top: 0 };
    let rest = ad.parts[count..].iter().map(|part| {
        let Layer { width, height, ref pixels, is_opaque } = part.layer;
        let layer = Layer { width, height, pixels: pixels.clone(), is_opaque };
        Piece { slot: part.slot.clone(), layer, left: part.left, top: part.top }
    });
    std::iter::once(ground).chain(rest).collect()
}

fn pack(page: &str, pieces: &[Piece], quality: u8) -> Result<Vec<u8>, BannerError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        |method| SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
    zip.start_file("index.html", options(CompressionMethod::Deflated))?;
    zip.write_all(page.as_bytes())?;
    for (number, piece) in pieces.iter().enumerate() {
        zip.start_file(piece.file(number), options(CompressionMethod::Stored))?;
        zip.write_all(&picture(&piece.layer, quality).map_err(BannerError::Picture)?)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn picture(layer: &Layer, quality: u8) -> Result<Vec<u8>, String> {
    let mut pixels = layer.pixels.clone();
    if layer.is_opaque {
        return encode::jpeg_at(&Canvas::of(layer.width, layer.height, pixels), quality).map_err(|e| e.to_string());
    }
    for pixel in pixels.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        for channel in pixel[..3].iter_mut().filter(|_| alpha > 0) {
            *channel = ((u32::from(*channel) * 255 + alpha / 2) / alpha).min(255) as u8;
        }
    }
    encode::png_rgba(&pixels, [layer.width, layer.height]).map_err(|error| error.to_string())
}

fn page(job: &Job, motion: &Motion, ad: &Apart, pieces: &[Piece]) -> String {
    let (width, height) = (job.format.width, job.format.height);
    let density = ad.width / width.max(1);
    let px = |pixels: u32| f64::from(pixels) / f64::from(density.max(1));
    let [r, g, b] = ad.ground.0;
    let mut style = format!("{STYLE}body{{width:{width}px;height:{height}px;background:rgb({r} {g} {b})}}\n");
    let mut body = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        let (left, top) = (px(piece.left), px(piece.top));
        let (w, h) = (px(piece.layer.width), px(piece.layer.height));
        let file = piece.file(number);
        let alt = escaped(&text_of(job, &piece.slot));
        let _ = write!(style, "#p{number}{{left:{left}px;top:{top}px}}");
        if let Some(part) = motion.parts.get(&piece.slot) {
            animate(&mut style, number, part, motion, (ad.is_rtl, width.min(height)));
        }
        style.push('\n');
        let _ = writeln!(
            body,
            "<span id=\"p{number}\"><img src=\"{file}\" width=\"{w}\" height=\"{h}\" alt=\"{alt}\"></span>"
        );
    }
    let (language, direction) = (escaped(&job.locale.tag), if ad.is_rtl { "rtl" } else { "ltr" });
    let title = escaped(&text_of(job, "headline"));
    format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"ad.size\" content=\"width={width},height={height}\">\n<title>{title}</title>\n\
         <script>var clickTag = \"https://www.example.com/\";</script>\n<style>\n{style}</style>\n</head>\n<body>\n\
         <a href=\"javascript:void(window.open(window.clickTag))\" aria-label=\"{title}\">\n{body}</a>\n</body>\n</html>\n"
    )
}

/// Adds how a piece moves; `place` is the reading direction and the short side.
fn animate(style: &mut String, number: usize, part: &PartMotion, motion: &Motion, place: (bool, u32)) {
    let (is_rtl, short) = (place.0, place.1 as f32);
    let toward = if is_rtl { -1.0 } else { 1.0 };
    let from = match part.enter {
        Enter::None => None,
        Enter::Fade => Some("opacity:0".to_owned()),
        Enter::Rise => Some(format!("opacity:0;translate:0 {:.1}px", RISE * short)),
        Enter::Slide => Some(format!("opacity:0;translate:{:.1}px 0", SLIDE * short * toward)),
        Enter::Zoom => Some(format!("opacity:0;scale:{ZOOM}")),
    };
    if let Some(from) = from {
        let (over, at) = (part.over, part.at);
        let _ = write!(
            style,
            "@keyframes e{number}{{from{{{from}}}}}#p{number}{{animation:e{number} {over}s cubic-bezier(.215,.61,.355,1) {at}s both}}"
        );
    }
    let mut moves = Vec::new();
    if part.drift > 0.0 {
        let over = motion.seconds - REST_S;
        let _ = write!(style, "@keyframes d{number}{{from{{transform:scale({})}}}}", 1.0 + part.drift);
        moves.push(format!("d{number} {over}s cubic-bezier(.37,0,.63,1) both"));
    }
    if let Some(at) = part.pulse {
        let _ = write!(style, "@keyframes u{number}{{50%{{scale:{}}}}}", 1.0 + PULSE_BY);
        moves.push(format!("u{number} {PULSE_S}s cubic-bezier(.37,0,.63,1) {at}s"));
    }
    if !moves.is_empty() {
        let _ = write!(style, "#p{number} img{{animation:{}}}", moves.join(","));
    }
}

fn text_of(job: &Job, slot: &str) -> String {
    match job.slots.get(slot) {
        Some(SlotContent::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Text as it may stand in an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}
