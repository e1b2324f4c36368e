//! Patterns of published file names: text with placeholders such as `{{market}}`. Not a template
//! language: no conditions, no loops, nothing nested.

use crate::bundle::check_path;
use crate::expression::ExpressionError;
use crate::source::{list, nearest};

/// A pattern whose placeholders are all known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(String),
}

impl NamePattern {
    /// Reads a pattern that may use the `known` placeholders.
    pub fn parse(text: &str, known: &[String]) -> Result<NamePattern, ExpressionError> {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let column = (text.len() - rest.len() + open) as u32;
            let column = text[..column as usize].chars().count() as u32 + 1;
            let fail = |message: String| ExpressionError { column, message, expected: None, nearest: None };
            let (name, behind) =
                rest[open + 2..].split_once("}}").ok_or_else(|| fail("this {{ is never closed".to_owned()))?;
            let name = name.trim();
            if !known.contains(&name) {
                let mut error = fail(format!("there is no placeholder “{name}”"));
                error.expected = Some(list(&known));
                error.nearest = nearest(name, known.iter().copied());
                return Err(error);
            }
            parts.push(Part::Text(rest[..open].to_owned()));
            parts.push(Part::Value(name.to_owned()));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| *part != Part::Text(String::new()));
        let pattern = NamePattern { text: text.to_owned(), parts };
        pattern.render(&|_| Some("x".to_owned())).map_err(|message| ExpressionError {
            column: 1,
            message,
            expected: Some("a relative path".to_owned()),
            nearest: None,
        })?;
        Ok(pattern)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The placeholders used.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The path for these values. An error where a value is missing, holds a `/`, or the path would not be
    /// safe; its text is fit to show.
    pub fn render(&self, lookup: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
        let mut path = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Value(name) => {
                    let value = lookup(name).ok_or_else(|| format!("there is no value for “{name}”"))?;
                    if value.is_empty() || value.contains('/') {
                        return Err(format!("“{value}” cannot be part of a file name"));
                    }
                    path.push_str(&value);
                }
            }
        }
        check_path(&path)?;
        Ok(path)
    }
}
