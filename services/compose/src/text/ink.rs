//! Puts a fitted text onto the canvas and measures how well it can be read there.

use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::{Glyph, Level, PixmapMut, RasterizerSettings, RenderContext, RenderMode, RenderSettings, Resources};

use parley::{FontContext, LayoutContext, PositionedLayoutItem};

use super::fit::Block;
use super::shape::{LineInk, REFERENCE_PX};
use crate::canvas::Canvas;
use crate::fonts::FamilyChooser;
use crate::geometry::Rect;
use crate::layout::Align;
use crate::palette::{LINEAR, Rgb, contrast, luminance};

/// Everything that is costly to make and needed to set a text. One per thread at a time.
pub struct Pen {
    pub fonts: FontContext,
    pub layouts: LayoutContext<()>,
    pub chooser: FamilyChooser,
    context: RenderContext,
    resources: Resources,
    coverage: Vec<u8>,
}

/// What ink was laid where.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    pub rect: Rect,
    /// Lowest WCAG ratio, but for the one pixel in a hundred that grain makes worse.
    pub contrast: f32,
}

impl Pen {
    pub fn new(fonts: FontContext) -> Pen {
        // The lowest level every machine of an architecture has, so that all of them draw the same pixels.
        let settings = RenderSettings { level: Level::baseline(), num_threads: 0 };
        Pen {
            fonts,
            layouts: LayoutContext::new(),
            chooser: FamilyChooser::default(),
            context: RenderContext::new_with(1, 1, settings),
            resources: Resources::new(),
            coverage: Vec::new(),
        }
    }

    /// Draws a block with its top left corner (right corner, if it runs right to left and starts
    /// there) at the box's edge.
    pub fn draw(&mut self, canvas: &mut Canvas, block: &Block, place: &Place, paint: Inking) -> Option<Ink> {
        let rect = block_rect(block, place)?;
        let [left, top, right, bottom] =
            canvas.pixel_span(Rect::new(rect.x - 2.0, rect.y - 2.0, rect.w + 4.0, rect.h + 4.0));
        if left >= right || top >= bottom {
            return None;
        }
        let (width, height) = ((right - left) as u16, (bottom - top) as u16);
        self.context.reset_and_resize(width, height);
        self.context.set_paint(AlphaColor::<Srgb>::WHITE);
        for (index, line) in block.lines.iter().enumerate() {
            let x = line_left(place, line) - line.left - left as f32;
            let y = place.rect.y + block.baselines[index] - top as f32;
            self.draw_line(block, index, [x, y]);
        }
        self.context.flush();
        self.coverage.clear();
        self.coverage.resize(usize::from(width) * usize::from(height) * 4, 0);
        if let Some(target) = PixmapMut::new(width, height, &mut self.coverage) {
            let settings =
                RasterizerSettings { render_mode: RenderMode::OptimizeSpeed, ..RasterizerSettings::default() };
            self.context.render_with(target, &mut self.resources, settings);
        }
        let measured = lay_ink(canvas, &self.coverage, [left, top, right, bottom], paint);
        Some(Ink { rect, contrast: measured })
    }

    fn draw_line(&mut self, block: &Block, line: usize, origin: [f32; 2]) {
        let scale = block.size / REFERENCE_PX;
        for item in block.shaped.line_items(line) {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let baseline = run.baseline();
            let glyphs = run.positioned_glyphs().filter(|glyph| glyph.id != 0).map(|glyph| Glyph {
                id: glyph.id,
                x: origin[0] + glyph.x * scale,
                y: origin[1] + (glyph.y - baseline) * scale,
            });
            let coords: Vec<i16> = run.run().normalized_coords().iter().map(|coord| coord.to_bits()).collect();
            let painter = self.context.glyph_run(&mut self.resources, run.run().font());
            // A glyph without an outline (a space) is nothing to worry about.
            let _ = painter
                .font_size(run.run().font_size() * scale)
                .hint(false)
                .normalized_coords(&coords)
                .fill_glyphs(glyphs);
        }
    }
}

/// Where a block goes: a box whose width lines are aligned in, and its top.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub rect: Rect,
    /// Already mirrored: start is left.
    pub align: Align,
}

#[derive(Clone, Copy, Debug)]
pub struct Inking {
    pub color: Rgb,
    pub opacity: f32,
}

/// The left edge of a line's ink.
fn line_left(place: &Place, line: &LineInk) -> f32 {
    let width = line.right - line.left;
    match place.align {
        Align::Start => place.rect.x - line.hang[0],
        Align::Center => place.rect.x + (place.rect.w - width) / 2.0,
        Align::End => place.rect.right() - width + line.hang[1],
    }
}

/// The box round a block's ink.
pub fn block_rect(block: &Block, place: &Place) -> Option<Rect> {
    let lines = block.lines.iter().zip(&block.baselines).filter(|(line, _)| line.right > line.left);
    lines
        .map(|(line, baseline)| {
            let left = line_left(place, line);
            let y = place.rect.y + baseline;
            Rect::from_corners(left, y - line.ascent, left + line.right - line.left, y + line.descent)
        })
        .reduce(|all, line| all.union(line))
}

/// Mixes the ink into the canvas and returns the contrast it has there.
fn lay_ink(canvas: &mut Canvas, coverage: &[u8], span: [usize; 4], paint: Inking) -> f32 {
    let [left, top, right, bottom] = span;
    let linear = &*LINEAR;
    let solid = paint.color.luminance();
    let mut ratios = [0u32; 256];
    let width = canvas.width as usize;
    let pixels = canvas.pixels_mut(span);
    for y in top..bottom {
        for x in left..right {
            let alpha = coverage[((y - top) * (right - left) + x - left) * 4 + 3];
            if alpha == 0 {
                continue;
            }
            let at = (y * width + x) * 4;
            let pixel = &mut pixels[at..at + 3];
            let behind = Rgb([pixel[0], pixel[1], pixel[2]]);
            let ink = if paint.opacity < 1.0 { behind.mix(paint.color, paint.opacity).luminance() } else { solid };
            ratios[(contrast(ink, luminance(linear, behind.0)) * 12.0) as usize & 255] += 1;
            let share = (f32::from(alpha) * paint.opacity * 257.0).round() as u32;
            for (channel, color) in pixel.iter_mut().zip(paint.color.0) {
                let mixed = u32::from(*channel) * (65_535 - share) + u32::from(color) * share;
                *channel = ((mixed + 32_767) / 65_535) as u8;
            }
        }
    }
    lowest_ratio(&ratios)
}

/// The ratio that all but one in a hundred pixels reach.
pub fn lowest_ratio(ratios: &[u32; 256]) -> f32 {
    ratio_at(ratios, 1)
}

/// The ratio that all but `percent` of a hundred pixels reach.
pub fn ratio_at(ratios: &[u32; 256], percent: u32) -> f32 {
    let total: u32 = ratios.iter().sum();
    let mut seen = 0;
    for (ratio, count) in ratios.iter().enumerate() {
        seen += count;
        if seen * 100 > total * percent {
            return (ratio as f32 / 12.0).max(1.0);
        }
    }
    1.0
}
