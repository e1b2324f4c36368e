//! Texts that are too small to be read.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, the_slot};

/// Below this nobody reads it.
const LEAST_PX: f32 = 6.0;
const COMFORTABLE_PX: f32 = 9.0;
/// Legal lines are small everywhere; a reader who wants them looks closer.
const COMFORTABLE_LEGAL_PX: f32 = 8.0;

pub(super) struct SmallText;

impl Rule for SmallText {
    const NAME: &'static str = "small_text";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Warns of a text smaller than 9 px (a legal line: 8 px) and refuses one smaller than 6 px.",
        why: "Text that cannot be read was not said, and a legal line that cannot be read does not protect anybody.",
        example: "A legal line of 7.2 px under a leaderboard.",
        fix: "Shorten the line, raise the slot's `min_px` in the layout, or leave out another slot below this size \
               with `drop_below`.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for text in subject.texts() {
            let comfortable = if text.slot == "legal" { COMFORTABLE_LEGAL_PX } else { COMFORTABLE_PX };
            if text.font_px >= comfortable {
                continue;
            }
            let is_legible = text.font_px >= LEAST_PX;
            let (name, measured) = (the_slot(&text.slot), format!("{} px", below(text.font_px, 1)));
            let note = match is_legible {
                true => report.warn(format!("{name} is small: it is set in {measured}.")),
                false => report.refuse(format!("{name} is too small to read: it is set in {measured}.")),
            };
            let limit = if is_legible { comfortable } else { LEAST_PX };
            let note = note.slot(&text.slot).limit(format!("at least {limit} px")).measured(measured);
            note.source("Galley's own rule for screens");
        }
    }
}
