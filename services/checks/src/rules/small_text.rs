//! Texts that are too small to be read at the size at which people see the ad.

use crate::brand_rules::most;
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
        what: "Warns of a text smaller than 9 px (a legal line: 8 px) and refuses one smaller than 6 px, as large as \
               people see it: a story of 1080 px is 360 px wide on a phone, and its text a third of the size it was \
               set in. A brand's own `least_px` refuses.",
        why: "Text that cannot be read was not said, and a legal line that cannot be read does not protect anybody.",
        example: "A legal line of 7.2 px under a leaderboard.",
        fix: "Shorten the line, raise the slot's `min_px` in the layout, or leave out another slot below this size \
               with `drop_below`.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        if subject.known.shown_width.is_none() {
            report.lack("how wide the channel shows the ad; sizes are those of the file");
        }
        for text in subject.texts() {
            let size = subject.shown_px(text.font_px);
            let norm = if text.slot == "legal" { COMFORTABLE_LEGAL_PX } else { COMFORTABLE_PX };
            let own = subject.text_limit(&text.slot, |limits| limits.least_px, most).filter(|own| size < *own);
            if own.is_none() && size >= norm {
                continue;
            }
            let is_legible = size >= LEAST_PX;
            let (name, measured) = (the_slot(&text.slot), format!("{} px", below(size, 1)));
            let is_scaled = (size - text.font_px).abs() > 0.05;
            let set = match is_scaled {
                true => format!("it is set in {} px and seen at {measured}", below(text.font_px, 1)),
                false => format!("it is set in {measured}"),
            };
            let note = match (is_legible, own) {
                (false, _) => report.refuse(format!("{name} is too small to read: {set}.")),
                (true, Some(_)) => {
                    report.refuse(format!("{name} is smaller than {} allows: {set}.", subject.kit.title))
                }
                (true, None) => report.warn(format!("{name} is small: {set}.")),
            };
            let limit = own.unwrap_or(if is_legible { norm } else { LEAST_PX });
            let note = note.on(text).limit(format!("at least {limit} px")).measured(measured);
            note.source(own.map_or("Galley's own rule for screens".to_owned(), |_| subject.rules_as_source()));
        }
    }
}
