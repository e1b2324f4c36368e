//! Names of the brand that are not written as the brand writes them.

use unicode_segmentation::UnicodeSegmentation;

use galley_domain::asset::{PlacedText, Severity};

use crate::brand_rules::{Name, is_for};
use crate::phrase::{Phrase, Searched};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{plain, quote, the_slot};

/// Letters from which a slip of one, and of two, is told from another word.
const LEAST_FOR_ONE: usize = 5;
const LEAST_FOR_TWO: usize = 9;
/// Letters of an ending that a language may add to a name: Pikolos, Pikolonun.
const MOST_ENDING: usize = 4;

pub(super) struct MisspelledBrandName;

impl Rule for MisspelledBrandName {
    const NAME: &'static str = "misspelled_brand_name";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Warns of a word that is the brand's name but for case, accents, spaces or hyphens, or but for one letter \
               (two from nine letters on), and refuses the spellings that the brand's own rules list under `never`. \
               Endings that a language adds to a name are right, as is a name in capitals in a text in capitals unless \
               the rules say otherwise. Where the glossary gives the name another spelling in a locale, that one is \
               right there. Other names and words that only look alike are listed in the rules (`names`, `besides`).",
        why: "The one word that must not have a typing error is the client's name.",
        example: "“Ombarva” or “ombrava” for Ombrava.",
        fix: "Correct the word in the copy deck. If it is another word, list it under the name's `besides` in the \
              brand's own rules.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let rules = subject.brand_rules(report).map(|rules| rules.names.as_slice()).unwrap_or_default();
        let own: Vec<&Name> = rules.iter().filter(|name| is_for(&name.locales, &subject.locale.tag)).collect();
        let title = named(subject);
        let is_ruled = rules.iter().any(|name| name.write == title.write);
        let implied = Some(&title).filter(|_| !is_ruled);
        for text in subject.texts() {
            for name in own.iter().copied().chain(implied) {
                Search { subject, text, name, is_implied: !is_ruled && *name == title }.run(report);
            }
        }
    }
}

/// The kit's name, as this locale writes it.
fn named(subject: &Subject<'_>) -> Name {
    let spellings = subject.kit.glossary.get(&subject.kit.title);
    let write = spellings.and_then(|spellings| spellings.get(&subject.locale.tag)).unwrap_or(&subject.kit.title);
    Name { write: write.clone(), never: Vec::new(), besides: Vec::new(), locales: Vec::new(), capitals: true }
}

struct Search<'a> {
    subject: &'a Subject<'a>,
    text: &'a PlacedText,
    name: &'a Name,
    is_implied: bool,
}

impl Search<'_> {
    fn run(&self, report: &mut Report) {
        for found in self.name.never.iter().filter_map(|never| find_exactly(&self.text.text, never)) {
            self.tell(Severity::Refused, found, report);
        }
        let words = words(&self.text.text);
        let length = words_of(&self.name.write).max(1);
        let mut at = 0;
        while at < words.len() {
            // A name of two words may have been written as one, and one of one as two.
            let windows = [length, length + 1, length.saturating_sub(1)].into_iter().filter(|size| *size > 0);
            let pieces = windows.filter_map(|size| Some((size, span(&self.text.text, words.get(at..at + size)?))));
            let pieces: Vec<(usize, &str)> = pieces.collect();
            if let Some((size, _)) = pieces.iter().find(|(_, piece)| plain(piece) == plain(&self.name.write)) {
                at += size;
                continue;
            }
            match pieces.iter().find(|(size, piece)| self.is_slip(piece, *size == length)) {
                Some((size, piece)) => {
                    self.tell(Severity::Warns, piece, report);
                    at += size;
                }
                None => at += 1,
            }
        }
    }

    /// Of another number of words, only the very letters of the name are a slip.
    fn is_slip(&self, piece: &str, is_as_long: bool) -> bool {
        let wanted = &self.name.write;
        let besides = |word: &String| plain(word).to_lowercase() == plain(piece).to_lowercase();
        let is_told = self.name.never.iter().any(|never| plain(never) == plain(piece));
        if is_told || self.name.besides.iter().any(besides) {
            return false;
        }
        let (is, should_be) = (bare(piece), bare(wanted));
        if is == should_be {
            let is_loud = !self.text.text.chars().any(char::is_lowercase);
            let is_allowed = self.name.capitals && is_loud && plain(piece) == plain(&wanted.to_uppercase());
            return !is_allowed;
        }
        let letters = should_be.chars().count();
        let most = if letters >= LEAST_FOR_TWO { 2 } else { usize::from(letters >= LEAST_FOR_ONE) };
        // Longer words are not compared, however long they are.
        let is_as_long = is_as_long && is.chars().count().abs_diff(letters) <= most;
        let is_near = is_as_long && most > 0 && strsim::damerau_levenshtein(&is, &should_be) <= most;
        is_near && !self.is_ending(piece)
    }

    /// The name with an ending of the language.
    fn is_ending(&self, piece: &str) -> bool {
        let wanted = &self.name.write;
        let ending = piece.strip_prefix(wanted.as_str());
        let is_short = ending
            .is_some_and(|ending| ending.chars().count() <= MOST_ENDING && ending.chars().all(char::is_lowercase));
        is_short || Phrase::with_forms(wanted, self.subject.language()).find_in(&Searched::new(piece)).is_some()
    }

    fn tell(&self, severity: Severity, found: &str, report: &mut Report) {
        let (name, found, right) = (the_slot(&self.text.slot), quote(found), quote(&self.name.write));
        let note = report.note(severity, format!("{name} says {found}; the name is {right}."));
        let source = if self.is_implied { self.subject.kit_as_source() } else { self.subject.rules_as_source() };
        note.on(self.text).limit(right).measured(found).source(source);
    }
}

/// A spelling that stands in the text letter for letter, as whole words.
fn find_exactly<'t>(text: &'t str, never: &str) -> Option<&'t str> {
    let found = text.match_indices(never).map(|(at, _)| (at, at + never.len()));
    let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut whole = found
        .filter(|(from, to)| !is_inside(text[..*from].chars().next_back()) && !is_inside(text[*to..].chars().next()));
    whole.next().map(|(from, to)| &text[from..to])
}

/// Letters and digits alone, without case and accents.
fn bare(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let base = text.nfd().filter(|c| c.is_alphanumeric());
    base.flat_map(char::to_lowercase).collect()
}

/// Where words begin and end; an apostrophe parts them. Handles and addresses are no words: @pikolo, pikolo.example.
fn words(text: &str) -> Vec<(usize, usize)> {
    let is_address = |at: usize| text[..at].ends_with(['@', '#', '/', '.']);
    let whole = text.unicode_word_indices().filter(|(at, word)| !is_address(*at) && !word.contains('.'));
    let parts = |(at, word): (usize, &str)| {
        let ends: Vec<usize> = word.match_indices(['\'', '’']).map(|(end, _)| end).chain([word.len()]).collect();
        let starts = std::iter::once(0).chain(word.match_indices(['\'', '’']).map(|(end, sign)| end + sign.len()));
        starts.zip(ends).map(|(from, to)| (at + from, at + to)).collect::<Vec<_>>()
    };
    whole.flat_map(parts).filter(|(from, to)| from < to).collect()
}

fn words_of(name: &str) -> usize {
    words(name).len()
}

fn span<'t>(text: &'t str, words: &[(usize, usize)]) -> &'t str {
    match (words.first(), words.last()) {
        (Some((from, _)), Some((_, to))) => &text[*from..*to],
        _ => "",
    }
}
