//! Words that an ad must say and does not.

use crate::brand_rules::{Forms, Required, is_for, names};
use crate::phrase::{Phrase, Searched};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::quote;

/// Alternatives named in one finding.
const MAX_NAMED: usize = 3;

pub(super) struct RequiredWordMissing;

impl Rule for RequiredWordMissing {
    const NAME: &'static str = "required_word_missing";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Finds an ad that says none of the words of which the brand's own rules require one in this locale and \
               market, in any slot or in those that the rule names. `beside` limits it to ads that show a slot, such \
               as a price. Other forms of a word count unless the rule says `exact`. Refused unless the rule says \
               that it only warns.",
        why: "“Drink responsibly”, “incl. VAT”, “Ad”: what has to be said is forgotten first in the twelfth language.",
        example: "A German ad with a price and without “inkl. MwSt.”.",
        fix: "Add the words to the line in the copy deck for this locale.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(rules) = subject.brand_rules(report) else { return };
        let searched: Vec<_> = subject.texts().map(|text| (&text.slot, Searched::new(&text.text))).collect();
        for required in rules.required.iter().filter(|required| holds(subject, required)) {
            let mut phrases = required.any.iter().map(|word| match required.forms {
                Forms::Exact => Phrase::new(word),
                Forms::Inflected => Phrase::with_forms(word, subject.language()),
            });
            let is_said = |phrase: &Phrase| {
                let mut texts = searched.iter().filter(|(slot, _)| names(&required.slots, slot));
                texts.any(|(_, text)| phrase.find_in(text).is_some())
            };
            if phrases.any(|phrase| is_said(&phrase)) {
                continue;
            }
            let mut named =
                required.any.iter().take(MAX_NAMED).map(|word| quote(word)).collect::<Vec<_>>().join(" or ");
            if required.any.len() > MAX_NAMED {
                named.push_str(&format!(" or {} more", required.any.len() - MAX_NAMED));
            }
            let why = required.why.trim_end_matches('.');
            let note = report.note(required.severity.into(), format!("The ad does not say {named}: {why}."));
            let note = note.limit(named).measured("not said").source(subject.rules_as_source());
            if let [slot] = &required.slots[..] {
                note.slot(slot);
            }
        }
    }
}

fn holds(subject: &Subject<'_>, required: &Required) -> bool {
    is_for(&required.locales, &subject.locale.tag)
        && names(&required.markets, subject.market)
        && required.beside.as_deref().is_none_or(|slot| subject.texts_of(slot).next().is_some())
}
