//! Design tokens in the format of the W3C community group (DTCG 2025.10), as far as a brand kit
//! uses them: colours in sRGB and font families. Tokens of other types are left alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{COLORS, FONTS, Rgb};
use crate::source::{Document, Problem, join, nearest};

/// Longest chain of tokens that stand for each other.
const MAX_ALIASES: usize = 16;

#[derive(Default)]
pub(super) struct Tokens {
    pub palette: BTreeMap<String, Rgb>,
    pub fonts: BTreeMap<String, Vec<String>>,
}

/// A token of the file.
struct Token<'a> {
    pointer: String,
    kind: Option<&'a str>,
    value: &'a Value,
}

struct Reading<'a> {
    doc: &'a Document,
    /// By dotted path.
    tokens: BTreeMap<String, Token<'a>>,
    problems: Vec<Problem>,
}

/// Reads the groups `color` and `font`.
pub(super) fn read(doc: &Document) -> (Tokens, Vec<Problem>) {
    let mut reading = Reading { doc, tokens: BTreeMap::new(), problems: Vec::new() };
    match doc.value.as_object() {
        Some(root) => reading.collect(root, "", String::new(), None),
        None => reading.problems.push(doc.problem("", "design tokens are a group of fields")),
    }
    let mut read = Tokens::default();
    let paths: Vec<String> = reading.tokens.keys().cloned().collect();
    for path in &paths {
        if let Some(name) = path.strip_prefix("color.") {
            read.palette.extend(reading.color(path).map(|rgb| (name.to_owned(), rgb)));
        } else if let Some(name) = path.strip_prefix("font.") {
            read.fonts.extend(reading.families(path).map(|list| (name.to_owned(), list)));
        }
    }
    let wanted = COLORS.map(|name| ("color", name)).into_iter().chain(FONTS.map(|name| ("font", name)));
    for (group, name) in wanted.filter(|(group, name)| !paths.contains(&format!("{group}.{name}"))) {
        let message = format!("the token “{group}.{name}” is missing");
        let mut problem = doc.problem_at_key(&format!("/{group}"), message);
        let others = paths.iter().filter_map(|path| path.strip_prefix(&format!("{group}.")));
        let known = COLORS.iter().chain(&FONTS);
        if let Some(near) = nearest(name, others.filter(|o| !known.clone().any(|k| k == o))) {
            problem = problem.expected(format!("{name} instead of {near}"));
        }
        reading.problems.push(problem);
    }
    (read, reading.problems)
}

impl<'a> Reading<'a> {
    fn collect(&mut self, group: &'a Map<String, Value>, pointer: &str, path: String, kind: Option<&'a str>) {
        let kind = group.get("$type").and_then(Value::as_str).or(kind);
        if let Some(value) = group.get("$value") {
            self.tokens.insert(path, Token { pointer: join(pointer, "$value"), kind, value });
            return;
        }
        for (name, inner) in group.iter().filter(|(name, _)| !name.starts_with('$')) {
            let pointer = join(pointer, name);
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match inner.as_object() {
                Some(inner) => self.collect(inner, &pointer, path, kind),
                None => {
                    let problem = self.doc.problem(&pointer, format!("“{path}” is no token"));
                    self.problems.push(problem.expected("a group with $type and $value"));
                }
            }
        }
    }

    /// The value a token has in the end, where it stands, and its type.
    fn resolve(&mut self, path: &str) -> Option<(&'a Value, String, Option<&'a str>)> {
        let mut token = self.tokens.get(path)?;
        let (start, mut kind) = (token.pointer.clone(), token.kind);
        for _ in 0..MAX_ALIASES {
            let alias = token.value.as_str().and_then(|text| text.strip_prefix('{')?.strip_suffix('}'));
            let Some(alias) = alias else { return Some((token.value, token.pointer.clone(), kind)) };
            let Some(next) = self.tokens.get(alias) else {
                let problem = self.doc.problem(&token.pointer, format!("there is no token “{alias}”"));
                self.problems.push(problem.one_of(alias, self.tokens.keys().map(String::as_str)));
                return None;
            };
            token = next;
            kind = kind.or(token.kind);
        }
        self.problems.push(self.doc.problem(&start, format!("“{path}” stands for itself in the end")));
        None
    }

    fn typed(&mut self, path: &str, wanted: &str) -> Option<(&'a Value, String)> {
        let (value, pointer, kind) = self.resolve(path)?;
        if kind == Some(wanted) {
            return Some((value, pointer));
        }
        let problem = self.doc.problem(&pointer, format!("“{path}” is not of type {wanted}"));
        self.problems.push(problem.expected(format!("\"$type\": \"{wanted}\"")));
        None
    }

    fn color(&mut self, path: &str) -> Option<Rgb> {
        let (value, pointer) = self.typed(path, "color")?;
        let rgb = if value["colorSpace"] == "srgb" {
            components(value)
        } else {
            // Colours of other spaces are taken by their sRGB fallback; nothing is converted unseen.
            value["hex"].as_str().and_then(hex)
        };
        let is_opaque = value.get("alpha").is_none_or(|alpha| alpha.as_f64() == Some(1.0));
        let agrees = value.get("hex").is_none_or(|text| {
            text.as_str().and_then(hex).zip(rgb).is_some_and(|(a, b)| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 1))
        });
        if rgb.is_none() {
            let problem = self.doc.problem(&pointer, format!("“{path}” is not a colour that can be used"));
            self.problems.push(problem.expected(EXPECTED_COLOR));
        } else if !is_opaque {
            self.problems.push(self.doc.problem(&pointer, format!("“{path}” is not opaque")).expected("alpha 1"));
        } else if !agrees {
            let problem = self.doc.problem(&join(&pointer, "hex"), "hex is another colour than components");
            self.problems.push(problem);
        }
        rgb
    }

    fn families(&mut self, path: &str) -> Option<Vec<String>> {
        let (value, pointer) = self.typed(path, "fontFamily")?;
        let list: Vec<String> = match value {
            Value::String(one) => vec![one.clone()],
            Value::Array(many) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let is_whole = value.as_array().is_none_or(|many| many.len() == list.len());
        if list.is_empty() || !is_whole || list.iter().any(|family| family.trim().is_empty()) {
            let problem = self.doc.problem(&pointer, format!("“{path}” names no font family"));
            self.problems.push(problem.expected("the name of a family, or a list of names"));
            return None;
        }
        Some(list)
    }
}

const EXPECTED_COLOR: &str = "{\"colorSpace\": \"srgb\", \"components\": [r, g, b]} with numbers from 0 to 1";

fn components(value: &Value) -> Option<Rgb> {
    let list = value["components"].as_array().filter(|list| list.len() == 3)?;
    let mut rgb = [0; 3];
    for (channel, part) in rgb.iter_mut().zip(list) {
        let part = part.as_f64().filter(|part| (0.0..=1.0).contains(part))?;
        *channel = (part * 255.0).round() as u8;
    }
    Some(rgb)
}

fn hex(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let mut rgb = [0; 3];
    for (index, channel) in rgb.iter_mut().enumerate() {
        *channel = u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(rgb)
}
