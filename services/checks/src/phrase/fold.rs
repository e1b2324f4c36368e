//! Characters, reduced to what makes them the same letter, and what scripts do with words.
//! The ranges are blocks and marks of the Unicode standard.

use unicode_normalization::UnicodeNormalization;

use crate::characters::is_invisible;

/// A letter with its accents.
#[derive(Clone, PartialEq)]
pub(super) struct Letter {
    pub base: char,
    /// Only those of Latin, Greek and Cyrillic; elsewhere a mark is a letter of its own.
    pub marks: Vec<char>,
}

/// The letters of a text, without case, compatibility forms and marks that writers leave out.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for character in text.nfkd().filter(|character| !is_left_out(*character) && !character.is_whitespace()) {
        if matches!(character, '\u{300}'..='\u{36F}') {
            // The dot of a Turkish İ is no accent: its small letter is i.
            if let Some(letter) = letters.last_mut().filter(|letter| !(letter.base == 'i' && character == '\u{307}')) {
                letter.marks.push(character);
            }
            continue;
        }
        // By way of the capitals, so that ß is ss and both forms of sigma are one.
        let folded = character.to_uppercase().flat_map(char::to_lowercase);
        letters.extend(folded.map(|base| Letter { base, marks: Vec::new() }));
    }
    letters
}

/// Neither invisible characters nor vowel points, tatweel, hamza and nukta make another word.
fn is_left_out(character: char) -> bool {
    let is_hebrew_point = matches!(
        character,
        '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
    );
    let is_arabic_mark = matches!(character,
        '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}');
    let is_nukta = matches!(character, '\u{93C}' | '\u{9BC}' | '\u{A3C}' | '\u{ABC}');
    is_invisible(character) || is_hebrew_point || is_arabic_mark || is_nukta
}

/// What may stand between the words of a phrase without parting them.
pub(super) fn is_joint(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '"' | '«' | '»' | '“' | '”' | '„')
}

/// Letters of scripts that do not put spaces between words, and of Korean, whose particles cling.
pub(super) fn is_without_spaces(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{EFF}'            // Thai, Lao
        | '\u{1000}'..='\u{109F}'        // Burmese
        | '\u{1100}'..='\u{11FF}'        // Hangul in parts
        | '\u{1780}'..='\u{17FF}'        // Khmer
        | '\u{3005}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' // kana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{AC00}'..='\u{D7A3}'        // Hangul
        | '\u{20000}'..='\u{3FFFF}') // Han
}

/// One-letter words that Arabic and Hebrew write together with the next.
pub(super) fn is_prefix(character: char) -> bool {
    "وفبكلسובכלמשה".contains(character)
}
