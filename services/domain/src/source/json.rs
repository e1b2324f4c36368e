//! JSON to a value with places. serde_json reads the value and tells what is malformed;
//! this file walks the same, then known to be well-formed, text once more for the places.

use serde_json::Value;

use super::{Document, MAX_DEPTH, MAX_VALUES, Mark, Place, Problem, Problems};

/// Reads one JSON text.
pub(super) fn parse(file: &str, text: &str) -> Result<Document, Problems> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let mark = Mark { line: error.line() as u32, column: error.column().max(1) as u32 };
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        Problem::at(file, mark, format!("this is not valid JSON: {words}"))
    })?;
    let mut walker = Walker { file, rest: text.chars(), mark: Mark::START, values: 0, problems: Vec::new() };
    let places = walker.value(0)?;
    Problems::unless_empty(Document { file: file.to_owned(), value, places }, walker.problems)
}

struct Walker<'a> {
    file: &'a str,
    rest: std::str::Chars<'a>,
    mark: Mark,
    values: usize,
    problems: Vec<Problem>,
}

impl Walker<'_> {
    fn value(&mut self, depth: usize) -> Result<Place, Problems> {
        self.skip_space();
        let mut place = Place::new(self.mark);
        self.values += 1;
        if depth > MAX_DEPTH {
            let message = format!("lists and groups nest deeper than {MAX_DEPTH}");
            return Err(Problem::at(self.file, self.mark, message).into());
        }
        if self.values > MAX_VALUES {
            return Err(Problem::at(self.file, self.mark, "the file holds too many values").into());
        }
        match self.peek() {
            Some('{') => self.group(&mut place, depth)?,
            Some('[') => self.list(&mut place, depth)?,
            Some('"') => {
                place.inner = Some(self.mark.right(1));
                self.text();
            }
            _ => {
                while self.peek().is_some_and(|c| !",]} \t\r\n".contains(c)) {
                    self.next();
                }
            }
        }
        Ok(place)
    }

    fn group(&mut self, place: &mut Place, depth: usize) -> Result<(), Problems> {
        self.next();
        loop {
            self.skip_space();
            match self.peek() {
                Some('"') => {
                    let mark = self.mark;
                    let name = self.text();
                    self.skip_space();
                    self.next(); // the colon
                    let mut inner = self.value(depth + 1)?;
                    inner.key = Some(mark);
                    if place.fields.insert(name.clone(), inner).is_some() {
                        let message = format!("“{name}” is given twice");
                        self.problems.push(Problem::at(self.file, mark, message));
                    }
                }
                Some(',') => self.next(),
                _ => break,
            }
        }
        self.next();
        Ok(())
    }

    fn list(&mut self, place: &mut Place, depth: usize) -> Result<(), Problems> {
        self.next();
        loop {
            self.skip_space();
            match self.peek() {
                Some(']') | None => break,
                Some(',') => self.next(),
                Some(_) => place.items.push(self.value(depth + 1)?),
            }
        }
        self.next();
        Ok(())
    }

    /// Walks over a quoted text and gives what it says.
    fn text(&mut self) -> String {
        let start = self.rest.as_str();
        self.next();
        while let Some(letter) = self.peek() {
            self.next();
            match letter {
                '\\' => self.next(),
                '"' => break,
                _ => {}
            }
        }
        let quoted = &start[..start.len() - self.rest.as_str().len()];
        serde_json::from_str(quoted).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn next(&mut self) {
        self.mark = match self.rest.next() {
            Some('\n') => Mark { line: self.mark.line + 1, column: 1 },
            _ => self.mark.right(1),
        };
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }
}
