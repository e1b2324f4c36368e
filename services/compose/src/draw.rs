//! Draws an ad slot by slot onto its canvas and notes what came to stand where. Sizes and places
//! come from `arrange` and `text::fit`; this decides colours against what is really behind.

mod apart;
mod behind;
mod cards;
mod notes;
mod pictures;
mod sights;
mod words;

use galley_domain::asset::{PlacedBox, PlacedText};
use galley_domain::locale::Direction;
use galley_domain::measures::TextMeasure;

use crate::arrange::Stage;
use crate::canvas::Canvas;
use crate::edits::Edits;
use crate::geometry::Rect;
use crate::job::{ComposeError, Job, SlotContent};
use crate::layers::Layers;
use crate::layout::{Item, Kind, RowSlot, Slot, StackSlot};
use crate::phase::Watch;
use crate::text::ink::Pen;
pub use apart::{CARD, PANEL, Part};
pub use sights::Sights;

/// What stands where, apart from texts.
#[derive(Clone, Default)]
pub struct Placed {
    pub logo: Option<PlacedBox>,
    pub product: Option<PlacedBox>,
    pub sights: Sights,
}

/// An ad being drawn.
pub struct Painter<'a> {
    pub job: &'a Job,
    pub edits: &'a Edits,
    pub stage: Stage,
    pub layers: &'a Layers,
    pub canvas: Canvas,
    pub placed: Placed,
    pub texts: Vec<PlacedText>,
    /// Of each text.
    pub measures: Vec<TextMeasure>,
    pub watch: Watch<'a>,
    /// Where the ad is taken apart: its parts so far.
    pub parts: Option<Vec<Part>>,
}

impl<'a> Painter<'a> {
    pub fn new(
        (job, edits): (&'a Job, &'a Edits),
        stage: Stage,
        layers: &'a Layers,
        canvas: Canvas,
        watch: Watch<'a>,
    ) -> Painter<'a> {
        let (placed, texts, measures) = (Placed::default(), Vec::new(), Vec::new());
        Painter { job, edits, stage, layers, canvas, placed, texts, measures, watch, parts: None }
    }

    /// Draws a slot that holds no words.
    pub fn draw_plate_slot(&mut self, slot: &Slot) -> Result<(), ComposeError> {
        if self.stage.drops(&slot.frame) {
            return Ok(());
        }
        match &slot.kind {
            Kind::Scene(scene) => self.apart(&scene.slot, |painter| painter.draw_scene(slot, scene)),
            Kind::Panel(panel) => {
                self.apart(apart::PANEL, |painter| painter.draw_panel(slot, panel));
                Ok(())
            }
            Kind::Picture(picture) => self.apart(&picture.slot, |painter| painter.draw_picture(slot, picture)),
            Kind::Logo(logo) => self.apart(&logo.slot, |painter| painter.draw_logo_slot(slot, logo)),
            Kind::Text(_) | Kind::Button(_) | Kind::Stack(_) | Kind::Row(_) | Kind::Cards(_) => Ok(()),
        }
    }

    /// Draws any slot.
    pub fn draw_slot(&mut self, slot: &Slot, pen: &mut Pen) -> Result<(), ComposeError> {
        if self.stage.drops(&slot.frame) {
            return Ok(());
        }
        let alone = |kind: &Kind| vec![Item { gap: None, align: None, kind: kind.clone() }];
        match &slot.kind {
            Kind::Stack(StackSlot { items, gap }) => self.draw_stack(slot.frame, items, *gap, pen),
            Kind::Cards(cards) => self.draw_cards(slot.frame, cards, pen),
            // A row, a text or a button in a box of its own is a stack of one.
            kind @ (Kind::Text(_) | Kind::Button(_) | Kind::Row(RowSlot { .. })) => {
                self.draw_stack(slot.frame, &alone(kind), 0.0, pen)
            }
            _ => self.draw_plate_slot(slot),
        }
    }

    /// How far a slot is moved, in pixels.
    fn shift(&self, slot: &str) -> [f32; 2] {
        let [forward, down] = self.edits.of(slot).shift;
        let right = if self.is_rtl() { -forward } else { forward };
        [right * self.stage.canvas.w, down * self.stage.canvas.h]
    }

    /// A picture's or a logo's box as it was edited.
    fn edited(&self, slot: &str, rect: Rect) -> Rect {
        rect.moved(self.shift(slot), self.edits.of(slot).scale)
    }

    pub fn is_rtl(&self) -> bool {
        self.job.locale.direction == Direction::Rtl
    }

    fn wrong(&self, slot: &str, found: &SlotContent, wanted: &'static str) -> ComposeError {
        ComposeError::WrongContent { slot: slot.to_owned(), found: found.word(), wanted }
    }
}

/// Whether a slot can be drawn before the words are known.
pub fn is_plate(slot: &Slot) -> bool {
    !matches!(slot.kind, Kind::Text(_) | Kind::Button(_) | Kind::Stack(_) | Kind::Row(_) | Kind::Cards(_))
}
