//! A motion as pictures, one after another.

use super::{Moment, Motion};
use crate::canvas::Layer;
use crate::draw::Part;
use crate::studio::Apart;

/// The pictures of an ad that moves.
pub struct Film<'a> {
    ad: &'a Apart,
    motion: &'a Motion,
    /// How many parts, from the first on, are the same in every picture.
    still: usize,
    /// The ground with those parts.
    base: Vec<u8>,
}

/// Fractions of a pixel that places are rounded to.
const STEPS: f32 = 256.0;

impl<'a> Film<'a> {
    pub fn new(ad: &'a Apart, motion: &'a Motion) -> Film<'a> {
        let [r, g, b] = ad.ground.0;
        let mut base = [r, g, b, 255].repeat((ad.width * ad.height) as usize);
        let is_still = |part: &Part| !motion.parts.contains_key(&part.slot);
        let still = ad.parts.iter().take_while(|part| is_still(part)).count();
        let size = [ad.width as usize, ad.height as usize];
        ad.parts[..still].iter().for_each(|part| lay(&mut base, size, part, &Placed::at_rest(part)));
        Film { ad, motion, still, base }
    }

    /// How many pictures there are.
    pub fn count(&self) -> u32 {
        self.motion.count()
    }

    /// Draws a picture, counted from 0, into a buffer: RGBA, row by row. The last one is the ad itself.
    pub fn draw(&self, number: u32, pixels: &mut Vec<u8>) {
        pixels.clear();
        pixels.extend_from_slice(&self.base);
        let time_s = (number + 1) as f32 / self.motion.fps as f32;
        let size = [self.ad.width as usize, self.ad.height as usize];
        for part in &self.ad.parts[self.still..] {
            let moment = self.motion.at(&part.slot, time_s);
            if moment.opacity > 0.0 {
                lay(pixels, size, part, &self.place(part, moment));
            }
        }
    }

    fn place(&self, part: &Part, moment: Moment) -> Placed {
        let short = self.ad.width.min(self.ad.height) as f32;
        let toward = if self.ad.is_rtl { -1.0 } else { 1.0 };
        let (width, height) = (part.layer.width as f32, part.layer.height as f32);
        let grown = (moment.scale - 1.0) / 2.0;
        Placed {
            left: part.left as f32 + moment.shift[0] * short * toward - width * grown,
            top: part.top as f32 + moment.shift[1] * short - height * grown,
            scale: moment.scale,
            opacity: moment.opacity,
        }
    }
}

/// Where a part stands in a picture.
struct Placed {
    left: f32,
    top: f32,
    scale: f32,
    opacity: f32,
}

impl Placed {
    fn at_rest(part: &Part) -> Placed {
        Placed { left: part.left as f32, top: part.top as f32, scale: 1.0, opacity: 1.0 }
    }

    /// Whether each of its pixels falls on one of the picture's.
    fn is_on_grid(&self) -> bool {
        self.scale == 1.0 && [self.left, self.top].iter().all(|edge| *edge >= 0.0 && edge.fract() == 0.0)
    }
}

fn lay(onto: &mut [u8], size: [usize; 2], part: &Part, placed: &Placed) {
    let layer = &part.layer;
    let (width, height) = (layer.width as f32 * placed.scale, layer.height as f32 * placed.scale);
    let clamp = |value: f32, limit: usize| value.clamp(0.0, limit as f32) as usize;
    let columns = clamp(placed.left.floor(), size[0])..clamp((placed.left + width).ceil(), size[0]);
    let rows = clamp(placed.top.floor(), size[1])..clamp((placed.top + height).ceil(), size[1]);
    let alpha = (placed.opacity * 256.0).round() as u32;
    for y in rows {
        let row = &mut onto[(y * size[0] + columns.start) * 4..(y * size[0] + columns.end) * 4];
        if placed.is_on_grid() {
            let source = &layer.pixels[(y - placed.top as usize) * layer.width as usize * 4..];
            for (target, source) in row.chunks_exact_mut(4).zip(source.chunks_exact(4)) {
                mix(target, [source[0], source[1], source[2], source[3]].map(u32::from), alpha);
            }
            continue;
        }
        let v = ((y as f32 + 0.5 - placed.top) / placed.scale - 0.5) * STEPS;
        let step = STEPS / placed.scale;
        let first = ((columns.start as f32 + 0.5 - placed.left) / placed.scale - 0.5) * STEPS;
        let line = Lines::at(layer, v.round() as i32);
        for (at, target) in row.chunks_exact_mut(4).enumerate() {
            mix(target, line.sample((first + step * at as f32) as i32), alpha);
        }
    }
}

/// Two neighbouring rows of a layer and how much of the second counts.
struct Lines<'a> {
    upper: &'a [u8],
    lower: &'a [u8],
    share: u32,
}

/// Outside a layer there is nothing.
const NOTHING: [u32; 4] = [0; 4];

impl<'a> Lines<'a> {
    fn at(layer: &'a Layer, v: i32) -> Lines<'a> {
        let row = |y: i32| {
            let length = layer.width as usize * 4;
            let is_inside = (0..layer.height as i32).contains(&y);
            if is_inside { &layer.pixels[y as usize * length..(y as usize + 1) * length] } else { &[][..] }
        };
        let y = v >> 8;
        // An opaque picture's edge is not a soft one.
        let (upper, lower) = match (row(y), row(y + 1)) {
            (upper, []) if layer.is_opaque => (upper, upper),
            ([], lower) if layer.is_opaque => (lower, lower),
            pair => pair,
        };
        Lines { upper, lower, share: (v & 255) as u32 }
    }

    fn sample(&self, u: i32) -> [u32; 4] {
        let (x, share) = (u >> 8, (u & 255) as u32);
        let of = |row: &[u8], x: i32| {
            let pixel = usize::try_from(x).ok().and_then(|x| row.get(x * 4..x * 4 + 4));
            pixel.map_or(NOTHING, |pixel| [pixel[0], pixel[1], pixel[2], pixel[3]].map(u32::from))
        };
        let [a, b, c, d] = [of(self.upper, x), of(self.upper, x + 1), of(self.lower, x), of(self.lower, x + 1)];
        std::array::from_fn(|channel| {
            let upper = a[channel] * (256 - share) + b[channel] * share;
            let lower = c[channel] * (256 - share) + d[channel] * share;
            (upper * (256 - self.share) + lower * self.share + 32_768) >> 16
        })
    }
}

/// Lays a premultiplied pixel over an opaque one; `alpha` in 0…256 is the part's own opacity.
#[inline]
fn mix(target: &mut [u8], source: [u32; 4], alpha: u32) {
    let cover = source[3] * alpha;
    if cover == 0 {
        return;
    }
    let rest = 255 * 256 - cover;
    for channel in 0..3 {
        let value = source[channel] * alpha * 255 + u32::from(target[channel]) * rest;
        target[channel] = ((value + 32_640) / 65_280).min(255) as u8;
    }
}
