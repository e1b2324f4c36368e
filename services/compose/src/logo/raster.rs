//! Logos that come as PNG: the part of them that can be seen, scaled and otherwise left as it is. Empty
//! edges are cut off, so that clear space and least width are measured from the mark, as in an SVG.

use super::LogoError;
use crate::canvas::Layer;
use crate::picture::scale::resample;
use crate::picture::{decode, opaque_bounds, probe_picture};

/// Largest PNG logo.
const MAX_BYTES: usize = 4 << 20;
/// Most pixels of one.
const MAX_PIXELS: u64 = 16_000_000;
/// Least pixels of the longer side of what can be seen: the shipped layouts draw logos up to some 550
/// pixels wide, and pixels that are stretched blur.
const LEAST_SIDE: u32 = 600;
/// Below this a pixel cannot be seen.
const LEAST_ALPHA: u8 = 9;

/// Whether a logo is one of these.
pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n")
}

/// Width and height of what can be seen, in pixels.
pub(super) fn size(bytes: &[u8]) -> Result<[f32; 2], LogoError> {
    let [left, top, right, bottom] = read(bytes)?.1;
    Ok([(right - left) as f32, (bottom - top) as f32])
}

/// Draws what can be seen to exactly `width` × `height` pixels.
pub(super) fn draw(bytes: &[u8], width: u32, height: u32) -> Result<Layer, LogoError> {
    let (layer, bounds) = read(bytes)?;
    let [left, top, right, bottom] = bounds.map(|edge| edge as f32);
    Ok(resample(&layer, [left, top, right - left, bottom - top], width, height))
}

fn read(bytes: &[u8]) -> Result<(Layer, [u32; 4]), LogoError> {
    if bytes.len() > MAX_BYTES {
        return Err(LogoError::TooLarge(bytes.len(), MAX_BYTES));
    }
    let info = probe_picture(bytes)?;
    if u64::from(info.width) * u64::from(info.height) > MAX_PIXELS {
        return Err(LogoError::TooManyPixels(info.width, info.height, MAX_PIXELS));
    }
    let layer = decode(bytes)?;
    if layer.pixels.chunks_exact(4).all(|pixel| pixel[3] < LEAST_ALPHA) {
        return Err(LogoError::Invisible);
    }
    let bounds = opaque_bounds(&layer);
    let longer = (bounds[2] - bounds[0]).max(bounds[3] - bounds[1]);
    if longer < LEAST_SIDE {
        return Err(LogoError::TooSmall(longer, LEAST_SIDE));
    }
    Ok((layer, bounds))
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder};

    use super::super::{draw, probe_logo};
    use super::*;

    /// A square with a round hole, three times as wide as high, as SVG.
    const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">
        <path fill="#c93a14" d="M0 0h300v100H0z"/><circle cx="150" cy="50" r="30" fill="#fbf1e2"/></svg>"##;

    /// A drawing as a PNG with so much empty space round it.
    fn png(layer: &Layer, edge: u32) -> Vec<u8> {
        let (width, height) = (layer.width + 2 * edge, layer.height + 2 * edge);
        let mut pixels = vec![0; (width * height * 4) as usize];
        for (row, line) in layer.pixels.chunks_exact(layer.width as usize * 4).enumerate() {
            let start = ((row as u32 + edge) * width + edge) as usize * 4;
            pixels[start..start + line.len()].copy_from_slice(line);
        }
        let mut bytes = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.write_image(&pixels, width, height, ExtendedColorType::Rgba8).expect("a picture can be written");
        bytes
    }

    fn drawn(width: u32, height: u32) -> Layer {
        draw(SVG.as_bytes(), width, height).expect("the drawing is right")
    }

    #[test]
    fn a_png_is_drawn_as_the_svg_it_was_made_from() {
        let svg = drawn(120, 40);
        for edge in [0, 75] {
            let png = png(&drawn(900, 300), edge);
            let info = probe_logo(&png).expect("the logo is right");
            assert_eq!((info.mime, info.width, info.height), ("image/png", 900.0, 300.0), "empty edges do not count");
            let scaled = draw(&png, 120, 40).expect("the logo is right");
            let furthest = svg.pixels.iter().zip(&scaled.pixels).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(furthest.is_some_and(|most| most < 40), "{furthest:?} apart with an edge of {edge}");
            let flat = |layer: &Layer| layer.pixels[(20 * 120 + 10) * 4..][..4].to_vec();
            assert_eq!(flat(&svg), flat(&scaled), "colours are left alone");
        }
    }

    #[test]
    fn what_would_not_look_right_is_refused() {
        let empty = Layer { width: 700, height: 700, pixels: vec![0; 700 * 700 * 4], is_opaque: false };
        let wide = Layer { width: 9_000, height: 2_000, pixels: vec![255; 9_000 * 2_000 * 4], is_opaque: true };
        let cut_off = png(&drawn(900, 300), 0)[..200].to_vec();
        for (bytes, why) in [
            (png(&drawn(300, 100), 500), "300 pixels; a PNG logo needs at least 600"),
            (png(&empty, 0), "nothing in it can be seen"),
            (png(&wide, 0), "at most 16000000 are read"),
            (vec![0x89; 100], "neither an SVG nor a PNG"),
            ([b"\x89PNG\r\n\x1a\n", &[0; MAX_BYTES][..]].concat(), "bytes; at most"),
            (cut_off, "broken"),
        ] {
            let told = probe_logo(&bytes).expect_err("it is wrong").to_string();
            assert!(told.contains(why), "{told}");
        }
    }
}
