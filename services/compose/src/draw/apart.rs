//! The parts of an ad, each with its own pixels and alpha, in the order in which they lie on one another: what moves in
//! a motion, and what a banner is put together from.

use super::Painter;
use crate::canvas::{Layer, Lifted};
use crate::layout::{Item, Kind, RowSlot};

/// What a part is called that no slot names: a surface of the layout, and one of a card.
pub const PANEL: &str = "panel";
pub const CARD: &str = "card";

/// A part of an ad.
pub struct Part {
    /// The slot it fills, or [`PANEL`] or [`CARD`].
    pub slot: String,
    pub layer: Layer,
    pub left: u32,
    pub top: u32,
}

impl Painter<'_> {
    /// Draws something, and keeps it as a part if the ad is being taken apart. A part inside a part is that part.
    pub(super) fn apart<T>(&mut self, slot: &str, draw: impl FnOnce(&mut Self) -> T) -> T {
        if self.parts.is_none() || self.canvas.is_lifting() {
            return draw(self);
        }
        self.canvas.begin_lift();
        let drawn = draw(self);
        let lifted = self.canvas.end_lift();
        if let (Some(parts), Some(Lifted { layer, left, top })) = (&mut self.parts, lifted) {
            parts.push(Part { slot: slot.to_owned(), layer, left, top });
        }
        drawn
    }
}

/// The slot that names an item: a row's is that of its first item.
pub(super) fn name_of(item: &Item) -> &str {
    match &item.kind {
        Kind::Text(text) => &text.slot,
        Kind::Button(button) => &button.text.slot,
        Kind::Logo(logo) => &logo.slot,
        Kind::Row(RowSlot { items, .. }) => items.first().map_or(PANEL, name_of),
        _ => PANEL,
    }
}
