//! What kind of character something is: its script, its direction, whether it can be seen. The ranges are blocks of the
//! Unicode standard.

/// Characters that nobody sees by themselves: joiners, marks of direction, variation selectors.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// A character that leaves ink.
pub(crate) fn is_seen(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !is_invisible(character)
}

/// A letter of a script that runs from right to left.
pub(crate) fn is_rtl_letter(character: char) -> bool {
    let is_there = matches!(character,
        '\u{5D0}'..='\u{5EA}' | '\u{5EF}'..='\u{5F4}' | '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D5}'
        | '\u{6FA}'..='\u{8C9}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}');
    is_there && character.is_alphabetic()
}

/// A letter of a script that runs from left to right.
pub(crate) fn is_ltr_letter(character: char) -> bool {
    character.is_alphabetic() && !is_rtl_letter(character)
}

/// Whether a letter belongs to a script by its ISO 15924 code; None where the code is not known here.
pub(crate) fn is_of_script(character: char, code: &str) -> Option<bool> {
    let is_han = |c: char| {
        matches!(c, '\u{3005}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}')
    };
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}');
    let is_hangul = |c: char| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7A3}');
    Some(match code {
        "Latn" => {
            matches!(character, 'A'..='Z' | 'a'..='z' | '\u{AA}' | '\u{BA}' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
        }
        "Grek" => matches!(character, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'),
        "Cyrl" => matches!(character, '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{2DE0}'..='\u{2DFF}'),
        "Arab" => {
            matches!(character, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        }
        "Hebr" => matches!(character, '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}'),
        "Thai" => matches!(character, '\u{E00}'..='\u{E7F}'),
        "Deva" => matches!(character, '\u{900}'..='\u{97F}' | '\u{A8E0}'..='\u{A8FF}'),
        "Beng" => matches!(character, '\u{980}'..='\u{9FF}'),
        "Hans" | "Hant" | "Hani" => is_han(character),
        "Jpan" => is_han(character) || is_kana(character),
        "Kore" => is_hangul(character) || is_han(character),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_know_their_script_and_direction() {
        let cases = [
            ('a', "Latn", false),
            ('ẞ', "Latn", false),
            ('ω', "Grek", false),
            ('Ж', "Cyrl", false),
            ('ع', "Arab", true),
            ('ק', "Hebr", true),
            ('ก', "Thai", false),
            ('क', "Deva", false),
            ('ক', "Beng", false),
            ('豆', "Jpan", false),
            ('カ', "Jpan", false),
            ('한', "Kore", false),
            ('豆', "Hans", false),
        ];
        for (letter, code, is_rtl) in cases {
            assert_eq!((is_of_script(letter, code), is_rtl_letter(letter)), (Some(true), is_rtl), "{letter}");
            assert_eq!(is_ltr_letter(letter), !is_rtl, "{letter}");
        }
        assert_eq!(is_of_script('a', "Grek"), Some(false));
        assert_eq!(is_of_script('ა', "Geor"), None);
    }

    #[test]
    fn what_is_seen() {
        assert!("a9€ก่é".chars().all(is_seen));
        assert!(!" \n\u{A0}\u{200B}\u{200D}\u{2067}\u{AD}\u{FE0F}\u{7}".chars().any(is_seen));
        assert!(!is_rtl_letter('٣') && !is_ltr_letter('٣') && !is_ltr_letter('3'));
    }
}
