//! A word or phrase to look for in texts of any language. It matches whole words, however they are
//! cased and whichever way their accents are encoded; in scripts written without spaces between
//! words (and Korean, whose particles cling) it matches whole characters. By itself it knows no grammar: “cheaper” is
//! another word than “cheap”, unless a phrase was made with the forms of a language.

mod fold;
mod inflection;

use std::cell::OnceCell;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use fold::Letter;
use inflection::Inflection;

/// A phrase, ready to be looked for.
pub(crate) struct Phrase {
    units: Vec<Unit>,
    matches: Matching,
    forms: Option<&'static Inflection>,
}

#[derive(Clone, Copy, PartialEq)]
enum Matching {
    Words,
    Characters,
}

/// What is compared as a whole: a word, a sign, or in some scripts a character.
struct Unit {
    letters: Vec<Letter>,
    is_capitals: bool,
    range: Range<usize>,
}

impl Phrase {
    pub(crate) fn new(text: &str) -> Phrase {
        let matches = match text.chars().any(fold::is_without_spaces) {
            true => Matching::Characters,
            false => Matching::Words,
        };
        Phrase { units: units(text, matches), matches, forms: None }
    }

    /// Matches other forms of the same words, too, where the language (`de`) has endings.
    pub(crate) fn with_forms(text: &str, language: &str) -> Phrase {
        let phrase = Phrase::new(text);
        let forms = if phrase.matches == Matching::Words { Inflection::find(language) } else { None };
        Phrase { forms, ..phrase }
    }

    /// There is nothing that could be found.
    pub(crate) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The first place where the text says it.
    pub(crate) fn find_in<'t>(&self, text: &Searched<'t>) -> Option<&'t str> {
        let (first, rest) = self.units.split_first()?;
        let window = text.units(self.matches).windows(self.units.len()).find(|window| {
            let (start, others) = (&window[0], &window[1..]);
            let has_prefix = || self.matches == Matching::Words && start.says_with_prefix(first);
            let does_say = |unit: &Unit, wanted: &Unit| unit.says(wanted) || unit.is_form(wanted, self.forms);
            (does_say(start, first) || has_prefix())
                && others.iter().zip(rest).all(|(unit, wanted)| does_say(unit, wanted))
        })?;
        let end = window.last()?.range.end;
        text.text.get(window[0].range.start..end)
    }
}

/// A text that is looked through for many phrases: taken apart once.
pub(crate) struct Searched<'t> {
    text: &'t str,
    words: OnceCell<Vec<Unit>>,
    characters: OnceCell<Vec<Unit>>,
}

impl<'t> Searched<'t> {
    pub(crate) fn new(text: &'t str) -> Searched<'t> {
        Searched { text, words: OnceCell::new(), characters: OnceCell::new() }
    }

    fn units(&self, matches: Matching) -> &[Unit] {
        let kept = match matches {
            Matching::Words => &self.words,
            Matching::Characters => &self.characters,
        };
        kept.get_or_init(|| units(self.text, matches))
    }
}

impl Unit {
    fn says(&self, wanted: &Unit) -> bool {
        self.says_letters(&self.letters, &wanted.letters)
    }

    fn is_form(&self, wanted: &Unit, forms: Option<&Inflection>) -> bool {
        forms.is_some_and(|forms| forms.is_form(&self.letters, &wanted.letters))
    }

    /// Arabic and Hebrew write “and”, “in”, “to” as one letter at the front of the next word.
    fn says_with_prefix(&self, wanted: &Unit) -> bool {
        match self.letters.split_first() {
            Some((prefix, rest)) => fold::is_prefix(prefix.base) && self.says_letters(rest, &wanted.letters),
            None => false,
        }
    }

    /// Words in capitals may leave accents out, as French and Greek do, but never gain one.
    fn says_letters(&self, letters: &[Letter], wanted: &[Letter]) -> bool {
        letters.len() == wanted.len()
            && letters.iter().zip(wanted).all(|(letter, wanted)| {
                let has_same_marks = letter.marks == wanted.marks
                    || self.is_capitals && letter.marks.iter().all(|mark| wanted.marks.contains(mark));
                letter.base == wanted.base && has_same_marks
            })
    }
}

fn units(text: &str, matches: Matching) -> Vec<Unit> {
    let pieces: Vec<(usize, &str)> = match matches {
        Matching::Words => text.split_word_bound_indices().flat_map(|(at, word)| split_elision(at, word)).collect(),
        Matching::Characters => text.grapheme_indices(true).collect(),
    };
    let is_joint = |piece: &str| matches == Matching::Words && piece.chars().all(fold::is_joint);
    pieces.into_iter().filter(|(_, piece)| !is_joint(piece)).filter_map(|(at, piece)| unit(at, piece)).collect()
}

/// Unicode leaves “l’espresso” one word; the brand's word is “espresso”.
fn split_elision(at: usize, word: &str) -> Vec<(usize, &str)> {
    let start_of = |part: &str| at + (part.as_ptr() as usize - word.as_ptr() as usize);
    let parts = word.split(['\'', '’', '_']).filter(|part| !part.is_empty());
    parts.map(|part| (start_of(part), part)).collect()
}

fn unit(at: usize, piece: &str) -> Option<Unit> {
    let letters = fold::letters(piece);
    let is_capitals = piece.chars().any(char::is_uppercase) && !piece.chars().any(char::is_lowercase);
    let unit = Unit { letters, is_capitals, range: at..at + piece.len() };
    (!unit.letters.is_empty()).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::{Phrase, Searched};

    #[track_caller]
    fn check(phrase: &str, text: &str, expected: Option<&str>) {
        assert_eq!(Phrase::new(phrase).find_in(&Searched::new(text)), expected, "“{phrase}” in “{text}”");
    }

    #[test]
    fn whole_words_only() {
        check("cheap", "Cheap? Never.", Some("Cheap"));
        check("cheap", "cheaper", None);
        check("art", "Smart start", None);
        check("best coffee", "the BEST \n coffee", Some("BEST \n coffee"));
        check("best coffee", "best-coffee", Some("best-coffee"));
        check("best coffee", "At its best. Coffee for all.", None);
        check("espresso", "L’espresso du matin", Some("espresso"));
        check("espresso", "the espresso's crema", Some("espresso"));
        check("best_coffee", "#best_coffee", Some("best_coffee"));
    }

    #[test]
    fn signs_count_and_joints_do_not() {
        check("#1", "We are #1!", Some("#1"));
        check("#1", "1 cup", None);
        check("100%", "100 % arabica", Some("100 %"));
        check("1", "1.5 l", None);
        check("", "anything", None);
        check("-", "well-known", None);
    }

    #[test]
    fn case_in_every_script() {
        check("großartig", "GROSSARTIG", Some("GROSSARTIG"));
        check("φως", "ΦΩΣ", Some("ΦΩΣ"));
        check("indirim", "İNDİRİM", Some("İNDİRİM"));
        check("лучший", "ЛУЧШИЙ", Some("ЛУЧШИЙ"));
    }

    #[test]
    fn an_accent_makes_another_word_unless_capitals_left_it_out() {
        check("ano", "año", None);
        check("schon", "schön", None);
        check("ano", "AÑO", None);
        check("año", "ANO", Some("ANO"));
        check("bekömmlich", "beko\u{308}mmlich", Some("beko\u{308}mmlich"));
        check("bekömmlich", "bekommlich", None);
        check("το καλύτερο", "ΤΟ ΚΑΛΥΤΕΡΟ", Some("ΤΟ ΚΑΛΥΤΕΡΟ"));
        check("à prix cassé", "A PRIX CASSÉ", Some("A PRIX CASSÉ"));
    }

    #[test]
    fn semitic_scripts() {
        check("الأفضل", "قهوتنا الأفْضَل دائما", Some("الأفْضَل"));
        check("الأفضل", "الافضل", Some("الافضل"));
        check("الأفضل", "والأفضل", Some("والأفضل"));
        check("الأفضل", "الأفضلية", None);
        check("הכי טוב", "והכי טוב בעיר", Some("והכי טוב"));
        check("טוב", "טובה", None);
    }

    #[test]
    fn scripts_without_spaces() {
        check("世界一", "これは世界一のコーヒー", Some("世界一"));
        check("か", "が", None);
        check("ガ", "ｶﾞｽ", Some("ｶﾞ"));
        check("ดีที่สุด", "กาแฟดีที่สุดในโลก", Some("ดีที่สุด"));
        check("ดี", "ดี่", None);
        check("최고", "최고의 커피", Some("최고"));
        check("가", "각", None);
        check("no.1宣言", "ＮＯ．１宣言", Some("ＮＯ．１宣言"));
    }

    #[test]
    fn devanagari_keeps_vowel_signs_and_forgives_the_dot() {
        check("कॉफ़ी", "कॉफी पियो", Some("कॉफी"));
        check("कल", "कला", None);
    }
}
