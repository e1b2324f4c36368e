//! What the files of each kind of case become: a readable text with the outcome or every problem.

use std::fmt::{Display, Write as _};
use std::path::Path;

use galley_domain::brand_kit::BrandKit;
use galley_domain::brief::{self, Brief};
use galley_domain::bundle::{Bundle, check_path};
use galley_domain::catalog::Catalog;
use galley_domain::copy_deck::CopyDeck;
use galley_domain::expression::{Expression, Identifier};
use galley_domain::product_feed::ProductFeed;
use galley_domain::source::{Document, Problems};
use galley_domain::workflow::{StepKindSpec, Workflow};
use serde_json::json;

use crate::Files;

pub fn source(files: &Files) -> String {
    let (name, bytes) = files.iter().next().expect("a case has an input");
    let text = std::str::from_utf8(bytes).expect("the input is text");
    let read = match name.rsplit('.').next() {
        Some("yaml") => Document::parse_yaml(name, text),
        Some("toml") => Document::parse_toml(name, text),
        _ => Document::parse_json(name, text),
    };
    outcome(read.map(|doc| format!("{:#}", doc.value)))
}

pub fn workflow(files: &Files) -> String {
    outcome(Workflow::parse_bundle(&bundle_of(files), &kinds()).map(|workflow| {
        let mut out =
            format!("{} {} “{}”\naxes {:?}\n", workflow.name, workflow.version, workflow.title, workflow.axes);
        for (name, input) in &workflow.inputs {
            let _ =
                writeln!(out, "input {name}: {:?} required {} axis {:?}", input.kind, input.is_required, input.axis);
        }
        for (index, step) in workflow.steps.iter().enumerate() {
            let needs: Vec<String> = step
                .needs
                .iter()
                .map(|need| {
                    let gathers = if workflow.is_gathering(index, *need) { " (gathers)" } else { "" };
                    format!("{}{gathers}", workflow.steps[*need].name)
                })
                .collect();
            let when = step.when.as_ref().map(Expression::as_str);
            let _ = writeln!(
                out,
                "step {} {} per {:?} needs {needs:?} when {when:?} with {}",
                step.name, step.kind, step.per, step.with
            );
        }
        for stage in &workflow.review {
            let when = stage.when.as_ref().map(Expression::as_str);
            let on = &workflow.steps[stage.on].name;
            let _ = writeln!(out, "stage {} on {on} when {when:?} {:?} due {:?}", stage.name, stage.ask, stage.due);
        }
        for target in &workflow.publish {
            let _ = writeln!(out, "publish to {}: {}", target.to, target.name.as_str());
        }
        let subject = workflow.subject_step().expect("a workflow has a stage");
        let _ = writeln!(out, "gate {}", workflow.steps[workflow.gate_step(subject)].name);
        out
    }))
}

pub fn brief(files: &Files) -> String {
    let mut out = String::new();
    let mut read = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let text = std::str::from_utf8(bytes).expect("the input is text");
        let brief = Brief::parse(name, text, &catalog_fixture(), &workflow_fixture(), Some(&bundle_of(files)));
        match brief {
            Ok(brief) => read.push(brief),
            Err(problems) => out = outcome::<String>(Err(problems)),
        }
    }
    match read.as_slice() {
        [one] => format!("{out}{one:#?}\n"),
        [old, new] => {
            assert_eq!(old.digest() == new.digest(), old == new, "a digest stands for what the brief says");
            brief::differences(old, new).join("\n") + "\n"
        }
        _ => out,
    }
}

pub fn brand_kit(files: &Files) -> String {
    outcome(BrandKit::parse(&bundle_of(files), Some(&catalog_fixture())).map(|kit| {
        let legal: Vec<String> =
            ["de", "at", "jp"].iter().map(|m| format!("{m}: {:?}", kit.find_legal_line(m))).collect();
        assert_ne!(kit.legal_digest("at"), kit.legal_digest("jp"), "each market has its own version");
        format!("{}\nlegal lines {legal:?}\n", strip_digest(&format!("{kit:#?}")))
    }))
}

/// `copy.csv`, then `ask.txt` with lines `message slot locale [from>to …]`.
pub fn copy_deck(files: &Files) -> String {
    let (name, bytes) = files.iter().find(|(name, _)| name.ends_with(".csv")).expect("a case has a deck");
    let (deck, first) = CopyDeck::read(name, bytes);
    let is_good = first.is_empty();
    let later = deck.as_ref().map(|deck| deck.check(&brief_fixture(), &catalog_fixture())).unwrap_or_default();
    let problems = Problems::sorted(Problems::join(first, later));
    let Some(deck) = deck.filter(|_| is_good) else { return problems_of(&problems.0) };
    let mut out = format!("locales {:?} slots {:?}\n", deck.locales(), deck.slots());
    let asked = files.get("ask.txt").map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    for ask in asked.lines() {
        let words: Vec<&str> = ask.split(' ').collect();
        let fallback = words[3..].iter().filter_map(|pair| pair.split_once('>'));
        let fallback = fallback.map(|(from, to)| (from.to_owned(), to.to_owned())).collect();
        let line = deck.line(words[0], words[1], words[2], &fallback);
        let _ = match line {
            Ok(line) => writeln!(out, "{ask} = {:?} from {}", line.text, line.from_locale),
            Err(gap) => writeln!(out, "{ask} = {gap}"),
        };
    }
    out + &problems_of(&problems.0)
}

pub fn product_feed(files: &Files) -> String {
    let (name, bytes) = files.iter().find(|(name, _)| name.ends_with(".csv")).expect("a case has a feed");
    let (feed, first) = ProductFeed::read(name, bytes);
    let is_good = first.is_empty();
    let check =
        |feed: &ProductFeed| feed.check(&brief_fixture(), &catalog_fixture(), Some("offer"), Some(&bundle_of(files)));
    let later = feed.as_ref().map(check).unwrap_or_default();
    let problems = Problems::sorted(Problems::join(first, later));
    let mut out = String::new();
    if let Some(feed) = feed.filter(|_| is_good) {
        let _ = writeln!(out, "ids {:?}", feed.ids());
        for (id, market) in feed.pairs() {
            let _ = writeln!(out, "{id} {market} {:?}", feed.find(&id, &market).expect("the pair exists"));
        }
    }
    out + &problems_of(&problems.0)
}

pub fn catalog(files: &Files) -> String {
    let files = files.iter().map(|(name, bytes)| (name.clone(), bytes.clone()));
    outcome(Catalog::parse(files).map(|catalog| format!("{catalog:#?}")))
}

/// Lines `condition`, each evaluated for one cell.
pub fn expression(files: &Files) -> String {
    let known = [
        Identifier::text("market"),
        Identifier::text("locale"),
        Identifier::word("shape", &["tower", "tall", "square", "wide", "strip"]),
        Identifier::flag("brief.regulated"),
        Identifier::word("brief.sensitivity", &["normal", "sensitive"]),
    ];
    let cell = |name: &str| {
        let pairs = [("market", "de"), ("locale", "de-DE"), ("shape", "wide"), ("brief.regulated", "true")];
        pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    let mut out = String::new();
    for line in String::from_utf8_lossy(&files["conditions.txt"]).lines() {
        let _ = match Expression::parse(line, &known) {
            Ok(expression) => writeln!(out, "{line}\n  {}", expression.eval(&cell)),
            Err(e) => {
                let caret = " ".repeat(e.column as usize - 1);
                writeln!(out, "{line}\n{caret}^ {} (expected {:?}, nearest {:?})", e.message, e.expected, e.nearest)
            }
        };
    }
    out
}

/// Lines `market amount`.
pub fn price(files: &Files) -> String {
    let catalog = catalog_fixture();
    each_line(&files["prices.txt"], |line| {
        let (market, amount) = line.split_once(' ').expect("a market and an amount");
        let locale = catalog.find_locale_of(market).expect("the fixture has the market");
        let price = locale.format_price(&catalog.markets[market], amount);
        // No-break blanks and marks would not be seen in the expected file.
        price.map_or_else(|error| error.to_string(), |price| price.replace('\u{A0}', "<nbsp>"))
    })
}

/// Lines with one path each, in Rust's escapes.
pub fn bundle(files: &Files) -> String {
    each_line(&files["paths.txt"], |line| {
        let path: String = serde_json::from_str(&format!("\"{line}\"")).expect("a path in JSON escapes");
        check_path(&path).map_or_else(|why| why, |()| "safe".to_owned())
    })
}

fn each_line(bytes: &[u8], run: impl Fn(&str) -> String) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    text.lines().fold(String::new(), |out, line| out + line + "\n  " + &run(line) + "\n")
}

fn outcome<T: Display>(read: Result<T, Problems>) -> String {
    match read {
        Ok(value) => format!("{value}\n").replace("\n\n", "\n"),
        Err(problems) => problems_of(&problems.0),
    }
}

fn problems_of(problems: &[impl Display]) -> String {
    problems.iter().fold(String::new(), |out, problem| out + &problem.to_string() + "\n")
}

fn strip_digest(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("content:")).collect::<Vec<_>>().join("\n")
}

fn bundle_of(files: &Files) -> Bundle {
    Bundle::parse(files.iter().map(|(name, bytes)| (name.clone(), bytes.clone()))).expect("the case's names are safe")
}

/// Step kinds like the real ones.
pub fn kinds() -> Vec<StepKindSpec> {
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let of = |name, properties, required: &[&str]| StepKindSpec {
        name,
        with_schema: json!({
            "type": "object", "properties": properties, "required": required, "additionalProperties": false
        }),
    };
    vec![
        of("adapt_copy", json!({ "slots": texts(), "optional": texts(), "feed": text() }), &["slots"]),
        of(
            "generate_image",
            json!({
                "prompt": text(),
                "candidates": { "type": "integer", "minimum": 1, "maximum": 8 },
                "tier": { "enum": ["draft", "final"] },
            }),
            &["prompt"],
        ),
        of("compose", json!({ "layout": text() }), &["layout"]),
        of("check", json!({ "rules": texts() }), &[]),
    ]
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture").join(name);
    std::fs::read_to_string(path).expect("the fixture is there")
}

pub fn catalog_fixture() -> Catalog {
    let names = ["formats/iab", "formats/meta", "locales/de-DE", "locales/de-AT", "locales/ja-JP", "locales/hi-IN"];
    let names = names.iter().chain(&["locales/ar-AE", "locales/es-ES"]).map(|name| format!("{name}.toml"));
    Catalog::parse(names.map(|name| (name.clone(), fixture(&name).into_bytes()))).expect("the fixture is right")
}

pub fn workflow_fixture() -> Workflow {
    Workflow::parse("workflow.yaml", &fixture("workflow.yaml"), &kinds()).expect("the fixture is right")
}

pub fn brief_fixture() -> Brief {
    let (catalog, workflow) = (catalog_fixture(), workflow_fixture());
    Brief::parse("brief.yaml", &fixture("brief.yaml"), &catalog, &workflow, None).expect("the fixture is right")
}
