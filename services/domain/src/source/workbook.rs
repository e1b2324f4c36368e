//! The first sheet of an XLSX workbook as rows of texts, within bounded memory.
//! Formulas are not computed: the value that was saved with them counts.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Reader, Xlsx};

use super::table::{MAX_CELLS, Row};
use super::{Mark, Problem, Problems};
use crate::bundle;

/// Most bytes a workbook may unpack to.
const MAX_UNPACKED_BYTES: u64 = 64 << 20;
/// Most files in a workbook.
const MAX_ENTRIES: usize = 2_000;
/// Most rows and columns that are looked at.
const MAX_ROWS: u32 = 100_000;
const MAX_COLUMNS: u32 = 500;

/// Reads the rows of the first sheet.
pub(super) fn rows(file: &str, bytes: &[u8]) -> Result<Vec<Row>, Problems> {
    let fail = |message: String| Problems::from(Problem::at(file, Mark::START, message));
    check_unpacked(bytes).map_err(fail)?;
    let broken = |error: calamine::XlsxError| fail(format!("this workbook cannot be read: {error}"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    let name = names.first().ok_or_else(|| fail("the workbook has no sheet".to_owned()))?;
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let (mut rows, mut count, mut problems): (Vec<Row>, usize, Vec<Problem>) = (Vec::new(), 0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = match cell_text(cell.get_value()) {
            Ok(text) if text.is_empty() => continue,
            Ok(text) => text,
            Err(message) => {
                let mark = Mark { line: row + 1, column: column + 1 };
                problems.push(Problem::at(file, mark, message));
                continue;
            }
        };
        count += 1;
        if count > MAX_CELLS || row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(fail(format!(
                "the sheet is larger than {MAX_CELLS} cells, {MAX_ROWS} rows or {MAX_COLUMNS} columns"
            )));
        }
        if rows.last().is_none_or(|last| last.line != row + 1) {
            rows.push(Row { line: row + 1, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            let width = last.cells.len().max(column as usize + 1);
            last.cells.resize(width, String::new());
            last.cells[column as usize] = text;
        }
    }
    Problems::unless_empty(rows, problems)
}

fn cell_text(value: &DataRef<'_>) -> Result<String, String> {
    match Data::from(value.clone()) {
        Data::Empty => Ok(String::new()),
        Data::String(text) => Ok(text.trim().replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n")),
        // Spreadsheets keep 12.9 as a binary fraction; the shortest text that reads back is what was typed.
        Data::Float(number) => Ok(number.to_string()),
        Data::Int(number) => Ok(number.to_string()),
        Data::Bool(truth) => Ok(truth.to_string()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Ok(text),
        Data::DateTime(_) => Err("this cell holds a date or a time; make it a text".to_owned()),
        Data::Error(error) => Err(format!("this cell holds the error {error}")),
    }
}

/// Unpacks every entry without keeping it: the sizes that a zip states may be lies.
fn check_unpacked(bytes: &[u8]) -> Result<(), String> {
    let broken = |error: zip::result::ZipError| format!("this workbook cannot be unpacked: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!("the workbook holds more than {MAX_ENTRIES} files"));
    }
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        if !entry.is_dir() {
            bundle::check_path(entry.name())
                .map_err(|why| format!("the workbook holds a file with a bad name: {why}"))?;
        }
        let copied = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|error| format!("this workbook cannot be unpacked: {error}"))?;
        left = left
            .checked_sub(copied)
            .ok_or_else(|| format!("the workbook unpacks to more than {MAX_UNPACKED_BYTES} bytes"))?;
    }
    Ok(())
}
