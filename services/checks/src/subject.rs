//! What is checked: a finished ad, what it was supposed to show, and the rules of the place it is
//! made for. Judges nothing itself.

use std::collections::BTreeMap;

use galley_domain::asset::{AdFacts, PlacedText};
use galley_domain::brand_kit::BrandKit;
use galley_domain::format::{Format, Mime};
use galley_domain::locale::Locale;
use galley_domain::measures::TextMeasure;

use crate::brand_rules::{BrandRules, TextLimits};
use crate::known::Known;
use crate::rule::Report;

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
    /// What else is known.
    pub known: Known<'a>,
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

    /// Readable texts, each with what the composer measured of it; said so where it measured nothing.
    pub(crate) fn measured_texts(&self, report: &mut Report) -> Vec<(&'a PlacedText, Option<&'a TextMeasure>)> {
        let texts = &self.facts.texts;
        let measures = self.known.measures.map(|measures| measures.texts.as_slice()).unwrap_or_default();
        let fits = measures.len() == texts.len();
        if !fits {
            report.lack("the composer's measures of each text");
        }
        let measure = |at: usize| measures.get(at).filter(|_| fits);
        let pairs = texts.iter().enumerate().map(|(at, text)| (text, measure(at)));
        pairs.filter(|(text, _)| !text.text.trim().is_empty()).collect()
    }

    /// The size at which people see what is so large in the picture; the same where nobody knows.
    pub(crate) fn shown_px(&self, px: f32) -> f32 {
        self.known.shown_width.map_or(px, |width| px * width / self.facts.width.max(1) as f32)
    }

    /// The brand's own limit for a slot's texts; of several the one that `stricter` takes.
    pub(crate) fn text_limit<T>(
        &self,
        slot: &str,
        limit: impl Fn(&TextLimits) -> Option<T>,
        stricter: impl Fn(Option<T>, Option<T>) -> Option<T>,
    ) -> Option<T> {
        let limits = self.known.rules.map(|rules| rules.texts.as_slice()).unwrap_or_default();
        let own = limits.iter().filter(|limits| limits.slot.as_deref().is_none_or(|named| named == slot));
        own.map(limit).fold(None, stricter)
    }

    /// The brand's own rules; None, and said so, where nobody looked for them.
    pub(crate) fn brand_rules(&self, report: &mut Report) -> Option<&'a BrandRules> {
        if self.known.rules.is_none() {
            report.lack("the brand's own rules");
        }
        self.known.rules
    }

    /// The brand's own rules as the source of a rule.
    pub(crate) fn rules_as_source(&self) -> String {
        format!("the rules of {}", self.kit.title)
    }

    /// The language of the locale: `de` of `de-CH`.
    pub(crate) fn language(&self) -> &'a str {
        language(&self.locale.tag)
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

/// The language of a tag: `de` of `de-CH`.
pub(crate) fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}
