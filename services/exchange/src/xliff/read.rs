//! The outside of an XLIFF file that came back: its version, its one file, its units each once. What a unit holds is
//! read beside this, for 1.2 and for 2.x.

use std::collections::BTreeMap;

use galley_domain::source::{Mark, Problem, Problems};

use super::{Part, Placed, Returned, ReturnedUnit, Version, read_one, read_two};
use crate::xml::{self, Attribute, DocumentType, Element};

/// Most lines of a file that are looked at.
const MAX_UNITS: usize = 50_000;
/// Groups in groups; more is not read.
const MAX_GROUPS: usize = 16;

/// Collects what is wrong.
pub struct Reading<'a> {
    pub file: &'a str,
    pub problems: Vec<Problem>,
}

impl Reading<'_> {
    pub fn tell(&mut self, mark: Mark, message: impl Into<String>) {
        self.problems.push(Problem::at(self.file, mark, message));
    }

    /// An attribute that must be there; without it the problem is told.
    pub fn attribute<'e>(&mut self, element: &'e Element, name: &str) -> Option<&'e Attribute> {
        let found = element.find(name);
        if found.is_none() {
            self.tell(element.mark, format!("<{}> has no {name}", element.name));
        }
        found
    }
}

pub fn read(file: &str, bytes: &[u8]) -> Result<Returned, Problems> {
    let root = xml::parse(file, bytes, DocumentType::Refused)?;
    let version = version(file, &root)?;
    let mut reading = Reading { file, problems: Vec::new() };
    let files: Vec<&Element> = root.named("file").collect();
    let Some(first) = files.first() else {
        return Err(Problem::at(file, root.mark, "the document holds no <file>").into());
    };
    if let Some(second) = files.get(1) {
        reading.tell(second.mark, "the document holds a second <file>; Galley sends one each");
    }
    let returned = match version {
        Version::One2 => read_one::outside(&mut reading, first),
        _ => read_two::outside(&mut reading, &root, first),
    };
    let mut found = Vec::new();
    collect(&mut reading, first, version == Version::One2, MAX_GROUPS, &mut found);
    if let Some(extra) = found.get(MAX_UNITS) {
        let mark = extra.mark;
        reading.tell(mark, format!("the document holds more than {MAX_UNITS} lines"));
        found.truncate(MAX_UNITS);
    }
    let mut units: Vec<ReturnedUnit> = Vec::with_capacity(found.len());
    let mut seen: BTreeMap<&str, Mark> = BTreeMap::new();
    for element in found {
        let Some(id) = reading.attribute(element, "id") else { continue };
        if let Some(first) = seen.insert(&id.value, id.mark) {
            reading.tell(id.mark, format!("the id “{}” is there twice, first in line {}", id.value, first.line));
            continue;
        }
        let told = reading.problems.len();
        let unit = match version {
            Version::One2 => read_one::unit(&mut reading, element, &id.value),
            _ => read_two::unit(&mut reading, element, &id.value),
        };
        units.extend(unit.filter(|_| told == reading.problems.len()));
    }
    match returned {
        Some(returned) => Ok(Returned { units, problems: reading.problems, ..returned }),
        None => Err(Problems::sorted(reading.problems)),
    }
}

fn version(file: &str, root: &Element) -> Result<Version, Problem> {
    let refuse = |mark, message: String| {
        Err(Problem::at(file, mark, message).expected("an XLIFF document of version 1.2, 2.0, 2.1 or 2.2"))
    };
    if root.name != "xliff" {
        return refuse(root.mark, format!("this is <{}>, no XLIFF", root.name));
    }
    let Some(number) = root.find("version") else { return refuse(root.mark, "the version is missing".to_owned()) };
    let Some(version) = Version::find(&number.value) else {
        return refuse(number.mark, format!("there is no version “{}”", number.value));
    };
    let namespace = match version {
        Version::One2 => "urn:oasis:names:tc:xliff:document:1.2",
        Version::Two0 | Version::Two1 => "urn:oasis:names:tc:xliff:document:2.0",
        Version::Two2 => "urn:oasis:names:tc:xliff:document:2.2",
    };
    if root.namespace != namespace {
        let message = format!("the namespace “{}” is not that of version {}", root.namespace, number.value);
        return Err(Problem::at(file, root.mark, message).expected(namespace));
    }
    Ok(version)
}

/// The units of a file in order, also those in groups.
fn collect<'e>(
    reading: &mut Reading<'_>,
    parent: &'e Element,
    is_one: bool,
    groups_left: usize,
    found: &mut Vec<&'e Element>,
) {
    let unit = if is_one { "trans-unit" } else { "unit" };
    for element in parent.elements().filter(|element| element.namespace == parent.namespace) {
        match element.name.as_str() {
            name if name == unit => found.push(element),
            "group" | "body" if groups_left == 0 => reading.tell(element.mark, "groups stand too deep here"),
            "group" | "body" => collect(reading, element, is_one, groups_left - 1, found),
            "bin-unit" => reading.tell(element.mark, "a file in the document is not read"),
            _ => {}
        }
    }
}

/// A held text must be named.
pub fn code(reading: &mut Reading<'_>, element: &Element, parts: &mut Vec<Part>) {
    if let Some(id) = reading.attribute(element, "id") {
        parts.push(Part::Code { id: id.value.clone(), mark: element.mark });
    }
}

pub fn placed<T>(value: T, mark: Mark) -> Placed<T> {
    Placed { value, mark }
}
