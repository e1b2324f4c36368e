//! What a command prints: words for people, or one JSON value for machines.

use std::fmt::Display;
use std::io::Write;

use serde_json::Value;

/// Where a command's words go.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    pub is_json: bool,
}

impl Output {
    /// A line for people; machines do not see it.
    pub fn line(self, text: impl Display) {
        if !self.is_json {
            print(&text);
        }
    }

    /// A line about what is going on, for whoever watches; not part of the result.
    pub fn note(self, text: impl Display) {
        if !self.is_json {
            // Nobody reads it any more: then it need not be said.
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    }

    /// The result for machines.
    pub fn value(self, value: &Value) {
        if self.is_json {
            print(&format_args!("{value:#}"));
        }
    }
}

/// A line on standard output, whoever reads it. A closed pipe is the reader's wish to hear no more.
pub fn print(text: &dyn Display) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A table of texts in columns as wide as they need.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str);
        cells.chain(header.get(column).copied()).map(console::measure_text_width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(console::measure_text_width(cell))))
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(header.to_vec())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let rows = [vec!["朝".to_owned(), "1".to_owned()], vec!["day".to_owned(), "22".to_owned()]];
        assert_eq!(table(&["name", "n"], &rows), "name  n\n朝    1\nday   22");
    }
}
