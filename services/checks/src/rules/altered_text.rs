//! Texts that say something else than what was given.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{plain, quote, the_slot};

const SOURCE: &str = "text drawn is text approved";

pub(super) struct AlteredText;

impl Rule for AlteredText {
    const NAME: &'static str = "altered_text";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text that differs from the line that the copy deck, the feed or the legal lines gave, and a \
               text that nobody gave. Line breaks and the way accents are encoded are no difference; case is.",
        why: "People approve lines; what is drawn must be what they approved.",
        example: "“From €9” where the deck says “From €9.90”.",
        fix: "Compose the ad again from the present deck. If it stays, a step changes words that it must not touch.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for text in subject.texts() {
            let (name, drawn) = (the_slot(&text.slot), quote(&text.text));
            match subject.expected_slots.get(&text.slot).filter(|given| !given.trim().is_empty()) {
                Some(given) if plain(given) == plain(&text.text) => {}
                Some(given) => {
                    let given = quote(given);
                    let note = report.refuse(format!("{name} says {drawn}, but {given} was given."));
                    note.on(text).limit(given).measured(drawn).source(SOURCE);
                }
                None => {
                    let note = report.refuse(format!("{name} says {drawn}, which nobody gave."));
                    note.on(text).limit("nothing").measured(drawn).source(SOURCE);
                }
            }
        }
    }
}
