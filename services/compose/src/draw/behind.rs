//! What is behind a box on the canvas, and which colour can be read on it.

use crate::canvas::Canvas;
use crate::geometry::Rect;
use crate::palette::{LINEAR, Palette, Rgb, contrast, luminance};
use crate::text::ink::Ratios;

/// The contrast that text must reach, and large text (WCAG 2.2 AA).
const READABLE: f32 = 4.5;
const READABLE_LARGE: f32 = 3.0;
/// What counts as large, in pixels.
const LARGE_PX: f32 = 24.0;
/// What a surface such as a button must reach against what is behind it (WCAG 2.2, non-text).
const VISIBLE: f32 = 3.0;
/// What a veil aims at, so that grain and edges stay readable.
const COMFORTABLE: f32 = 6.5;

/// Pixels of a box, every few of them.
fn sample(canvas: &Canvas, rect: Rect) -> impl Iterator<Item = Rgb> {
    let [left, top, right, bottom] = canvas.pixel_span(rect);
    let step = ((((right - left) * (bottom - top)) as f32 / 4000.0).sqrt() as usize).max(1);
    let width = canvas.width as usize;
    (top..bottom).step_by(step).flat_map(move |y| {
        (left..right).step_by(step).map(move |x| {
            let at = (y * width + x) * 4;
            Rgb([canvas.pixels()[at], canvas.pixels()[at + 1], canvas.pixels()[at + 2]])
        })
    })
}

/// The mean colour of a box.
pub fn mean(canvas: &Canvas, rect: Rect) -> Rgb {
    let (mut sums, mut count) = ([0u64; 3], 0u64);
    for pixel in sample(canvas, rect) {
        for (sum, channel) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(channel);
        }
        count += 1;
    }
    Rgb(sums.map(|sum| (sum / count.max(1)) as u8))
}

/// The contrasts of a colour over luminances: the lowest, but for one in a hundred, and the
/// one that three quarters reach.
fn contrasts_over(behind: &[f32], color: Rgb) -> (f32, f32) {
    let ink = color.luminance();
    let mut ratios = Ratios::new();
    for luminance in behind {
        ratios.count(contrast(ink, *luminance), ([0; 4], 0));
    }
    (ratios.ratio_at(1), ratios.ratio_at(25))
}

/// The first colour that text of a size can be read in everywhere in a box, else the one that is
/// read best in most of it.
pub fn pick(canvas: &Canvas, rect: Rect, colors: &[Rgb], size: f32) -> Option<Rgb> {
    if let [only] = colors[..] {
        return Some(only);
    }
    let needed = if size >= LARGE_PX { READABLE_LARGE } else { READABLE };
    let linear = &*LINEAR;
    let behind: Vec<f32> = sample(canvas, rect).map(|pixel| luminance(linear, pixel.0)).collect();
    let mut best = None;
    for color in colors {
        let (lowest, usual) = contrasts_over(&behind, *color);
        if lowest >= needed {
            return Some(*color);
        }
        if best.is_none_or(|(ratio, _)| usual > ratio) {
            best = Some((usual, *color));
        }
    }
    best.map(|(_, color)| color)
}

/// The first colour of a surface that stands out from a box, else the one that stands out most.
pub fn pick_surface(canvas: &Canvas, rect: Rect, colors: &[Rgb]) -> Option<Rgb> {
    if let [only] = colors[..] {
        return Some(only);
    }
    let tone = mean(canvas, rect);
    let first = colors.iter().find(|color| color.contrast(tone) >= VISIBLE);
    first.or_else(|| colors.iter().max_by(|a, b| a.contrast(tone).total_cmp(&b.contrast(tone)))).copied()
}

/// A veil in the tone of what is behind: its mean colour, moved away from the middle until the
/// brand's ink or its background can be read on it comfortably.
pub fn veil(canvas: &Canvas, rect: Rect, palette: &Palette) -> Rgb {
    let tone = mean(canvas, rect);
    let (ink, light) = (palette.color("ink"), palette.color("background"));
    let (text, away) = if tone.contrast(ink) >= tone.contrast(light) { (ink, light) } else { (light, ink) };
    (0..=10)
        .map(|step| tone.mix(away, step as f32 / 10.0))
        .find(|color| color.contrast(text) >= COMFORTABLE)
        .unwrap_or(away)
}
