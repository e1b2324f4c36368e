//! A text shaped once, at a reference size, so that it can be broken into lines of any width and
//! size without shaping again (outlines are not hinted, so everything scales).

use std::ops::Range;

use parley::fontique::{FontWeight, Language};
use parley::{BaseDirection, FontContext, FontFamily, Layout, LayoutContext, PositionedLayoutItem, StyleProperty};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

use super::phrases::{break_between_phrases, break_between_words};
use super::prepare::{Prepared, is_invisible, prepare};
use crate::fonts::Families;

/// The size texts are shaped at, in pixels.
pub const REFERENCE_PX: f32 = 100.0;

/// What decides how a text is shaped.
pub struct Style<'a> {
    pub families: &'a Families,
    pub weight: f32,
    /// Ems between letters.
    pub tracking: f32,
    pub script: &'a str,
    pub language: &'a str,
    pub is_rtl: bool,
    pub breaks: Breaks,
}

/// Where Japanese lines may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// Wherever the Unicode rules allow.
    Anywhere,
    /// Not inside a word written in katakana.
    Words,
    /// Between phrases only.
    Phrases,
}

/// A shaped text.
pub struct Shaped {
    layout: Layout<()>,
    /// As it was shaped: with isolates.
    text: String,
    /// Characters no font has.
    pub missing: Vec<String>,
    /// Height of capitals, in ems.
    pub cap_height: f32,
}

/// One line at a size: where its ink is, relative to its origin on the baseline.
#[derive(Clone, Copy, Debug)]
pub struct LineInk {
    pub left: f32,
    pub right: f32,
    /// Above the baseline is positive.
    pub ascent: f32,
    pub descent: f32,
    /// How much of its left and of its right end is a quotation mark or a dash, which the eye does not
    /// count as the line's edge.
    pub hang: [f32; 2],
}

/// Characters that were shaped together, as the shaper lists them.
#[derive(Clone, Debug)]
pub struct Piece {
    pub range: Range<usize>,
    pub glyphs: u32,
    pub line: u32,
    pub x: f32,
    /// A later part of a ligature, which has no glyphs of its own.
    pub is_joined: bool,
}

impl Shaped {
    /// Shapes `text`.
    pub fn new(fonts: &mut FontContext, layouts: &mut LayoutContext<()>, text: &str, style: &Style<'_>) -> Shaped {
        let prepared = prepare(text, style.script, style.is_rtl);
        let mut layout = build(fonts, layouts, &prepared, style);
        layout.break_all_lines(None);
        let missing = find_missing(&layout, &prepared.text);
        let cap_height = cap_height(&layout);
        Shaped { layout, text: prepared.text, missing, cap_height }
    }

    /// Breaks into lines no wider than `width` pixels at `size`; says how many lines and the widest.
    pub fn break_lines(&mut self, width: f32, size: f32) -> (u32, f32) {
        let scale = size / REFERENCE_PX;
        self.layout.break_all_lines(Some(width / scale));
        let widest = self.layout.lines().map(|line| line.metrics().advance - line.metrics().hanging_advance);
        (self.layout.len() as u32, widest.fold(0.0, f32::max) * scale)
    }

    /// The ink of each line at `size`, as last broken.
    pub fn lines(&self, size: f32) -> Vec<LineInk> {
        let scale = size / REFERENCE_PX;
        self.layout.lines().map(|line| line_ink(line, &self.text, scale)).collect()
    }

    /// Whether its paragraph runs from right to left.
    pub fn is_rtl(&self) -> bool {
        self.layout.is_rtl()
    }

    /// What the shaper made of it, as last broken, at the size texts are shaped at; places are those of the shaped
    /// text, see [`super::clusters`].
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.text.len());
        for (index, line) in self.layout.lines().enumerate() {
            let mut x = line.metrics().offset + line.metrics().inline_min_coord;
            for run in line.runs() {
                for cluster in run.visual_clusters() {
                    let glyphs = cluster.glyphs().filter(|glyph| glyph.id != 0).count() as u32;
                    let is_joined = cluster.is_ligature_continuation();
                    pieces.push(Piece { range: cluster.text_range(), glyphs, line: index as u32, x, is_joined });
                    x += cluster.advance();
                }
            }
        }
        pieces
    }

    /// As it was shaped, which is not quite as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it says itself where lines end.
    pub fn has_forced_lines(&self) -> bool {
        self.text.contains('\n')
    }

    /// The text of each line, as last broken.
    pub fn line_texts(&self) -> impl Iterator<Item = &str> {
        self.layout.lines().map(|line| &self.text[line.text_range()])
    }

    /// The glyph runs of a line, as last broken.
    pub fn line_items(&self, line: usize) -> impl Iterator<Item = PositionedLayoutItem<'_, ()>> {
        self.layout.get(line).into_iter().flat_map(|line| line.items())
    }
}

fn build(
    fonts: &mut FontContext,
    layouts: &mut LayoutContext<()>,
    prepared: &Prepared,
    style: &Style<'_>,
) -> Layout<()> {
    let mut builder = layouts.ranged_builder(fonts, &prepared.text, 1.0, false);
    builder.push_default(StyleProperty::FontFamily(FontFamily::List(style.families.main.as_slice().into())));
    builder.push_default(StyleProperty::FontSize(REFERENCE_PX));
    builder.push_default(StyleProperty::FontWeight(FontWeight::new(style.weight)));
    builder.push_default(StyleProperty::Locale(Language::parse(style.language).ok()));
    if style.tracking != 0.0 {
        builder.push_default(StyleProperty::LetterSpacing(style.tracking * REFERENCE_PX));
    }
    for range in &prepared.latin {
        let latin = FontFamily::List(style.families.latin.as_slice().into());
        builder.push(StyleProperty::FontFamily(latin), range.clone());
    }
    builder.set_base_direction(if style.is_rtl { BaseDirection::Rtl } else { BaseDirection::Ltr });
    match style.breaks {
        Breaks::Anywhere => {}
        Breaks::Words => builder.set_line_break_override(Some(&break_between_words)),
        Breaks::Phrases => builder.set_line_break_override(Some(&break_between_phrases)),
    }
    builder.build(&prepared.text)
}

/// Characters whose cluster came out as the font's “not defined” glyph.
fn find_missing(layout: &Layout<()>, text: &str) -> Vec<String> {
    let mut missing = Vec::new();
    for line in layout.lines() {
        for run in line.runs() {
            for cluster in run.clusters().filter(|cluster| cluster.glyphs().any(|glyph| glyph.id == 0)) {
                let characters: String = text[cluster.text_range()].chars().filter(|c| !is_invisible(*c)).collect();
                if !characters.is_empty() && !missing.contains(&characters) {
                    missing.push(characters);
                }
            }
        }
    }
    missing
}

fn cap_height(layout: &Layout<()>) -> f32 {
    let runs = layout.lines().flat_map(|line| line.runs().map(|run| run.font_metrics().cap_height));
    let tallest = runs.flatten().fold(0.0, f32::max) / REFERENCE_PX;
    if tallest > 0.2 { tallest } else { 0.7 }
}

/// How much of a mark at a line's start hangs out.
const HUNG: f32 = 0.8;

/// Marks that hang out of a headline's edge.
fn hangs(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›')
}

/// Adds up the boxes of a line's glyphs.
fn line_ink(line: parley::Line<'_, ()>, text: &str, scale: f32) -> LineInk {
    let mut ink = LineInk { left: f32::MAX, right: f32::MIN, ascent: 0.0, descent: 0.0, hang: [0.0; 2] };
    // The two outermost pieces of ink at each end.
    let (mut lefts, mut rights) = ([f32::MAX; 2], [f32::MIN; 2]);
    for item in line.items() {
        let PositionedLayoutItem::GlyphRun(run) = item else { continue };
        let data = run.run().font();
        let Ok(font) = skrifa::FontRef::from_index(data.data.as_ref(), data.index) else { continue };
        let metrics = font.glyph_metrics(Size::new(run.run().font_size()), LocationRef::default());
        for glyph in run.positioned_glyphs().filter(|glyph| glyph.id != 0) {
            let Some(bounds) = metrics.bounds(skrifa::GlyphId::new(glyph.id)) else { continue };
            if bounds.x_max <= bounds.x_min {
                continue;
            }
            let (left, right) = (glyph.x + bounds.x_min, glyph.x + bounds.x_max);
            lefts = if left < lefts[0] { [left, lefts[0]] } else { [lefts[0], lefts[1].min(left)] };
            rights = if right > rights[0] { [right, rights[0]] } else { [rights[0], rights[1].max(right)] };
            ink.left = ink.left.min(left);
            ink.right = ink.right.max(right);
            ink.ascent = ink.ascent.max(bounds.y_max - (glyph.y - run.baseline()));
            ink.descent = ink.descent.max((glyph.y - run.baseline()) - bounds.y_min);
        }
    }
    if ink.left > ink.right {
        (ink.left, ink.right) = (0.0, 0.0);
    }
    let own = text[line.text_range()].trim();
    if own.starts_with(hangs) && lefts[1] < f32::MAX {
        ink.hang = [lefts[1] - lefts[0], rights[0] - rights[1]].map(|width| width.clamp(0.0, REFERENCE_PX / 2.0));
    }
    LineInk {
        left: ink.left * scale,
        right: ink.right * scale,
        ascent: ink.ascent * scale,
        descent: ink.descent * scale,
        hang: ink.hang.map(|width| width * scale * HUNG),
    }
}

#[cfg(test)]
mod tests;
