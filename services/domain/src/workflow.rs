//! Workflows: the recipe of a campaign, read from `workflow.yaml` and checked as a whole.
//! What a step kind does is not here: kinds are handed in with the schema of their `with`.

mod file;
mod name_pattern;
mod publish;
mod review;
mod schema;
mod steps;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::access::Role;
use crate::brief::Brief;
use crate::bundle::Bundle;
use crate::expression::{Expression, Identifier};
use crate::format::Shape;
use crate::review::Rule;
use crate::source::{Document, Problem, Problems, join};

pub use file::InputKind;
pub use name_pattern::NamePattern;

/// The file of a workflow's folder that describes it.
pub const FILE: &str = "workflow.yaml";
/// The step kind that judges another step's output before people see it.
pub const CHECK: &str = "check";
/// The setting of every step kind that names skills.
pub const SKILLS: &str = "skills";
/// Axes whose values a brief lists under their own names.
pub const BRIEF_AXES: [&str; 3] = ["market", "message", "format"];
/// Derived axes and what each follows from.
pub const DERIVED_AXES: [(&str, &str); 2] = [("shape", "format"), ("locale", "market")];

/// A step kind as far as reading a workflow must know it.
#[derive(Debug, Clone)]
pub struct StepKindSpec {
    /// `verb_noun`.
    pub name: &'static str,
    /// JSON Schema of the step's `with`, best made by [`crate::source::inline_schema`]. In every kind
    /// `prompt` names a file of the workflow's folder, `layout` a folder in it that has a
    /// `layout.toml`, and `feed` an input of kind product_feed.
    pub with_schema: Value,
}

/// A workflow that was read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    /// A slug.
    pub name: String,
    pub version: u32,
    pub title: String,
    /// Base axes in order.
    pub axes: Vec<String>,
    pub inputs: BTreeMap<String, Input>,
    /// Steps in an order in which every step comes behind what it needs; else as in the file.
    pub steps: Vec<Step>,
    /// Stages in the order in which they are asked. At least one.
    pub review: Vec<Stage>,
    pub publish: Vec<PublishTarget>,
}

/// Something a brief hands to a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub kind: InputKind,
    pub is_required: bool,
    pub title: String,
    /// For a product feed: its row ids are the values of this axis.
    pub axis: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub name: String,
    /// The name of a [`StepKindSpec`].
    pub kind: String,
    /// The axes it depends on, in the order of the workflow, derived ones last. A derived axis
    /// is left out where its base is there.
    pub per: Vec<String>,
    /// Indices of steps.
    pub needs: Vec<usize>,
    /// Drops the cells for which it does not hold.
    pub when: Option<Expression>,
    /// Only these skills of the brand, by name; None: all that are published for it.
    pub skills: Option<Vec<String>>,
    /// As in the file, checked against the kind's schema; an empty group if it was left out. Without [`SKILLS`], which
    /// every kind has.
    pub with: Value,
}

/// One stage of review.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub name: String,
    /// Index of the step that is reviewed: the same for all stages.
    pub on: usize,
    /// Names only `brief.*`.
    pub when: Option<Expression>,
    pub ask: StageAsk,
    pub due: Option<Due>,
}

/// Whom a stage asks, and how many must approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageAsk {
    /// Never admin: being an admin does not make an approver.
    pub role: Role,
    /// `market`: only people who hold the role for the variant's market.
    pub of: Option<String>,
    pub rule: Rule,
}

/// When a stage is due after it opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub business_days: u32,
}

/// Where sealed variants go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishTarget {
    /// A destination's name: `folder`.
    pub to: String,
    pub name: NamePattern,
}

impl Workflow {
    /// Reads a workflow file alone: files it refers to are not looked for.
    /// Tells everything that is wrong with it at once.
    pub fn parse(file: &str, text: &str, kinds: &[StepKindSpec]) -> Result<Workflow, Problems> {
        read(&Document::parse_yaml(file, text)?, kinds, None)
    }

    /// Reads the workflow of a folder and looks for every file it refers to.
    pub fn parse_bundle(bundle: &Bundle, kinds: &[StepKindSpec]) -> Result<Workflow, Problems> {
        let doc = Document::parse_yaml(FILE, bundle.get_text(FILE)?)?;
        read(&doc, kinds, Some(bundle))
    }

    /// The JSON Schema of the file, for editors.
    pub fn schema(kinds: &[StepKindSpec]) -> Value {
        schema::of_file(kinds)
    }

    /// The index of a step.
    pub fn find_step(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.name == name)
    }

    /// The step whose outputs people review: each of its cells is a variant.
    pub fn subject_step(&self) -> Option<usize> {
        self.review.first().map(|stage| stage.on)
    }

    /// The last step before people see a subject: the check of it, or itself.
    pub fn gate_step(&self, subject: usize) -> usize {
        self.steps.iter().position(|step| step.kind == CHECK && step.needs.contains(&subject)).unwrap_or(subject)
    }

    /// The stages a brief goes through, in order.
    pub fn stages_for<'a>(&'a self, brief: &'a Brief) -> impl Iterator<Item = &'a Stage> {
        self.review.iter().filter(move |stage| {
            stage
                .when
                .as_ref()
                .is_none_or(|when| when.eval(&|name| brief.field(name.strip_prefix("brief.").unwrap_or(name))))
        })
    }

    /// Whether a step takes many outputs of one it needs, because that one has more axes.
    pub fn is_gathering(&self, step: usize, need: usize) -> bool {
        let own = &self.steps[step].per;
        self.steps[need].per.iter().any(|axis| !covers(own, axis))
    }
}

/// Whether axes fix the value on an axis: it is there, or what it derives from is.
pub(crate) fn covers(axes: &[String], axis: &str) -> bool {
    let base = DERIVED_AXES.iter().find(|(derived, _)| *derived == axis).map(|(_, base)| *base);
    axes.iter().any(|known| known == axis || Some(known.as_str()) == base)
}

/// What reading collects.
struct Reading<'a> {
    doc: &'a Document,
    kinds: &'a [StepKindSpec],
    bundle: Option<&'a Bundle>,
    problems: Vec<Problem>,
}

fn read(doc: &Document, kinds: &[StepKindSpec], bundle: Option<&Bundle>) -> Result<Workflow, Problems> {
    let (file, first) = doc.read::<file::WorkflowFile>();
    let mut reading = Reading { doc, kinds, bundle, problems: Vec::new() };
    let Some(file) = file else { return Err(Problems::sorted(first)) };
    reading.axes(&file.axes);
    let inputs = reading.inputs(&file);
    let steps = reading.steps(&file, &inputs);
    let review = reading.review(&file, &steps);
    let publish = reading.publish(&file);
    let workflow = Workflow {
        name: file.workflow,
        version: file.version,
        title: file.title,
        axes: file.axes,
        inputs,
        steps,
        review,
        publish,
    };
    Problems::settle(workflow, first, reading.problems)
}

impl Reading<'_> {
    fn axes(&mut self, axes: &[String]) {
        for (index, axis) in axes.iter().enumerate() {
            let pointer = format!("/axes/{index}");
            if axes[..index].contains(axis) {
                self.tell(&pointer, format!("the axis “{axis}” is there twice"));
            }
            if DERIVED_AXES.iter().any(|(derived, _)| derived == axis) || axis == "brief" {
                let message = format!("“{axis}” cannot be an axis of its own");
                let problem = self.doc.problem(&pointer, message);
                self.problems.push(problem.expected("shape follows from format, locale from market"));
            }
        }
    }

    fn inputs(&mut self, file: &file::WorkflowFile) -> BTreeMap<String, Input> {
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, row) in &file.inputs {
            let pointer = join("/inputs", name);
            self.name(&pointer, name);
            let Some(axis) = &row.axis else { continue };
            let pointer = join(&pointer, "axis");
            if row.kind != InputKind::ProductFeed {
                self.tell(&pointer, "only a product_feed gives an axis its values");
            } else if BRIEF_AXES.contains(&axis.as_str()) {
                self.tell(&pointer, format!("the brief itself lists the values of “{axis}”"));
            } else if !file.axes.contains(axis) {
                let problem = self.doc.problem(&pointer, format!("there is no axis “{axis}”"));
                self.problems.push(problem.one_of(axis, file.axes.iter().map(String::as_str)));
            }
            if !row.required {
                self.tell(&pointer, "an input that gives an axis its values must be required: true");
            }
            if let Some(other) = taken.insert(axis, name) {
                self.tell(&pointer, format!("“{other}” already gives “{axis}” its values"));
            }
        }
        let input = |(name, row): (&String, &file::InputRow)| {
            let title = row.title.clone().unwrap_or_else(|| name.clone());
            let input = Input { kind: row.kind, is_required: row.required, title, axis: row.axis.clone() };
            (name.clone(), input)
        };
        file.inputs.iter().map(input).collect()
    }

    /// Names of inputs and steps are fit for paths, keys and messages.
    fn name(&mut self, pointer: &str, name: &str) {
        let is_good = name.len() <= 32
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
        if !is_good {
            let problem = self.doc.problem_at_key(pointer, format!("“{name}” cannot be used as a name"));
            self.problems.push(problem.expected("a small letter, then small letters, digits, _ or -"));
        }
    }

    /// Reads a condition; its problems point into the text.
    fn when(&mut self, pointer: &str, text: &str, known: &[Identifier]) -> Option<Expression> {
        match Expression::parse(text, known) {
            Ok(expression) => Some(expression),
            Err(error) => {
                let mut problem = self.doc.problem(pointer, error.message);
                if let Some(inner) = self.doc.places.find(pointer).inner {
                    problem.column = inner.column + error.column - 1;
                }
                (problem.expected, problem.nearest) = (error.expected, error.nearest);
                self.problems.push(problem);
                None
            }
        }
    }

    fn tell(&mut self, pointer: &str, message: impl Into<String>) {
        let problem = self.doc.problem(pointer, message);
        self.problems.push(problem);
    }
}

/// What conditions may ask of a brief.
fn brief_identifiers() -> Vec<Identifier> {
    vec![
        Identifier::text("brief.campaign"),
        Identifier::text("brief.brand"),
        Identifier::text("brief.workflow"),
        Identifier::word("brief.sensitivity", &["normal", "sensitive"]),
        Identifier::flag("brief.regulated"),
    ]
}

/// What conditions may ask of a cell with these axes.
fn cell_identifiers(axes: &[String]) -> Vec<Identifier> {
    let mut known: Vec<Identifier> =
        axes.iter().filter(|axis| *axis != "shape" && *axis != "locale").map(|axis| Identifier::text(axis)).collect();
    if covers(axes, "shape") {
        known.push(Identifier::word("shape", &Shape::ALL.map(Shape::word)));
    }
    if covers(axes, "locale") {
        known.push(Identifier::text("locale"));
    }
    known
}
