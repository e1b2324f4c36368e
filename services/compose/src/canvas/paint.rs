//! What surfaces are filled with, row by row. Not their outline: that is the canvas'.

use std::ops::Range;

use crate::geometry::Rect;
use crate::palette::Rgb;

/// What a surface is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Paint {
    Solid(Rgb, f32),
    Gradient(Gradient),
}

/// A straight gradient over a box, from one edge to the opposite one.
#[derive(Clone, Copy, Debug)]
pub struct Gradient {
    pub from: Rgb,
    pub to: Rgb,
    pub from_opacity: f32,
    pub to_opacity: f32,
    /// Direction of travel, a unit vector along an axis.
    pub toward: [f32; 2],
    /// Where half of the way is reached, 0 to 1.
    pub middle: f32,
}

/// Colour (the fourth is an opaque pixel's alpha) and opacity.
type Tone = ([f32; 4], f32);

/// A paint on its way down a box: the tones of one row of pixels.
pub struct Line {
    left: usize,
    /// One for the whole row, or one for each pixel.
    tones: Vec<Tone>,
    /// A gradient whose tone changes from row to row, and its box.
    down: Option<(Gradient, Rect)>,
    is_dithered: bool,
}

impl Paint {
    /// The paint over the columns of a box.
    pub fn line(self, rect: Rect, columns: Range<usize>) -> Line {
        let left = columns.start;
        match self {
            Paint::Solid(color, opacity) => {
                Line { left, tones: vec![(widened(color), opacity)], down: None, is_dithered: false }
            }
            Paint::Gradient(gradient) if gradient.toward[0] != 0.0 => {
                let along = |x: usize| gradient.tone((x as f32 + 0.5 - rect.x) / rect.w.max(1.0), gradient.toward[0]);
                Line { left, tones: columns.map(along).collect(), down: None, is_dithered: true }
            }
            Paint::Gradient(gradient) => {
                Line { left, tones: vec![([0.0; 4], 0.0)], down: Some((gradient, rect)), is_dithered: true }
            }
        }
    }
}

impl Line {
    /// Goes to a row.
    pub fn turn_to(&mut self, y: usize) {
        if let Some((gradient, rect)) = &self.down {
            self.tones[0] = gradient.tone((y as f32 + 0.5 - rect.y) / rect.h.max(1.0), gradient.toward[1]);
        }
    }

    /// Paints pixels of a row wholly.
    pub fn blend(&self, row: &mut [u8], columns: Range<usize>, y: usize) {
        let first = columns.start;
        let (pixels, _) = row[first * 4..columns.end * 4].as_chunks_mut::<4>();
        match self.tones.as_slice() {
            [(color, opacity)] if !self.is_dithered && *opacity >= 1.0 => pixels.fill(color.map(|part| part as u8)),
            [(_, opacity)] if *opacity <= 0.0 => {}
            [tone] if !self.is_dithered => pixels.iter_mut().for_each(|pixel| mix(pixel, *tone, 0.5)),
            [tone] => {
                let x = self.left + first;
                pixels.iter_mut().enumerate().for_each(|(at, pixel)| mix(pixel, *tone, dither(x + at, y)));
            }
            tones => {
                let x = self.left + first;
                let tones = &tones[columns];
                let places = pixels.iter_mut().zip(tones).enumerate();
                places.for_each(|(at, (pixel, tone))| mix(pixel, *tone, dither(x + at, y)));
            }
        }
    }

    /// Paints one pixel of a row in part.
    pub fn blend_one(&self, pixel: &mut [u8], at: usize, y: usize, coverage: f32) {
        let (color, opacity) = if let [tone] = self.tones[..] { tone } else { self.tones[at] };
        let noise = if self.is_dithered { dither(self.left + at, y) } else { 0.5 };
        if let Some(pixel) = pixel.first_chunk_mut::<4>() {
            mix(pixel, (color, opacity * coverage), noise);
        }
    }
}

fn widened(color: Rgb) -> [f32; 4] {
    let [r, g, b] = color.0.map(f32::from);
    [r, g, b, 255.0]
}

/// Mixes a colour into an opaque pixel; `noise` in 0…1 decides which way a fraction rounds.
#[inline]
pub fn mix(pixel: &mut [u8; 4], (color, opacity): Tone, noise: f32) {
    for channel in 0..4 {
        let under = f32::from(pixel[channel]);
        let mixed = under + (color[channel] - under) * opacity;
        pixel[channel] = (mixed + noise).clamp(0.0, 255.0) as u8;
    }
}

impl Gradient {
    /// The tone at a part of the way across the box; `sign` is negative if the gradient runs back.
    /// Eased so that neither end shows an edge.
    fn tone(&self, part: f32, sign: f32) -> Tone {
        let t = part.clamp(0.0, 1.0);
        let t = if sign < 0.0 { 1.0 - t } else { t };
        let middle = self.middle.clamp(0.05, 0.95);
        let bent = if t < middle { 0.5 * t / middle } else { 0.5 + 0.5 * (t - middle) / (1.0 - middle) };
        let t = bent * bent * (3.0 - 2.0 * bent);
        let (from, to) = (widened(self.from), widened(self.to));
        let color = std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * t);
        (color, self.from_opacity + (self.to_opacity - self.from_opacity) * t)
    }
}

/// Interleaved gradient noise: an even, patternless threshold in 0…1 for each pixel.
#[inline]
pub fn dither(x: usize, y: usize) -> f32 {
    fract(52.982_918 * fract(0.067_110_56 * x as f32 + 0.005_837_15 * y as f32))
}

/// The part after the point of a small positive number; a cast costs less than a rounding call.
#[inline]
fn fract(value: f32) -> f32 {
    value - (value as i32) as f32
}
