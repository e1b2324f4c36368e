//! How large a text is set and where its lines end: as large as its box allows, never smaller
//! than its rule, lines of even length. Knows widths and heights, not places.

use super::shape::{LineInk, Shaped};
use crate::layout::{Fit, Role, TextSlot};

/// Sizes between the smallest and the largest that are tried.
pub const LEVELS: u32 = 24;

/// How far a headline's size may fall to save a line.
const WORTH_A_LINE: f32 = 0.78;

/// A text's rules in pixels for one ad.
#[derive(Clone, Copy, Debug)]
pub struct TextRules {
    pub smallest: f32,
    pub largest: f32,
    pub max_lines: u32,
    pub is_balanced: bool,
    /// A little smaller on fewer lines is better.
    pub saves_lines: bool,
    /// Ems from line to line.
    pub leading: f32,
    /// Nothing but its largest size will do.
    pub is_fixed: bool,
}

/// What a script asks of type: at least so much leading, and a size that looks the same.
fn script_needs(script: &str, role: Role) -> (f32, f32) {
    match (script, role) {
        ("Arab", Role::Display) => (1.42, 1.04),
        ("Arab", Role::Text) => (1.45, 1.06),
        ("Deva", _) => (1.38, 1.0),
        ("Thai", _) => (1.38, 1.02),
        ("Hebr", _) => (1.16, 1.04),
        ("Jpan" | "Hira" | "Kana" | "Hani", Role::Display) => (1.26, 0.9),
        ("Jpan" | "Hira" | "Kana" | "Hani", Role::Text) => (1.5, 0.94),
        ("Grek" | "Cyrl", Role::Display) => (1.1, 0.97),
        _ => (1.0, 1.0),
    }
}

impl TextRules {
    /// The rules of a slot in an ad whose short side is `short` pixels, `density` for each of the format's, where its
    /// letters are `times` as large. What is made smaller keeps the slot's least size.
    pub fn new(slot: &TextSlot, (short, density): (f32, f32), times: f32, script: &str) -> TextRules {
        let (leading, scale) = script_needs(script, slot.role);
        let smallest = (slot.size[0] * short * times.max(1.0)).max(slot.min_px * density);
        let largest = (slot.size[1] * short * times * scale).min(slot.max_px * density).max(smallest);
        TextRules {
            smallest,
            largest,
            max_lines: if slot.fit == Fit::Shrink { 1 } else { slot.max_lines },
            is_balanced: slot.is_balanced,
            saves_lines: slot.is_balanced && slot.role == Role::Display,
            leading: slot.leading.max(leading),
            is_fixed: slot.fit == Fit::Wrap,
        }
    }

    /// The size at a level between 0 and [`LEVELS`].
    pub fn size(&self, level: u32) -> f32 {
        if self.is_fixed {
            return self.largest;
        }
        self.smallest + (self.largest - self.smallest) * level as f32 / LEVELS as f32
    }
}

/// A text broken into lines at a size.
pub struct Block {
    pub shaped: Shaped,
    pub size: f32,
    pub lines: Vec<LineInk>,
    /// Baselines from the block's top.
    pub baselines: Vec<f32>,
    /// Of the widest line's ink.
    pub width: f32,
    pub height: f32,
    pub is_overflowing: bool,
}

/// A text and its rules, not yet of a size.
pub struct Candidate {
    pub shaped: Shaped,
    pub rules: TextRules,
}

impl Candidate {
    /// The height at a level in a width, or nothing if the lines do not fit the width or the rule.
    pub fn height(&mut self, level: u32, width: f32) -> Option<f32> {
        let size = self.rules.size(level);
        let (count, widest) = self.shaped.break_lines(width, size);
        if count > self.rules.max_lines || widest > width + 0.5 {
            return None;
        }
        let lines = self.shaped.lines(size);
        Some(baselines(&lines, &self.shaped, size, self.rules.leading).1)
    }

    /// Whether its lines were chosen before.
    pub fn has_forced_lines(&self) -> bool {
        self.shaped.has_forced_lines()
    }

    /// The lines a level makes in a width.
    pub fn line_texts(&mut self, level: u32, width: f32) -> impl Iterator<Item = &str> {
        self.shaped.break_lines(width, self.rules.size(level));
        self.shaped.line_texts()
    }

    /// How many lines a level needs in a width.
    pub fn count_lines(&mut self, level: u32, width: f32) -> u32 {
        self.shaped.break_lines(width, self.rules.size(level)).0
    }

    /// The shortest line over the longest, as the text would be set.
    pub fn evenness(&mut self, level: u32, width: f32) -> f32 {
        let size = self.rules.size(level);
        let (count, _) = self.shaped.break_lines(width, size);
        self.balance(count, width, size);
        let widths = self.shaped.lines(size).into_iter().map(|line| line.right - line.left);
        let (shortest, longest) = widths.fold((f32::MAX, 1.0f32), |(a, b), w| (a.min(w), b.max(w)));
        shortest / longest
    }

    /// The natural width on one line at a level.
    pub fn line_width(&mut self, level: u32) -> f32 {
        let size = self.rules.size(level);
        self.shaped.break_lines(f32::MAX / 4096.0, size);
        self.shaped.lines(size).first().map_or(0.0, |line| line.right - line.left)
    }

    /// The highest level whose lines fit a width and a height.
    pub fn find_level(&mut self, width: f32, height: f32) -> Option<u32> {
        highest(|level| self.height(level, width).is_some_and(|used| used <= height + 0.5))
    }

    /// The level to set the text at in a box. A headline that a slightly smaller size would save a
    /// line gets that size: few long lines read better than a column of short ones.
    pub fn find_own_level(&mut self, width: f32, height: f32) -> Option<u32> {
        let mut level = self.find_level(width, height)?;
        if !self.rules.saves_lines || self.rules.is_fixed {
            return Some(level);
        }
        let (mut lines, least) = (self.count_lines(level, width), self.rules.size(level) * WORTH_A_LINE);
        for lower in (0..level).rev().take_while(|lower| self.rules.size(*lower) >= least).collect::<Vec<_>>() {
            if self.count_lines(lower, width) < lines {
                lines = self.count_lines(lower, width);
                level = lower;
            }
        }
        Some(level)
    }

    /// Sets the text at a level in a width; `does_fit` says whether it kept its rules.
    pub fn set(mut self, level: u32, width: f32, does_fit: bool) -> Block {
        let size = self.rules.size(level);
        let (count, _) = self.shaped.break_lines(width, size);
        if self.rules.is_balanced && count > 1 && does_fit {
            self.balance(count, width, size);
        }
        let mut lines = self.shaped.lines(size);
        if !self.rules.saves_lines {
            lines.iter_mut().for_each(|line| line.hang = [0.0; 2]);
        }
        let (baselines, height) = baselines(&lines, &self.shaped, size, self.rules.leading);
        let width = lines.iter().map(|line| line.right - line.left).fold(0.0, f32::max);
        Block { shaped: self.shaped, size, lines, baselines, width, height, is_overflowing: !does_fit }
    }

    /// Breaks at the narrowest width that needs no more lines: even lines, no lone last word.
    fn balance(&mut self, count: u32, width: f32, size: f32) {
        let (mut narrow, mut wide) = (width / count as f32 * 0.8, width);
        for _ in 0..9 {
            let middle = (narrow + wide) / 2.0;
            let (lines, widest) = self.shaped.break_lines(middle, size);
            if lines <= count && widest <= middle + 0.5 {
                wide = middle;
            } else {
                narrow = middle;
            }
        }
        self.shaped.break_lines(wide, size);
    }
}

/// The highest level that passes; levels that pass come before levels that do not.
pub fn highest(mut passes: impl FnMut(u32) -> bool) -> Option<u32> {
    if passes(LEVELS) {
        return Some(LEVELS);
    }
    let (mut low, mut high) = (0, LEVELS);
    if !passes(0) {
        return None;
    }
    while high - low > 1 {
        let middle = (low + high) / 2;
        if passes(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

/// Room under a last line for letters that reach below it, in ems. Kept whether there are any or
/// not, so that the same gap looks the same under every line.
const DESCENT: f32 = 0.2;

/// Baselines from the top of the block, and its height: from the top of the capitals (or of the
/// ink, if higher) to the bottom of the letters that reach below the line.
fn baselines(lines: &[LineInk], shaped: &Shaped, size: f32, leading: f32) -> (Vec<f32>, f32) {
    let first = lines.first().map_or(0.0, |line| line.ascent.max(shaped.cap_height * size));
    let last = lines.last().map_or(0.0, |line| line.descent.max(DESCENT * size));
    let baselines: Vec<f32> = (0..lines.len()).map(|index| first + index as f32 * leading * size).collect();
    let height = baselines.last().copied().unwrap_or(0.0) + last;
    (baselines, height)
}
