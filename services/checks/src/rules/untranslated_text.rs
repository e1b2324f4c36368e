//! Lines that are the same where the language is not.

use galley_domain::asset::PlacedText;

use crate::characters::is_of_script;
use crate::known::Sibling;
use crate::rule::{Report, Rule, Text};
use crate::subject::{Subject, language};
use crate::wording::{plain, quote, the_slot};

/// A line shorter than this may be a name, or a word that languages share.
const LEAST_WORDS: usize = 2;
const LEAST_LETTERS: usize = 6;
/// Markets named in one finding.
const MAX_NAMED: usize = 3;
/// Languages whose lines may well be the same.
const KIN: [[&str; 2]; 5] = [["nb", "da"], ["nb", "nn"], ["hr", "sr"], ["hr", "bs"], ["id", "ms"]];

pub(super) struct UntranslatedText;

impl Rule for UntranslatedText {
    const NAME: &'static str = "untranslated_text";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Warns of a line that stands in the same slot of a market with another language, letter for letter, and \
               of a line without any letter of the locale's script. The brand's name and what the glossary keeps do \
               not count, nor do single words, prices and legal lines, nor languages that are next of kin.",
        why: "A line that nobody translated looks finished in a grid of forty markets.",
        example: "“The day can wait.” as the headline in France.",
        fix: "Fill in the line for this locale in the copy deck. If it is meant to stay, a reviewer may pass it.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        if subject.known.siblings.is_none() {
            report.lack("the texts of other markets");
        }
        let siblings = subject.known.siblings.unwrap_or_default();
        for text in subject.texts().filter(|text| !["legal", "price", "was_price"].contains(&text.slot.as_str())) {
            let rest = own_words(subject, &text.text);
            let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
            let is_long =
                letters >= LEAST_LETTERS && (rest.split_whitespace().count() >= LEAST_WORDS || !is_spaced(&rest));
            if is_long && !tell_script(subject, (text, &rest), report) {
                tell_same(subject, (text, siblings), report);
            }
        }
    }
}

/// The text without the brand's name and what the glossary writes in this locale.
fn own_words(subject: &Subject<'_>, text: &str) -> String {
    let kit = subject.kit;
    let spellings = kit.glossary.values().filter_map(|spellings| spellings.get(&subject.locale.tag));
    let known = spellings.chain([&kit.title]).filter(|known| !known.is_empty());
    known.fold(plain(text), |rest, known| rest.replace(&plain(known), " "))
}

/// Latin and its like part words by spaces; in Chinese or Thai six letters are words enough.
fn is_spaced(text: &str) -> bool {
    let scripts = ["Latn", "Grek", "Cyrl", "Arab", "Hebr", "Deva", "Beng"];
    text.chars().any(|c| scripts.iter().any(|code| is_of_script(c, code) == Some(true)))
}

fn tell_script(subject: &Subject<'_>, (text, rest): (&PlacedText, &str), report: &mut Report) -> bool {
    let (tag, script) = (&subject.locale.tag, subject.locale.script.as_str());
    let mut letters = rest.chars().filter(|c| c.is_alphabetic()).map(|c| is_of_script(c, script));
    if letters.any(|is_own| is_own != Some(false)) {
        return false;
    }
    let (name, measured) = (the_slot(&text.slot), quote(&text.text));
    let message = format!("{name} has no letter of the script of {tag}: {measured}.");
    report.warn(message).on(text).limit(format!("{script} letters")).measured(measured).source("Galley's own rule");
    true
}

fn tell_same(subject: &Subject<'_>, (text, siblings): (&PlacedText, &[Sibling]), report: &mut Report) {
    let (own, drawn) = (subject.language(), plain(&text.text));
    let is_kin = |other: &str| KIN.iter().any(|pair| pair.contains(&own) && pair.contains(&other));
    let is_same = |sibling: &&Sibling| {
        let other = language(&sibling.locale);
        other != own && !is_kin(other) && sibling.texts.get(&text.slot).is_some_and(|line| plain(line) == drawn)
    };
    let mut same: Vec<&str> = siblings.iter().filter(is_same).map(|sibling| sibling.locale.as_str()).collect();
    same.sort_unstable();
    same.dedup();
    if same.is_empty() {
        return;
    }
    let mut named = same.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
    if same.len() > MAX_NAMED {
        named.push_str(&format!(" and {} more", same.len() - MAX_NAMED));
    }
    let message =
        format!("{} in {} is the same as in {named}: {}.", the_slot(&text.slot), subject.locale.tag, quote(&drawn));
    let note = report.warn(message).on(text).limit("a line of its own").measured(format!("the same in {named}"));
    note.source("Galley's own rule");
}
