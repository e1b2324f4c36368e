//! TOML to a value with places. Dates and times become texts, as JSON has none.

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Document, MAX_DEPTH, Mark, Place, Problem, Problems};

/// Reads one TOML document; tells every syntax error it can.
pub(super) fn parse(file: &str, text: &str) -> Result<Document, Problems> {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Problem> = errors
        .iter()
        .map(|error| {
            let mark = error.span().map_or(Mark::START, |span| lines.mark(span.start));
            Problem::at(file, mark, format!("this is not valid TOML: {}", error.message()))
        })
        .collect();
    if !problems.is_empty() {
        return Err(Problems::sorted(problems));
    }
    let mut reader = Reader { file, lines, problems: &mut problems };
    let (value, places) = reader.table(table.get_ref(), Place::new(Mark::START), 0);
    Problems::unless_empty(Document { file: file.to_owned(), value, places }, problems)
}

struct Reader<'a> {
    file: &'a str,
    lines: Lines<'a>,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, mut place: Place, depth: usize) -> (Value, Place) {
        let mut fields = Map::new();
        for (name, inner) in table.iter() {
            let (value, mut inner) = self.value(inner, depth + 1);
            inner.key = Some(self.lines.mark(name.span().start));
            fields.insert(name.get_ref().to_string(), value);
            place.fields.insert(name.get_ref().to_string(), inner);
        }
        (Value::Object(fields), place)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> (Value, Place) {
        let mark = self.lines.mark(value.span().start);
        let mut place = Place::new(mark);
        if depth > MAX_DEPTH {
            let message = format!("lists and groups nest deeper than {MAX_DEPTH}");
            self.problems.push(Problem::at(self.file, mark, message));
            return (Value::Null, place);
        }
        let json = match value.get_ref() {
            DeValue::Table(table) => return self.table(table, place, depth),
            DeValue::Array(items) => {
                let mut values = Vec::new();
                for item in items.iter() {
                    let (value, inner) = self.value(item, depth + 1);
                    values.push(value);
                    place.items.push(inner);
                }
                Value::Array(values)
            }
            DeValue::String(text) => {
                place.inner = Some(mark.right(1));
                Value::String(text.to_string())
            }
            DeValue::Boolean(truth) => Value::Bool(*truth),
            DeValue::Datetime(time) => Value::String(time.to_string()),
            DeValue::Integer(digits) => {
                self.number(mark, i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(Number::from))
            }
            DeValue::Float(digits) => self.number(mark, digits.as_str().parse().ok().and_then(Number::from_f64)),
        };
        (json, place)
    }

    fn number(&mut self, mark: Mark, number: Option<Number>) -> Value {
        number.map_or_else(
            || {
                let message = "this number is too large or not a number";
                self.problems.push(Problem::at(self.file, mark, message));
                Value::Null
            },
            Value::Number,
        )
    }
}

/// Turns byte offsets into lines and columns.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(index, _)| index + 1)).collect();
        Lines { text, starts }
    }

    fn mark(&self, offset: usize) -> Mark {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or_default();
        Mark { line: line as u32, column: before.chars().count() as u32 + 1 }
    }
}
