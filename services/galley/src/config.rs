//! The configuration: the embedded defaults, a file, and the environment, in that order; the later
//! one wins, key by key. Opening what it describes is not here but in `wiring.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use galley_adapters::{backends, destinations};
use galley_domain::source::{Document, Problem, Problems, inline_schema, list, text_of};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::environment::Setting;

/// Every key with its default and a comment.
pub const DEFAULTS: &str = include_str!("../config.default.toml");
const DEFAULTS_FILE: &str = "config.default.toml";
/// Read when no other file is named and it is there.
const FILE: &str = "galley.toml";
/// Keys that must not stand in a file.
const SECRETS: [&str; 2] = ["access_key_id", "secret_access_key"];

/// All settings.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub listen: String,
    pub database_url: String,
    /// A file that holds the database's URL, for URLs with a password.
    pub database_url_file: Option<PathBuf>,
    pub blobs_url: String,
    pub workflows_dir: String,
    #[schemars(range(min = 500, max = 3_600_000))]
    pub lease_ms: i64,
    pub store: StoreSection,
    pub api: Api,
    pub lanes: BTreeMap<String, Lane>,
    pub backends: Backends,
    /// Each goes whole to the adapter of the destination's kind.
    pub destinations: BTreeMap<String, Map<String, Value>>,
    pub log: Log,
}

/// `[store]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreSection {
    #[schemars(range(min = 2, max = 1000))]
    pub max_connections: u32,
    #[schemars(range(min = 1, max = 4096))]
    pub sqlite_cache_mb: u32,
    pub durability: Durability,
}

/// What a confirmed write survives on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Durability {
    Power,
    Process,
}

/// `[api]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    pub public_url: String,
    pub web_dir: String,
}

/// `[lanes.<name>]`.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// 0: as many as there are cores.
    #[schemars(range(max = 1000))]
    pub concurrency: u32,
}

impl Lane {
    /// How many tasks at a time, on this machine.
    pub fn concurrency(self) -> usize {
        match self.concurrency {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            some => some as usize,
        }
    }
}

/// `[backends]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Backends {
    pub sketch: SketchRates,
    /// Each goes whole to its adapter.
    #[serde(flatten)]
    pub others: BTreeMap<String, Map<String, Value>>,
}

/// `[backends.sketch]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SketchRates {
    #[schemars(length(min = 3, max = 3))]
    pub currency: String,
    #[schemars(range(min = 0))]
    pub image_nano: i64,
    pub image_wall_ms: (u64, u64),
}

/// `[log]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub filter: String,
    pub format: LogFormat,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Auto,
    Text,
    Json,
}

impl Config {
    /// The configuration of this process: `file`, else `galley.toml` if it is there, and the environment.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let path = file.map_or_else(|| PathBuf::from(FILE), Path::to_owned);
        let is_read = file.is_some() || path.exists();
        let bytes = if is_read {
            use anyhow::Context as _;
            Some(std::fs::read(&path).with_context(|| format!("could not read {}", path.display()))?)
        } else {
            None
        };
        let name = path.display().to_string();
        let file = bytes.as_deref().map(|bytes| (name.as_str(), bytes));
        // Variables that are not Unicode are not ours.
        let variables =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let mut config = Config::parse(file, variables)?;
        config.read_secret_files()?;
        config.make_absolute(&std::env::current_dir()?);
        Ok(config)
    }

    /// The configuration of this file and these variables. Tells everything that is wrong at once.
    pub fn parse(
        file: Option<(&str, &[u8])>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, Problems> {
        let mut value = Document::parse_toml(DEFAULTS_FILE, DEFAULTS)?.value;
        let top: Vec<String> = value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        let mut top: Vec<&str> = top.iter().map(String::as_str).collect();
        top.push("database_url_file");
        let mut problems = Vec::new();
        if let Some((name, bytes)) = file {
            let doc = Document::parse_toml(name, text_of(name, bytes)?)?;
            problems.extend(check(&doc, &value));
            problems.extend(secrets_in(&doc));
            merge(&mut value, &doc.value);
        }
        for setting in Setting::list(variables, &top) {
            match read(&setting, &value) {
                Ok(set) => merge(&mut value, &set),
                Err(found) => problems.extend(found),
            }
        }
        let value = Problems::unless_empty(value, problems)?;
        serde_json::from_value(value).map_err(|error| {
            let file = file.map_or(DEFAULTS_FILE, |(name, _)| name);
            Problem::at(file, galley_domain::source::Mark::START, error.to_string()).into()
        })
    }

    fn read_secret_files(&mut self) -> anyhow::Result<()> {
        use anyhow::Context as _;
        if let Some(file) = &self.database_url_file {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("could not read database_url_file {}", file.display()))?;
            self.database_url = text.trim().to_owned();
        }
        Ok(())
    }

    /// Folders in URLs are relative to where the program was started.
    fn make_absolute(&mut self, base: &Path) {
        for url in [&mut self.database_url, &mut self.blobs_url] {
            for scheme in ["sqlite://", "file://"] {
                if let Some(path) = url.strip_prefix(scheme).filter(|path| !path.starts_with([':', '/'])) {
                    *url = format!("{scheme}{}", base.join(path).display());
                }
            }
        }
    }
}

/// A section whose entries go whole to an adapter, which has a schema of its own.
struct Section {
    name: &'static str,
    /// What one entry is called in messages.
    noun: &'static str,
    /// The key that names the adapter.
    key: &'static str,
    find_schema: fn(&str) -> Option<Value>,
    words: fn() -> Vec<&'static str>,
    /// Entries that are the program's own.
    own: &'static [&'static str],
}

const SECTIONS: [Section; 2] = [
    Section {
        name: "destinations",
        noun: "destination",
        key: "kind",
        find_schema: destinations::find_schema,
        words: || destinations::kinds().collect(),
        own: &[],
    },
    Section {
        name: "backends",
        noun: "backend",
        key: "adapter",
        find_schema: backends::find_schema,
        words: || backends::adapters().collect(),
        own: &[galley_engine::sketch::NAME],
    },
];

/// What is wrong with a part of the configuration that is laid over `below`.
fn check(doc: &Document, below: &Value) -> Vec<Problem> {
    let (_, mut problems) = doc.check(&schema(), "");
    for section in &SECTIONS {
        let entries = doc.value.get(section.name).and_then(Value::as_object);
        for entry in entries.into_iter().flatten().map(|(name, _)| name) {
            if !section.own.contains(&entry.as_str()) {
                problems.extend(section.check(doc, below, entry));
            }
        }
    }
    problems
}

impl Section {
    fn check(&self, doc: &Document, below: &Value, entry: &str) -> Vec<Problem> {
        let Section { name, noun, key, .. } = self;
        let at = format!("/{name}/{entry}");
        let own = doc.value.pointer(&format!("{at}/{key}"));
        let word = own.or_else(|| below.pointer(&format!("{at}/{key}"))).and_then(Value::as_str).unwrap_or_default();
        let Some(mut schema) = (self.find_schema)(word) else {
            let words = (self.words)();
            let at = if own.is_some() { format!("{at}/{key}") } else { at };
            let article = if *key == "adapter" { "an" } else { "a" };
            let problem = doc.problem(&at, format!("the {noun} “{entry}” needs {article} {key} that exists"));
            return vec![problem.one_of(word, words.iter().copied()).expected(list(&words))];
        };
        drop_required(&mut schema);
        doc.check(&schema, &at).1
    }
}

/// The schema of a file that need not name every key.
fn schema() -> Value {
    let mut schema = inline_schema::<Config>();
    drop_required(&mut schema);
    schema
}

fn drop_required(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.remove("required");
            fields.values_mut().for_each(drop_required);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_required),
        _ => {}
    }
}

/// One environment setting as a value to lay over `below`: first as what it looks like, then as text.
fn read(setting: &Setting, below: &Value) -> Result<Value, Vec<Problem>> {
    let mut first = None;
    for text in setting.as_value().into_iter().chain([setting.as_text()]) {
        let doc = Document::parse_toml(&setting.variable, &text).map_err(|problems| problems.0)?;
        let problems = check(&doc, below);
        if problems.is_empty() {
            return Ok(doc.value);
        }
        first.get_or_insert(problems);
    }
    Err(first.unwrap_or_default())
}

/// Secrets that stand in a file where they must not.
fn secrets_in(doc: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    let destinations = doc.value.get("destinations").and_then(Value::as_object);
    for (name, settings) in destinations.into_iter().flatten() {
        for key in SECRETS.iter().filter(|key| settings.get(**key).is_some()) {
            let problem = doc.problem_at_key(&format!("/destinations/{name}/{key}"), "a secret stands in the file");
            problems.push(problem.expected(format!("{key}_file, or an environment variable")));
        }
    }
    let backends = doc.value.get("backends").and_then(Value::as_object);
    for (name, settings) in backends.into_iter().flatten() {
        let url = settings.get("url").and_then(Value::as_str).unwrap_or_default();
        if has_password(url) {
            let problem = doc.problem(&format!("/backends/{name}/url"), "a password stands in the file");
            problems.push(problem.expected("key_env, the name of an environment variable"));
        }
    }
    let url = doc.value.get("database_url").and_then(Value::as_str).unwrap_or_default();
    if has_password(url) {
        let problem = doc.problem("/database_url", "a password stands in the file");
        problems.push(problem.expected("database_url_file, or GALLEY_DATABASE_URL"));
    }
    problems
}

/// Whether a URL is `scheme://user:password@…`.
fn has_password(url: &str) -> bool {
    let authority = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) || url.contains("password=")
}

fn merge(below: &mut Value, above: &Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (key, value) in above {
                merge(below.entry(key.clone()).or_insert(json!(null)), value);
            }
        }
        (below, above) => *below = above.clone(),
    }
}

#[cfg(test)]
mod tests;
