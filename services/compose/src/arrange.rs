//! Where slots stand in pixels: margins, safe insets, mirroring. And how stacks and rows share
//! their box among their items. Decides sizes and places; `draw` puts the paint there.

use galley_domain::format::Format;

use crate::geometry::Rect;
use crate::layout::{Align, Anchor, Arrangement, Frame, Inside};
use crate::text::fit::{Block, Candidate, LEVELS, highest};

/// An ad's measures.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    pub canvas: Rect,
    pub safe: Rect,
    pub content: Rect,
    /// The short side in pixels: lengths in layouts are parts of it.
    pub short: f32,
    pub is_rtl: bool,
    /// Pixels here for each pixel of the format: rules in pixels are times this.
    pub density: f32,
}

impl Stage {
    pub fn new(format: &Format, arrangement: &Arrangement, is_rtl: bool, density: f32) -> Stage {
        let (width, height) = (format.width as f32, format.height as f32);
        let short = width.min(height);
        let margin = (arrangement.margin * short).max(arrangement.min_margin_px * density).round();
        let insets = [
            format.safe.left * width,
            format.safe.top * height,
            format.safe.right * width,
            format.safe.bottom * height,
        ];
        let inside = |least: f32| {
            let [left, top, right, bottom] = insets.map(|inset| inset.max(least));
            Rect::from_corners(left, top, width - right, height - bottom)
        };
        let canvas = Rect::new(0.0, 0.0, width, height);
        Stage { canvas, safe: inside(0.0), content: inside(margin), short, is_rtl, density }
    }

    /// A slot's box.
    pub fn rect(&self, frame: &Frame) -> Rect {
        let outer = match frame.inside {
            Inside::Canvas => self.canvas,
            Inside::Safe => self.safe,
            Inside::Content => self.content,
        };
        let rect = outer.part(frame.fractions);
        if self.is_rtl && frame.is_mirrored { rect.mirrored(outer) } else { rect }
    }

    /// Start and end as left and right: `Start` is left in the answer.
    pub fn side(&self, align: Align, is_mirrored: bool) -> Align {
        match (align, self.is_rtl && is_mirrored) {
            (Align::Start, true) => Align::End,
            (Align::End, true) => Align::Start,
            (align, _) => align,
        }
    }

    /// Whether a slot is left out because the ad is too small or too large for it.
    pub fn drops(&self, frame: &Frame) -> bool {
        let [width, height] = [self.canvas.w, self.canvas.h].map(|side| (side / self.density) as u32);
        let is_small = width < frame.drop_below[0] || height < frame.drop_below[1];
        is_small || width > frame.drop_above[0] || height > frame.drop_above[1]
    }
}

/// Puts something of a height into a box.
pub fn anchored(rect: Rect, height: f32, anchor: Anchor) -> f32 {
    match anchor {
        Anchor::Top => rect.y,
        Anchor::Middle => rect.y + (rect.h - height) / 2.0,
        Anchor::Bottom => rect.bottom() - height,
    }
}

/// Puts something of a width into a box.
pub fn aligned(rect: Rect, width: f32, side: Align) -> f32 {
    match side {
        Align::Start => rect.x,
        Align::Center => rect.x + (rect.w - width) / 2.0,
        Align::End => rect.right() - width,
    }
}

/// A part of a stack before its size is known.
pub enum Part<T> {
    /// Lines that wrap.
    Text { candidate: Candidate, tag: T },
    /// One line in a surface.
    Button { candidate: Candidate, surface: Surface, tag: T },
    /// Lines and buttons on one baseline.
    Row { parts: Vec<Part<T>>, gap: f32, tag: T },
    /// Something of a fixed size.
    Fixed { width: f32, height: f32, tag: T },
}

/// The surface of a button, in ems.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    pub padding: [f32; 2],
    /// Room for an arrow after the text.
    pub arrow: f32,
}

/// A part with its size.
pub enum Sized<T> {
    Text { block: Block, tag: T },
    Button { block: Block, width: f32, height: f32, tag: T },
    Row { parts: Vec<Sized<T>>, gap: f32, width: f32, height: f32, tag: T },
    Fixed { width: f32, height: f32, tag: T },
}

impl<T> Sized<T> {
    pub fn height(&self) -> f32 {
        match self {
            Sized::Text { block, .. } => block.height,
            Sized::Button { height, .. } | Sized::Row { height, .. } | Sized::Fixed { height, .. } => *height,
        }
    }

    pub fn width(&self) -> f32 {
        match self {
            Sized::Text { block, .. } => block.width,
            Sized::Button { width, .. } | Sized::Row { width, .. } | Sized::Fixed { width, .. } => *width,
        }
    }

    /// From the top to the baseline that a row aligns.
    pub fn baseline(&self) -> f32 {
        match self {
            Sized::Text { block, .. } => block.baselines.first().copied().unwrap_or(block.height),
            Sized::Button { block, height, .. } => button_baseline(block, *height),
            Sized::Row { parts, .. } => parts.iter().map(Sized::baseline).fold(0.0, f32::max),
            Sized::Fixed { height, .. } => *height,
        }
    }
}

/// The baseline of a button's text, so that its capitals (its ink, where a script has none) stand in the middle.
pub fn button_baseline(block: &Block, height: f32) -> f32 {
    let cap = block.shaped.cap_height * block.size;
    let line = block.lines.first();
    let (ascent, descent) = line.map_or((cap, 0.0), |line| (line.ascent, line.descent));
    // Scripts that reach far above or below the line are centred by their ink.
    let is_tall = ascent > cap * 1.25 || descent > block.size * 0.36;
    if is_tall { (height + ascent - descent) / 2.0 } else { (height + cap) / 2.0 }
}

impl<T> Part<T> {
    /// The height at a level in a width; nothing if it does not fit the width.
    fn height(&mut self, level: u32, width: f32) -> Option<f32> {
        match self {
            Part::Text { candidate, .. } => candidate.height(level, width),
            Part::Button { candidate, surface, .. } => {
                let size = candidate.rules.size(level);
                let inner = width - (surface.padding[1] * 2.0 + surface.arrow) * size;
                candidate.height(level, inner.max(1.0)).map(|_| surface_height(surface, size))
            }
            Part::Row { parts, gap, .. } => {
                let total: f32 = parts.iter_mut().map(|part| part.natural_width(level)).sum();
                let gaps = *gap * parts.len().saturating_sub(1) as f32;
                let tallest =
                    parts.iter_mut().filter_map(|part| part.height(level, f32::MAX / 4096.0)).fold(0.0, f32::max);
                (total + gaps <= width + 0.5).then_some(tallest)
            }
            Part::Fixed { height, .. } => Some(*height),
        }
    }

    /// The level it would have with all the height in the world.
    fn find_own_level(&mut self, width: f32) -> Option<u32> {
        match self {
            Part::Text { candidate, .. } => candidate.find_own_level(width, f32::MAX),
            part => highest(|level| part.height(level, width).is_some()),
        }
    }

    fn natural_width(&mut self, level: u32) -> f32 {
        match self {
            Part::Text { candidate, .. } => candidate.line_width(level),
            Part::Button { candidate, surface, .. } => {
                let size = candidate.rules.size(level);
                candidate.line_width(level) + (surface.padding[1] * 2.0 + surface.arrow) * size
            }
            Part::Row { parts, gap, .. } => {
                let gaps = *gap * parts.len().saturating_sub(1) as f32;
                parts.iter_mut().map(|part| part.natural_width(level)).sum::<f32>() + gaps
            }
            Part::Fixed { width, .. } => *width,
        }
    }

    fn set(self, level: u32, width: f32, does_fit: bool) -> Sized<T> {
        match self {
            Part::Text { candidate, tag } => Sized::Text { block: candidate.set(level, width, does_fit), tag },
            Part::Button { candidate, surface, tag } => {
                let size = candidate.rules.size(level);
                let sides = (surface.padding[1] * 2.0 + surface.arrow) * size;
                let block = candidate.set(level, (width - sides).max(1.0), does_fit);
                let extra = (block.lines.len().max(1) - 1) as f32 * size * 1.2;
                let (width, height) = (block.width + sides, surface_height(&surface, size) + extra);
                Sized::Button { block, width, height, tag }
            }
            Part::Row { parts, gap, tag } => {
                let parts: Vec<Sized<T>> =
                    parts.into_iter().map(|part| part.set(level, f32::MAX / 4096.0, does_fit)).collect();
                let above = parts.iter().map(Sized::baseline).fold(0.0, f32::max);
                let below = parts.iter().map(|part| part.height() - part.baseline()).fold(0.0, f32::max);
                let width = parts.iter().map(Sized::width).sum::<f32>() + gap * parts.len().saturating_sub(1) as f32;
                Sized::Row { parts, gap, width, height: above + below, tag }
            }
            Part::Fixed { width, height, tag } => Sized::Fixed { width, height, tag },
        }
    }
}

fn surface_height(surface: &Surface, size: f32) -> f32 {
    ((surface.padding[0] * 2.0 + 0.86) * size).round()
}

/// The level a part is set at, and whether it keeps its rules there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    pub level: u32,
    pub does_fit: bool,
}

impl Cap {
    /// What both can have.
    pub fn least(self, other: Cap) -> Cap {
        Cap { level: self.level.min(other.level), does_fit: self.does_fit && other.does_fit }
    }
}

/// The levels of the parts of a stack in a box; `gaps[i]` stands before part `i`. Everything shrinks
/// together, so that what was larger stays larger.
pub fn find_caps<T>(parts: &mut [Part<T>], gaps: &[f32], width: f32, height: f32) -> Vec<Cap> {
    let own: Vec<Option<u32>> = parts.iter_mut().map(|part| part.find_own_level(width)).collect();
    // The first line leads: what follows it may not stay large while it had to shrink.
    let lead = own.first().copied().flatten().map_or(LEVELS, |level| level + LEVELS / 3);
    let cap = |index: usize, level: u32| level.min(lead).min(own[index].unwrap_or(0));
    let total_gaps: f32 = gaps.iter().skip(1).sum();
    let level = highest(|level| {
        let used: f32 = parts
            .iter_mut()
            .enumerate()
            .map(|(index, part)| part.height(cap(index, level), width).unwrap_or(0.0))
            .sum();
        used + total_gaps <= height + 0.5
    });
    let of =
        |index: usize| Cap { level: cap(index, level.unwrap_or(0)), does_fit: level.is_some() && own[index].is_some() };
    (0..own.len()).map(of).collect()
}

/// Sets the parts of a stack at these levels.
pub fn set_stack<T>(parts: Vec<Part<T>>, caps: &[Cap], width: f32) -> Vec<Sized<T>> {
    parts.into_iter().zip(caps).map(|(part, cap)| part.set(cap.level, width, cap.does_fit)).collect()
}
