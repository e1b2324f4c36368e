//! Where long words may be divided in languages that like long words. Offers places; `draw` takes them
//! only where a text would otherwise not fit or be set very small.

use hypher::Lang;

/// Words shorter than this are never divided.
const SHORTEST: usize = 10;
/// Letters that stay together at a word's start and end.
const MARGINS: (usize, usize) = (4, 4);

/// A place where a word may be divided; seen only if it is.
pub const SOFT: char = '\u{AD}';

fn rules(tag: &str) -> Option<Lang> {
    Some(match tag.split('-').next().unwrap_or_default() {
        "da" => Lang::Danish,
        "de" => Lang::German,
        "fi" => Lang::Finnish,
        "hu" => Lang::Hungarian,
        "nb" | "nn" | "no" => Lang::Norwegian,
        "nl" => Lang::Dutch,
        "sv" => Lang::Swedish,
        _ => return None,
    })
}

/// The text with soft hyphens in its long words, if there is a place for any. Soft hyphens that the
/// author set are kept, and nothing is added to those words.
pub fn soften(text: &str, tag: &str) -> Option<String> {
    let mut softened = String::with_capacity(text.len() + 16);
    let lang = rules(tag);
    for word in text.split_inclusive(|c: char| !c.is_alphabetic() && c != SOFT) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        match lang {
            Some(lang) if !word.contains(SOFT) && letters.chars().count() >= SHORTEST => {
                let syllables: Vec<&str> = hypher::hyphenate_bounded(letters, lang, MARGINS.0, MARGINS.1).collect();
                softened.push_str(&syllables.join("\u{AD}"));
                softened.push_str(&word[letters.len()..]);
            }
            _ => softened.push_str(word),
        }
    }
    softened.contains(SOFT).then_some(softened)
}

/// The text as its lines were broken: a hyphen where a word was divided, no other soft hyphens.
pub fn harden<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines: Vec<String> = lines
        .map(|line| {
            let divided = if line.ends_with(SOFT) { "-" } else { "" };
            format!("{}{divided}", line.trim_end().replace(SOFT, ""))
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_be_divided_where_the_language_divides_them() {
        let shown = |text: &str, tag: &str| soften(text, tag).map(|text| text.replace(SOFT, "|"));
        assert_eq!(
            shown("Unsere Kaffeespezialitäten, täglich", "de-DE").as_deref(),
            Some("Unsere Kaffee|spe|zia|li|täten, täglich")
        );
        assert_eq!(shown("Kaffee", "de-DE"), None);
        assert_eq!(shown("Kaffeespezialitäten", "ja-JP"), None);
        assert_eq!(shown("Kaf\u{AD}fee", "en-GB").as_deref(), Some("Kaf|fee"));
    }

    #[test]
    fn a_divided_word_shows_its_hyphen() {
        assert_eq!(harden(["Der Kaf\u{AD}", "fee\u{AD}haus ", "ist"].into_iter()), "Der Kaf-\nfeehaus\nist");
    }
}
