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
    /// The colour behind the ink that has this ratio, and where it is.
    pub behind: Rgb,
    pub at: [f32; 2],
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
        let ratios = lay_ink(canvas, &self.coverage, [left, top, right, bottom], paint);
        let (contrast, [r, g, b, _], at) = ratios.lowest();
        let at = [at % canvas.width, at / canvas.width].map(|place| place as f32);
        Some(Ink { rect, contrast, behind: Rgb([r, g, b]), at })
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
pub fn line_left(place: &Place, line: &LineInk) -> f32 {
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

/// Mixes the ink into the canvas and returns the contrasts it has there.
fn lay_ink(canvas: &mut Canvas, coverage: &[u8], span: [usize; 4], paint: Inking) -> Ratios {
    let [left, top, right, bottom] = span;
    for matte in canvas.mattes_mut() {
        lay_ink(matte, coverage, span, paint);
    }
    let linear = &*LINEAR;
    let solid = paint.color.luminance();
    let mut ratios = Ratios::new();
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
            let [r, g, b] = behind.0;
            ratios.count(contrast(ink, luminance(linear, behind.0)), ([r, g, b, 255], (at / 4) as u32));
            let share = (f32::from(alpha) * paint.opacity * 257.0).round() as u32;
            for (channel, color) in pixel.iter_mut().zip(paint.color.0) {
                let mixed = u32::from(*channel) * (65_535 - share) + u32::from(color) * share;
                *channel = ((mixed + 32_767) / 65_535) as u8;
            }
        }
    }
    ratios
}

/// How many pixels have which contrast, in twelfths; of each the last pixel's colour and place.
pub struct Ratios {
    counts: [u32; 256],
    lasts: [Pixel; 256],
}

/// RGBA, and which one it is, row by row.
type Pixel = ([u8; 4], u32);

impl Ratios {
    pub fn new() -> Ratios {
        Ratios { counts: [0; 256], lasts: [([0; 4], 0); 256] }
    }

    #[inline]
    pub fn count(&mut self, ratio: f32, pixel: Pixel) {
        let step = (ratio * 12.0) as usize & 255;
        self.counts[step] += 1;
        self.lasts[step] = pixel;
    }

    /// The ratio that all but one in a hundred pixels reach, and a pixel that has it.
    pub fn lowest(&self) -> (f32, [u8; 4], u32) {
        let step = self.step_at(1);
        let (color, at) = self.lasts[step];
        (ratio_of(step), color, at)
    }

    /// The ratio that all but `percent` of a hundred pixels reach.
    pub fn ratio_at(&self, percent: u32) -> f32 {
        ratio_of(self.step_at(percent))
    }

    fn step_at(&self, percent: u32) -> usize {
        let total: u32 = self.counts.iter().sum();
        let mut seen = 0;
        let reaches = |count: &u32| {
            seen += count;
            seen * 100 > total * percent
        };
        self.counts.iter().position(reaches).unwrap_or(0)
    }
}

fn ratio_of(step: usize) -> f32 {
    (step as f32 / 12.0).max(1.0)
}
