//! What is checked: a finished ad, what it was supposed to show, and the rules of the place it is
//! made for. Judges nothing itself.

use std::collections::BTreeMap;

use galley_domain::asset::{AdFacts, PlacedText};
use galley_domain::brand_kit::BrandKit;
use galley_domain::format::{Format, Mime};
use galley_domain::locale::Locale;

/// Shorter sides than this leave no room for a logo beside the words.
const TINY_SIDE_PX: u32 = 64;
/// Nor do smaller areas: 125 × 125 is tiny, 180 × 150 is not.
const TINY_AREA_PX: u64 = 20_000;

/// A finished ad and all that is needed to judge it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub facts: &'a AdFacts,
    pub format: &'a Format,
    pub locale: &'a Locale,
    pub kit: &'a BrandKit,
    /// The id of the market it is made for.
    pub market: &'a str,
    /// Size of the final file.
    pub bytes: u64,
    /// Type of the final file.
    pub mime: Mime,
    /// For each slot the text that the copy deck, the feed or the brand's legal lines gave.
    pub expected_slots: &'a BTreeMap<String, String>,
}

impl<'a> Subject<'a> {
    /// Texts that can be read, in the order in which they were drawn.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'a PlacedText> {
        self.facts.texts.iter().filter(|text| !text.text.trim().is_empty())
    }

    /// Texts drawn in this slot.
    pub(crate) fn texts_of(&self, slot: &str) -> impl Iterator<Item = &'a PlacedText> {
        self.texts().filter(move |text| text.slot == slot)
    }

    /// The format is too small for what a larger ad must have.
    pub(crate) fn is_tiny(&self) -> bool {
        let (width, height) = (self.format.width, self.format.height);
        width.min(height) < TINY_SIDE_PX || u64::from(width) * u64::from(height) < TINY_AREA_PX
    }

    /// The brand kit as the source of a rule.
    pub(crate) fn kit_as_source(&self) -> String {
        format!("the brand kit of {}", self.kit.title)
    }
}
