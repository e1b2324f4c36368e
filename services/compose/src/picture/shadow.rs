//! The shadow a cut-out throws on what it stands on: a tight dark one where it touches and a wide
//! soft one below. Made from the cut-out's own outline, once per size.

use crate::canvas::{Layer, dither};
use crate::palette::Rgb;

/// Shadows are blurred at a quarter of the size: they have no detail to lose.
const SHRINK: usize = 4;

/// A shadow and how far its corner lies from the cut-out's.
pub struct Shadow {
    pub layer: Layer,
    pub offset: [i32; 2],
}

/// Darkness per small pixel.
struct Field {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

/// The shadow of a scaled cut-out, `strength` from 0 to 1.
pub fn cast(cutout: &Layer, color: Rgb, strength: f32) -> Shadow {
    let side = cutout.width.max(cutout.height) as f32;
    let (tight, wide) = (side * 0.014, side * 0.06);
    let pad = (wide * 2.6) as usize / SHRINK + 2;
    let outline = shrunk_outline(cutout, pad);
    let near = outline.blurred(tight / SHRINK as f32);
    let far = outline.blurred(wide / SHRINK as f32);
    let (near_drop, far_drop) = (side * 0.012 / SHRINK as f32, side * 0.055 / SHRINK as f32);
    let values = (0..outline.values.len()).map(|at| {
        let (x, y) = ((at % outline.width) as f32, (at / outline.width) as f32);
        let a = near.sample(x, y - near_drop) * 0.42;
        let b = far.sample(x, y - far_drop) * 0.46;
        (a + b - a * b) * strength
    });
    let field = Field { values: values.collect(), ..outline };
    let shift = -((pad * SHRINK) as i32);
    Shadow { layer: field.grown(color), offset: [shift, shift] }
}

fn shrunk_outline(cutout: &Layer, pad: usize) -> Field {
    let width = cutout.width as usize / SHRINK + 2 * pad;
    let height = cutout.height as usize / SHRINK + 2 * pad;
    let mut values = vec![0.0f32; width * height];
    let share = 1.0 / (255.0 * (SHRINK * SHRINK) as f32);
    for y in 0..cutout.height as usize {
        let row = (y / SHRINK + pad) * width + pad;
        for x in 0..cutout.width as usize {
            let alpha = cutout.pixels[(y * cutout.width as usize + x) * 4 + 3];
            values[row + x / SHRINK] += f32::from(alpha) * share;
        }
    }
    Field { width, height, values }
}

impl Field {
    /// Three box blurs come close to a bell curve.
    fn blurred(&self, radius: f32) -> Field {
        let reach = (radius * 0.9).round().max(1.0) as usize;
        let mut values = self.values.clone();
        for _ in 0..3 {
            values = box_blur(&values, reach, [self.height, self.width], [self.width, 1]);
            values = box_blur(&values, reach, [self.width, self.height], [1, self.width]);
        }
        Field { width: self.width, height: self.height, values }
    }

    fn sample(&self, x: f32, y: f32) -> f32 {
        let (x0, y0) = (x.floor(), y.floor());
        let (fx, fy) = (x - x0, y - y0);
        let at = |dx: f32, dy: f32| {
            let (x, y) = (x0 + dx, y0 + dy);
            let is_inside = x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32;
            if is_inside { self.values[y as usize * self.width + x as usize] } else { 0.0 }
        };
        let upper = at(0.0, 0.0) * (1.0 - fx) + at(1.0, 0.0) * fx;
        let lower = at(0.0, 1.0) * (1.0 - fx) + at(1.0, 1.0) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    /// Back to full size, tinted and dithered.
    fn grown(&self, color: Rgb) -> Layer {
        let (width, height) = (self.width * SHRINK, self.height * SHRINK);
        let mut pixels = vec![0u8; width * height * 4];
        for (at, pixel) in pixels.chunks_exact_mut(4).enumerate() {
            let (x, y) = (at % width, at / width);
            let place = |value: usize| (value as f32 + 0.5) / SHRINK as f32 - 0.5;
            let alpha = self.sample(place(x), place(y)) * 255.0;
            if alpha <= 0.0 {
                continue;
            }
            let alpha = (alpha + dither(x, y)).min(255.0) as u8;
            for (channel, value) in pixel.iter_mut().zip(color.0) {
                *channel = ((u32::from(value) * u32::from(alpha) + 127) / 255) as u8;
            }
            pixel[3] = alpha;
        }
        Layer { width: width as u32, height: height as u32, pixels, is_opaque: false }
    }
}

/// Averages `2 * reach + 1` neighbours along each line; `shape` is lines and their length, `steps`
/// from line to line and from value to value.
fn box_blur(values: &[f32], reach: usize, shape: [usize; 2], steps: [usize; 2]) -> Vec<f32> {
    let mut out = vec![0.0; values.len()];
    let share = 1.0 / (2 * reach + 1) as f32;
    for line in 0..shape[0] {
        let at = |index: usize| line * steps[0] + index * steps[1];
        let mut sum: f32 = (0..reach.min(shape[1])).map(|index| values[at(index)]).sum();
        for index in 0..shape[1] {
            if index + reach < shape[1] {
                sum += values[at(index + reach)];
            }
            if index > reach {
                sum -= values[at(index - reach - 1)];
            }
            out[at(index)] = (sum * share).max(0.0);
        }
    }
    out
}
