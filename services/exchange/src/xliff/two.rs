//! XLIFF 2.1 as Galley writes it: a unit and a segment for each line, with the modules for glossaries, lengths and
//! translation candidates. Does not read.

use super::line::{codes, write_line};
use crate::held::Kind;
use crate::write::Writing;
use crate::{Job, Language, State, Unit};

const CORE: &str = "urn:oasis:names:tc:xliff:document:2.0";
const GLOSSARY: &str = "urn:oasis:names:tc:xliff:glossary:2.0";
const MATCHES: &str = "urn:oasis:names:tc:xliff:matches:2.0";
const SIZES: &str = "urn:oasis:names:tc:xliff:sizerestriction:2.0";
/// How lengths are counted: columns, wide characters twice. Tools that do not know it show the note that says so.
const PROFILE: &str = "galley:display-width";
/// The only file in a document.
const FILE: &str = "copy";

pub fn write(job: &Job) -> Vec<u8> {
    let mut out = Writing::new();
    out.open(
        "xliff",
        &[
            ("xmlns", Some(CORE)),
            ("xmlns:gls", Some(GLOSSARY)),
            ("xmlns:mtc", Some(MATCHES)),
            ("xmlns:slr", Some(SIZES)),
            ("version", Some("2.1")),
            ("srcLang", Some(&job.source.tag)),
            ("trgLang", Some(&job.target.tag)),
        ],
    );
    let preserve = ("xml:space", Some("preserve"));
    let (source, target) = (direction(&job.source), direction(&job.target));
    out.open(
        "file",
        &[("id", Some(FILE)), ("original", Some(&job.original)), ("srcDir", source), ("trgDir", target), preserve],
    );
    if job.units.iter().any(|unit| unit.max_width.is_some()) {
        out.whole("slr:profiles", &[("generalProfile", Some(PROFILE))], "");
    }
    out.open("notes", &[]);
    out.whole("note", &[("category", Some("campaign"))], &job.title);
    job.notes.iter().for_each(|(category, text)| out.whole("note", &[("category", Some(category))], text));
    out.close();
    job.units.iter().for_each(|unit| write_unit(&mut out, job, unit));
    out.finish()
}

fn direction(language: &Language) -> Option<&'static str> {
    Some(if language.is_rtl { "rtl" } else { "ltr" })
}

fn write_unit(out: &mut Writing, job: &Job, unit: &Unit) {
    let width = unit.max_width.map(|width| width.to_string());
    let no = unit.is_locked.then_some("no");
    let restriction = ("slr:sizeRestriction", width.as_deref());
    out.open("unit", &[("id", Some(&unit.id)), ("name", Some(&unit.name)), ("translate", no), restriction]);
    write_terms(out, unit);
    write_matches(out, job, unit);
    if !unit.notes.is_empty() {
        out.open("notes", &[]);
        for (category, text) in &unit.notes {
            out.whole("note", &[("category", Some(category))], text);
        }
        out.close();
    }
    let held = codes(&job.held, &unit.source);
    write_data(out, "originalData", &held);
    let state = if unit.target.is_some() { unit.state } else { State::Initial };
    out.open("segment", &[("id", Some("s1")), ("state", Some(state.word()))]);
    out.inline("source", &[], |out| write_line(out, &job.held, &unit.source, &held, write_code));
    if let Some(target) = &unit.target {
        out.inline("target", &[], |out| write_line(out, &job.held, target, &held, write_code));
    }
    out.close();
    out.close();
}

fn write_terms(out: &mut Writing, unit: &Unit) {
    if unit.terms.is_empty() {
        return;
    }
    out.open("gls:glossary", &[]);
    for term in &unit.terms {
        out.open("gls:glossEntry", &[]);
        out.whole("gls:term", &[("source", Some("brand glossary"))], &term.source);
        out.whole("gls:translation", &[("source", Some("brand glossary"))], &term.target);
        out.close();
    }
    out.close();
}

/// Candidates have codes of their own.
fn write_matches(out: &mut Writing, job: &Job, unit: &Unit) {
    if unit.matches.is_empty() {
        return;
    }
    out.open("mtc:matches", &[]);
    for found in &unit.matches {
        let score = found.score.min(100).to_string();
        let kind = if found.is_in_context { "icm" } else { "tm" };
        let origin = Some(found.origin.as_str()).filter(|origin| !origin.is_empty());
        out.open(
            "mtc:match",
            &[("ref", Some("#s1")), ("similarity", Some(&score)), ("type", Some(kind)), ("origin", origin)],
        );
        let held = codes(&job.held, &found.source);
        write_data(out, "originalData", &held);
        out.inline("source", &[], |out| write_line(out, &job.held, &found.source, &held, write_code));
        out.inline("target", &[], |out| write_line(out, &job.held, &found.target, &held, write_code));
        out.close();
    }
    out.close();
}

fn write_data(out: &mut Writing, name: &'static str, codes: &[(Kind, &str)]) {
    if codes.is_empty() {
        return;
    }
    out.open(name, &[]);
    for (index, (_, text)) in codes.iter().enumerate() {
        out.whole("data", &[("id", Some(&format!("d{}", index + 1)))], text);
    }
    out.close();
}

/// What is held stands in the unit's data, and is shown.
fn write_code(out: &mut Writing, id: usize, text: &str) {
    let (id, data) = (id.to_string(), format!("d{id}"));
    out.whole("ph", &[("id", Some(&id)), ("dataRef", Some(&data)), ("disp", Some(text))], "");
}
