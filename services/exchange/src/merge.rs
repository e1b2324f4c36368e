//! What a translator did: a file that came back, compared with the job as it was sent and as it would be sent today.
//! Takes over lines that differ, and only if nothing in the whole file is wrong.

use std::collections::BTreeMap;

use galley_domain::copy_deck::display_width;
use galley_domain::source::table::MAX_CELL_CHARS;
use galley_domain::source::{Mark, Problem, Problems};

use crate::held::{Held, Kind, Piece};
use crate::xliff::{Part, Placed, Returned, ReturnedUnit};
use crate::{Job, Language, State, Unit};

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub changes: Vec<Change>,
    /// Lines that came back as they are now.
    pub unchanged: usize,
    /// Lines that still have no translation, or only a copy of the source.
    pub untranslated: usize,
    /// Lines that were sent and did not come back.
    pub left_out: usize,
}

/// A line that was translated, or translated anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub id: String,
    pub before: Option<String>,
    pub after: String,
    pub state: State,
}

/// Compares. `sent` is the job of the version that the file was made from, `now` that of today.
pub fn merge(returned: &Returned, sent: &Job, now: &Job) -> Result<Merged, Problems> {
    let mut merging = Merging { file: &returned.file, held: &sent.held, problems: returned.problems.clone() };
    merging.languages(returned, sent);
    let mut merged = Merged { changes: Vec::new(), unchanged: 0, untranslated: 0, left_out: 0 };
    let by_id = |job: &'_ Job| job.units.iter().map(|unit| (unit.id.clone(), unit.clone())).collect();
    let (sent_units, now_units): (BTreeMap<String, Unit>, BTreeMap<String, Unit>) = (by_id(sent), by_id(now));
    for unit in &returned.units {
        let Some(known) = sent_units.get(&unit.id) else {
            let problem = merging.problem(unit.mark, format!("there is no line “{}” in what was sent", unit.id));
            merging.problems.push(problem.one_of(&unit.id, sent_units.keys().map(String::as_str)));
            continue;
        };
        match merging.unit(unit, known, now_units.get(&unit.id)) {
            Some(Outcome::Changed(change)) => merged.changes.push(change),
            Some(Outcome::Unchanged) => merged.unchanged += 1,
            Some(Outcome::Untranslated) => merged.untranslated += 1,
            None => {}
        }
    }
    merged.left_out = sent.units.len().saturating_sub(returned.units.len());
    Problems::unless_empty(merged, merging.problems)
}

enum Outcome {
    Changed(Change),
    Unchanged,
    Untranslated,
}

struct Merging<'a> {
    file: &'a str,
    held: &'a Held,
    problems: Vec<Problem>,
}

impl Merging<'_> {
    fn problem(&self, mark: Mark, message: impl Into<String>) -> Problem {
        Problem::at(self.file, mark, message)
    }

    fn tell(&mut self, mark: Mark, message: impl Into<String>) {
        self.problems.push(self.problem(mark, message));
    }

    fn languages(&mut self, returned: &Returned, sent: &Job) {
        let target = Placed { value: returned.target.value.clone().unwrap_or_default(), mark: returned.target.mark };
        for (what, found, wanted) in [("from", &returned.source, &sent.source), ("into", &target, &sent.target)] {
            let Language { tag, .. } = wanted;
            if !found.value.eq_ignore_ascii_case(tag) {
                let shown = if found.value.is_empty() { "no language" } else { &found.value };
                let problem = self.problem(found.mark, format!("the lines are translated {what} {shown}"));
                self.problems.push(problem.expected(tag));
            }
        }
    }

    fn unit(&mut self, unit: &ReturnedUnit, sent: &Unit, now: Option<&Unit>) -> Option<Outcome> {
        let told = self.problems.len();
        let codes = self.codes(&sent.source);
        let source = self.flat(&unit.source.value, &codes);
        if source.as_deref().is_some_and(|source| source.trim() != sent.source) {
            let problem = self.problem(unit.source.mark, format!("the source of “{}” was changed", unit.id));
            self.problems.push(problem.expected(format!("“{}”", sent.source)));
        }
        let before = sent.target.as_deref();
        let Some(target) = &unit.target else {
            return self.without_target(unit, before, told);
        };
        let after = self.flat(&target.value, &codes)?.trim().to_owned();
        if after.is_empty() {
            return self.without_target(unit, before, told);
        }
        let is_copy = unit.state == State::Initial && after == sent.source;
        if Some(after.as_str()) == before {
            return (told == self.problems.len()).then_some(Outcome::Unchanged);
        }
        if is_copy {
            return (told == self.problems.len()).then_some(Outcome::Untranslated);
        }
        self.line(target.mark, sent, &after);
        let is_news = self.is_news(unit, target.mark, (sent, now), &after);
        if told < self.problems.len() {
            return None;
        }
        let change = Change { id: unit.id.clone(), before: sent.target.clone(), after, state: unit.state };
        Some(if is_news { Outcome::Changed(change) } else { Outcome::Unchanged })
    }

    fn without_target(&mut self, unit: &ReturnedUnit, before: Option<&str>, told: usize) -> Option<Outcome> {
        let mark = unit.target.as_ref().map_or(unit.mark, |target| target.mark);
        if before.is_some() {
            self.tell(mark, format!("the translation of “{}” was taken out; a line is taken out in the deck", unit.id));
        }
        (told == self.problems.len()).then_some(Outcome::Untranslated)
    }

    /// A line that was written anew, by itself.
    fn line(&mut self, mark: Mark, sent: &Unit, after: &str) {
        if sent.is_locked {
            let message = format!("“{}” is not for translators: it was sent to be read only", sent.id);
            let problem = self.problem(mark, message);
            self.problems.push(problem.expected(match &sent.target {
                Some(line) => format!("“{line}”"),
                None => "no translation".to_owned(),
            }));
            return;
        }
        let (width, limit) = (display_width(after), sent.max_width.unwrap_or(u32::MAX));
        if width > limit {
            let message = format!("“{}” has {width} characters (wide ones count twice)", sent.id);
            self.problems.push(self.problem(mark, message).expected(format!("at most {limit}")));
        }
        if after.chars().count() > MAX_CELL_CHARS {
            self.tell(mark, format!("“{}” is longer than {MAX_CELL_CHARS} characters", sent.id));
        }
        self.held_texts(mark, sent, after);
    }

    /// Every held text of the source is there, as often; of prices and placeholders there are no others.
    fn held_texts(&mut self, mark: Mark, sent: &Unit, after: &str) {
        let (wanted, found) = (counts(self.held, &sent.source), counts(self.held, after));
        for ((kind, text), count) in &wanted {
            let there = found.get(&(*kind, *text)).copied().unwrap_or(0);
            if there < *count {
                self.tell(mark, format!("“{text}” of “{}” was changed or lost", sent.id));
            }
        }
        for ((kind, text), count) in &found {
            let allowed = wanted.get(&(*kind, *text)).copied().unwrap_or(0);
            if *kind != Kind::Name && *count > allowed {
                self.tell(mark, format!("“{text}” is not in the source of “{}”, or not so often", sent.id));
            }
        }
    }

    /// Whether a line is not today's already; tells where both sides changed it.
    fn is_news(&mut self, unit: &ReturnedUnit, mark: Mark, (sent, now): (&Unit, Option<&Unit>), after: &str) -> bool {
        let Some(now) = now else {
            self.tell(unit.mark, format!("the deck has no line “{}” any more", unit.id));
            return false;
        };
        if now.target.as_deref() == Some(after) {
            return false;
        }
        if now.source != sent.source {
            let problem = self.problem(unit.source.mark, format!("the source of “{}” is another one now", unit.id));
            self.problems.push(problem.expected(format!("a translation of “{}”", now.source)));
        } else if now.target != sent.target {
            let shown = now.target.as_deref().unwrap_or("nothing");
            self.tell(mark, format!("“{}” was changed here, too, since it was sent; it says “{shown}” now", unit.id));
        }
        true
    }

    /// The held texts of a line, by the ids they were sent with.
    fn codes(&self, source: &str) -> BTreeMap<String, String> {
        let held = self.held.pieces(source).into_iter().filter_map(|piece| match piece {
            Piece::Held(_, text) => Some(text.to_owned()),
            Piece::Text(_) => None,
        });
        held.enumerate().map(|(index, text)| ((index + 1).to_string(), text)).collect()
    }

    /// A line as people read it; nothing if it holds a code that was not sent.
    fn flat(&mut self, parts: &[Part], codes: &BTreeMap<String, String>) -> Option<String> {
        let (mut line, mut is_whole) = (String::new(), true);
        for part in parts {
            match part {
                Part::Text(text) => line.push_str(text),
                Part::Code { id, mark } => match codes.get(id) {
                    Some(text) => line.push_str(text),
                    None => {
                        self.tell(*mark, format!("the code “{id}” is none of those that were sent"));
                        is_whole = false;
                    }
                },
            }
        }
        is_whole.then_some(line)
    }
}

fn counts<'a>(held: &Held, line: &'a str) -> BTreeMap<(Kind, &'a str), usize> {
    let mut counts = BTreeMap::new();
    for found in held.texts(line) {
        *counts.entry(found).or_insert(0) += 1;
    }
    counts
}
