//! YAML 1.2 from parser events to a value with places.
//! Refuses what makes YAML dangerous or surprising: anchors, aliases, tags, several documents,
//! repeated keys, deep nesting.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};

use super::{Document, MAX_DEPTH, MAX_KEY_CHARS, MAX_VALUES, Mark, Place, Problem, Problems};

/// A list or group whose end has not been seen yet.
enum Open {
    List(Vec<Value>, Place),
    Group { fields: Map<String, Value>, place: Place, key: Option<(String, Mark)> },
}

struct Builder<'a> {
    file: &'a str,
    open: Vec<Open>,
    root: Option<(Value, Place)>,
    values: usize,
    problems: Vec<Problem>,
}

/// Reads one YAML document.
pub(super) fn parse(file: &str, text: &str) -> Result<Document, Problems> {
    let mut builder = Builder { file, open: Vec::new(), root: None, values: 0, problems: Vec::new() };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => builder.take(event, span)?,
            Err(error) => {
                builder.problems.push(Problem::at(file, mark_of(error.marker()), words(error.info())));
                break;
            }
        }
    }
    let (value, places) = match builder.root {
        Some(root) => root,
        None => {
            if builder.problems.is_empty() {
                builder.problems.push(Problem::at(file, Mark::START, "the file is empty"));
            }
            return Err(Problems::sorted(builder.problems));
        }
    };
    Problems::unless_empty(Document { file: file.to_owned(), value, places }, builder.problems)
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problems> {
        let mark = mark_of(&span.start);
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.refuse(mark, "a second document begins here; a file holds one"))
            }
            Event::Alias(_) => Err(self.refuse(mark, NO_ALIAS)),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(mark, anchor, tag.is_some())?;
                self.scalar(&text, style, span, mark)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(mark, anchor, tag.is_some())?;
                self.refuse_group_as_key(mark)?;
                self.deeper(Open::List(Vec::new(), Place::new(mark)), mark)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(mark, anchor, tag.is_some())?;
                self.refuse_group_as_key(mark)?;
                let place = Place::new(mark);
                self.deeper(Open::Group { fields: Map::new(), place, key: None }, mark)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(items, place)) => self.add(Value::Array(items), place),
                Some(Open::Group { fields, place, .. }) => self.add(Value::Object(fields), place),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span, mark: Mark) -> Result<(), Problems> {
        if let Some(Open::Group { key: key @ None, .. }) = self.open.last_mut() {
            if text.chars().count() > MAX_KEY_CHARS {
                return Err(self.refuse(mark, "the name of a field is too long"));
            }
            *key = Some((text.to_owned(), mark));
            return Ok(());
        }
        let mut place = Place::new(mark);
        if span.start.line() == span.end.line() {
            place.inner = match style {
                ScalarStyle::Plain => Some(mark),
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Some(mark.right(1)),
                _ => None,
            };
        }
        let value = match style {
            ScalarStyle::Plain => plain(text).unwrap_or_else(|message| {
                self.problems.push(Problem::at(self.file, mark, message));
                Value::Null
            }),
            _ => Value::String(text.to_owned()),
        };
        self.add(value, place)
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, value: Value, mut place: Place) -> Result<(), Problems> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.refuse(place.value, "the file holds too many values"));
        }
        match self.open.last_mut() {
            None => self.root = Some((value, place)),
            Some(Open::List(items, list)) => {
                items.push(value);
                list.items.push(place);
            }
            Some(Open::Group { fields, place: group, key }) => {
                let Some((name, mark)) = key.take() else { return Ok(()) };
                place.key = Some(mark);
                if let Some(first) = group.fields.get(&name) {
                    let message = format!("“{name}” is given twice, first in line {}", first.name().line);
                    self.problems.push(Problem::at(self.file, mark, message));
                    return Ok(());
                }
                fields.insert(name.clone(), value);
                group.fields.insert(name, place);
            }
        }
        Ok(())
    }

    fn deeper(&mut self, open: Open, mark: Mark) -> Result<(), Problems> {
        self.open.push(open);
        if self.open.len() > MAX_DEPTH {
            return Err(self.refuse(mark, format!("lists and groups nest deeper than {MAX_DEPTH}")));
        }
        Ok(())
    }

    fn refuse_extras(&self, mark: Mark, anchor: usize, is_tagged: bool) -> Result<(), Problems> {
        if anchor != 0 {
            return Err(self.refuse(mark, NO_ALIAS));
        }
        if is_tagged {
            return Err(self.refuse(mark, "tags (“!…”) are not allowed here"));
        }
        Ok(())
    }

    fn refuse_group_as_key(&self, mark: Mark) -> Result<(), Problems> {
        match self.open.last() {
            Some(Open::Group { key: None, .. }) => Err(self.refuse(mark, "the name of a field must be a plain word")),
            _ => Ok(()),
        }
    }

    /// Ends the reading; what was found before is told too.
    fn refuse(&self, mark: Mark, message: impl Into<String>) -> Problems {
        let mut problems = self.problems.clone();
        problems.push(Problem::at(self.file, mark, message));
        Problems::sorted(problems)
    }
}

const NO_ALIAS: &str = "anchors and aliases (“&name”, “*name”) are not allowed; write the value out, \
    and put a text that begins with & or * in quotes";

/// The parser's commonest complaints in a producer's words.
fn words(info: &str) -> String {
    if info.contains("anchor") {
        NO_ALIAS.to_owned()
    } else if info.contains("tab") {
        "a tab cannot stand here; indent with blanks".to_owned()
    } else if info.contains("':'") {
        "a “:” cannot stand here; is a bracket or a quote left open above, or is a text with “:” in it \
         not in quotes?"
            .to_owned()
    } else {
        format!("this is not valid YAML: {info}")
    }
}

fn mark_of(marker: &saphyr_parser::Marker) -> Mark {
    Mark { line: marker.line() as u32, column: marker.col() as u32 + 1 }
}

/// A plain scalar by YAML 1.2's core schema: `no` and dates are texts.
fn plain(text: &str) -> Result<Value, String> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text)? {
            Some(number) => Value::Number(number),
            None => Value::String(text.to_owned()),
        },
    })
}

fn number(text: &str) -> Result<Option<Number>, String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Err(format!("{text} is not a number that can be used; quote it if it is a text"));
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(rest) = text.strip_prefix(prefix).filter(|rest| !rest.is_empty()) {
            return Ok(u64::from_str_radix(rest, radix).ok().map(Number::from));
        }
    }
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    if !is_number {
        return Ok(None);
    }
    if digits.chars().all(|c| c.is_ascii_digit()) {
        let whole = text.strip_prefix('+').unwrap_or(text);
        return match (whole.parse::<i64>(), whole.parse::<u64>()) {
            (Ok(value), _) => Ok(Some(value.into())),
            (_, Ok(value)) => Ok(Some(value.into())),
            _ => Err(format!("{text} is too large; quote it if it is a text")),
        };
    }
    // Dates, versions and addresses look like numbers and are not; they stay texts.
    Ok(text.parse::<f64>().ok().and_then(Number::from_f64))
}
