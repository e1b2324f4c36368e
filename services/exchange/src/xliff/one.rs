//! XLIFF 1.2 (strict) as Galley writes it, for tools that know no newer one. Does not read.

use super::line::{codes, write_line};
use crate::write::Writing;
use crate::{Job, State, Unit};

pub fn write(job: &Job) -> Vec<u8> {
    let mut out = Writing::new();
    let core = "urn:oasis:names:tc:xliff:document:1.2";
    out.open("xliff", &[("xmlns", Some(core)), ("version", Some("1.2"))]);
    out.open(
        "file",
        &[
            ("original", Some(&job.original)),
            ("source-language", Some(&job.source.tag)),
            ("target-language", Some(&job.target.tag)),
            ("datatype", Some("plaintext")),
        ],
    );
    out.open("header", &[]);
    out.whole("note", &[], &job.title);
    job.notes.iter().for_each(|(category, text)| out.whole("note", &[("from", Some(category))], text));
    out.close();
    out.open("body", &[]);
    job.units.iter().for_each(|unit| write_unit(&mut out, job, unit));
    out.finish()
}

fn write_unit(out: &mut Writing, job: &Job, unit: &Unit) {
    let width = unit.max_width.map(|width| width.to_string());
    out.open(
        "trans-unit",
        &[
            ("id", Some(&unit.id)),
            ("resname", Some(&unit.name)),
            ("translate", unit.is_locked.then_some("no")),
            ("maxwidth", width.as_deref()),
            ("size-unit", width.as_deref().map(|_| "char")),
            ("xml:space", Some("preserve")),
        ],
    );
    let codes = codes(&job.held, &unit.source);
    out.inline("source", &[], |out| write_line(out, &job.held, &unit.source, &codes, write_code));
    if let Some(target) = &unit.target {
        out.inline("target", &[("state", Some(word(unit.state)))], |out| {
            write_line(out, &job.held, target, &codes, write_code)
        });
    }
    for term in &unit.terms {
        out.whole("note", &[("from", Some("glossary"))], &format!("{}: {}", term.source, term.target));
    }
    for (category, text) in &unit.notes {
        out.whole("note", &[("from", Some(category))], text);
    }
    for found in &unit.matches {
        let quality = format!("{}%", found.score.min(100));
        let origin = Some(found.origin.as_str()).filter(|origin| !origin.is_empty());
        out.open("alt-trans", &[("match-quality", Some(&quality)), ("origin", origin)]);
        out.whole("source", &[], &found.source);
        out.whole("target", &[], &found.target);
        out.close();
    }
    out.close();
}

fn word(state: State) -> &'static str {
    match state {
        State::Initial => "needs-translation",
        State::Translated => "translated",
        State::Reviewed => "signed-off",
        State::Final => "final",
    }
}

fn write_code(out: &mut Writing, id: usize, text: &str) {
    out.whole("ph", &[("id", Some(&id.to_string()))], text);
}
