//! The contrast between a text and what is really behind it.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, the_slot};

const SOURCE: &str = "WCAG 2.2, success criterion 1.4.3, Contrast (Minimum)";
const CHECKED: &str = "2026-11-24";
/// For texts of any size.
const LEAST: f32 = 3.0;
/// For texts that are not large.
const LEAST_SMALL: f32 = 4.5;
/// 18 points. WCAG also calls 14 points bold large; the weight of a text is not among the facts.
const LARGE_PX: f32 = 24.0;

pub(super) struct LowContrast;

impl Rule for LowContrast {
    const NAME: &'static str = "low_contrast";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text whose contrast with the pixels behind it is below 3 : 1, and warns below 4.5 : 1 where \
               it is smaller than 24 px. Labels of buttons are measured against their button. The worst place of the \
               text counts, not the average.",
        why: "Many people cannot read it, and outdoors nobody can.",
        example: "White words on a pale sky, 2.1 : 1.",
        fix: "Give the slot a list of colours in the layout so that the better one is taken, or put a panel behind \
               the words.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for text in subject.texts() {
            let is_large = text.font_px >= LARGE_PX;
            let least = if is_large { LEAST } else { LEAST_SMALL };
            // A ratio that is no number proves nothing, so it does not pass.
            let is_enough = text.contrast >= least;
            if is_enough {
                continue;
            }
            let is_readable = text.contrast >= LEAST;
            let measured = format!("{} : 1 at {} px", below(text.contrast, 2), below(text.font_px, 1));
            let name = the_slot(&text.slot);
            let note = match is_readable {
                true => report.warn(format!("{name} is hard to read: its contrast is {measured}.")),
                false => report.refuse(format!("{name} can hardly be seen: its contrast is {measured}.")),
            };
            let note = note.slot(&text.slot).limit(format!("at least {least} : 1")).measured(measured).source(SOURCE);
            note.checked(CHECKED);
        }
    }
}
