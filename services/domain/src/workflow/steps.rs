//! Steps of a workflow file: what they need, in which order they come, which axes they have.

use std::collections::BTreeMap;

use serde_json::Value;

use super::file::{StepRow, WorkflowFile};
use super::schema::settings_of;
use super::{DERIVED_AXES, Input, InputKind, Reading, SKILLS, Step, brief_identifiers, cell_identifiers, covers};
use crate::expression::Identifier;
use crate::source::{join, nearest};

/// A step whose needs are known, but neither its place nor its axes.
struct Draft<'a> {
    name: &'a str,
    row: &'a StepRow,
    /// Indices in the order of the file.
    needs: Vec<usize>,
}

impl Reading<'_> {
    /// Steps in a valid order. Empty where they wait for each other.
    pub(super) fn steps(&mut self, file: &WorkflowFile, inputs: &BTreeMap<String, Input>) -> Vec<Step> {
        let drafts = self.drafts(file);
        if let Some(cycle) = find_cycle(&drafts) {
            let names: Vec<&str> = cycle.iter().map(|index| drafts[*index].name).collect();
            let message = format!("these steps wait for each other: {}", names.join(" → "));
            self.tell(&join(&join("/steps", names[0]), "needs"), message);
            return Vec::new();
        }
        let order = order(&drafts);
        let mut steps: Vec<Step> = Vec::new();
        for index in &order {
            let draft = &drafts[*index];
            let place = |need: &usize| order.iter().position(|at| at == need);
            let needs: Vec<usize> = draft.needs.iter().filter_map(place).collect();
            let per = self.per(draft, &needs, &steps, &file.axes);
            let pointer = join("/steps", draft.name);
            let mut with = self.with(&pointer, draft.row, inputs, &per);
            let skills = with
                .as_object_mut()
                .and_then(|with| with.remove(SKILLS))
                .and_then(|names| serde_json::from_value(names).ok());
            let when = draft.row.when.as_ref().and_then(|text| {
                let known: Vec<Identifier> = cell_identifiers(&per).into_iter().chain(brief_identifiers()).collect();
                self.when(&join(&pointer, "when"), text, &known)
            });
            let (name, kind) = (draft.name.to_owned(), draft.row.kind.clone());
            steps.push(Step { name, kind, per, needs, when, skills, with });
        }
        steps
    }

    fn drafts<'f>(&mut self, file: &'f WorkflowFile) -> Vec<Draft<'f>> {
        let written = self.doc.places.find("/steps").names_in_order();
        let mut names: Vec<&String> = file.steps.keys().collect();
        names.sort_by_key(|name| written.iter().position(|known| known == name));
        let mut drafts = Vec::new();
        for name in &names {
            let row = &file.steps[*name];
            let pointer = join("/steps", name);
            self.name(&pointer, name);
            if !self.kinds.iter().any(|kind| kind.name == row.kind) {
                let message = format!("there is no step kind “{}”", row.kind);
                let problem = self.doc.problem(&join(&pointer, "kind"), message);
                self.problems.push(problem.one_of(&row.kind, self.kinds.iter().map(|k| k.name)));
            }
            let mut needs = Vec::new();
            for (index, need) in row.needs.iter().enumerate() {
                let pointer = format!("{pointer}/needs/{index}");
                match names.iter().position(|other| *other == need) {
                    Some(found) if needs.contains(&found) => {
                        self.tell(&pointer, format!("“{need}” is needed twice"));
                    }
                    Some(found) => needs.push(found),
                    None => {
                        let problem = self.doc.problem(&pointer, format!("there is no step “{need}”"));
                        self.problems.push(problem.one_of(need, names.iter().map(|n| n.as_str())));
                    }
                }
            }
            drafts.push(Draft { name, row, needs });
        }
        drafts
    }

    /// The axes of a step: as written, or those of what it needs.
    fn per(&mut self, draft: &Draft<'_>, needs: &[usize], steps: &[Step], axes: &[String]) -> Vec<String> {
        let pointer = join("/steps", draft.name);
        let mut known: Vec<&str> = axes.iter().map(String::as_str).collect();
        known.extend(DERIVED_AXES.iter().filter(|(_, base)| known.contains(base)).map(|(d, _)| *d).collect::<Vec<_>>());
        let mut wanted: Vec<String> = Vec::new();
        match &draft.row.per {
            Some(per) => {
                for (index, axis) in per.iter().enumerate() {
                    let pointer = format!("{pointer}/per/{index}");
                    if !known.contains(&axis.as_str()) {
                        let problem = self.doc.problem(&pointer, format!("there is no axis “{axis}”"));
                        self.problems.push(problem.one_of(axis, known.iter().copied()));
                    } else if per[..index].contains(axis) {
                        self.tell(&pointer, format!("the axis “{axis}” is there twice"));
                    }
                }
                wanted.extend(per.iter().cloned());
            }
            None if draft.row.needs.is_empty() => {
                let message = format!("“{}” does not say which axes it depends on", draft.name);
                let problem = self.doc.problem_at_key(&pointer, message);
                self.problems.push(problem.expected("per: with axes, or per: [] for one in the whole campaign"));
            }
            None => wanted.extend(needs.iter().flat_map(|need| steps[*need].per.iter().cloned())),
        }
        let is_implied = |axis: &str| {
            DERIVED_AXES.iter().any(|(derived, base)| *derived == axis && wanted.iter().any(|w| w == base))
        };
        let is_kept = |axis: &&str| wanted.iter().any(|w| w == axis) && !is_implied(axis);
        known.into_iter().filter(is_kept).map(str::to_owned).collect()
    }

    /// Checks a step's settings against its kind and against the rest of the workflow.
    fn with(&mut self, step: &str, row: &StepRow, inputs: &BTreeMap<String, Input>, per: &[String]) -> Value {
        let pointer = join(step, "with");
        let with = Value::Object(row.with.clone().unwrap_or_default());
        let Some(kind) = self.kinds.iter().find(|kind| kind.name == row.kind) else { return with };
        let (with, found) = self.doc.check(&settings_of(kind), &pointer);
        self.problems.extend(found);
        let Some(with) = with else { return Value::Null };
        let text = |name: &str| with.get(name).and_then(Value::as_str);
        if let (Some(path), Some(bundle)) = (text("prompt"), self.bundle) {
            self.file(&join(&pointer, "prompt"), path, bundle.find(path).is_some());
        }
        if let (Some(path), Some(bundle)) = (text("layout"), self.bundle) {
            let inner = format!("{}/layout.toml", path.trim_end_matches('/'));
            self.file(&join(&pointer, "layout"), &inner, bundle.find(&inner).is_some());
        }
        if let Some(feed) = text("feed") {
            self.feed(&join(&pointer, "feed"), feed, inputs, per);
        }
        with
    }

    fn file(&mut self, pointer: &str, path: &str, is_there: bool) {
        if !is_there {
            let mut problem = self.doc.problem(pointer, format!("there is no file “{path}”"));
            problem.nearest = self.bundle.and_then(|bundle| bundle.find_nearest(path));
            self.problems.push(problem);
        }
    }

    fn feed(&mut self, pointer: &str, feed: &str, inputs: &BTreeMap<String, Input>, per: &[String]) {
        let feeds = inputs.iter().filter(|(_, input)| input.kind == InputKind::ProductFeed);
        let names: Vec<&str> = feeds.map(|(name, _)| name.as_str()).collect();
        if !names.contains(&feed) {
            let mut problem = self.doc.problem(pointer, format!("there is no product_feed input “{feed}”"));
            problem.nearest = nearest(feed, names.iter().copied());
            self.problems.push(problem.one_of(feed, names));
            return;
        }
        let needed = inputs[feed].axis.iter().map(String::as_str).chain(["market"]);
        for axis in needed.filter(|axis| !covers(per, axis)) {
            let message = format!("a step that reads “{feed}” differs by {axis}");
            let problem = self.doc.problem(pointer, message);
            self.problems.push(problem.expected(format!("“{axis}” in the step's per")));
        }
    }
}

/// Steps so that each comes behind what it needs; of several that could come, the first in the file.
fn order(drafts: &[Draft<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < drafts.len() {
        let is_ready =
            |index: &usize| !order.contains(index) && drafts[*index].needs.iter().all(|need| order.contains(need));
        match (0..drafts.len()).find(is_ready) {
            Some(next) => order.push(next),
            None => break,
        }
    }
    order
}

/// A way from a step back to itself, if there is one.
fn find_cycle(drafts: &[Draft<'_>]) -> Option<Vec<usize>> {
    let ordered = order(drafts);
    // Every step that is left needs another one that is left: following them must come round.
    let mut at = (0..drafts.len()).find(|index| !ordered.contains(index))?;
    let mut way: Vec<usize> = Vec::new();
    loop {
        if let Some(start) = way.iter().position(|seen| *seen == at) {
            let mut cycle = way.split_off(start);
            let first = cycle.iter().enumerate().min_by_key(|(_, index)| **index)?.0;
            cycle.rotate_left(first);
            cycle.push(cycle[0]);
            return Some(cycle);
        }
        way.push(at);
        at = *drafts[at].needs.iter().find(|need| !ordered.contains(need))?;
    }
}
