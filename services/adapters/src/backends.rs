//! The places where models run, by adapter. What is asked of them, and when, is not decided here.

mod comfyui;
mod gemini_interactions;
mod headers;
mod http;
mod inputs;
mod luma_agents;
mod media;
mod openai_compat;
mod predictions;
mod settings;

use std::sync::Arc;

use galley_domain::ports::{Backend, GpuBasis, GpuTime};
use galley_domain::source::{inline_schema, list};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::SettingsError;
use settings::{Common, Setup};

/// The field that names a backend's adapter.
const ADAPTER: &str = "adapter";
/// The longest name.
const MAX_NAME: usize = 40;

/// A way to talk to backends: how its settings look and how a backend is made from them.
trait Adapter: Backend + Sized + 'static {
    /// The word that `adapter = "…"` uses, and under which requests have options.
    const WORD: &'static str;
    /// Its own part of the configuration, beside what all backends have.
    type Settings: DeserializeOwned + JsonSchema;
    /// A backend. Talks to nobody yet.
    fn open(setup: Setup, settings: Self::Settings) -> Result<Self, SettingsError>;
}

/// A backend, or what is wrong with its settings.
type Opened = Result<Arc<dyn Backend>, SettingsError>;

/// An adapter with its types forgotten, so that a list can hold it.
struct Entry {
    word: &'static str,
    schema: fn() -> Value,
    open: fn(Setup, Value) -> Opened,
}

/// Every adapter there is.
const ADAPTERS: &[Entry] = &[
    entry::<comfyui::ComfyUi>(),
    entry::<gemini_interactions::GeminiInteractions>(),
    entry::<luma_agents::LumaAgents>(),
    entry::<openai_compat::OpenAiCompat>(),
    entry::<predictions::Predictions>(),
];

const fn entry<A: Adapter>() -> Entry {
    Entry {
        word: A::WORD,
        schema: inline_schema::<A::Settings>,
        open: |setup, settings| {
            let settings =
                serde_json::from_value(settings).map_err(|error| SettingsError::new(ADAPTER, error.to_string()))?;
            Ok(Arc::new(A::open(setup, settings)?))
        },
    }
}

/// A time that an engine told.
fn reported(ms: Option<u64>) -> Option<GpuTime> {
    ms.map(|ms| GpuTime { ms, basis: GpuBasis::EngineReported })
}

/// The words of all adapters.
pub fn adapters() -> impl Iterator<Item = &'static str> {
    ADAPTERS.iter().map(|entry| entry.word)
}

/// The JSON Schema of a backend's settings, so that a configuration file can be checked where it stands.
pub fn find_schema(adapter: &str) -> Option<Value> {
    let entry = ADAPTERS.iter().find(|entry| entry.word == adapter)?;
    let mut schema = inline_schema::<Common>();
    if let Value::Object(own) = (entry.schema)()["properties"].take() {
        own.into_iter().for_each(|(key, value)| schema["properties"][key] = value);
    }
    schema["properties"][ADAPTER] = json!({ "type": "string" });
    Some(schema)
}

/// How many of its tasks one process carries out at a time, as its part of the configuration says.
pub fn in_flight(settings: &Map<String, Value>) -> u32 {
    let written = settings.get("in_flight").and_then(Value::as_u64);
    written.and_then(|count| u32::try_from(count).ok()).unwrap_or_else(settings::one)
}

/// A backend from its part of the configuration. `find_secret` answers what an environment variable holds.
pub fn open(name: &str, settings: Map<String, Value>, find_secret: &dyn Fn(&str) -> Option<String>) -> Opened {
    let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(is_letter) {
        return Err(SettingsError::new("name", "is small letters, digits and _"));
    }
    let word = settings.get(ADAPTER).and_then(Value::as_str).unwrap_or_default();
    let Some(entry) = ADAPTERS.iter().find(|entry| entry.word == word) else {
        let words: Vec<&str> = adapters().collect();
        return Err(SettingsError::new(ADAPTER, format!("expected {}", list(&words))));
    };
    let (common, own) = Common::split(settings, ADAPTER);
    let common: Common =
        serde_json::from_value(common).map_err(|error| SettingsError::new(ADAPTER, error.to_string()))?;
    (entry.open)(common.set_up(name, find_secret)?, own)
}

#[cfg(test)]
mod tests;
