//! Words that the brand never uses.

use crate::phrase::Phrase;
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

pub(super) struct BannedWord;

impl Rule for BannedWord {
    const NAME: &'static str = "banned_word";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Refuses a text with a word or phrase that the brand kit bans in this locale (or everywhere, where it \
               names none). Whole words count, in any case; accents matter, except that capitals may leave them out \
               (ΤΟ ΚΑΛΥΤΕΡΟ is το καλύτερο), and vowel points do not. In Thai, Lao, Khmer, Burmese, Chinese, \
               Japanese and Korean the characters count wherever they stand. Other forms of a word are other words: \
               list each.",
        why: "Claims that cannot be proved cost money, and each brand has words it would not say.",
        example: "“The CHEAPEST cup in town” where the kit bans “cheapest”.",
        fix: "Write the line anew. If the word is all right here, narrow the ban's `locales` in the brand kit.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let (kit, tag) = (subject.kit, &subject.locale.tag);
        for banned in kit.banned.iter().filter(|banned| banned.locales.is_empty() || banned.locales.contains(tag)) {
            let phrase = Phrase::new(&banned.word);
            for text in subject.texts() {
                let Some(found) = phrase.find_in(&text.text) else { continue };
                let (name, word, found) = (the_slot(&text.slot), quote(&banned.word), quote(found));
                let why = banned.why.trim_end_matches('.');
                let message = format!("{name} says {found}, which {} does not say in {tag}: {why}.", kit.title);
                let note = report.refuse(message).slot(&text.slot).limit(format!("not {word}"));
                note.measured(found).source(subject.kit_as_source());
            }
        }
    }
}
