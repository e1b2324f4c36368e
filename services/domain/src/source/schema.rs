//! Checks a value against a JSON Schema and says what is wrong in a producer's words.
//! Never fetches anything: schemas are generated here and refer to nothing outside.

use std::collections::BTreeSet;

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError};
use serde_json::{Map, Value};

use super::repair::{Repair, repair, retyped, reworded, stub};
use super::{Document, Problem, join, list, nearest};

/// The keyword under which a schema says in words what a text should look like.
pub const WORDS: &str = "x-words";
/// Most errors that are looked at.
const MAX_ERRORS: usize = 500;

/// What checking came to.
pub(super) struct Checked {
    /// The value with what is wrong repaired; `None` if it exceeds a limit.
    pub value: Option<Value>,
    pub problems: Vec<Problem>,
    pub repairs: Vec<Repair>,
}

/// See [`Document::check`].
pub(super) fn check(doc: &Document, schema: &Value, at: &str) -> Checked {
    let mut value = doc.value.pointer(at).cloned().unwrap_or(Value::Null);
    if value.is_null() && !at.is_empty() {
        value = Value::Object(Map::new());
    }
    let validator = match jsonschema::validator_for(schema) {
        Ok(validator) => validator,
        Err(error) => {
            let message = format!("the schema of this part is broken: {error}");
            return Checked { value: None, problems: vec![doc.problem(at, message)], repairs: Vec::new() };
        }
    };
    let mut teller = Teller { doc, schema, at, repairs: Vec::new(), problems: Vec::new() };
    let errors: Vec<ValidationError<'_>> = validator.iter_errors(&value).take(MAX_ERRORS).collect();
    // Lists beyond their limits are not looked at any further: that is what the limits are for.
    let is_too_large = errors.len() == MAX_ERRORS
        || errors.iter().any(|e| matches!(e.kind(), Kind::MaxItems { .. } | Kind::MaxProperties { .. }));
    // Unknown fields first: a missing field that was merely misspelt is one mistake, not two.
    for error in &errors {
        teller.tell_unknown(error);
    }
    for error in &errors {
        teller.tell(error);
    }
    let Teller { repairs, problems, .. } = teller;
    drop(errors);
    repair(&mut value, &repairs);
    Checked { value: (!is_too_large).then_some(value), problems, repairs }
}

struct Teller<'a> {
    doc: &'a Document,
    schema: &'a Value,
    at: &'a str,
    repairs: Vec<Repair>,
    problems: Vec<Problem>,
}

impl Teller<'_> {
    fn tell_unknown(&mut self, error: &ValidationError<'_>) {
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => {
                for name in unexpected.iter().take(100) {
                    self.unknown_field(error, name);
                }
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                best_branch(context).iter().for_each(|inner| self.tell_unknown(inner));
            }
            _ => {}
        }
    }

    fn unknown_field(&mut self, error: &ValidationError<'_>, name: &str) {
        let parent = error.instance_path().to_string();
        let given = error.instance().as_object().cloned().unwrap_or_default();
        let object = self.schema_of(error);
        let known: BTreeSet<&str> = object
            .and_then(|schema| schema.get("properties")?.as_object())
            .map(|fields| fields.keys().map(String::as_str).collect())
            .unwrap_or_default();
        let free: Vec<&str> = known.iter().copied().filter(|k| !given.contains_key(*k)).collect();
        let meant = nearest(name, free.iter().copied().filter(|known| !self.is_meant(&parent, known)));
        let pointer = format!("{}{}", self.at, join(&parent, name));
        let mut problem = self.doc.problem_at_key(&pointer, format!("unknown field “{name}”"));
        problem.nearest = meant.clone();
        if meant.is_none() && known.len() <= 12 {
            problem = problem.expected(list(&known.into_iter().collect::<Vec<_>>()));
        }
        self.problems.push(problem);
        self.repairs.push(Repair::Rename { parent, name: name.to_owned(), meant });
    }

    /// Whether some misspelt field is this one.
    fn is_meant(&self, at: &str, wanted: &str) -> bool {
        self.repairs.iter().any(|repair| {
            matches!(repair, Repair::Rename { parent, meant: Some(meant), .. } if parent == at && meant == wanted)
        })
    }

    fn tell(&mut self, error: &ValidationError<'_>) {
        match error.kind() {
            Kind::AdditionalProperties { .. } => {}
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => self.branches(error, context),
            Kind::Required { property } => self.missing(error, property),
            Kind::Enum { options } => {
                let options = options.as_array().cloned().unwrap_or_default();
                self.wrong_word(error, &options);
            }
            Kind::Constant { expected_value } => {
                self.wrong_word(error, std::slice::from_ref(expected_value));
            }
            _ => {
                let (message, expected) = self.plain(error);
                let mut problem = self.doc.problem(&self.pointer(error), message);
                problem.expected = expected;
                self.problems.push(problem);
                self.retype(error);
            }
        }
    }

    fn retype(&mut self, error: &ValidationError<'_>) {
        let with = self.schema_of(error).and_then(|schema| retyped(error.instance(), schema));
        if let (Kind::Type { .. }, Some(with)) = (error.kind(), with) {
            self.repairs.push(Repair::Replace { at: error.instance_path().to_string(), with });
        }
    }

    fn branches(&mut self, error: &ValidationError<'_>, context: &[Vec<ValidationError<'static>>]) {
        let words: Vec<Value> = context.iter().flatten().filter_map(choices).flatten().collect();
        if !words.is_empty() && error.instance().is_string() {
            return self.wrong_word(error, &words);
        }
        best_branch(context).iter().for_each(|inner| self.tell(inner));
    }

    fn missing(&mut self, error: &ValidationError<'_>, property: &Value) {
        let name = property.as_str().unwrap_or_default();
        let parent = error.instance_path().to_string();
        if self.is_meant(&parent, name) {
            return;
        }
        let problem = self.doc.problem_at_key(&self.pointer(error), format!("“{name}” is missing"));
        let field = self.schema_of(error).and_then(|schema| schema.get("properties")?.get(name)).cloned();
        let words = field.as_ref().and_then(|field| field.get("description")?.as_str());
        self.problems.push(match words {
            Some(words) => problem.expected(words.lines().next().unwrap_or_default()),
            None => problem,
        });
        if let Some(stub) = field.as_ref().and_then(stub) {
            self.repairs.push(Repair::Add { parent, name: name.to_owned(), stub });
        }
    }

    fn wrong_word(&mut self, error: &ValidationError<'_>, options: &[Value]) {
        let words: Vec<String> = options.iter().filter(|o| !o.is_null()).map(shown).collect();
        let given = shown(error.instance());
        let label = self.label(error);
        let message = format!("“{given}” is not a choice for {label}");
        let problem = self.doc.problem(&self.pointer(error), message);
        self.problems.push(problem.one_of(&given, words.iter().map(String::as_str)));
        if let Some(with) = reworded(&given, &words) {
            self.repairs.push(Repair::Replace { at: error.instance_path().to_string(), with });
        }
    }

    /// Message and expectation of everything that has no nearest word.
    fn plain(&self, error: &ValidationError<'_>) -> (String, Option<String>) {
        let label = self.label(error);
        let is = |what: &str| format!("{label} {what}");
        match error.kind() {
            Kind::Type { kind } => {
                let found = error.instance();
                (is(&format!("is {}", type_words(found))), Some(expected_type(kind, found)))
            }
            Kind::Pattern { pattern } => {
                let words = self.words_of(error);
                let words = words.map_or_else(|| format!("a text like {pattern}"), str::to_owned);
                (format!("“{}” cannot be used for {label}", shown(error.instance())), Some(words))
            }
            Kind::Minimum { limit } => (is("is too small"), Some(format!("at least {limit}"))),
            Kind::Maximum { limit } => (is("is too large"), Some(format!("at most {limit}"))),
            Kind::ExclusiveMinimum { limit } => (is("is too small"), Some(format!("more than {limit}"))),
            Kind::ExclusiveMaximum { limit } => (is("is too large"), Some(format!("less than {limit}"))),
            Kind::MinLength { limit: 1 } => (is("is empty"), Some("some text".to_owned())),
            Kind::MinLength { limit } => (is("is too short"), Some(format!("at least {limit} characters"))),
            Kind::MaxLength { limit } => (is("is too long"), Some(format!("at most {limit} characters"))),
            Kind::MinItems { limit } => (is("has too few items"), Some(format!("at least {limit}"))),
            Kind::MaxItems { limit } => (is("has too many items"), Some(format!("at most {limit}"))),
            Kind::MinProperties { limit } => (is("has too few fields"), Some(format!("at least {limit}"))),
            Kind::MaxProperties { limit } => (is("has too many fields"), Some(format!("at most {limit}"))),
            Kind::UniqueItems => (is("names the same thing twice"), None),
            _ => (is(&format!("is not right: {error}")), None),
        }
    }

    /// What a text should look like; a list says it for its items.
    fn words_of(&self, error: &ValidationError<'_>) -> Option<&str> {
        let path = error.schema_path().to_string();
        let own = path.rsplit_once('/')?.0;
        let list = own.strip_suffix("/items").unwrap_or(own);
        [own, list].into_iter().find_map(|path| self.walk(path)?.get(WORDS)?.as_str())
    }

    /// The schema that holds the keyword which failed.
    fn schema_of(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let path = error.schema_path().to_string();
        self.walk(path.rsplit_once('/')?.0)
    }

    /// Follows a path of keywords, through references too.
    fn walk(&self, path: &str) -> Option<&Value> {
        let mut schema = self.schema;
        for part in path.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            let inner = match schema {
                Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => schema.get(&part)?,
            };
            let reference = inner.as_str().filter(|_| part == "$ref");
            schema = match reference {
                Some(reference) => self.schema.pointer(reference.strip_prefix('#')?)?,
                None => inner,
            };
        }
        Some(schema)
    }

    fn pointer(&self, error: &ValidationError<'_>) -> String {
        format!("{}{}", self.at, error.instance_path())
    }

    /// The part of the file that an error is about, in words.
    fn label(&self, error: &ValidationError<'_>) -> String {
        let pointer = self.pointer(error);
        let mut parts = pointer.rsplit('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (None, _) => "the file".to_owned(),
            (Some(last), parent) => match (last.parse::<usize>(), parent) {
                (Ok(index), Some(parent)) => format!("item {} of “{parent}”", index + 1),
                _ => format!("“{}”", last.replace("~1", "/").replace("~0", "~")),
            },
        }
    }
}

/// Of the alternatives of a schema, the errors of the one that was most likely meant: the one
/// whose own type fits; else the one with the fewest errors.
fn best_branch<'a>(context: &'a [Vec<ValidationError<'static>>]) -> &'a [ValidationError<'static>] {
    let is_other_type = |errors: &&Vec<ValidationError<'static>>| {
        let shortest = errors.iter().map(|e| e.instance_path().to_string().len()).min();
        errors
            .iter()
            .any(|e| matches!(e.kind(), Kind::Type { .. }) && Some(e.instance_path().to_string().len()) == shortest)
    };
    let fitting = context.iter().filter(|errors| !is_other_type(errors)).min_by_key(|e| e.len());
    fitting.or_else(|| context.first()).map_or(&[], Vec::as_slice)
}

fn choices(error: &ValidationError<'static>) -> Option<Vec<Value>> {
    match error.kind() {
        Kind::Enum { options } => options.as_array().cloned(),
        Kind::Constant { expected_value } => Some(vec![expected_value.clone()]),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= 60 { text } else { text.chars().take(60).chain(['…']).collect() }
}

fn type_words(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a group of fields",
    }
}

fn expected_type(kind: &TypeKind, found: &Value) -> String {
    let words: Vec<&str> = match kind {
        TypeKind::Single(one) => vec![json_type_words(*one)],
        TypeKind::Multiple(set) => set.iter().filter(|t| *t != JsonType::Null).map(json_type_words).collect(),
    };
    let is_bare = matches!(found, Value::Number(_) | Value::Bool(_));
    let hint = if is_bare && words == ["a text"] { " (put it in quotes)" } else { "" };
    format!("{}{hint}", list(&words))
}

fn json_type_words(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Null => "nothing",
        JsonType::Number => "a number",
        JsonType::Object => "a group of fields",
        JsonType::String => "a text",
    }
}
