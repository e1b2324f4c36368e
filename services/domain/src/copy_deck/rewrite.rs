//! A copy deck with other lines in some of its cells, as the CSV that it would have been written as. Every other cell
//! says what it said.

use crate::source::table::Table;
use crate::source::{Mark, Problem, Problems};

/// A line for one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    pub message: String,
    pub slot: String,
    pub locale: String,
    pub text: String,
}

/// The deck with these lines; a locale without a column gets one. The rows must be there.
pub fn with_lines(file: &str, bytes: &[u8], lines: &[NewLine]) -> Result<Vec<u8>, Problems> {
    let mut table = Table::parse(file, bytes)?;
    let [message, slot] = table.columns(["message", "slot"])?;
    let mut problems = Vec::new();
    for line in lines {
        let column = table.header.iter().position(|name| *name == line.locale).unwrap_or_else(|| {
            table.header.push(line.locale.clone());
            table.header.len() - 1
        });
        let is_meant = |cells: &[String]| cells[message] == line.message && cells[slot] == line.slot;
        match table.rows.iter_mut().find(|row| is_meant(&row.cells)) {
            Some(row) => {
                row.cells.resize(column.max(row.cells.len() - 1) + 1, String::new());
                row.cells[column].clone_from(&line.text);
            }
            None => {
                let why = format!("the deck has no row for “{}” of “{}”", line.slot, line.message);
                problems.push(Problem::at(file, Mark::START, why));
            }
        }
    }
    Problems::unless_empty((), problems)?;
    let width = table.header.len();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = table.rows.iter().map(|row| &row.cells);
    for cells in std::iter::once(&table.header).chain(rows) {
        let empty = std::iter::repeat_n("", width - cells.len().min(width));
        let cells = cells.iter().map(String::as_str).chain(empty);
        writer.write_record(cells).expect("rows of one width can be written to memory");
    }
    Ok(writer.into_inner().expect("memory takes what is written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy_deck::CopyDeck;

    fn line(message: &str, slot: &str, locale: &str, text: &str) -> NewLine {
        let [message, slot, locale, text] = [message, slot, locale, text].map(str::to_owned);
        NewLine { message, slot, locale, text }
    }

    const DECK: &str = "slot;max_chars;message;en-GB;de-DE\nheadline;28;a;\"One; two\";Eins\ncta;;*;Go;\n";

    #[test]
    fn only_the_cells_that_are_meant_change() {
        let lines = [line("a", "headline", "de-DE", "Ein \"Wort\",\nzwei"), line("*", "cta", "ja-JP", "行く")];
        let made = with_lines("copy.csv", DECK.as_bytes(), &lines).expect("the rows are there");
        let expected = "slot,max_chars,message,en-GB,de-DE,ja-JP\nheadline,28,a,One; two,\"Ein \"\"Wort\"\",\nzwei\",\n\
                        cta,,*,Go,,行く\n";
        assert_eq!(String::from_utf8(made.clone()).ok().as_deref(), Some(expected));
        let (before, after) = (CopyDeck::parse("a", DECK.as_bytes()), CopyDeck::parse("a", &made));
        let (before, after) = (before.expect("it is right"), after.expect("it is right"));
        assert_eq!(before.rows()[1].texts["en-GB"], after.rows()[1].texts["en-GB"]);
        assert_eq!(after.rows()[0].max_chars, Some(28));
    }

    #[test]
    fn rows_that_are_not_there_are_told() {
        let lines = [line("b", "headline", "de-DE", "x"), line("a", "claim", "de-DE", "y")];
        let told = with_lines("copy.csv", DECK.as_bytes(), &lines).expect_err("there are no such rows").to_string();
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}
