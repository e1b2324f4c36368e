//! Briefs: what a campaign asks for, read from `brief.yaml` and checked against the catalog, the
//! workflow and the files that came with it. Not the plan: nothing is expanded here.

mod check;
mod difference;
mod file;
mod whole;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::bundle::Bundle;
use crate::catalog::Catalog;
use crate::digest::{Digest, Hasher};
use crate::source::{Document, Problem, Problems};
use crate::workflow::Workflow;

use file::BriefFile;

pub use difference::differences;
pub use file::Sensitivity;
pub use whole::WholeBrief;

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

/// A brief's text whose syntax is right, with what is wrong with its fields.
#[derive(Debug, Clone)]
pub struct Draft {
    doc: Document,
    /// What its fields say, repaired as far as what is meant can be guessed.
    file: Option<BriefFile>,
    problems: Vec<Problem>,
}

impl Draft {
    /// Reads the text. Only wrong syntax is told here; wrong fields are told with everything else.
    pub fn parse(file: &str, text: &str) -> Result<Draft, Problems> {
        let mut doc = Document::parse_yaml(file, text)?;
        let (file, problems) = doc.read_meant::<BriefFile>();
        Ok(Draft { doc, file, problems })
    }

    /// The workflow it names, for finding that first; also where the field's name is misspelt.
    pub fn find_workflow(&self) -> Option<&str> {
        self.word("workflow", |file| &file.workflow)
    }

    /// The brand it names, for finding that first; also where the field's name is misspelt.
    pub fn find_brand(&self) -> Option<&str> {
        self.word("brand", |file| &file.brand)
    }

    fn word(&self, field: &str, of: impl Fn(&BriefFile) -> &String) -> Option<&str> {
        let word = match &self.file {
            Some(file) => of(file),
            None => self.doc.value.get(field)?.as_str()?,
        };
        Some(word).filter(|word| !word.is_empty())
    }

    /// Notes that the brand it names does not exist; answers the nearest that does.
    pub fn refuse_brand<'a>(&mut self, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let word = self.find_brand()?.to_owned();
        self.refuse("brand", &word, known)
    }

    /// Notes that the workflow it names does not exist; answers the nearest that does.
    pub fn refuse_workflow<'a>(&mut self, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let word = self.find_workflow()?.to_owned();
        self.refuse("workflow", &word, known)
    }

    fn refuse<'a>(&mut self, field: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let problem = self.doc.problem(&format!("/{field}"), format!("there is no {field} “{word}”"));
        let problem = problem.one_of(word, known);
        let nearest = problem.nearest.clone();
        self.problems.push(problem);
        nearest
    }

    /// Checks everything. With `files` (the brief's folder) also that every input is there.
    /// Tells everything that is wrong at once.
    pub fn check(&self, catalog: &Catalog, workflow: &Workflow, files: Option<&Bundle>) -> Result<Brief, Problems> {
        let (brief, problems) = check::check(self, catalog, Some(workflow), files);
        brief.filter(|_| problems.is_empty()).ok_or_else(|| Problems::sorted(problems))
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
