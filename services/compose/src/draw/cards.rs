//! Products side by side, each on a card of the same size with words of the same size.

use super::pictures::Contain;
use super::words::Gathered;
use super::{Painter, apart};
use crate::arrange::{Cap, find_caps};
use crate::canvas::Paint;
use crate::geometry::Rect;
use crate::job::{ComposeError, SlotContent};
use crate::layout::{Align, Anchor, CardsSlot, Frame, Item, Kind};
use crate::text::ink::Pen;

/// Width over height that a card with its words below looks best at, and one with its words beside.
const UPRIGHT: f32 = 0.78;
const LYING: f32 = 2.3;
/// From here on words stand beside the picture.
const LIES_FROM: f32 = 1.35;
/// Of a card's height, between picture and words.
const BETWEEN: f32 = 0.05;

/// A card: its number, its place, and the box of its words.
struct Card {
    number: u32,
    rect: Rect,
    picture: Rect,
    words: Rect,
    is_lying: bool,
}

impl Painter<'_> {
    pub(super) fn draw_cards(&mut self, frame: Frame, cards: &CardsSlot, pen: &mut Pen) -> Result<(), ComposeError> {
        let rect = self.stage.rect(&frame);
        let numbers: Vec<u32> = (1..=cards.most).filter(|number| self.is_on_card(cards, *number)).collect();
        let gap = cards.gap * self.stage.short;
        let places = self.places(rect, numbers.len(), gap, frame.is_mirrored);
        let placed: Vec<Card> =
            numbers.iter().zip(places).map(|(number, place)| self.card(cards, *number, place, frame)).collect();
        let lists: Vec<Vec<Item>> = placed.iter().map(|card| self.items_of(cards, card.number)).collect();
        // All cards are fitted before any is drawn, so that all can be set alike.
        let mut gathered = Vec::new();
        for (card, items) in placed.iter().zip(&lists) {
            let align = if card.is_lying { Align::Start } else { frame.align };
            gathered.push(self.gather((items, 0.0), align, card.words, pen)?);
        }
        let caps = shared_caps(&mut gathered, &placed, cards.items.len());
        for (card, gathered) in placed.iter().zip(gathered) {
            self.apart(apart::CARD, |painter| painter.draw_card(cards, card, frame))?;
            let caps: Vec<Cap> = gathered.places.iter().map(|place| caps[*place]).collect();
            let anchor = if card.is_lying { Anchor::Middle } else { Anchor::Top };
            self.lay_stack(gathered, &caps, (card.words, anchor, frame.is_mirrored), pen)?;
        }
        Ok(())
    }

    fn draw_card(&mut self, cards: &CardsSlot, card: &Card, frame: Frame) -> Result<(), ComposeError> {
        if let Some(fill) = &cards.fill {
            let color = self.job.palette.color(fill);
            let radii = [cards.radius * self.stage.short; 4];
            if cards.opacity >= 1.0 {
                self.placed.sights.add_fill("card", color, card.rect);
            }
            self.canvas.fill(card.rect, radii, Paint::Solid(color, cards.opacity));
        }
        let slot = self.name_of(&cards.slot, card.number);
        let asset = match self.job.slots.get(&slot) {
            None => return Ok(()),
            Some(SlotContent::Picture { asset, .. }) => asset.clone(),
            Some(other) => return Err(self.wrong(&slot, other, "a picture")),
        };
        let fit = Contain { align: Align::Center, anchor: Anchor::Middle, shadow: cards.shadow };
        let rect = self.edited(&slot, card.picture);
        self.lay_contained(&slot, &asset, rect, (fit, frame.is_mirrored))
    }

    /// The slot with the card's number; the first card takes what has none.
    fn name_of(&self, slot: &str, number: u32) -> String {
        let numbered = CardsSlot::slot_of(slot, number);
        if number == 1 && !self.job.slots.contains_key(&numbered) { slot.to_owned() } else { numbered }
    }

    fn is_on_card(&self, cards: &CardsSlot, number: u32) -> bool {
        self.job.slots.contains_key(&self.name_of(&cards.slot, number))
    }

    fn items_of(&self, cards: &CardsSlot, number: u32) -> Vec<Item> {
        let mut items = cards.items.clone();
        items.iter_mut().for_each(|item| self.name_slots(&mut item.kind, number));
        items
    }

    fn name_slots(&self, kind: &mut Kind, number: u32) {
        match kind {
            Kind::Text(text) => text.slot = self.name_of(&text.slot, number),
            Kind::Button(button) => button.text.slot = self.name_of(&button.text.slot, number),
            Kind::Row(row) => row.items.iter_mut().for_each(|item| self.name_slots(&mut item.kind, number)),
            _ => {}
        }
    }

    fn card(&self, cards: &CardsSlot, number: u32, rect: Rect, frame: Frame) -> Card {
        let padding = cards.padding * rect.w.min(rect.h);
        let inner =
            Rect::from_corners(rect.x + padding, rect.y + padding, rect.right() - padding, rect.bottom() - padding);
        let is_lying = rect.w / rect.h >= LIES_FROM;
        if is_lying {
            // The picture's box is no wider than high: what it does not need is for the words.
            let width = (inner.w * cards.share).min(inner.h);
            let between = BETWEEN * rect.w.min(rect.h * 2.0);
            let picture = Rect::new(inner.x, inner.y, width, inner.h);
            let words = Rect::from_corners(picture.right() + between, inner.y, inner.right(), inner.bottom());
            let is_turned = self.stage.is_rtl && frame.is_mirrored;
            let side = |part: Rect| if is_turned { part.mirrored(inner) } else { part };
            return Card { number, rect, picture: side(picture), words: side(words), is_lying };
        }
        let picture = Rect { h: inner.h * cards.share, ..inner };
        let top = picture.bottom() + BETWEEN * rect.h;
        let words = Rect::from_corners(inner.x, top, inner.right(), inner.bottom());
        Card { number, rect, picture, words, is_lying }
    }

    /// Places for so many cards: whole rows, each card as near to a good shape as can be.
    fn places(&self, rect: Rect, count: usize, gap: f32, is_mirrored: bool) -> Vec<Rect> {
        let size = |columns: usize| {
            let rows = count.div_ceil(columns);
            let side = |whole: f32, parts: usize| (whole - gap * (parts - 1) as f32) / parts as f32;
            (side(rect.w, columns), side(rect.h, rows))
        };
        let strain = |columns: usize| {
            let (w, h) = size(columns);
            let shape = [UPRIGHT, LYING].map(|ideal| (w / h / ideal).ln().abs()).into_iter().fold(f32::MAX, f32::min);
            // A row that is not full looks like a mistake.
            shape + if count.is_multiple_of(columns) { 0.0 } else { 10.0 }
        };
        let columns = (1..=count).min_by(|a, b| strain(*a).total_cmp(&strain(*b))).unwrap_or(1);
        let (w, h) = size(columns);
        let place = |index: usize| {
            let (column, row) = (index % columns, index / columns);
            let place = Rect::new(rect.x + column as f32 * (w + gap), rect.y + row as f32 * (h + gap), w, h);
            if self.stage.is_rtl && is_mirrored { place.mirrored(rect) } else { place }
        };
        (0..count).map(place).collect()
    }
}

/// For each item of the list the level that it can have on every card.
fn shared_caps(gathered: &mut [Gathered<'_>], cards: &[Card], count: usize) -> Vec<Cap> {
    let mut shared = vec![Cap { level: u32::MAX, does_fit: true }; count];
    for (gathered, card) in gathered.iter_mut().zip(cards) {
        let caps = find_caps(&mut gathered.parts, &gathered.gaps, card.words.w, card.words.h);
        for (place, cap) in gathered.places.iter().zip(caps) {
            shared[*place] = shared[*place].least(cap);
        }
    }
    shared
}
