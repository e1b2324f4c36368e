//! Numeric dates in texts, and how a locale writes them (`dates.toml`). Months in words are not dates here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use galley_domain::source::Document;

use crate::numerals::digit;
use crate::subject::language;

/// Years that an ad may speak of. Buddhist years of Thailand are 543 more.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2799;

/// How a place writes dates: patterns such as `d.m.y`, the usual one first.
static PATTERNS: LazyLock<BTreeMap<String, Vec<Pattern>>> = LazyLock::new(|| {
    let doc = Document::parse_toml("dates.toml", include_str!("dates.toml"));
    let (rows, problems) = doc.expect("a test reads this file").read::<BTreeMap<String, Vec<String>>>();
    assert!(problems.is_empty(), "{problems:?}");
    let patterns = |row: Vec<String>| row.iter().filter_map(|written| Pattern::parse(written)).collect();
    rows.into_iter().flatten().map(|(tag, row)| (tag, patterns(row))).collect()
});

/// The order of day, month and year, and what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    order: [char; 3],
    sign: char,
    is_spaced: bool,
}

/// A date as it stands in a text.
#[derive(Debug, PartialEq)]
pub(crate) struct Date<'t> {
    pub text: &'t str,
    parts: [u32; 3],
    sign: char,
    is_year_first: bool,
    widths: [usize; 3],
}

/// How a date fits a locale.
#[derive(Debug, PartialEq)]
pub(crate) enum Fit {
    Right,
    /// The day is clear; it would be written so.
    Elsewhere(String),
    /// Read as this locale reads it, there is no such day; it would be written so.
    Swapped(String),
    /// There is no such day however it is read.
    Impossible,
}

impl Pattern {
    fn parse(written: &str) -> Option<Pattern> {
        let letters: Vec<char> = written.chars().filter(char::is_ascii_alphabetic).collect();
        let sign = written.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
        Some(Pattern { order: letters.try_into().ok()?, sign, is_spaced: written.contains(' ') })
    }

    fn is_year_first(&self) -> bool {
        self.order[0] == 'y'
    }

    fn write(&self, date: &Read) -> String {
        let part = |letter: &char| match letter {
            'd' => date.day.clone(),
            'm' => date.month.clone(),
            _ => date.year.clone(),
        };
        let sign = if self.is_spaced { format!("{} ", self.sign) } else { self.sign.to_string() };
        self.order.iter().map(part).collect::<Vec<_>>().join(&sign)
    }
}

/// The patterns of a locale; empty where they are not known.
pub(crate) fn patterns(tag: &str) -> &'static [Pattern] {
    PATTERNS.get(tag).or_else(|| PATTERNS.get(language(tag))).map(Vec::as_slice).unwrap_or_default()
}

/// Every numeric date with a year of four digits. 24.12. alone could be anything.
pub(crate) fn find(text: &str) -> Vec<Date<'_>> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        let is_start = digit(characters[at].1).is_some() && (at == 0 || digit(characters[at - 1].1).is_none());
        match is_start.then(|| take(text, &characters, at)).flatten() {
            Some((date, end)) => {
                found.push(date);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn take<'t>(text: &'t str, characters: &[(usize, char)], start: usize) -> Option<(Date<'t>, usize)> {
    let (mut at, mut parts, mut widths, mut signs) = (start, [0; 3], [0; 3], Vec::new());
    for index in 0..3 {
        if index > 0 {
            signs.push(characters.get(at).map(|(_, sign)| *sign).filter(|sign| matches!(sign, '.' | '/' | '-'))?);
            at += 1;
            let is_spaced = signs[0] == '.' && characters.get(at).is_some_and(|(_, c)| matches!(c, ' ' | '\u{A0}'));
            at += usize::from(is_spaced);
        }
        while let Some((_, value)) = characters.get(at).and_then(|(_, character)| digit(*character)) {
            parts[index] = parts[index] * 10 + value;
            widths[index] += 1;
            at += 1;
            if widths[index] > 4 {
                return None;
            }
        }
    }
    let is_year = |index: usize| widths[index] == 4 && YEARS.contains(&parts[index]);
    let is_short = |index: usize| matches!(widths[index], 1 | 2);
    let is_date = is_short(1) && (is_year(0) && is_short(2) || is_year(2) && is_short(0));
    let end = characters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let written = &text[characters[start].0..end];
    let date = Date { text: written, parts, sign: signs[0], is_year_first: widths[0] == 4, widths };
    (is_date && signs[0] == signs[1]).then_some((date, at))
}

/// Day, month and year as they were written, for writing them in another order.
struct Read {
    day: String,
    month: String,
    year: String,
}

impl Date<'_> {
    /// How it fits a locale with these patterns.
    pub(crate) fn fit(&self, patterns: &[Pattern]) -> Fit {
        let Some(usual) = patterns.first() else { return Fit::Right };
        let is_iso = self.is_year_first && self.sign == '-';
        let fitting: Vec<&Pattern> = patterns
            .iter()
            .filter(|pattern| pattern.sign == self.sign && pattern.is_year_first() == self.is_year_first)
            .collect();
        let orders = fitting.iter().map(|pattern| pattern.order).chain(is_iso.then_some(['y', 'm', 'd']));
        if orders.into_iter().any(|order| self.read(order).is_day()) {
            return Fit::Right;
        }
        let others = if self.is_year_first {
            [['y', 'm', 'd'], ['y', 'd', 'm']]
        } else {
            [usual_last(usual), swapped(usual_last(usual))]
        };
        let read = others.into_iter().map(|order| self.read(order)).find(Read::is_day);
        match read {
            None => Fit::Impossible,
            Some(read) if fitting.is_empty() && !is_iso => Fit::Elsewhere(usual.write(&read)),
            Some(read) => Fit::Swapped(usual.write(&read)),
        }
    }

    fn read(&self, order: [char; 3]) -> Read {
        let part = |letter: char| {
            let index = order.iter().position(|one| *one == letter).unwrap_or_default();
            format!("{:0width$}", self.parts[index], width = self.widths[index])
        };
        Read { day: part('d'), month: part('m'), year: part('y') }
    }
}

/// The order with the year at the end.
fn usual_last(pattern: &Pattern) -> [char; 3] {
    match pattern.order {
        ['m', ..] => ['m', 'd', 'y'],
        _ => ['d', 'm', 'y'],
    }
}

fn swapped([one, other, year]: [char; 3]) -> [char; 3] {
    [other, one, year]
}

impl Read {
    /// There is such a day. Of Buddhist years the leap years are those of ours.
    fn is_day(&self) -> bool {
        let number = |text: &str| text.parse::<u32>().unwrap_or_default();
        let (day, month, year) = (number(&self.day), number(&self.month), number(&self.year));
        let year = if year > 2400 { year - 543 } else { year };
        let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let most = match month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return false,
        };
        (1..=most).contains(&day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tag: &str, text: &str, expected: Fit) {
        let dates = find(text);
        assert_eq!(dates.len(), 1, "{text}");
        assert_eq!(dates[0].fit(patterns(tag)), expected, "{text} in {tag}");
    }

    #[test]
    fn each_place_writes_its_own_way() {
        for (tag, text) in [
            ("de-DE", "bis 24.12.2026"),
            ("en-US", "until 12/24/2026"),
            ("en-GB", "until 24/12/2026"),
            ("ja-JP", "2026/12/24まで"),
            ("hu-HU", "2026. 12. 24-ig"),
            ("cs-CZ", "do 24. 12. 2026"),
            ("de-DE", "2026-12-24"),
            ("ar-EG", "حتى ٢٤/١٢/٢٠٢٦"),
            ("th-TH", "ถึง 29/2/2567"),
            ("sv-SE", "2026-12-24"),
            ("xx", "99/99/2026"),
        ] {
            check(tag, text, Fit::Right);
        }
    }

    #[test]
    fn another_place_s_way() {
        check("en-US", "until 24.12.2026", Fit::Elsewhere("12/24/2026".to_owned()));
        check("de-DE", "bis 24/12/2026", Fit::Elsewhere("24.12.2026".to_owned()));
        check("de-DE", "bis 2026/12/24", Fit::Elsewhere("24.12.2026".to_owned()));
        check("en-GB", "until 12/24/2026", Fit::Swapped("24/12/2026".to_owned()));
        check("en-US", "until 24/12/2026", Fit::Swapped("12/24/2026".to_owned()));
        check("de-DE", "bis 31.11.2026", Fit::Impossible);
        check("de-DE", "bis 29.02.2026", Fit::Impossible);
    }

    #[test]
    fn what_is_no_date() {
        for text in ["1.2.3", "192.168.20.26", "24.12.", "10-12 Uhr", "2026", "1/2/12026", "5.12/2026", "24.12.26"] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn every_locale_has_its_way() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows/locales");
        for file in std::fs::read_dir(folder).expect("the folder is there") {
            let name = file.expect("it can be read").file_name().to_string_lossy().into_owned();
            assert!(!patterns(name.trim_end_matches(".toml")).is_empty(), "{name}");
        }
    }
}
