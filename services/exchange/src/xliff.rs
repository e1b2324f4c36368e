//! XLIFF: the work for a language as a file, and the file that comes back. Written are 2.1 and, for old tools, strict
//! 1.2; read are 1.2, 2.0, 2.1 and 2.2.

mod line;
mod one;
mod read;
mod read_one;
mod read_two;
mod two;

use galley_domain::source::{Mark, Problem, Problems};

use crate::{Job, State};

/// What is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    One2,
    Two0,
    Two1,
    Two2,
}

impl Version {
    /// The version with this number.
    pub fn find(number: &str) -> Option<Version> {
        Some(match number {
            "1.2" => Version::One2,
            "2.0" => Version::Two0,
            "2.1" => Version::Two1,
            "2.2" => Version::Two2,
            _ => return None,
        })
    }
}

/// A file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Its name, for problems.
    pub file: String,
    /// What its lines say they belong to.
    pub original: Placed<String>,
    pub source: Placed<String>,
    pub target: Placed<Option<String>>,
    /// In the order of the file; ids are unique. Lines that cannot be read are not among them.
    pub units: Vec<ReturnedUnit>,
    /// What is wrong with the file, for those who have more to add: it is not to be taken over.
    pub problems: Vec<Problem>,
}

impl Returned {
    /// Only a file with which nothing is wrong.
    pub fn whole(self) -> Result<Returned, Problems> {
        let problems = self.problems.clone();
        Problems::unless_empty(self, problems)
    }
}

/// Something with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub mark: Mark,
}

/// A line that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedUnit {
    pub id: String,
    pub mark: Mark,
    pub source: Placed<Vec<Part>>,
    /// Nothing where nobody wrote any.
    pub target: Option<Placed<Vec<Part>>>,
    pub state: State,
}

/// A part of a line that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// A held text, by its id.
    Code {
        id: String,
        mark: Mark,
    },
}

/// Writes a job as XLIFF 1.2 (strict) or 2.1.
pub fn write(job: &Job, version: Version) -> Vec<u8> {
    match version {
        Version::One2 => one::write(job),
        _ => two::write(job),
    }
}

/// Reads a file that came back. What is wrong with its lines is told with it, so that [`crate::merge::merge`] can add the
/// rest; a file that cannot be read at all is refused.
pub fn read(file: &str, bytes: &[u8]) -> Result<Returned, Problems> {
    read::read(file, bytes)
}
