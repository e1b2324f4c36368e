//! The picture being made: opaque sRGB pixels, and the few ways paint gets onto them.
//! Not a drawing library: surfaces are rounded rectangles, pictures are already scaled, glyphs
//! arrive as coverage from `text`.

use crate::geometry::Rect;
use crate::palette::Rgb;

/// RGBA, 8 bits each, alpha always 255.
#[derive(Clone)]
pub struct Canvas {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

/// A picture with alpha, premultiplied, ready to be laid on a canvas without scaling.
pub struct Layer {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
    pub is_opaque: bool,
}

impl Layer {
    /// Bytes it holds, for the caches.
    pub fn weight(&self) -> usize {
        self.pixels.len()
    }
}

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

/// Radii of the corners: top left, top right, bottom right, bottom left.
pub type Radii = [f32; 4];

impl Canvas {
    /// A canvas of one colour.
    pub fn filled(width: u32, height: u32, color: Rgb) -> Canvas {
        let pixel = [color.0[0], color.0[1], color.0[2], 255];
        Canvas { width, height, pixels: pixel.repeat((width * height) as usize) }
    }

    /// Whole pixels touched by `rect`, inside the canvas: left, top, right, bottom.
    pub fn pixel_span(&self, rect: Rect) -> [usize; 4] {
        let clamp = |value: f32, limit: u32| value.clamp(0.0, limit as f32) as usize;
        [
            clamp(rect.x.floor(), self.width),
            clamp(rect.y.floor(), self.height),
            clamp(rect.right().ceil(), self.width),
            clamp(rect.bottom().ceil(), self.height),
        ]
    }

    /// Fills a rounded rectangle. Edges are smooth; gradients are dithered so that they do not band.
    pub fn fill(&mut self, rect: Rect, radii: Radii, paint: Paint) {
        let [left, top, right, bottom] = self.pixel_span(rect);
        let shape = RoundedRect::new(rect, radii);
        for y in top..bottom {
            let solid = shape.solid_span(y);
            for x in left..right {
                let is_inside = x as f32 >= solid.0 && (x + 1) as f32 <= solid.1;
                let coverage = if is_inside { 1.0 } else { shape.coverage(x as f32 + 0.5, y as f32 + 0.5) };
                if coverage <= 0.0 {
                    continue;
                }
                let at = (y * self.width as usize + x) * 4;
                let (color, opacity, noise) = paint.at(rect, x, y);
                blend(&mut self.pixels[at..at + 3], color, opacity * coverage, noise);
            }
        }
    }

    /// Draws a line with round ends.
    pub fn stroke(&mut self, from: [f32; 2], to: [f32; 2], thickness: f32, color: Rgb) {
        let half = thickness / 2.0;
        let rect = Rect::from_corners(
            from[0].min(to[0]) - half - 1.0,
            from[1].min(to[1]) - half - 1.0,
            from[0].max(to[0]) + half + 1.0,
            from[1].max(to[1]) + half + 1.0,
        );
        let [left, top, right, bottom] = self.pixel_span(rect);
        for y in top..bottom {
            for x in left..right {
                let distance = distance_to_segment([x as f32 + 0.5, y as f32 + 0.5], from, to);
                let coverage = (half - distance + 0.5).clamp(0.0, 1.0);
                if coverage > 0.0 {
                    let at = (y * self.width as usize + x) * 4;
                    let channels = color.0.map(f32::from);
                    blend(&mut self.pixels[at..at + 3], channels, coverage, 0.5);
                }
            }
        }
    }

    /// Lays a premultiplied layer on the canvas with its top left corner at `x, y`.
    pub fn draw(&mut self, layer: &Layer, x: i32, y: i32, opacity: f32) {
        let alpha = (opacity.clamp(0.0, 1.0) * 256.0).round() as u32;
        let (left, right) = (x.max(0), (x + layer.width as i32).min(self.width as i32));
        let (top, bottom) = (y.max(0), (y + layer.height as i32).min(self.height as i32));
        if left >= right || top >= bottom {
            return;
        }
        let length = (right - left) as usize * 4;
        for row in top..bottom {
            let source = ((row - y) as usize * layer.width as usize + (left - x) as usize) * 4;
            let target = (row as usize * self.width as usize + left as usize) * 4;
            let from = &layer.pixels[source..source + length];
            let onto = &mut self.pixels[target..target + length];
            if layer.is_opaque && alpha == 256 {
                onto.copy_from_slice(from);
            } else {
                lay_row(onto, from, alpha);
            }
        }
    }
}

/// Lays one row of premultiplied pixels over opaque ones.
fn lay_row(onto: &mut [u8], from: &[u8], alpha: u32) {
    for (target, source) in onto.chunks_exact_mut(4).zip(from.chunks_exact(4)) {
        let cover = u32::from(source[3]) * alpha;
        if cover == 0 {
            continue;
        }
        let rest = 255 * 256 - cover;
        for channel in 0..3 {
            let value = u32::from(source[channel]) * alpha * 255 + u32::from(target[channel]) * rest;
            target[channel] = ((value + 32_640) / 65_280).min(255) as u8;
        }
    }
}

/// Mixes a colour into an opaque pixel; `noise` in 0…1 decides which way a fraction rounds.
#[inline]
fn blend(pixel: &mut [u8], color: [f32; 3], opacity: f32, noise: f32) {
    for channel in 0..3 {
        let under = f32::from(pixel[channel]);
        let mixed = under + (color[channel] - under) * opacity;
        pixel[channel] = (mixed + noise).clamp(0.0, 255.0) as u8;
    }
}

impl Paint {
    /// Colour, opacity and rounding at a pixel.
    #[inline]
    fn at(&self, rect: Rect, x: usize, y: usize) -> ([f32; 3], f32, f32) {
        match self {
            Paint::Solid(color, opacity) => (color.0.map(f32::from), *opacity, 0.5),
            Paint::Gradient(gradient) => {
                let t = gradient.progress(rect, x as f32 + 0.5, y as f32 + 0.5);
                let mix = |channel: usize| {
                    let (from, to) = (gradient.from.0[channel], gradient.to.0[channel]);
                    f32::from(from) + (f32::from(to) - f32::from(from)) * t
                };
                let opacity = gradient.from_opacity + (gradient.to_opacity - gradient.from_opacity) * t;
                ([mix(0), mix(1), mix(2)], opacity, dither(x, y))
            }
        }
    }
}

impl Gradient {
    /// How far along the gradient a point is, eased so that neither end shows an edge.
    fn progress(&self, rect: Rect, x: f32, y: f32) -> f32 {
        let along = |value: f32, start: f32, length: f32, sign: f32| {
            let t = ((value - start) / length.max(1.0)).clamp(0.0, 1.0);
            if sign < 0.0 { 1.0 - t } else { t }
        };
        let t = if self.toward[0] != 0.0 {
            along(x, rect.x, rect.w, self.toward[0])
        } else {
            along(y, rect.y, rect.h, self.toward[1])
        };
        let middle = self.middle.clamp(0.05, 0.95);
        let bent = if t < middle { 0.5 * t / middle } else { 0.5 + 0.5 * (t - middle) / (1.0 - middle) };
        bent * bent * (3.0 - 2.0 * bent)
    }
}

/// Interleaved gradient noise: an even, patternless threshold in 0…1 for each pixel.
#[inline]
pub fn dither(x: usize, y: usize) -> f32 {
    let value = 52.982_918 * (0.067_110_56 * x as f32 + 0.005_837_15 * y as f32).fract();
    value.fract()
}

/// A rectangle with its own radius at each corner, as a distance field.
struct RoundedRect {
    rect: Rect,
    radii: Radii,
}

impl RoundedRect {
    fn new(rect: Rect, radii: Radii) -> RoundedRect {
        let most = rect.w.min(rect.h) / 2.0;
        RoundedRect { rect, radii: radii.map(|radius| radius.clamp(0.0, most.max(0.0))) }
    }

    /// The part of a pixel row that is certainly wholly inside; empty where that is not plain.
    fn solid_span(&self, y: usize) -> (f32, f32) {
        let upper = self.radii[0].max(self.radii[1]).max(0.5);
        let lower = self.radii[2].max(self.radii[3]).max(0.5);
        let is_between = y as f32 >= self.rect.y + upper && (y + 1) as f32 <= self.rect.bottom() - lower;
        let inset = if is_between { 0.5 } else { upper.max(lower) };
        let is_within = y as f32 >= self.rect.y && (y + 1) as f32 <= self.rect.bottom();
        if is_within { (self.rect.x + inset, self.rect.right() - inset) } else { (f32::MAX, f32::MIN) }
    }

    /// How much of the pixel centred at `x, y` is inside, 0 to 1.
    fn coverage(&self, x: f32, y: f32) -> f32 {
        let (cx, cy) = (self.rect.x + self.rect.w / 2.0, self.rect.y + self.rect.h / 2.0);
        let (dx, dy) = (x - cx, y - cy);
        let radius = match (dx < 0.0, dy < 0.0) {
            (true, true) => self.radii[0],
            (false, true) => self.radii[1],
            (false, false) => self.radii[2],
            (true, false) => self.radii[3],
        };
        let (qx, qy) = (dx.abs() - self.rect.w / 2.0 + radius, dy.abs() - self.rect.h / 2.0 + radius);
        let outside = qx.max(0.0).hypot(qy.max(0.0));
        let distance = outside + qx.max(qy).min(0.0) - radius;
        (0.5 - distance).clamp(0.0, 1.0)
    }
}

fn distance_to_segment(point: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let (ax, ay) = (point[0] - from[0], point[1] - from[1]);
    let (bx, by) = (to[0] - from[0], to[1] - from[1]);
    let along = ((ax * bx + ay * by) / (bx * bx + by * by).max(1e-6)).clamp(0.0, 1.0);
    (ax - bx * along).hypot(ay - by * along)
}
