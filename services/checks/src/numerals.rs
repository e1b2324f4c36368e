//! Numbers in texts: found in any digits, read by the way they are written, and written the way a locale does.
//! Words for numbers are not numbers here, and neither are dates.

use galley_domain::locale::Locale;
use galley_domain::price::write_number;

/// The zeros of the digits that are read; the other nine follow each in Unicode. The last is Japan's wide one.
const ZEROS: [char; 7] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{E50}', '\u{FF10}'];
const WIDE_ZERO: char = '\u{FF10}';

/// A number as it stands in a text.
#[derive(Debug)]
pub(crate) struct Numeral<'t> {
    /// Digits and the signs between them.
    pub text: &'t str,
    /// The byte at which it begins.
    pub at: usize,
    /// Digits between signs, as 0 to 9.
    groups: Vec<String>,
    /// What stands between the groups, likened.
    signs: Vec<char>,
    /// The zeros of its digits, each once.
    zeros: Vec<char>,
}

/// How a number's signs fit a locale.
#[derive(Debug, PartialEq)]
pub(crate) enum Fit {
    Right,
    /// In this locale it would be written so.
    Wrong(String),
    /// A time, a version, a date: no number of which its signs could be judged.
    Unclear,
}

/// Whole digits and decimals, as 0 to 9.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub whole: String,
    pub decimals: String,
}

/// What a number's signs say by themselves.
struct Claim {
    group: Option<char>,
    decimal: Option<char>,
    is_in_threes: bool,
}

/// A digit's value and the zero of its kind.
pub(crate) fn digit(character: char) -> Option<(char, u32)> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(character).checked_sub(u32::from(*zero))?;
        (value < 10).then_some((*zero, value))
    })
}

/// Every number of a text, from its start. What hangs on a letter (A4, v1.2) is left out.
pub(crate) fn find(text: &str) -> Vec<Numeral<'_>> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        if digit(characters[at].1).is_none() {
            at += 1;
            continue;
        }
        let (numeral, end) = take(text, &characters, at);
        let is_attached = at > 0 && characters[at - 1].1.is_alphabetic();
        found.extend(Some(numeral).filter(|_| !is_attached));
        at = end;
    }
    found
}

fn take<'t>(text: &'t str, characters: &[(usize, char)], start: usize) -> (Numeral<'t>, usize) {
    let (mut groups, mut signs, mut zeros) = (vec![String::new()], Vec::new(), Vec::new());
    let mut at = start;
    while let Some((_, character)) = characters.get(at) {
        match digit(*character) {
            Some((zero, value)) => {
                if !zeros.contains(&zero) {
                    zeros.push(zero);
                }
                groups.last_mut().expect("there is always one").extend(char::from_digit(value, 10));
            }
            None if joins(characters, at) => {
                signs.push(like(*character));
                groups.push(String::new());
            }
            None => break,
        }
        at += 1;
    }
    let from = characters[start].0;
    let to = characters.get(at).map_or(text.len(), |(byte, _)| *byte);
    (Numeral { text: &text[from..to], at: from, groups, signs, zeros }, at)
}

/// Whether a sign stands inside a number. A space does only before three digits and no more.
fn joins(characters: &[(usize, char)], at: usize) -> bool {
    let digits = characters[at + 1..].iter().take_while(|(_, next)| digit(*next).is_some()).count();
    match like(characters[at].1) {
        ' ' => digits == 3,
        '.' | ',' | '’' | '\u{66B}' | '\u{66C}' => digits > 0,
        _ => false,
    }
}

/// One sign for all that look like it and mean the same.
fn like(sign: char) -> char {
    match sign {
        '\u{A0}' | '\u{202F}' | '\u{2009}' => ' ',
        '\'' => '’',
        '，' => ',',
        '．' => '.',
        _ => sign,
    }
}

fn sign_of(locale_sign: &str) -> Option<char> {
    locale_sign.chars().next().map(like)
}

impl Numeral<'_> {
    /// The zero of its digits; None where two kinds are mixed.
    pub(crate) fn zero(&self) -> Option<char> {
        match self.zeros[..] {
            [WIDE_ZERO] => Some('0'),
            [zero] => Some(zero),
            _ => None,
        }
    }

    /// It could be a time of day: 10.30.
    pub(crate) fn is_like_time(&self) -> bool {
        let [hours, minutes] = &self.groups[..] else { return false };
        let is_below = |part: &String, most: u32| part.parse::<u32>().is_ok_and(|value| value < most);
        self.signs == ['.'] && hours.len() <= 2 && minutes.len() == 2 && is_below(hours, 24) && is_below(minutes, 60)
    }

    /// How its signs fit a locale.
    pub(crate) fn fit(&self, locale: &Locale) -> Fit {
        let Some(claim) = self.claim(locale) else { return Fit::Unclear };
        let is_group = |sign: char| sign == ' ' || Some(sign) == sign_of(&locale.group);
        let has_groups = claim.group.is_none_or(is_group);
        let has_decimal = claim.decimal.is_none_or(|sign| Some(sign) == sign_of(&locale.decimal));
        let may_be_twos = locale.grouping.len() > 1;
        match has_groups && has_decimal && (claim.is_in_threes || may_be_twos) {
            true => Fit::Right,
            false => self.amount(locale).map_or(Fit::Unclear, |amount| Fit::Wrong(amount.write(locale))),
        }
    }

    /// What it says; None where that cannot be told.
    pub(crate) fn amount(&self, locale: &Locale) -> Option<Amount> {
        let claim = self.claim(locale)?;
        let (whole, decimals) = match (claim.decimal, self.groups.split_last()) {
            (Some(_), Some((last, rest))) => (rest.concat(), last.clone()),
            _ => (self.groups.concat(), String::new()),
        };
        Some(Amount { whole, decimals })
    }

    fn claim(&self, locale: &Locale) -> Option<Claim> {
        let (first, rest) = self.groups.split_first()?;
        let Some((last_sign, earlier)) = self.signs.split_last() else {
            return Some(Claim { group: None, decimal: None, is_in_threes: true });
        };
        let is_even = earlier.windows(2).all(|pair| pair[0] == pair[1]);
        let sizes = |groups: &[String]| groups.iter().map(String::len).collect::<Vec<_>>();
        match earlier.first() {
            None if first.len() <= 3 && first != "0" && rest[0].len() == 3 => {
                let is_decimal = Some(*last_sign) == sign_of(&locale.decimal);
                // 1,250 where the comma is the decimal sign may be either; the locale's own reading counts.
                let (group, decimal) = if is_decimal { (None, Some(*last_sign)) } else { (Some(*last_sign), None) };
                Some(Claim { group, decimal, is_in_threes: true })
            }
            None => Some(Claim { group: None, decimal: Some(*last_sign), is_in_threes: true }),
            Some(group) if is_even && group != last_sign => {
                let is_in_threes = is_grouped(first, &sizes(&rest[..rest.len() - 1]))?;
                Some(Claim { group: Some(*group), decimal: Some(*last_sign), is_in_threes })
            }
            Some(group) if is_even => {
                let is_in_threes = is_grouped(first, &sizes(rest))?;
                Some(Claim { group: Some(*group), decimal: None, is_in_threes })
            }
            Some(_) => None,
        }
    }
}

/// Whether groups are of three, or, false, of two before the last three as in India. None: no such grouping.
fn is_grouped(first: &str, sizes: &[usize]) -> Option<bool> {
    let (last, middle) = sizes.split_last()?;
    match (*last == 3, middle.iter().all(|size| *size == 3), middle.iter().all(|size| *size == 2)) {
        (true, true, _) if first.len() <= 3 => Some(true),
        (true, _, true) if first.len() <= 2 => Some(false),
        _ => None,
    }
}

impl Amount {
    /// Reads a plain decimal: 12.90.
    pub(crate) fn of_plain(decimal: &str) -> Amount {
        let (whole, decimals) = decimal.split_once('.').unwrap_or((decimal, ""));
        Amount { whole: whole.to_owned(), decimals: decimals.to_owned() }
    }

    /// The same amount: 9.90 is 9.9 and 09.900.
    pub(crate) fn is_same(&self, other: &Amount) -> bool {
        let whole = |amount: &Amount| amount.whole.trim_start_matches('0').to_owned();
        let decimals = |amount: &Amount| amount.decimals.trim_end_matches('0').to_owned();
        whole(self) == whole(other) && decimals(self) == decimals(other)
    }

    /// As the locale writes it.
    pub(crate) fn write(&self, locale: &Locale) -> String {
        write_number(locale, &self.whole, &self.decimals)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use galley_domain::catalog::Catalog;

    use super::*;

    fn locale(tag: &str) -> Locale {
        let path = format!("locales/{tag}.toml");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows").join(&path);
        let bytes = std::fs::read(file).expect("the locale is there");
        let mut catalog = Catalog::parse([(path, bytes)].into_iter()).expect("it can be read");
        catalog.locales.remove(tag).expect("it is that locale")
    }

    #[track_caller]
    fn check(tag: &str, text: &str, expected: Fit) {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].fit(&locale(tag)), expected, "{text} in {tag}");
    }

    #[test]
    fn signs_of_the_place() {
        for (tag, text) in [
            ("de-DE", "1.299,00"),
            ("de-DE", "9,90"),
            ("de-DE", "1.299"),
            ("de-DE", "12 000"),
            ("de-DE", "2026"),
            ("de-DE", "1.234.567"),
            ("en-US", "1,299.00"),
            ("en-US", "0.5"),
            ("fr-FR", "1\u{202F}299,00"),
            ("fr-FR", "1 299,00"),
            ("de-CH", "1'299.00"),
            ("hi-IN", "12,34,567.00"),
            ("hi-IN", "1,234,567"),
            ("ar-EG", "١٬٢٩٩٫٠٠"),
            ("ja-JP", "1,299"),
            ("ja-JP", "１２９９"),
        ] {
            check(tag, text, Fit::Right);
        }
    }

    #[test]
    fn signs_of_another_place() {
        for (tag, text, right) in [
            ("de-DE", "1,299.00", "1.299,00"),
            ("de-DE", "9.90", "9,90"),
            ("de-DE", "1'299", "1.299"),
            ("de-DE", "0.500", "0,500"),
            ("en-US", "1.299,00", "1,299.00"),
            ("en-US", "9,90", "9.90"),
            ("fr-FR", "1,299.50", "1\u{202F}299,50"),
            ("hi-IN", "12.34.567,00", "12,34,567.00"),
            ("en-US", "12,34,567", "1,234,567"),
            ("ar-EG", "١,٢٩٩.٠٠", "١٬٢٩٩٫٠٠"),
            ("es-ES", "1,299.00", "1299,00"),
        ] {
            check(tag, text, Fit::Wrong(right.to_owned()));
        }
    }

    #[test]
    fn what_cannot_be_told() {
        check("de-DE", "1.2.3", Fit::Unclear);
        check("de-DE", "24.12.2026", Fit::Unclear);
        check("de-DE", "1,2.3,4", Fit::Unclear);
        assert_eq!(find("A4 v1.2 B12").len(), 0);
        assert!(find("10.30 Uhr")[0].is_like_time());
        assert!(!find("24.60")[0].is_like_time());
        assert!(!find("9.9")[0].is_like_time());
    }

    #[test]
    fn where_numbers_stand_and_what_they_are() {
        let texts: Vec<(&str, usize)> =
            find("Ab 9,90 €, sonst 1.299 € (−20 %).").iter().map(|one| (one.text, one.at)).collect();
        assert_eq!(texts, [("9,90", 3), ("1.299", 19), ("20", 33)]);
        let amount = |text: &str, tag: &str| find(text)[0].amount(&locale(tag)).expect("it can be told");
        assert!(amount("1.299,50", "de-DE").is_same(&Amount::of_plain("1299.5")));
        assert!(amount("1,299.50", "de-DE").is_same(&Amount::of_plain("1299.50")));
        assert!(amount("1,250", "de-DE").is_same(&Amount::of_plain("1.25")));
        assert!(amount("1.250", "de-DE").is_same(&Amount::of_plain("1250")));
        assert!(!amount("9,90", "de-DE").is_same(&Amount::of_plain("990")));
        assert_eq!(find("١2")[0].zero(), None);
        assert_eq!(find("١٢")[0].zero(), Some('\u{660}'));
    }
}
