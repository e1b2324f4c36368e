//! Words that the brand never uses.

use galley_domain::asset::{PlacedText, Severity};
use galley_domain::brand_kit::Banned;

use crate::brand_rules::{Forms, is_for, names};
use crate::phrase::{Phrase, Searched};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

pub(super) struct BannedWord;

impl Rule for BannedWord {
    const NAME: &'static str = "banned_word";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Refuses a text with a word or phrase that the brand kit bans in this locale (or everywhere, where it \
               names none), and warns of another form of it: gesünder where gesund is banned. Words that the brand's \
               own rules forbid count in all their forms unless the rule says `exact`. Whole words count, in any \
               case; accents matter, except that capitals may leave them out (ΤΟ ΚΑΛΥΤΕΡΟ is το καλύτερο), and vowel \
               points do not. In Thai, Lao, Khmer, Burmese, Chinese, Japanese and Korean the characters count wherever \
               they stand. Forms are told by their endings, not from a dictionary: besser is not found as a form of \
               gut.",
        why: "Claims that cannot be proved cost money, and each brand has words it would not say.",
        example: "“The CHEAPEST cup in town” where the kit bans “cheapest”.",
        fix: "Write the line anew. If the word is all right here, narrow the ban's `locales` in the brand kit.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let tag = &subject.locale.tag;
        let texts: Texts<'_> = subject.texts().map(|text| (text, Searched::new(&text.text))).collect();
        let is_here = |banned: &&Banned| banned.locales.is_empty() || banned.locales.contains(tag);
        for banned in subject.kit.banned.iter().filter(is_here) {
            let ban = Ban { word: &banned.word, why: &banned.why, slots: &[], source: subject.kit_as_source() };
            ban.look(subject, &texts, [Some(Severity::Refused), Some(Severity::Warns)], report);
        }
        let Some(rules) = subject.brand_rules(report) else { return };
        for one in rules.forbidden.iter().filter(|one| is_for(&one.locales, tag)) {
            let ban = Ban { word: &one.word, why: &one.why, slots: &one.slots, source: subject.rules_as_source() };
            let severity: Severity = one.severity.into();
            let of_forms = Some(severity).filter(|_| one.forms == Forms::Inflected);
            ban.look(subject, &texts, [Some(severity), of_forms], report);
        }
    }
}

type Texts<'a> = Vec<(&'a PlacedText, Searched<'a>)>;

struct Ban<'a> {
    word: &'a str,
    why: &'a str,
    /// Only these; empty means all.
    slots: &'a [String],
    source: String,
}

impl Ban<'_> {
    /// `severities`: of the word itself, and of its other forms.
    fn look(&self, subject: &Subject<'_>, texts: &Texts<'_>, severities: [Option<Severity>; 2], report: &mut Report) {
        let phrases = [Phrase::new(self.word), Phrase::with_forms(self.word, subject.language())];
        for (text, searched) in texts.iter().filter(|(text, _)| names(self.slots, &text.slot)) {
            let find = |at: usize| Some((phrases[at].find_in(searched)?, severities[at]?, at > 0));
            let Some((found, severity, is_form)) = find(0).or_else(|| find(1)) else { continue };
            let (name, word, found) = (the_slot(&text.slot), quote(self.word), quote(found));
            let (title, tag, why) = (&subject.kit.title, &subject.locale.tag, self.why.trim_end_matches('.'));
            let form = if is_form { format!(", a form of {word}") } else { String::new() };
            let message = format!("{name} says {found}{form}, which {title} does not say in {tag}: {why}.");
            let note = report.note(severity, message).on(text).limit(format!("not {word}"));
            note.measured(found).source(self.source.clone());
        }
    }
}
