//! The first draft of a skill out of what people asked for: their words, and limits where what they approved and what
//! they refused lie apart. Guesses no word and no taste.

use std::fmt::Write;

use super::{ANSWERS, Asked, Seen, SeenText};

/// Elements that are texts, each the slot of its name.
const TEXTS: [&str; 4] = ["headline", "subline", "cta", "legal"];
const LEGIBILITY: &str = "legibility";
/// Approved ads without which no limit is drawn.
const LEAST_APPROVED: usize = 5;
/// Reasons that a draft quotes.
const MOST_REASONS: usize = 6;

/// Limits of a slot's texts that separate what was approved from what was refused.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Limits {
    slot: String,
    least_px: Option<u32>,
    most_lines: Option<u32>,
    /// Tenths.
    least_contrast: Option<u32>,
}

/// What a tenth of the approved ads at most would break, and half of those that were refused for it does.
pub(super) fn limits(seen: &Seen, element: &str, aspect: &str, asked: &[Asked]) -> Option<Limits> {
    if aspect != LEGIBILITY || !TEXTS.contains(&element) {
        return None;
    }
    let of_slot = || seen.texts.iter().filter(|text| text.slot == element);
    let approved: Vec<&SeenText> = of_slot().filter(|text| text.is_approved).collect();
    let refused: Vec<&SeenText> =
        of_slot().filter(|text| asked.iter().any(|asked| asked.revision == text.revision)).collect();
    if approved.len() < LEAST_APPROVED || refused.is_empty() {
        return None;
    }
    let at = |texts: &[&SeenText], share: f32, value: &dyn Fn(&SeenText) -> f32| {
        let mut values: Vec<f32> = texts.iter().map(|text| value(text)).collect();
        values.sort_by(f32::total_cmp);
        values[((values.len() - 1) as f32 * share).round() as usize]
    };
    let least = |value: &dyn Fn(&SeenText) -> f32, scale: f32| {
        let limit = (at(&approved, 0.1, value) * scale).floor();
        (limit >= 1.0 && at(&refused, 0.5, value) * scale < limit).then_some(limit as u32)
    };
    let most_lines = at(&approved, 0.9, &|text| text.lines as f32);
    let has_more = at(&refused, 0.5, &|text| text.lines as f32) > most_lines;
    let limits = Limits {
        slot: element.to_owned(),
        least_px: least(&|text| text.px, 1.0),
        most_lines: has_more.then_some(most_lines as u32),
        least_contrast: least(&|text| text.contrast, 10.0),
    };
    let is_empty = limits.least_px.is_none() && limits.most_lines.is_none() && limits.least_contrast.is_none();
    (!is_empty).then_some(limits)
}

/// `rules.yaml`.
pub(super) fn rules(limits: &Limits) -> String {
    let mut text = String::from(
        "# Drawn from what was approved: nine of ten approved ads keep to it. Raise or lower it to what you mean.\n\ntexts:\n",
    );
    let mut row = format!("  - {{ slot: {}", limits.slot);
    let fields = [
        limits.least_px.map(|px| format!("least_px: {px}")),
        limits.most_lines.map(|lines| format!("most_lines: {lines}")),
        limits.least_contrast.map(|tenths| format!("least_contrast: {}.{}", tenths / 10, tenths % 10)),
    ];
    for field in fields.into_iter().flatten() {
        row.push_str(", ");
        row.push_str(&field);
    }
    text.push_str(&row);
    text.push_str(" }\n");
    text
}

/// `SKILL.md`.
pub(super) fn skill(brand: &str, (element, aspect): (&str, &str), asked: &[Asked]) -> String {
    let plain = |word: &str| word.replace('_', "-");
    let name = format!("{}-{}", plain(element), plain(aspect));
    let words = |word: &str| word.replace('_', " ");
    let mut text = format!(
        "---\nname: {name}\ndescription: \"What {} asks of {} ({}).\"\nmetadata:\n  {ANSWERS}: {element}/{aspect}\n---\n\
         # {}: {}\n\nAsked for in {} decisions. What people said:\n\n",
        quoted(brand),
        words(element),
        words(aspect),
        words(element),
        words(aspect),
        asked.len()
    );
    let mut reasons: Vec<&str> =
        asked.iter().map(|asked| asked.reason.as_str()).filter(|words| !words.is_empty()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    for reason in reasons.iter().take(MOST_REASONS) {
        let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "- {line}");
    }
    if reasons.is_empty() {
        text.push_str("- (no words: look at the ads behind the decisions)\n");
    }
    text.push_str(
        "\n## The rule\n\nWrite down what is right here, so that somebody who was not there can keep to it.\n",
    );
    text
}

/// Fit for a text in double quotes.
fn quoted(words: &str) -> String {
    words.replace(['"', '\\'], "’").replace("---", "—")
}
