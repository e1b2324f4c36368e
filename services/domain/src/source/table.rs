//! Tables people write: CSV and the first sheet of an XLSX workbook, as cells with places.
//! Knows nothing of what the columns mean.

use std::collections::BTreeMap;

use super::{Mark, Problem, Problems, nearest, text_of, workbook};

/// Largest table file, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Most cells in a table.
pub const MAX_CELLS: usize = 200_000;
/// Longest text of one cell, in characters.
pub const MAX_CELL_CHARS: usize = 4_000;

/// After so many problems the rest of a table is not looked at.
pub const MAX_TOLD: usize = 500;

/// One row below the header.
#[derive(Debug, Clone)]
pub struct Row {
    /// The line of the file where the row begins, or the row of the sheet; from 1.
    pub line: u32,
    /// The cells, without white space around them; as many as the header has.
    pub cells: Vec<String>,
}

/// A table whose header was read.
#[derive(Debug, Clone)]
pub struct Table {
    pub file: String,
    /// The line of the header.
    pub header_line: u32,
    /// Column names in order; unique.
    pub header: Vec<String>,
    pub rows: Vec<Row>,
    /// What is wrong with the table whatever its columns mean; whoever reads it passes this on.
    pub problems: Vec<Problem>,
}

impl Table {
    /// Reads CSV (UTF-8; separated by commas or semicolons) or, if the bytes say so, XLSX.
    /// Rows without any text are left out.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Table, Problems> {
        if bytes.len() > MAX_BYTES {
            let message = format!("the table has {} bytes", bytes.len());
            return Err(Problem::at(file, Mark::START, message).expected(format!("at most {MAX_BYTES}")).into());
        }
        let rows = if bytes.starts_with(b"PK\x03\x04") {
            workbook::rows(file, bytes)?
        } else {
            csv_rows(file, text_of(file, bytes)?)?
        };
        Table::from_rows(file, rows).ok_or_else(|| Problem::at(file, Mark::START, "the table is empty").into())
    }

    fn from_rows(file: &str, rows: Vec<Row>) -> Option<Table> {
        let mut rows = rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let mut first = rows.next()?;
        while first.cells.last().is_some_and(String::is_empty) {
            first.cells.pop();
        }
        let mut table = Table {
            file: file.to_owned(),
            header_line: first.line,
            header: first.cells,
            rows: Vec::new(),
            problems: Vec::new(),
        };
        let mut problems = table.header_problems();
        for mut row in rows {
            if problems.len() > MAX_TOLD {
                break;
            }
            let too_many = row.cells.iter().skip(table.header.len()).position(|c| !c.is_empty());
            if let Some(extra) = too_many {
                let column = table.header.len() + extra;
                let message = format!("this row has more cells than the header has ({})", table.header.len());
                problems.push(
                    table
                        .problem(row.line, column, message)
                        .expected("one cell for each column; a text with a comma in it stands in quotes"),
                );
            }
            row.cells.resize(table.header.len(), String::new());
            problems.extend(table.cell_problems(&row));
            table.rows.push(row);
        }
        table.problems = problems;
        Some(table)
    }

    /// The index of each wanted column; every missing one is a problem, with the nearest name.
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Problems> {
        let mut indices = [0; N];
        let mut problems = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            match self.header.iter().position(|column| column == name) {
                Some(column) => indices[index] = column,
                None => {
                    let mut problem = self.problem(self.header_line, 0, format!("the column “{name}” is missing"));
                    let known = self.header.iter().map(String::as_str);
                    if let Some(near) = nearest(name, known.filter(|c| !names.contains(c))) {
                        problem.message.push_str(&format!(" (is it the one called “{near}”?)"));
                    }
                    problems.push(problem);
                }
            }
        }
        if problems.is_empty() {
            return Ok(indices);
        }
        problems.extend(self.problems.iter().cloned());
        Err(Problems::sorted(problems))
    }

    /// A problem with one cell; `column` counts from 0.
    pub fn problem(&self, line: u32, column: usize, message: impl Into<String>) -> Problem {
        Problem::at(&self.file, Mark { line, column: column as u32 + 1 }, message)
    }

    fn header_problems(&self) -> Vec<Problem> {
        let mut seen = BTreeMap::new();
        let mut problems = Vec::new();
        for (index, name) in self.header.iter().enumerate() {
            if name.is_empty() {
                problems.push(self.problem(self.header_line, index, "this column has no name"));
            } else if let Some(first) = seen.insert(name, index) {
                let message = format!("the column “{name}” is there twice, first as column {}", first + 1);
                problems.push(self.problem(self.header_line, index, message));
            }
        }
        problems
    }

    fn cell_problems(&self, row: &Row) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            if cell.chars().count() > MAX_CELL_CHARS {
                let message = format!("this text is longer than {MAX_CELL_CHARS} characters");
                problems.push(self.problem(row.line, index, message));
            }
            if let Some(letter) = cell.chars().find(|c| is_refused(*c)) {
                let message = format!("this text holds the invisible character U+{:04X}", letter as u32);
                problems.push(self.problem(row.line, index, message));
            }
        }
        problems
    }
}

/// Control characters, and the marks that force letters to show in another order than they are in:
/// a reviewer would approve what is not there.
pub fn is_refused(letter: char) -> bool {
    (letter.is_control() && letter != '\n' && letter != '\t')
        || matches!(letter, '\u{202D}' | '\u{202E}' | '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}')
}

fn csv_rows(file: &str, text: &str) -> Result<Vec<Row>, Problems> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    if let Some(line) = open_quote(text, delimiter as char) {
        let message = "a quote (\") is opened here and never closed";
        return Err(Problem::at(file, Mark { line, column: 1 }, message).into());
    }
    let (mut rows, mut cells) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, |position| position.line() as u32);
            Problem::at(file, Mark { line, column: 1 }, format!("this is not valid CSV: {error}"))
        })?;
        let line = record.position().map_or(1, |position| position.line() as u32);
        cells += record.len();
        if cells > MAX_CELLS {
            let message = format!("the table has more than {MAX_CELLS} cells");
            return Err(Problem::at(file, Mark { line, column: 1 }, message).into());
        }
        let texts = record.iter().map(|cell| cell.trim().replace("\r\n", "\n").replace('\r', "\n"));
        rows.push(Row { line, cells: texts.collect() });
    }
    Ok(rows)
}

/// The line of a quote that begins a cell and is never closed: the csv crate would take the rest of
/// the file for one cell.
fn open_quote(text: &str, delimiter: char) -> Option<u32> {
    let (mut line, mut opened, mut is_cell_start) = (1, None, true);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if opened.is_some() => match letters.peek() {
                Some('"') => {
                    letters.next();
                }
                _ => opened = None,
            },
            '"' if is_cell_start => opened = Some(line),
            _ => {}
        }
        is_cell_start = opened.is_none() && (letter == delimiter || letter == '\n' || letter == '\r');
        line += u32::from(letter == '\n');
    }
    opened
}
