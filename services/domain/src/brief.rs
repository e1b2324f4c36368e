//! Briefs: what a campaign asks for, read from `brief.yaml` and checked against the catalog, the
//! workflow and the files that came with it. Not the plan: nothing is expanded here.

mod check;
mod difference;
mod file;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::bundle::Bundle;
use crate::catalog::Catalog;
use crate::digest::{Digest, Hasher};
use crate::source::{Document, Problems};
use crate::workflow::Workflow;

pub use difference::differences;
pub use file::Sensitivity;

/// The file of a campaign's folder that describes it.
pub const FILE: &str = "brief.yaml";

/// A brief that was read and checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// A slug, unique in the brand.
    pub campaign: String,
    pub title: String,
    /// A slug.
    pub brand: String,
    /// The name of a workflow.
    pub workflow: String,
    pub markets: Vec<String>,
    pub messages: Vec<Message>,
    /// Ids of formats.
    pub formats: Vec<String>,
    /// Values of the workflow's other axes, except those a product feed gives.
    pub axes: BTreeMap<String, Vec<String>>,
    /// Each leaves out the cells in which all its pairs of axis and value hold.
    pub exclude: Vec<BTreeMap<String, String>>,
    /// Paths of files in the brief's folder, by the workflow's input.
    pub inputs: BTreeMap<String, String>,
    /// From which locale a missing line is taken. Never circular.
    pub fallback: BTreeMap<String, String>,
    pub starts: Option<NaiveDate>,
    pub ends: Option<NaiveDate>,
    pub budget: Option<Budget>,
    pub sensitivity: Sensitivity,
    /// Ads that a law asks somebody to look at.
    pub regulated: bool,
    pub rights: Vec<Right>,
}

/// One thing a campaign says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// A slug.
    pub id: String,
    pub title: String,
    /// The mood of the picture, in words; may be empty.
    pub scene: String,
}

/// What a campaign may spend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Billionths of the currency's unit.
    pub amount_nano: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Nothing may exceed it; else it only warns.
    pub is_hard: bool,
}

/// The right to use something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    /// The name of an input.
    pub ingredient: String,
    pub holder: String,
    pub licence: String,
    /// The last day on which it may be used; `None` means for ever.
    pub expires: Option<NaiveDate>,
}

/// A brief's text whose syntax is right and whose content has not been checked.
#[derive(Debug, Clone)]
pub struct Draft {
    doc: Document,
}

impl Draft {
    /// Reads the text. Only syntax can be wrong here.
    pub fn parse(file: &str, text: &str) -> Result<Draft, Problems> {
        Ok(Draft { doc: Document::parse_yaml(file, text)? })
    }

    /// The workflow it names, for finding that first.
    pub fn find_workflow(&self) -> Option<&str> {
        self.doc.value.get("workflow")?.as_str()
    }

    /// The brand it names, for finding that first.
    pub fn find_brand(&self) -> Option<&str> {
        self.doc.value.get("brand")?.as_str()
    }

    /// A problem with the word of one of the brief's own fields, such as a brand that does not exist.
    pub fn unknown_word<'a>(&self, field: &str, known: impl IntoIterator<Item = &'a str>) -> crate::source::Problem {
        let word = self.doc.value.get(field).and_then(|value| value.as_str()).unwrap_or_default();
        self.doc.problem(&format!("/{field}"), format!("there is no {field} “{word}”")).one_of(word, known)
    }

    /// Checks everything. With `files` (the brief's folder) also that every input is there.
    /// Tells everything that is wrong at once.
    pub fn check(&self, catalog: &Catalog, workflow: &Workflow, files: Option<&Bundle>) -> Result<Brief, Problems> {
        check::check(&self.doc, catalog, workflow, files)
    }
}

impl Brief {
    /// Reads and checks a brief whose workflow is known. See [`Draft::check`].
    pub fn parse(
        file: &str,
        text: &str,
        catalog: &Catalog,
        workflow: &Workflow,
        files: Option<&Bundle>,
    ) -> Result<Brief, Problems> {
        Draft::parse(file, text)?.check(catalog, workflow, files)
    }

    /// The digest of everything the brief says. The files it names are not part of it.
    pub fn digest(&self) -> Digest {
        let value = serde_json::to_value(self).expect("a brief is plain data with text keys");
        Hasher::new("brief").json("brief", &value).finish()
    }

    /// A field that conditions may use, as text: `campaign`, `brand`, `workflow`, `sensitivity`,
    /// `regulated` (`true` or `false`).
    pub fn field(&self, name: &str) -> Option<String> {
        Some(match name {
            "campaign" => self.campaign.clone(),
            "brand" => self.brand.clone(),
            "workflow" => self.workflow.clone(),
            "sensitivity" => self.sensitivity.word().to_owned(),
            "regulated" => self.regulated.to_string(),
            _ => return None,
        })
    }

    /// The values that `exclude` names on an axis.
    pub fn excluded_values<'a>(&'a self, axis: &'a str) -> impl Iterator<Item = &'a str> {
        self.exclude.iter().filter_map(move |rule| rule.get(axis)).map(String::as_str)
    }

    /// The message with this id.
    pub fn find_message(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }
}
