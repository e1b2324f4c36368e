//! Reading files people write: text becomes a value in which every part knows its line and
//! column, is checked against a schema, and yields every error at once in a producer's words.
//! Not a file reader (bytes arrive as arguments) and not where any one file's rules stand.

mod json;
mod place;
mod repair;
mod schema;
pub mod table;
mod toml;
mod workbook;
mod yaml;

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use repair::Repair;
use schema::Checked;

pub use place::{Mark, Place};

/// Largest text that is read, in bytes.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// Deepest nesting of lists and groups.
pub const MAX_DEPTH: usize = 32;
/// Most values in one file, counting every list, group and scalar.
pub const MAX_VALUES: usize = 100_000;
/// Longest name of a field, in characters.
pub const MAX_KEY_CHARS: usize = 200;
/// Most problems told of one file; the rest are counted in one last line.
const MAX_PROBLEMS: usize = 100;

/// One thing wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The file's name as the person gave it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1; in a table of cells the number of the cell.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What would have been right.
    pub expected: Option<String>,
    /// The nearest word that would have been right.
    pub nearest: Option<String>,
}

impl Problem {
    /// A problem at a mark of a file.
    pub fn at(file: &str, mark: Mark, message: impl Into<String>) -> Problem {
        Problem {
            file: file.to_owned(),
            line: mark.line,
            column: mark.column,
            message: message.into(),
            expected: None,
            nearest: None,
        }
    }

    /// Says what would have been right.
    pub fn expected(mut self, expected: impl Into<String>) -> Problem {
        self.expected = Some(expected.into());
        self
    }

    /// Names the word among `words` that is nearest to `word`, and lists the words if they are few.
    pub fn one_of<'a>(mut self, word: &str, words: impl IntoIterator<Item = &'a str>) -> Problem {
        let words: Vec<&str> = words.into_iter().collect();
        self.nearest = nearest(word, words.iter().copied());
        if self.expected.is_none() && !words.is_empty() && words.len() <= 12 {
            self.expected = Some(list(&words));
        }
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        if let Some(expected) = &self.expected {
            write!(f, "; expected {expected}")?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean “{nearest}”?")?;
        }
        Ok(())
    }
}

/// Everything wrong with what a person handed in, in file order. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// `Ok(value)` if nothing is wrong, else every problem, sorted and without repeats.
    pub fn unless_empty<T>(value: T, problems: Vec<Problem>) -> Result<T, Problems> {
        if problems.is_empty() { Ok(value) } else { Err(Problems::sorted(problems)) }
    }

    /// One problem with a field that stands in no file: line and column are 0, and `field` takes
    /// the place of the file's name.
    pub fn field(field: &str, message: impl Into<String>) -> Problems {
        Problem::at(field, Mark { line: 0, column: 0 }, message).into()
    }

    /// As [`Problems::unless_empty`], where `first` was found before `later`: of the later problems
    /// those are left out that stand exactly where one of the first does, for they follow from it.
    pub fn settle<T>(value: T, first: Vec<Problem>, later: Vec<Problem>) -> Result<T, Problems> {
        Problems::unless_empty(value, Problems::join(first, later))
    }

    /// What [`Problems::settle`] leaves of both, not yet sorted, for those who have more to add.
    pub fn join(first: Vec<Problem>, later: Vec<Problem>) -> Vec<Problem> {
        let place = |problem: &Problem| (problem.file.clone(), problem.line, problem.column);
        let places: BTreeSet<_> = first.iter().map(place).collect();
        let later = later.into_iter().filter(|problem| !places.contains(&place(problem)));
        later.chain(first.iter().cloned()).collect()
    }

    /// The problems in file order, without repeats, of each file the first hundred.
    pub fn sorted(mut problems: Vec<Problem>) -> Problems {
        problems.sort();
        problems.dedup();
        let files = problems.chunk_by(|one, next| one.file == next.file);
        Problems(files.flat_map(shortened).collect())
    }
}

/// The problems of one file, in order and without repeats, shortened.
fn shortened(problems: &[Problem]) -> Vec<Problem> {
    let mut told: Vec<Problem> = problems.iter().take(MAX_PROBLEMS).cloned().collect();
    if let (more @ 1.., Some(mut last)) = (problems.len() - told.len(), told.last().cloned()) {
        last.message = format!("and {more} more problems");
        (last.expected, last.nearest) = (None, None);
        told.push(last);
    }
    told
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

/// A file that was read: its value, and where each part of it stands.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file's name as the person gave it.
    pub file: String,
    /// The value as JSON.
    pub value: Value,
    /// Where each part of the value stands.
    pub places: Place,
}

impl Document {
    /// Reads YAML 1.2 (core schema). Anchors, aliases, tags, several documents and repeated
    /// keys are refused, as is anything over the limits of this module.
    pub fn parse_yaml(file: &str, text: &str) -> Result<Document, Problems> {
        check_size(file, text)?;
        yaml::parse(file, text)
    }

    /// Reads JSON; repeated keys are refused, as is anything over the limits of this module.
    pub fn parse_json(file: &str, text: &str) -> Result<Document, Problems> {
        check_size(file, text)?;
        json::parse(file, text)
    }

    /// Reads TOML; dates become texts.
    pub fn parse_toml(file: &str, text: &str) -> Result<Document, Problems> {
        check_size(file, text)?;
        toml::parse(file, text)
    }

    /// Checks the value against `T`'s schema and reads it. The value comes back whenever it
    /// could be read in spite of the problems, so that further checks can add theirs.
    pub fn read<T: DeserializeOwned + JsonSchema>(&self) -> (Option<T>, Vec<Problem>) {
        self.value_of(schema::check(self, &inline_schema::<T>(), ""))
    }

    /// The same, and what stands under a misspelt name is found under the name that was meant, so that
    /// problems told later have their place.
    pub fn read_meant<T: DeserializeOwned + JsonSchema>(&mut self) -> (Option<T>, Vec<Problem>) {
        let checked = schema::check(self, &inline_schema::<T>(), "");
        for repair in &checked.repairs {
            if let Repair::Rename { parent, name, meant: Some(meant) } = repair {
                self.places.rename(parent, name, meant);
            }
        }
        self.value_of(checked)
    }

    fn value_of<T: DeserializeOwned>(&self, checked: Checked) -> (Option<T>, Vec<Problem>) {
        let Checked { value, mut problems, .. } = checked;
        let Some(value) = value else { return (None, problems) };
        match serde_json::from_value(value) {
            Ok(value) => (Some(value), problems),
            Err(error) => {
                // The schema said yes and serde said no: tell what serde said, better late than never.
                if problems.is_empty() {
                    problems.push(self.problem("", error.to_string()));
                }
                (None, problems)
            }
        }
    }

    /// Checks the part at JSON pointer `at` against a schema; a part that is not there counts as
    /// a group without fields. Gives every problem, and that part with
    /// what is wrong repaired as far as it can be guessed, for further checks alone; `None` if it
    /// exceeds a limit.
    pub fn check(&self, schema: &Value, at: &str) -> (Option<Value>, Vec<Problem>) {
        let checked = schema::check(self, schema, at);
        (checked.value, checked.problems)
    }

    /// A problem with the value at a JSON pointer; with the nearest parent where there is none.
    pub fn problem(&self, pointer: &str, message: impl Into<String>) -> Problem {
        Problem::at(&self.file, self.places.find(pointer).value, message)
    }

    /// A problem with the name of the field at a JSON pointer.
    pub fn problem_at_key(&self, pointer: &str, message: impl Into<String>) -> Problem {
        Problem::at(&self.file, self.places.find(pointer).name(), message)
    }
}

/// The schema of `T` with everything written in place, so that paths into it can be walked.
pub fn inline_schema<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    settings.with(|s| s.inline_subschemas = true).into_generator().into_root_schema_for::<T>().to_value()
}

/// Bytes as UTF-8 text without a byte order mark, or the problem with them.
pub fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u32 + 1;
        Problem::at(file, Mark { line, column: 1 }, "this is not UTF-8 text").expected("a file saved as UTF-8")
    })
}

/// The candidate nearest to `word`, if any is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if word.is_empty() || word.len() > 64 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(word);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len() <= 64)
        .filter_map(|candidate| {
            let other = plain(candidate);
            let distance = strsim::damerau_levenshtein(&wanted, &other);
            let longer = wanted.chars().count().max(other.chars().count());
            // A third of the letters may be wrong; a whole dotted or dashed part may be missing.
            let is_part = other.ends_with(&format!(".{wanted}")) || other.starts_with(&format!("{wanted}_"));
            (distance <= (longer / 3).max(1) && distance < longer || is_part).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// Words as a readable list: `a`, `a or b`, `a, b or c`.
pub fn list(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// A JSON pointer one step further down.
pub fn join(pointer: &str, part: impl fmt::Display) -> String {
    format!("{pointer}/{}", part.to_string().replace('~', "~0").replace('/', "~1"))
}

fn check_size(file: &str, text: &str) -> Result<(), Problems> {
    if text.len() <= MAX_TEXT_BYTES {
        return Ok(());
    }
    let message = format!("the file has {} bytes", text.len());
    Err(Problem::at(file, Mark::START, message).expected(format!("at most {MAX_TEXT_BYTES}")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_problems_of_one_file_do_not_hide_those_of_another() {
        let at = |file: &str, line| Problem::at(file, Mark { line, column: 1 }, "wrong");
        let many = (1..=MAX_PROBLEMS as u32 + 7).map(|line| at("copy.csv", line));
        let Problems(told) = Problems::sorted(many.chain([at("offers.csv", 3), at("brief.yaml", 2)]).collect());
        assert_eq!(told.len(), MAX_PROBLEMS + 3);
        assert_eq!(told[MAX_PROBLEMS + 1].message, "and 7 more problems");
        assert_eq!((told[0].file.as_str(), told[MAX_PROBLEMS + 2].file.as_str()), ("brief.yaml", "offers.csv"));
    }
}
