//! The facts and the measures of what was drawn. Draws nothing.

use galley_domain::asset::PlacedText;
use galley_domain::locale::Direction;
use galley_domain::measures::{Behind, Measures, TextMeasure};

use super::Painter;
use crate::geometry::Rect;
use crate::job::SlotContent;
use crate::layout::{Fit, TextSlot};
use crate::palette::Rgb;
use crate::text::clusters::clusters;
use crate::text::fit::Block;
use crate::text::ink::{Ink, Place, block_rect};

impl Painter<'_> {
    /// Draws something in a box, and notes what it hides.
    pub(super) fn cover<T>(&mut self, slot: &str, rect: Rect, draw: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.placed.sights.before(&self.canvas, rect);
        let drawn = draw(self);
        for before in &before {
            self.placed.sights.after(&self.canvas, before, slot);
        }
        drawn
    }

    /// Notes a text that was drawn at a place, with its colour and its ink where it has any.
    pub(super) fn note(&mut self, block: &Block, slot: &TextSlot, place: Place, ink: (Rgb, Option<Ink>)) {
        let text = match self.job.slots.get(&slot.slot) {
            Some(SlotContent::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let (color, ink) = ink;
        let [r, g, b] = color.0;
        self.measures.push(TextMeasure {
            behind: ink.map(|ink| behind(&ink, block.size)),
            weight: Some(slot.weight.round().clamp(1.0, 1000.0) as u16),
            direction: Some(if block.shaped.is_rtl() { Direction::Rtl } else { Direction::Ltr }),
            most_lines: Some(if slot.fit == Fit::Shrink { 1 } else { slot.max_lines }),
            clusters: clusters(block, &place, &text),
        });
        self.texts.push(PlacedText {
            slot: slot.slot.clone(),
            text,
            rect: ink.map(|ink| ink.rect).or_else(|| block_rect(block, &place)).unwrap_or(place.rect).to_array(),
            lines: block.lines.len() as u32,
            font_px: block.size,
            contrast: ink.map_or(1.0, |ink| ink.contrast),
            overflow: block.is_overflowing,
            missing_glyphs: block.shaped.missing.clone(),
            ink: [r, g, b, (slot.opacity * 255.0).round() as u8],
        });
    }

    /// What was measured, once everything is drawn.
    pub fn take_measures(&mut self) -> Measures {
        let sights = std::mem::take(&mut self.placed.sights);
        Measures {
            texts: std::mem::take(&mut self.measures),
            buttons: Some(sights.measure_buttons()),
            product: sights.measure_product(),
            fills: Some(sights.into_fills()),
        }
    }
}

/// The colour behind the ink where it is hardest to read, and a letter's box there.
fn behind(ink: &Ink, size: f32) -> Behind {
    let [x, y] = ink.at;
    let letter = Rect::new(x - size / 2.0, y - size / 2.0, size, size);
    Behind { color: ink.behind.0, rect: letter.overlap(ink.rect).unwrap_or(letter).to_array() }
}
