//! Copy decks: the lines of a campaign per message, slot and locale, from CSV or XLSX.
//! A missing line is a named gap. It is never silently another market's.

mod rewrite;

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr as _;

use crate::brief::Brief;
use crate::catalog::Catalog;
use crate::source::table::{MAX_TOLD, Table};
use crate::source::{Mark, Problem, Problems, nearest};

pub use rewrite::{NewLine, with_lines};

/// The message of rows that hold for every message.
pub const ANY_MESSAGE: &str = "*";
/// Words that, as a part of a slot's name (`was_price`), keep its lines from falling back.
pub const NEVER_FALL_BACK: [&str; 3] = ["price", "claim", "legal"];
const COLUMNS: [&str; 3] = ["message", "slot", "max_chars"];

/// A copy deck that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyDeck {
    file: String,
    header_line: u32,
    message_column: usize,
    /// Locale tags in the order of the columns, and which columns those are.
    locales: Vec<String>,
    columns: Vec<usize>,
    /// By message and slot.
    rows: BTreeMap<(String, String), Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: u32,
    max_chars: Option<u32>,
    /// By locale; no empty texts.
    texts: BTreeMap<String, String>,
}

/// A row as it stands, whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeckRow<'a> {
    pub message: &'a str,
    pub slot: &'a str,
    pub max_chars: Option<u32>,
    /// By locale; no empty texts.
    pub texts: &'a BTreeMap<String, String>,
}

/// A line that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// The locale it was written for: another one than asked only where the brief allows it.
    pub from_locale: String,
    /// Most characters it may have, wide ones counted twice.
    pub max_chars: Option<u32>,
}

/// A line that is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("no line for “{slot}” of “{message}” in {locale}: {why}")]
pub struct Gap {
    pub message: String,
    pub slot: String,
    pub locale: String,
    pub why: String,
}

impl CopyDeck {
    /// Reads CSV or XLSX: columns message, slot, max_chars, then one for each locale. Tells
    /// everything that is wrong at once.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<CopyDeck, Problems> {
        let (deck, problems) = CopyDeck::read(file, bytes);
        deck.filter(|_| problems.is_empty()).ok_or_else(|| Problems::sorted(problems))
    }

    /// Reads it and tells what is wrong, in no order. The deck comes back whenever it could be read in
    /// spite of the problems, so that [`CopyDeck::check`] can add what else is wrong.
    pub fn read(file: &str, bytes: &[u8]) -> (Option<CopyDeck>, Vec<Problem>) {
        let table = match Table::parse(file, bytes) {
            Ok(table) => table,
            Err(problems) => return (None, problems.0),
        };
        match table.columns(COLUMNS) {
            Ok(columns) => {
                let (deck, problems) = read_rows(&table, columns);
                (Some(deck), problems)
            }
            Err(problems) => (Some(read_header(&table)), problems.0),
        }
    }

    /// What does not fit together with a brief: locales that do not exist, rows of messages that
    /// the brief does not have. A brief without messages is one whose messages could not be read.
    pub fn check(&self, brief: &Brief, catalog: &Catalog) -> Vec<Problem> {
        let at = |line: u32, column: usize, message: String| {
            let mark = Mark { line, column: column as u32 + 1 };
            Problem::at(&self.file, mark, message)
        };
        let mut problems = Vec::new();
        let locales = self.columns.iter().zip(&self.locales);
        for (column, tag) in locales.filter(|(_, tag)| !catalog.locales.contains_key(*tag)) {
            let problem = at(self.header_line, *column, format!("there is no locale “{tag}”"));
            problems.push(problem.one_of(tag, catalog.locales.keys().map(String::as_str)));
        }
        let known: BTreeSet<&str> = brief.messages.iter().map(|message| message.id.as_str()).collect();
        for ((message, _), row) in self.rows.iter().filter(|_| !known.is_empty()) {
            if message != ANY_MESSAGE && !known.contains(message.as_str()) {
                let problem = at(row.line, self.message_column, format!("the brief has no message “{message}”"));
                problems.push(problem.one_of(message, known.iter().copied()));
            }
        }
        problems
    }

    /// Locale tags in the order of the columns.
    pub fn locales(&self) -> &[String] {
        &self.locales
    }

    /// Every row, by line of the file.
    pub fn rows(&self) -> Vec<DeckRow<'_>> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|(_, row)| row.line);
        let shown = rows.into_iter().map(|((message, slot), row)| DeckRow {
            message,
            slot,
            max_chars: row.max_chars,
            texts: &row.texts,
        });
        shown.collect()
    }

    /// Every text that any cell holds.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.rows.values().flat_map(|row| row.texts.values()).map(String::as_str)
    }

    /// Every slot that any row names.
    pub fn slots(&self) -> BTreeSet<&str> {
        self.rows.keys().map(|(_, slot)| slot.as_str()).collect()
    }

    /// The line of a message's slot in a locale. An empty cell is filled from where `fallback`
    /// leads, except in slots that never fall back. A message's own row goes before that of
    /// every message, even where its cell is empty.
    pub fn line(
        &self,
        message: &str,
        slot: &str,
        locale: &str,
        fallback: &BTreeMap<String, String>,
    ) -> Result<Line, Gap> {
        let gap = |why: &str| Gap {
            message: message.to_owned(),
            slot: slot.to_owned(),
            locale: locale.to_owned(),
            why: why.to_owned(),
        };
        let row = |message: &str| self.rows.get(&(message.to_owned(), slot.to_owned()));
        let row = row(message).or_else(|| row(ANY_MESSAGE)).ok_or_else(|| gap("the copy deck has no row for it"))?;
        let mut from = locale;
        // No chain is longer than the map; a circle ends here too.
        for _ in 0..=fallback.len() {
            if let Some(text) = row.texts.get(from) {
                return Ok(Line { text: text.clone(), from_locale: from.to_owned(), max_chars: row.max_chars });
            }
            match fallback.get(from) {
                Some(_) if !may_fall_back(slot) => {
                    return Err(gap("its cell is empty, and such a line is never taken from another locale"));
                }
                Some(next) => from = next,
                None => break,
            }
        }
        let has_column = self.locales.iter().any(|known| known == locale);
        Err(gap(if has_column { "its cell is empty" } else { "the copy deck has no such column" }))
    }
}

/// How many characters a text takes, wide ones counted twice.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Whether a slot's line may come from another locale: prices, claims and legal lines never do.
pub fn may_fall_back(slot: &str) -> bool {
    slot.split(['_', '-']).all(|part| !NEVER_FALL_BACK.contains(&part))
}

/// How wide a text is shown: its characters, wide ones (those of Chinese, Japanese, Korean, most emoji) counted twice, and
/// line breaks not at all. What `max_chars` limits.
pub fn display_width(text: &str) -> u32 {
    u32::try_from(text.lines().map(str::width).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The rows under a header with all the columns that must be there.
fn read_rows(table: &Table, [message, slot, max_chars]: [usize; 3]) -> (CopyDeck, Vec<Problem>) {
    let is_locale = |(index, _): &(usize, &String)| ![message, slot, max_chars].contains(index);
    let locales: Vec<(usize, &String)> = table.header.iter().enumerate().filter(is_locale).collect();
    let mut problems = table.problems.clone();
    if locales.is_empty() {
        let problem = table.problem(table.header_line, table.header.len(), "the table has no locale");
        problems.push(problem.expected("a column such as de-DE"));
    }
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    for row in &table.rows {
        if problems.len() > MAX_TOLD {
            break;
        }
        let cell = |column: usize| row.cells[column].as_str();
        let key = (cell(message).to_owned(), cell(slot).to_owned());
        problems.extend(name_problem(table, row.line, message, cell(message), true));
        problems.extend(name_problem(table, row.line, slot, cell(slot), false));
        let limit = match limit_of(cell(max_chars)) {
            Ok(limit) => limit,
            Err(why) => {
                let problem = table.problem(row.line, max_chars, why);
                problems.push(problem.expected("a whole number from 1, or nothing"));
                None
            }
        };
        let mut texts = BTreeMap::new();
        for (column, locale) in locales.iter().filter(|(column, _)| !cell(*column).is_empty()) {
            problems.extend(length_problem(table, row.line, *column, cell(*column), limit));
            texts.insert((*locale).clone(), cell(*column).to_owned());
        }
        if let Some(first) = rows.get(&key) {
            let message = format!("“{}” of “{}” is there twice, first in line {}", key.1, key.0, first.line);
            problems.push(table.problem(row.line, slot, message));
            continue;
        }
        rows.insert(key, Row { line: row.line, max_chars: limit, texts });
    }
    (CopyDeck { rows, message_column: message, ..of_locales(table, locales) }, problems)
}

/// What a header without all its columns tells: those that can only be locales.
fn read_header(table: &Table) -> CopyDeck {
    let is_locale = |(_, name): &(usize, &String)| {
        let is_column = COLUMNS.contains(&name.as_str()) || nearest(name, COLUMNS).is_some();
        name.contains(['-', '_']) && !is_column
    };
    of_locales(table, table.header.iter().enumerate().filter(is_locale).collect())
}

fn of_locales(table: &Table, locales: Vec<(usize, &String)>) -> CopyDeck {
    let (columns, locales) = locales.into_iter().map(|(column, locale)| (column, locale.clone())).unzip();
    let (file, header_line) = (table.file.clone(), table.header_line);
    CopyDeck { file, header_line, message_column: 0, locales, columns, rows: BTreeMap::new() }
}

fn limit_of(text: &str) -> Result<Option<u32>, String> {
    match text.parse::<u32>() {
        _ if text.is_empty() => Ok(None),
        Ok(limit @ 1..) => Ok(Some(limit)),
        _ => Err(format!("“{text}” is not a number of characters")),
    }
}

fn name_problem(table: &Table, line: u32, column: usize, name: &str, is_message: bool) -> Option<Problem> {
    let is_good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || (c == '_' && !is_message);
    if is_message && name == ANY_MESSAGE || !name.is_empty() && name.len() <= 64 && name.chars().all(is_good) {
        return None;
    }
    let message = if name.is_empty() {
        "this cell is empty".to_owned()
    } else {
        format!("“{name}” cannot be used as a name")
    };
    let expected = if is_message { "the id of a message, or *" } else { "a slot such as headline" };
    Some(table.problem(line, column, message).expected(expected))
}

fn length_problem(table: &Table, line: u32, column: usize, text: &str, limit: Option<u32>) -> Option<Problem> {
    let limit = limit?;
    let width = display_width(text);
    (width > limit).then(|| {
        let message = format!("this line has {width} characters (wide ones count twice)");
        table.problem(line, column, message).expected(format!("at most {limit}"))
    })
}
