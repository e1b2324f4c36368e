//! The front matter of `SKILL.md`, by the rules of the format's reference validator: six fields, all of them texts. What
//! that validator does not ask and Galley does is marked.

use std::collections::BTreeMap;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::FILE;
use crate::source::{Document, Mark, Problem, Problems};

/// The format's own limits, in characters.
const MAX_NAME_CHARS: usize = 64;
const MAX_DESCRIPTION_CHARS: usize = 1_024;
const MAX_COMPATIBILITY_CHARS: usize = 500;
/// Ours: names stand in the journal and in what is learned.
pub const MAX_NAME_BYTES: usize = 100;
const MAX_METADATA: usize = 50;
const MAX_VALUE_CHARS: usize = 1_000;

const FIELDS: [&str; 6] = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];
const FENCE: &str = "---";

/// What a skill says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Front {
    /// Small letters, digits and single hyphens.
    pub name: String,
    /// What it does and when to use it.
    pub description: String,
    pub license: Option<String>,
    pub compatibility: Option<String>,
    pub metadata: BTreeMap<String, String>,
    /// The format has it; Galley gives a skill no tools, whatever stands here.
    pub allowed_tools: Option<String>,
}

/// Reads `SKILL.md`: what stands between the two fences, and what follows them.
pub(super) fn parse(text: &str, folder: Option<&str>) -> Result<(Front, String), Problems> {
    let (yaml, body) = split(text)?;
    // The first fence leaves its line, so that every problem has the line it has in the file.
    let doc = Document::parse_yaml(FILE, &format!("\n{yaml}"))?;
    let mut reading =
        Reading { doc: &doc, lines: std::iter::once("").chain(yaml.lines()).collect(), problems: Vec::new() };
    let front = reading.front(folder);
    Problems::unless_empty((front, body.trim().to_owned()), reading.problems)
}

fn split(text: &str) -> Result<(&str, &str), Problem> {
    let refuse = |line: u32, message: &str| Problem::at(FILE, Mark { line, column: 1 }, message);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let is_fence = |line: &str| line.trim_end() == FENCE;
    let first = text.lines().next().unwrap_or_default();
    if !is_fence(first) {
        let problem = refuse(1, "the file must begin with its front matter");
        return Err(problem.expected("--- in the first line, then name and description, then ---"));
    }
    let rest = text[first.len()..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let (mut at, mut line_number) = (0, 2);
    for line in rest.split_inclusive('\n') {
        if is_fence(line) {
            return Ok((&rest[..at], &rest[at + line.len()..]));
        }
        // The reference validator takes the first three hyphens for the end, wherever they stand.
        if line.contains(FENCE) {
            return Err(refuse(line_number, "three hyphens end the front matter; they cannot stand inside it"));
        }
        at += line.len();
        line_number += 1;
    }
    Err(refuse(1, "the front matter is not closed").expected("--- in a line of its own behind it"))
}

struct Reading<'a> {
    doc: &'a Document,
    lines: Vec<&'a str>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn front(&mut self, folder: Option<&str>) -> Front {
        let Some(fields) = self.doc.value.as_object() else {
            self.tell("", "the front matter must be fields with values", "name: … and description: …");
            return Front::default();
        };
        for name in fields.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            let problem = self.doc.problem_at_key(&format!("/{name}"), format!("the format has no field “{name}”"));
            let problem = problem.one_of(name, FIELDS);
            self.problems
                .push(problem.expected(format!("one of {}; anything else belongs under metadata", FIELDS.join(", "))));
        }
        let front = Front {
            name: self.name(folder),
            description: self.required("description", MAX_DESCRIPTION_CHARS),
            license: self.optional("license", MAX_VALUE_CHARS),
            compatibility: self.optional("compatibility", MAX_COMPATIBILITY_CHARS),
            metadata: self.metadata(),
            allowed_tools: self.optional("allowed-tools", MAX_VALUE_CHARS),
        };
        self.problems.extend(self.written_in_brackets());
        front
    }

    fn name(&mut self, folder: Option<&str>) -> String {
        let name: String = self.required("name", MAX_NAME_CHARS).nfkc().collect();
        if name.is_empty() {
            return name;
        }
        let is_letter = |c: char| (c.is_alphanumeric() && c.to_lowercase().eq([c])) || c == '-';
        let has_edge = name.starts_with('-') || name.ends_with('-') || name.contains("--");
        if has_edge || !name.chars().all(is_letter) {
            self.tell(
                "/name",
                &format!("“{name}” cannot be the name of a skill"),
                "small letters, digits and single hyphens between them",
            );
        }
        if name.len() > MAX_NAME_BYTES {
            self.tell("/name", &format!("the name has {} bytes", name.len()), &format!("at most {MAX_NAME_BYTES}"));
        }
        if let Some(folder) = folder.filter(|folder| folder.nfkc().ne(name.chars())) {
            self.tell("/name", &format!("the folder is called “{folder}”"), "a folder with the name of its skill");
        }
        name
    }

    /// A text that must be there.
    fn required(&mut self, field: &str, most: usize) -> String {
        match self.doc.value.get(field) {
            None => {
                self.tell("", &format!("the field {field} is missing"), &format!("{field}: …"));
                String::new()
            }
            Some(_) => {
                let text = self.text(&format!("/{field}"), most);
                if text.as_ref().is_some_and(|text| text.is_empty()) {
                    self.tell(&format!("/{field}"), &format!("{field} is empty"), "a text");
                }
                text.unwrap_or_default()
            }
        }
    }

    fn optional(&mut self, field: &str, most: usize) -> Option<String> {
        self.doc.value.get(field)?;
        self.text(&format!("/{field}"), most).filter(|text| !text.is_empty())
    }

    fn metadata(&mut self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        match self.doc.value.get("metadata") {
            None | Some(Value::Null) => {}
            Some(Value::Object(fields)) => {
                if fields.len() > MAX_METADATA {
                    self.tell("/metadata", "that is too much metadata", &format!("at most {MAX_METADATA} fields"));
                }
                for name in fields.keys().take(MAX_METADATA) {
                    let pointer = crate::source::join("/metadata", name);
                    found.extend(self.text(&pointer, MAX_VALUE_CHARS).map(|text| (name.clone(), text)));
                }
            }
            Some(_) => self.tell("/metadata", "metadata must be fields with texts", "a field and its text a line"),
        }
        found
    }

    /// The value at a place as the text that it is to the format, which knows no numbers: 1.10 is not 1.1.
    fn text(&mut self, pointer: &str, most: usize) -> Option<String> {
        let text = match self.doc.value.pointer(pointer)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Array(_) | Value::Object(_) => {
                self.tell(
                    pointer,
                    "this must be a text",
                    "a text, in quotes where it holds “: ” or begins with a bracket",
                );
                return None;
            }
            _ => self.as_written(pointer),
        };
        let chars = text.chars().count();
        if chars > most {
            self.tell(pointer, &format!("this text has {chars} characters"), &format!("at most {most}"));
        }
        Some(text)
    }

    /// The rest of the line on which a plain value begins.
    fn as_written(&self, pointer: &str) -> String {
        let mark = self.doc.places.find(pointer).value;
        let line = self.lines.get(mark.line as usize - 1).copied().unwrap_or_default();
        let rest: String = line.chars().skip(mark.column as usize - 1).collect();
        rest.split(" #").next().unwrap_or_default().trim().to_owned()
    }

    /// The reference validator reads a smaller YAML, without lists and groups in brackets.
    fn written_in_brackets(&self) -> Option<Problem> {
        let mark = self.doc.places.find("/metadata").value;
        let line = self.lines.get(mark.line as usize - 1)?;
        let is_flow = self.doc.value["metadata"].is_object() && line.chars().nth(mark.column as usize - 1) == Some('{');
        is_flow
            .then(|| self.doc.problem("/metadata", "metadata cannot stand in brackets here").expected("a field a line"))
    }

    fn tell(&mut self, pointer: &str, message: &str, expected: &str) {
        self.problems.push(self.doc.problem(pointer, message).expected(expected));
    }
}
