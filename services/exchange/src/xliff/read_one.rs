//! A unit of XLIFF 1.2.

use super::read::{Reading, code, placed};
use super::{Part, Returned, ReturnedUnit};
use crate::State;
use crate::xml::{Element, Node};

pub fn outside(reading: &mut Reading<'_>, file: &Element) -> Option<Returned> {
    let source = reading.attribute(file, "source-language")?;
    let original = reading.attribute(file, "original")?;
    let target = file.find("target-language");
    Some(Returned {
        file: reading.file.to_owned(),
        original: placed(original.value.clone(), original.mark),
        source: placed(source.value.clone(), source.mark),
        target: placed(target.map(|target| target.value.clone()), target.map_or(file.mark, |target| target.mark)),
        units: Vec::new(),
        problems: Vec::new(),
    })
}

pub fn unit(reading: &mut Reading<'_>, unit: &Element, id: &str) -> Option<ReturnedUnit> {
    let Some(element) = unit.named("source").next() else {
        reading.tell(unit.mark, "this <trans-unit> has no <source>");
        return None;
    };
    let mut source = placed(Vec::new(), element.mark);
    parts(reading, element, &mut source.value);
    let written = unit.named("target").next();
    let state = written.and_then(|target| target.find("state")).map(|word| word.value.as_str());
    let state = match state {
        Some("final") => State::Final,
        Some("signed-off") => State::Reviewed,
        None | Some("new" | "needs-translation") => State::Initial,
        Some(_) => State::Translated,
    };
    let target = written.filter(|target| !target.children.is_empty()).map(|element| {
        let mut target = placed(Vec::new(), element.mark);
        parts(reading, element, &mut target.value);
        target
    });
    Some(ReturnedUnit { id: id.to_owned(), mark: unit.mark, source, target, state })
}

/// The parts of a line, annotations passed through.
fn parts(reading: &mut Reading<'_>, element: &Element, found: &mut Vec<Part>) {
    for child in &element.children {
        match child {
            Node::Text(text) => found.push(Part::Text(text.clone())),
            Node::Element(inner) => match inner.name.as_str() {
                "ph" | "x" => code(reading, inner, found),
                "mrk" => parts(reading, inner, found),
                name => reading.tell(inner.mark, format!("<{name}> is none of the codes that were sent")),
            },
        }
    }
}
