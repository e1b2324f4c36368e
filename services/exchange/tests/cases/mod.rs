//! Reads cases and compares what they give. What they mean is not known here.

use std::fs;
use std::path::{Path, PathBuf};

use galley_exchange::held::Held;
use galley_exchange::{Job, Language, Match, State, Term, Unit};
use toml::{Table, Value};

/// The files of a folder of cases, by ending, in order.
pub fn entries(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let found = fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("it can be read").path());
    let mut paths: Vec<PathBuf> = found.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are cases");
    paths
}

pub fn table(path: &Path) -> Table {
    let text = fs::read_to_string(path).expect("the case can be read");
    text.parse().unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

/// Compares with what is kept beside the case.
pub fn check(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, found).expect("the folder can be written");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, expected, "{path:?}: run with UPDATE_EXPECT=1 if this is right");
}

/// A case's job: as it was sent, or as it would be sent now.
pub fn job(case: &Table, is_now: bool) -> Job {
    let language = |key: &str| {
        let tag = case[key].as_str().expect("a tag").to_owned();
        let is_rtl = ["ar", "he"].contains(&&tag[..2]);
        Language { tag, is_rtl }
    };
    let words = |key: &str| -> Vec<String> {
        let list = case.get(key).and_then(Value::as_array).into_iter().flatten();
        list.map(|word| word.as_str().expect("a text").to_owned()).collect()
    };
    let units = case["unit"].as_array().expect("units").iter();
    let units = units.filter(|unit| !is_now || unit.get("gone").is_none());
    Job {
        original: "galley:cmp_1/brf_1/copy".to_owned(),
        title: "Slow hours".to_owned(),
        notes: vec![("voice", "Unhurried & dry.".to_owned())],
        source: language("source"),
        target: language("target"),
        units: units.map(|unit| self::unit(unit, is_now)).collect(),
        held: Held { names: words("names"), currencies: words("currencies") },
    }
}

fn unit(unit: &Value, is_now: bool) -> Unit {
    let text = |key: &str| unit.get(key).and_then(Value::as_str).map(str::to_owned);
    let now = |key: &str| text(&format!("now_{key}")).filter(|_| is_now).or_else(|| text(key));
    let pairs = |key: &str| {
        let list = unit.get(key).and_then(Value::as_table).into_iter().flatten();
        list.map(|(source, target)| (source.clone(), target.as_str().expect("a text").to_owned()))
    };
    let id = text("id").expect("an id");
    Unit {
        name: id.replace('.', " · "),
        notes: text("note").map(|note| ("slot", note)).into_iter().collect(),
        source: now("source").unwrap_or_default(),
        target: now("target"),
        state: text("state").map_or(State::Translated, |word| State::find(&word).expect("a state")),
        is_locked: unit.get("locked").is_some(),
        max_width: unit.get("width").and_then(Value::as_integer).map(|width| width as u32),
        terms: pairs("terms").map(|(source, target)| Term { source, target }).collect(),
        matches: pairs("matches")
            .map(|(source, target)| Match {
                source,
                target,
                score: 87,
                is_in_context: false,
                origin: "memory".to_owned(),
            })
            .collect(),
        id,
    }
}
