//! Digital source types: IPTC's words for how a picture came to be. The list is data beside this
//! crate; which word an ad gets is decided here, in one place.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A word of the list that is in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceType(String);

/// The list as it stands in its file.
#[derive(Deserialize)]
struct List {
    prefix: String,
    current: Vec<String>,
    retired: Vec<String>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    toml::from_str(include_str!("../digital_source_types.toml")).expect("a test reads the list of source types")
});

/// Every word that may be written.
pub fn source_types() -> &'static [String] {
    &LIST.current
}

impl SourceType {
    /// A picture that a trained model made, set among other things.
    pub const MODEL: &'static str = "compositeWithTrainedAlgorithmicMedia";
    /// Several pictures in one, none of them by a model.
    pub const COMPOSITE: &'static str = "composite";
    /// Drawn by rules alone.
    pub const ALGORITHM: &'static str = "algorithmicMedia";

    /// The word, if it is on the list and not retired.
    pub fn parse(word: &str) -> Result<SourceType, String> {
        if LIST.current.iter().any(|known| known == word) {
            return Ok(SourceType(word.to_owned()));
        }
        let why = if LIST.retired.iter().any(|known| known == word) { "is retired" } else { "is not on IPTC's list" };
        Err(format!("the digital source type “{word}” {why}"))
    }

    /// What an ad is, by what stands in it. A procedural scene is no work of a model and is not called one.
    pub fn of(has_model: bool, has_photo: bool) -> SourceType {
        let word = match (has_model, has_photo) {
            (true, _) => SourceType::MODEL,
            (false, true) => SourceType::COMPOSITE,
            (false, false) => SourceType::ALGORITHM,
        };
        SourceType::parse(word).expect("a test compares the three words with the list")
    }

    /// As it is written in files.
    pub fn uri(&self) -> String {
        format!("{}{}", LIST.prefix, self.0)
    }

    /// The word of an address of the list, whether in use or retired.
    pub fn find_word(uri: &str) -> Option<&str> {
        let word = uri.strip_prefix(LIST.prefix.as_str())?;
        LIST.current.iter().chain(&LIST.retired).any(|known| known == word).then_some(word)
    }

    /// The word alone.
    pub fn word(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SourceType {
    type Error = String;
    fn try_from(word: String) -> Result<SourceType, String> {
        SourceType::parse(&word)
    }
}

impl From<SourceType> for String {
    fn from(value: SourceType) -> String {
        value.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_list_are_written() {
        let cases = [
            ("composite", true),
            ("algorithmicMedia", true),
            ("compositeWithTrainedAlgorithmicMedia", true),
            ("digitalArt", false),
            ("Composite", false),
            ("madeByMagic", false),
            ("", false),
        ];
        for (word, is_known) in cases {
            assert_eq!(SourceType::parse(word).is_ok(), is_known, "{word}");
            let read: Result<SourceType, _> = serde_json::from_value(word.into());
            assert_eq!(read.is_ok(), is_known, "{word}");
        }
        assert!(SourceType::parse("digitalArt").is_err_and(|why| why.contains("retired")));
    }

    #[test]
    fn a_sketch_is_no_work_of_a_model() {
        let cases = [
            ((true, true), "compositeWithTrainedAlgorithmicMedia"),
            ((true, false), "compositeWithTrainedAlgorithmicMedia"),
            ((false, true), "composite"),
            ((false, false), "algorithmicMedia"),
        ];
        for ((has_model, has_photo), word) in cases {
            assert_eq!(SourceType::of(has_model, has_photo).word(), word);
        }
    }
}
