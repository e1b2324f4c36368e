//! Jobs written, files read and what came of them, from `tests/cases`. `UPDATE_EXPECT=1` writes what is expected anew.
//!
//! `written/*.toml` are jobs with the files they give. `merge/*.toml` are jobs, what a translator's tool did to the file
//! (`[[edit]]`), and what comes of it. `hostile/*` are files as they may come.

mod cases;

use std::fs;

use cases::{check, entries, job, table};
use galley_domain::source::Problems;
use galley_exchange::merge::{Merged, merge};
use galley_exchange::xliff::{self, Returned, Version};
use galley_exchange::{Job, State, tbx, tmx};

#[test]
fn jobs_are_written() {
    for path in entries("written", "toml") {
        let job = job(&table(&path), false);
        for (ending, version) in [("2.1.xlf", Version::Two1), ("1.2.xlf", Version::One2)] {
            let written = String::from_utf8(xliff::write(&job, version)).expect("what is written is text");
            check(&path.with_extension(ending), &written);
        }
    }
}

#[test]
fn what_was_written_comes_back_unchanged() {
    let paths = entries("written", "toml").into_iter().chain(entries("merge", "toml"));
    for path in paths {
        let job = job(&table(&path), false);
        for number in ["1.2", "2.0", "2.1", "2.2"] {
            let returned = xliff::read("back.xlf", &written(&job, number)).expect("our own file is read");
            let merged =
                merge(&returned, &job, &job).unwrap_or_else(|problems| panic!("{path:?} {number}: {problems}"));
            let expected = job.units.iter().filter(|unit| unit.target.is_some()).count();
            assert_eq!((merged.changes.len(), merged.unchanged), (0, expected), "{path:?} {number}");
            assert_eq!((merged.untranslated, merged.left_out), (job.units.len() - expected, 0), "{path:?} {number}");
            let states = returned.units.iter().map(|unit| unit.state);
            let sent = job.units.iter().map(|unit| unit.target.as_ref().map_or(State::Initial, |_| unit.state));
            assert!(states.eq(sent), "{path:?} {number}");
        }
    }
}

#[test]
fn files_are_merged() {
    for path in entries("merge", "toml") {
        let case = table(&path);
        let (sent, now) = (job(&case, false), job(&case, true));
        let number = case.get("version").and_then(toml::Value::as_str).unwrap_or("2.1");
        let mut text = String::from_utf8(written(&sent, number)).expect("what is written is text");
        for edit in case.get("edit").and_then(toml::Value::as_array).into_iter().flatten() {
            let (from, to) = (edit["from"].as_str().expect("a text"), edit["to"].as_str().expect("a text"));
            assert!(text.contains(from), "{path:?}: the file does not say “{from}”:\n{text}");
            text = text.replacen(from, to, 1);
        }
        let merged = xliff::read("back.xlf", text.as_bytes()).and_then(|returned| merge(&returned, &sent, &now));
        check(&path.with_extension("expected"), &shown(merged));
    }
}

#[test]
fn hostile_files_are_refused() {
    let mut count = 0;
    for ending in ["xlf", "tmx", "tbx"] {
        for path in entries("hostile", ending) {
            let bytes = fs::read(&path).expect("the case is there");
            let answer: Result<(), Problems> = match ending {
                "xlf" => xliff::read("in", &bytes).and_then(Returned::whole).map(drop),
                "tmx" => tmx::read("in", &bytes).map(drop),
                _ => tbx::read("in", &bytes).map(drop),
            };
            let told = answer.expect_err(&format!("{path:?} must be refused")).to_string();
            check(&path.with_extension(format!("{ending}.expected")), &format!("{told}\n"));
            count += 1;
        }
    }
    assert!(count > 10, "the cases are found");
}

/// Deep, wide and long files end in a problem, not in an overflow.
#[test]
fn bounds_hold() {
    let deep = "<a>".repeat(100_000);
    let wide = format!("<xliff{}/>", (0..1_000).map(|n| format!(" a{n}=\"\"")).collect::<String>());
    let many = format!("<xliff>{}</xliff>", "<a/>".repeat(500_000));
    let long = format!("<xliff>{}</xliff>", "x".repeat(17 << 20));
    for (text, expected) in [
        (deep, "deeper than 48"),
        (wide, "more than 64 attributes"),
        (many, "more than 400000 elements"),
        (long, "at most 16777216"),
    ] {
        let told = xliff::read("in", text.as_bytes()).expect_err("it is over a bound").to_string();
        assert!(told.contains(expected), "{told}");
    }
}

/// Any cut and any flipped byte of a good file is read or refused; nothing panics.
#[test]
fn damaged_files_do_no_harm() {
    for path in entries("written", "toml") {
        let job = job(&table(&path), false);
        let whole = xliff::write(&job, Version::Two1);
        for at in (0..whole.len()).step_by(7) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x15;
            for bytes in [&whole[..at], &flipped] {
                if let Ok(returned) = xliff::read("in", bytes) {
                    let merged = merge(&returned, &job, &job);
                    assert!(merged.is_err() || returned.units.len() <= job.units.len());
                }
            }
        }
    }
}

#[test]
fn memories_and_glossaries_come_back() {
    let pair = |source: &str, target: &str, context: Option<&str>| tmx::Pair {
        source_tag: "en-GB".to_owned(),
        target_tag: "ar-AE".to_owned(),
        source: source.to_owned(),
        target: target.to_owned(),
        context: context.map(str::to_owned),
        origin: context.map(|_| "slow-hours".to_owned()),
    };
    let pairs = vec![
        pair("The day <can> wait & see.", "صباحك على مهل", Some("morning.headline")),
        pair("One\nTwo 🙂 ]]> \"q\"", "واحد\nاثنان", None),
    ];
    assert_eq!(tmx::read("memory.tmx", &tmx::write(&pairs, "en-GB", "20261124T000000Z")), Ok(pairs));
    let word = |tag: &str, text: &str, is_banned| tbx::Word { tag: tag.to_owned(), text: text.to_owned(), is_banned };
    let concepts = vec![
        tbx::Concept {
            words: vec![word("en-GB", "coffee", false), word("hi-IN", "कॉफ़ी", false)], note: None
        },
        tbx::Concept { words: vec![word("de-DE", "gesund & munter", true)], note: Some("A health claim.".to_owned()) },
    ];
    assert_eq!(tbx::read("glossary.tbx", &tbx::write(&concepts, "Ombrava")), Ok(concepts));
}

/// The job as a file of any version: 2.0 and 2.2 hold the same units as 2.1.
fn written(job: &Job, number: &str) -> Vec<u8> {
    let version = if number == "1.2" { Version::One2 } else { Version::Two1 };
    let text = String::from_utf8(xliff::write(job, version)).expect("what is written is text");
    let text = match number {
        "2.0" => text.replacen("version=\"2.1\"", "version=\"2.0\"", 1),
        "2.2" => text.replacen("version=\"2.1\"", "version=\"2.2\"", 1).replacen("document:2.0", "document:2.2", 1),
        _ => text,
    };
    text.into_bytes()
}

fn shown(merged: Result<Merged, Problems>) -> String {
    match merged {
        Err(problems) => format!("{problems}\n"),
        Ok(merged) => {
            let mut text = String::new();
            for change in &merged.changes {
                let before = change.before.as_deref().unwrap_or("nothing");
                text.push_str(&format!("{}: {before} → {} ({})\n", change.id, change.after, change.state.word()));
            }
            let Merged { unchanged, untranslated, left_out, .. } = merged;
            text + &format!("{unchanged} unchanged, {untranslated} untranslated, {left_out} left out\n")
        }
    }
}
