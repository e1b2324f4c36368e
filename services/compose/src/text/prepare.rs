//! A line of copy made ready for shaping: which parts are Latin words in another script, and
//! isolates round them where the text runs right to left. What is seen stays what was approved.

use std::ops::Range;

/// A text to shape and the Latin parts of it.
#[derive(Debug, PartialEq)]
pub struct Prepared {
    pub text: String,
    pub latin: Vec<Range<usize>>,
}

/// Finds Latin words; `is_rtl` puts a left-to-right isolate round each run of them.
pub fn prepare(text: &str, script: &str, is_rtl: bool) -> Prepared {
    if matches!(script, "Latn" | "Grek" | "Cyrl") {
        return Prepared { text: text.to_owned(), latin: Vec::new() };
    }
    let mut prepared = Prepared { text: String::with_capacity(text.len() + 16), latin: Vec::new() };
    let mut copied = 0;
    for run in latin_runs(text) {
        prepared.text.push_str(&text[copied..run.start]);
        if is_rtl {
            prepared.text.push('\u{2066}');
        }
        let start = prepared.text.len();
        prepared.text.push_str(&text[run.clone()]);
        prepared.latin.push(start..prepared.text.len());
        if is_rtl {
            prepared.text.push('\u{2069}');
        }
        copied = run.end;
    }
    prepared.text.push_str(&text[copied..]);
    prepared
}

/// Runs that begin and end with a Latin letter or stand between two such words.
fn latin_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is_latin(*c)) {
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if is_joint(&text[run.end..at]) => run.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

/// What may stand between two Latin words without ending their run.
fn is_joint(between: &str) -> bool {
    between.chars().count() <= 3
        && between
            .chars()
            .all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '&' | '.' | '’' | '\'' | '+') || c.is_ascii_digit())
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && matches!(u32::from(c), 0x41..=0x24F | 0x1E00..=0x1EFF)
}

/// The text with a line break after each pause (a point, a comma, a colon …), if it has one or two
/// within it, and how many phrases that makes.
pub fn pauses(text: &str) -> Option<(String, u32)> {
    let mut broken = String::with_capacity(text.len() + 4);
    let (mut phrases, mut before) = (1, ' ');
    for c in text.trim().chars() {
        let is_pause = matches!(before, '.' | ',' | ':' | ';' | '!' | '?' | '…' | '،' | '؟' | '।' | '·');
        // Japanese pauses have their space built in.
        let is_wide_pause =
            matches!(before, '、' | '。' | '！' | '？') && !matches!(c, '」' | '』' | '）' | '、' | '。');
        if c == ' ' && is_pause || is_wide_pause {
            broken.push('\n');
            phrases += 1;
        }
        if c != ' ' || !is_pause {
            broken.push(c);
        }
        before = c;
    }
    (2..=3).contains(&phrases).then_some((broken, phrases))
}

/// Characters that are never drawn, so no font needs them.
pub fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(u32::from(c), 0xAD | 0x34F | 0x61C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_names_are_isolated_in_right_to_left_text() {
        let prepared = prepare("הבוקר עם Pikolo Espresso.", "Hebr", true);
        assert_eq!(prepared.text, "הבוקר עם \u{2066}Pikolo Espresso\u{2069}.");
        assert_eq!(&prepared.text[prepared.latin[0].clone()], "Pikolo Espresso");
    }

    #[test]
    fn lines_may_end_where_a_reader_pauses() {
        assert_eq!(pauses("One cup, one more story."), Some(("One cup,\none more story.".to_owned(), 2)));
        assert_eq!(pauses("夜を、もう一杯。"), Some(("夜を、\nもう一杯。".to_owned(), 2)));
        assert_eq!(pauses("For 12,90 a cup."), None);
        assert_eq!(pauses("A, b, c, d."), None);
    }

    #[test]
    fn plain_latin_text_is_left_alone() {
        let prepared = prepare("Der Morgen", "Latn", false);
        assert_eq!(prepared, Prepared { text: "Der Morgen".to_owned(), latin: vec![] });
    }
}
