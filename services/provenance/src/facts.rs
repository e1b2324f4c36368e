//! Facts: what is said of one published file. They are gathered when a release is made and kept with
//! its item, so that a file made anew says the same.

use galley_domain::digest::Digest;
use serde::{Deserialize, Serialize};

use crate::source_type::SourceType;

/// Everything a file says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// SHA-256 of the bytes that were approved.
    pub approved: Digest,
    /// The file's name.
    pub name: String,
    /// The same for every revision of the ad.
    pub document: String,
    /// Of this revision.
    pub instance: String,
    pub title: String,
    /// What stands in the picture, for those who cannot see it, in the language of the ad.
    pub alt_text: String,
    /// BCP 47 tag of the ad's language.
    pub language: String,
    /// Whose ad it is.
    pub creator: String,
    pub rights: Vec<Right>,
    pub source_type: SourceType,
    /// Models that made something that stands in it.
    pub models: Vec<Model>,
    /// The language in which its words were first written, where that is another.
    pub translated_from: Option<String>,
    pub approvals: Vec<Approval>,
    /// When the last stage of review passed, Unix milliseconds: the date of everything said here.
    pub sealed_ms: i64,
    pub ingredients: Vec<crate::placed::Ingredient>,
}

/// Whose an ingredient is, and under which licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    pub ingredient: String,
    pub holder: String,
    pub licence: String,
}

/// A model, as its vendor calls it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<String>,
}

impl Model {
    /// Vendors write the version behind a colon or an at sign.
    pub fn parse(text: &str) -> Model {
        let parts = text.rsplit_once('@').or_else(|| text.rsplit_once(':'));
        match parts.filter(|(name, version)| !name.is_empty() && !version.is_empty() && !version.contains('/')) {
            Some((name, version)) => Model { name: name.to_owned(), version: Some(version.to_owned()) },
            None => Model { name: text.to_owned(), version: None },
        }
    }
}

/// A stage of review that was passed, and in which roles people said so. Names are not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub stage: String,
    pub roles: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_may_have_a_version() {
        let cases = [
            ("black-forest-labs/FLUX.2-klein", "black-forest-labs/FLUX.2-klein", None),
            ("stability/sdxl:39ed52f2", "stability/sdxl", Some("39ed52f2")),
            ("model@2026-01", "model", Some("2026-01")),
            ("registry:5000/model", "registry:5000/model", None),
            (":x", ":x", None),
            ("x:", "x:", None),
        ];
        for (text, name, version) in cases {
            let expected = Model { name: name.to_owned(), version: version.map(str::to_owned) };
            assert_eq!(Model::parse(text), expected);
        }
    }
}
