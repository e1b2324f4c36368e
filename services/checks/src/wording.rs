//! How findings write slots, numbers and quotations, and when two texts are the same text.

use unicode_normalization::UnicodeNormalization;

/// Longest quotation in characters; legal lines can be long.
const MAX_QUOTED: usize = 120;

/// The slot at the beginning of a sentence.
pub(crate) fn the_slot(slot: &str) -> String {
    match slot {
        "cta" => "The button's label".to_owned(),
        "legal" => "The legal line".to_owned(),
        "was_price" => "The former price".to_owned(),
        _ => format!("The {}", slot.replace('_', " ")),
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// At most so many decimals, and never rounded up: what is below a limit must not read as the limit.
pub(crate) fn below(number: f32, decimals: u32) -> String {
    let scale = 10_f64.powi(decimals as i32);
    // The small term undoes what a decimal such as 4.1 lost on its way through f32.
    let cut = (f64::from(number) * scale + 0.0001).floor() / scale;
    format!("{cut}")
}

/// A share of 1 as `12.5 %`; never rounded up.
pub(crate) fn percent(share: f32) -> String {
    format!("{} %", below(share * 100.0, 1))
}

/// The text in quotation marks, on one line, cut where it is long.
pub(crate) fn quote(text: &str) -> String {
    let text = plain(text);
    if text.chars().count() <= MAX_QUOTED {
        return format!("“{text}”");
    }
    let start: String = text.chars().take(MAX_QUOTED).collect();
    format!("“{}…”", start.trim_end())
}

/// The text as it reads: composed characters, and one space wherever there is any.
pub(crate) fn plain(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 999, 1000, 150_000, 1_234_567].map(count), ["0", "999", "1,000", "150,000", "1,234,567"]);
        assert_eq!([2.9999, 4.1, 1.0, 4.499].map(|ratio| below(ratio, 2)), ["2.99", "4.1", "1", "4.49"]);
        assert_eq!(below(7.95, 1), "7.9");
    }

    #[test]
    fn the_same_text_in_two_encodings_is_the_same() {
        assert_eq!(plain("Cafe\u{301}  au\u{a0}lait\n"), plain("Café au lait"));
        assert_ne!(plain("Cafe"), plain("Café"));
    }

    #[test]
    fn long_quotations_are_cut() {
        assert_eq!(quote("two\nlines"), "“two lines”");
        assert_eq!(quote(&"เ".repeat(200)).chars().count(), MAX_QUOTED + 3);
    }
}
