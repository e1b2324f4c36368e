//! The picture being made: opaque sRGB pixels, and the few ways paint gets onto them.
//! Not a drawing library: surfaces are rounded rectangles, pictures are already scaled, glyphs
//! arrive as coverage from `text`.

mod lift;
mod paint;

pub use lift::Lifted;
pub use paint::{Gradient, Paint, dither};

use crate::encode::tiles::Tiles;
use crate::geometry::Rect;
use crate::palette::Rgb;

/// RGBA, 8 bits each, alpha always 255.
#[derive(Clone)]
pub struct Canvas {
    pub width: u32,
    pub height: u32,
    pixels: Vec<u8>,
    /// What was painted since the plate.
    pub tiles: Tiles,
    /// While a part is lifted off: what is painted, once over black and once over white. Else empty.
    mattes: Vec<Canvas>,
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

/// Radii of the corners: top left, top right, bottom right, bottom left.
pub type Radii = [f32; 4];

impl Canvas {
    /// A canvas of one colour.
    pub fn filled(width: u32, height: u32, color: Rgb) -> Canvas {
        let pixel = [color.0[0], color.0[1], color.0[2], 255];
        Canvas::of(width, height, pixel.repeat((width * height) as usize))
    }

    /// A canvas of these pixels, untouched.
    pub fn of(width: u32, height: u32, pixels: Vec<u8>) -> Canvas {
        Canvas { width, height, pixels, tiles: Tiles::new(width, height), mattes: Vec::new() }
    }

    /// The same pixels, untouched, in a buffer that may have been used before.
    pub fn copied_into(&self, mut pixels: Vec<u8>) -> Canvas {
        pixels.clear();
        pixels.extend_from_slice(&self.pixels);
        Canvas::of(self.width, self.height, pixels)
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// All pixels, of which only those in the span (left, top, right, bottom) may be changed.
    pub fn pixels_mut(&mut self, span: [usize; 4]) -> &mut [u8] {
        self.tiles.touch(span);
        &mut self.pixels
    }

    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
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
        self.mattes.iter_mut().for_each(|matte| matte.fill(rect, radii, paint));
        let [left, top, right, bottom] = self.pixel_span(rect);
        let shape = RoundedRect::new(rect, radii);
        self.tiles.touch([left, top, right, bottom]);
        let width = self.width as usize;
        let mut line = paint.line(rect, left..right);
        for y in top..bottom {
            line.turn_to(y);
            let row = &mut self.pixels[(y * width + left) * 4..(y * width + right) * 4];
            let (from, to) = shape.solid_span(y);
            let solid = (from.ceil().max(left as f32) as usize).min(right)..(to.floor().max(0.0) as usize).min(right);
            let solid = if solid.start < solid.end { solid } else { left..left };
            line.blend(row, solid.start - left..solid.end - left, y);
            for x in (left..solid.start).chain(solid.end..right) {
                let coverage = shape.coverage(x as f32 + 0.5, y as f32 + 0.5);
                if coverage > 0.0 {
                    let at = x - left;
                    line.blend_one(&mut row[at * 4..at * 4 + 4], at, y, coverage);
                }
            }
        }
    }

    /// Draws a line with round ends.
    pub fn stroke(&mut self, from: [f32; 2], to: [f32; 2], thickness: f32, color: Rgb) {
        self.mattes.iter_mut().for_each(|matte| matte.stroke(from, to, thickness, color));
        let half = thickness / 2.0;
        let rect = Rect::from_corners(
            from[0].min(to[0]) - half - 1.0,
            from[1].min(to[1]) - half - 1.0,
            from[0].max(to[0]) + half + 1.0,
            from[1].max(to[1]) + half + 1.0,
        );
        let [left, top, right, bottom] = self.pixel_span(rect);
        self.tiles.touch([left, top, right, bottom]);
        for y in top..bottom {
            for x in left..right {
                let distance = distance_to_segment([x as f32 + 0.5, y as f32 + 0.5], from, to);
                let coverage = (half - distance + 0.5).clamp(0.0, 1.0);
                if coverage > 0.0 {
                    let at = (y * self.width as usize + x) * 4;
                    let [r, g, b] = color.0.map(f32::from);
                    if let Some(pixel) = self.pixels[at..].first_chunk_mut::<4>() {
                        paint::mix(pixel, ([r, g, b, 255.0], coverage), 0.5);
                    }
                }
            }
        }
    }

    /// Lays a premultiplied layer on the canvas with its top left corner at `x, y`.
    pub fn draw(&mut self, layer: &Layer, x: i32, y: i32, opacity: f32) {
        self.mattes.iter_mut().for_each(|matte| matte.draw(layer, x, y, opacity));
        let alpha = (opacity.clamp(0.0, 1.0) * 256.0).round() as u32;
        let (left, right) = (x.max(0), (x + layer.width as i32).min(self.width as i32));
        let (top, bottom) = (y.max(0), (y + layer.height as i32).min(self.height as i32));
        if left >= right || top >= bottom {
            return;
        }
        let length = (right - left) as usize * 4;
        self.tiles.touch([left, top, right, bottom].map(|edge| edge as usize));
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

/// A rectangle with its own radius at each corner, as a distance field.
pub struct RoundedRect {
    rect: Rect,
    radii: Radii,
}

impl RoundedRect {
    pub fn new(rect: Rect, radii: Radii) -> RoundedRect {
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
    pub fn coverage(&self, x: f32, y: f32) -> f32 {
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
