//! A unit of XLIFF 2.0, 2.1 and 2.2: segments put together again, notes and modules passed over.

use super::read::{Reading, code, placed};
use super::{Part, Placed, Returned, ReturnedUnit};
use crate::State;
use crate::xml::{Element, Node};

pub fn outside(reading: &mut Reading<'_>, root: &Element, file: &Element) -> Option<Returned> {
    let source = reading.attribute(root, "srcLang")?;
    let original = reading.attribute(file, "original")?;
    let target = root.find("trgLang");
    Some(Returned {
        file: reading.file.to_owned(),
        original: placed(original.value.clone(), original.mark),
        source: placed(source.value.clone(), source.mark),
        target: placed(target.map(|target| target.value.clone()), target.map_or(root.mark, |target| target.mark)),
        units: Vec::new(),
        problems: Vec::new(),
    })
}

/// One segment, or the white space between two.
struct Segment<'e> {
    is_ignorable: bool,
    source: &'e Element,
    target: Option<&'e Element>,
    order: usize,
}

pub fn unit(reading: &mut Reading<'_>, unit: &Element, id: &str) -> Option<ReturnedUnit> {
    let (mut segments, mut state): (Vec<Segment<'_>>, Option<State>) = (Vec::new(), None);
    for element in unit.elements().filter(|element| element.namespace == unit.namespace) {
        let is_ignorable = element.name == "ignorable";
        if !is_ignorable && element.name != "segment" {
            continue;
        }
        let Some(source) = element.named("source").next() else {
            reading.tell(element.mark, format!("this <{}> has no <source>", element.name));
            return None;
        };
        let target = element.named("target").next();
        let order = target.and_then(|target| target.find("order")).and_then(|order| order.value.parse().ok());
        segments.push(Segment { is_ignorable, source, target, order: order.unwrap_or(segments.len() + 1) });
        if !is_ignorable {
            let found = state_of(reading, element);
            state = Some(state.map_or(found, |known| known.min(found)));
        }
    }
    let Some(first) = segments.first() else {
        reading.tell(unit.mark, "this unit has no segment");
        return None;
    };
    let mut source = placed(Vec::new(), first.source.mark);
    for segment in &segments {
        parts(reading, segment.source, &mut source.value);
    }
    let target = targets(reading, segments);
    Some(ReturnedUnit { id: id.to_owned(), mark: unit.mark, source, target, state: state.unwrap_or(State::Initial) })
}

fn state_of(reading: &mut Reading<'_>, segment: &Element) -> State {
    let Some(word) = segment.find("state") else { return State::Initial };
    State::find(&word.value).unwrap_or_else(|| {
        reading.tell(word.mark, format!("there is no state “{}”", word.value));
        State::Initial
    })
}

/// The targets in their order; nothing where nobody wrote any. A line of which one segment is missing is no line.
fn targets(reading: &mut Reading<'_>, mut segments: Vec<Segment<'_>>) -> Option<Placed<Vec<Part>>> {
    let is_written = |segment: &Segment| segment.target.is_some_and(|target| !target.children.is_empty());
    let first = segments.iter().find(|segment| is_written(segment)).and_then(|segment| segment.target)?;
    if let Some(missing) = segments.iter().find(|segment| !segment.is_ignorable && !is_written(segment)) {
        let mark = missing.source.mark;
        reading.tell(mark, "this segment is not translated, and others of its line are");
    }
    segments.sort_by_key(|segment| segment.order);
    let mut target = placed(Vec::new(), first.mark);
    for segment in segments {
        parts(reading, segment.target.unwrap_or(segment.source), &mut target.value);
    }
    Some(target)
}

/// The parts of a line, annotations passed through.
fn parts(reading: &mut Reading<'_>, element: &Element, found: &mut Vec<Part>) {
    for child in &element.children {
        match child {
            Node::Text(text) => found.push(Part::Text(text.clone())),
            Node::Element(inner) => match inner.name.as_str() {
                "ph" => code(reading, inner, found),
                "mrk" => parts(reading, inner, found),
                "sm" | "em" => {}
                name => reading.tell(inner.mark, format!("<{name}> is none of the codes that were sent")),
            },
        }
    }
}
