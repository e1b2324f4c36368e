//! The places where releases go, by kind. What is delivered, and when, is not decided here.

mod folder;
mod s3;

use std::sync::Arc;

use galley_domain::ports::Destination;
use galley_domain::source::{inline_schema, list};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::SettingsError;

/// The field that names a destination's kind.
const KIND: &str = "kind";

/// A kind of destination: how its settings look and how it is made from them.
trait Kind: Destination + Sized + 'static {
    /// The word that `kind = "…"` uses.
    const WORD: &'static str;
    /// Its part of the configuration, without `kind`; unknown fields are refused.
    type Settings: DeserializeOwned + JsonSchema;
    /// A destination of that name. Talks to nobody yet.
    fn open(name: &str, settings: Self::Settings) -> Result<Self, SettingsError>;
}

/// A destination, or what is wrong with its settings.
type Opened = Result<Arc<dyn Destination>, SettingsError>;

/// A kind with its types forgotten, so that a list can hold it.
struct Entry {
    word: &'static str,
    schema: fn() -> Value,
    open: fn(&str, Value) -> Opened,
}

/// Every kind there is.
const KINDS: &[Entry] = &[entry::<folder::Folder>(), entry::<s3::S3>()];

const fn entry<K: Kind>() -> Entry {
    Entry {
        word: K::WORD,
        schema: inline_schema::<K::Settings>,
        open: |name, settings| {
            let settings =
                serde_json::from_value(settings).map_err(|error| SettingsError::new(KIND, error.to_string()))?;
            Ok(Arc::new(K::open(name, settings)?))
        },
    }
}

/// The words of all kinds.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|entry| entry.word)
}

/// The JSON Schema of a kind's settings, so that a configuration file can be checked where it stands.
pub fn find_schema(kind: &str) -> Option<Value> {
    let entry = KINDS.iter().find(|entry| entry.word == kind)?;
    let mut schema = (entry.schema)();
    schema["properties"][KIND] = json!({ "type": "string" });
    Some(schema)
}

/// A destination from its part of the configuration.
pub fn open(name: &str, mut settings: Map<String, Value>) -> Opened {
    let kind = settings.remove(KIND);
    let word = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
    let Some(entry) = KINDS.iter().find(|entry| entry.word == word) else {
        let words: Vec<&str> = kinds().collect();
        return Err(SettingsError::new(KIND, format!("expected {}", list(&words))));
    };
    (entry.open)(name, Value::Object(settings))
}

#[cfg(test)]
mod tests;
