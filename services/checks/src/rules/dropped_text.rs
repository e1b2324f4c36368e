//! Texts that the ad was supposed to show and does not.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

/// Without these an ad says something else than was asked for.
const NEEDED: [&str; 4] = ["headline", "cta", "legal", "price"];

pub(super) struct DroppedText;

impl Rule for DroppedText {
    const NAME: &'static str = "dropped_text";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Finds a text that the copy deck, the feed or the legal lines gave and that was not drawn. Refused for \
               headline, button, price and legal line; a warning for every other slot, which a layout may leave out \
               of strips and small formats.",
        why: "A layout leaves slots out where there is no room. That is right for a subline and wrong for a price.",
        example: "A strip of 320 × 50 px without the button that the deck has a label for.",
        fix: "Give the slot a place in the layout's arrangement for this shape, or take the line out of the deck for \
               this market.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for (slot, text) in subject.expected_slots.iter().filter(|(_, text)| !text.trim().is_empty()) {
            if subject.texts_of(slot).next().is_some() {
                continue;
            }
            let (name, shape) = (the_slot(slot), subject.format.shape().word());
            let note = match NEEDED.contains(&slot.as_str()) {
                true => {
                    report.refuse(format!("{name} is missing: the layout has no place for it in this {shape} format."))
                }
                false => report.warn(format!("{name} was left out of this {shape} format.")),
            };
            note.slot(slot).limit(quote(text)).measured("not drawn").source("text drawn is text approved");
        }
    }
}
