//! Review stages of a workflow file.

use super::file::{StageRow, WorkflowFile};
use super::{CHECK, Due, Reading, Stage, StageAsk, Step, brief_identifiers, covers};
use crate::access::Role;
use crate::review::Rule;

/// Longest time a stage may be given, in business days.
const MAX_BUSINESS_DAYS: u32 = 60;

impl Reading<'_> {
    /// Stages in order. Steps are empty where they could not be read; nothing is said about
    /// them again then.
    pub(super) fn review(&mut self, file: &WorkflowFile, steps: &[Step]) -> Vec<Stage> {
        let subject = self.find_subject(file, steps);
        let mut stages: Vec<Stage> = Vec::new();
        for (index, row) in file.review.iter().enumerate() {
            let pointer = format!("/review/{index}");
            if stages.iter().any(|stage| stage.name == row.stage) {
                self.tell(&format!("{pointer}/stage"), format!("the stage “{}” is there twice", row.stage));
            }
            let when =
                row.when.as_ref().and_then(|text| self.when(&format!("{pointer}/when"), text, &brief_identifiers()));
            let ask = self.ask(&pointer, row, &file.axes);
            let due = row.due.as_ref().and_then(|text| self.due(&pointer, text));
            // Without a subject there is a problem, and nobody sees this.
            let on = subject.unwrap_or_default();
            stages.push(Stage { name: row.stage.clone(), on, when, ask, due });
        }
        if file.review.iter().all(|row| row.when.is_some()) {
            self.tell("/review", "every stage has a condition; one must always be asked");
        }
        if let Some(subject) = subject {
            self.subject(subject, steps, &file.axes);
        }
        stages
    }

    /// The one step that all stages review.
    fn find_subject(&mut self, file: &WorkflowFile, steps: &[Step]) -> Option<usize> {
        if steps.is_empty() {
            return None;
        }
        let find = |name: &str| steps.iter().position(|step| step.name == name);
        let subject = file.review.iter().find_map(|row| find(row.on.as_deref()?));
        if file.review.iter().all(|row| row.on.is_none()) {
            let problem = self.doc.problem("/review", "no stage says which step is reviewed");
            self.problems.push(problem.expected("on: with the name of a step"));
        }
        for (index, row) in file.review.iter().enumerate() {
            let Some(name) = &row.on else { continue };
            let pointer = format!("/review/{index}/on");
            if find(name).is_none() {
                let problem = self.doc.problem(&pointer, format!("there is no step “{name}”"));
                self.problems.push(problem.one_of(name, steps.iter().map(|step| step.name.as_str())));
            } else if find(name) != subject {
                let expected = subject.map(|subject| steps[subject].name.clone()).unwrap_or_default();
                let problem = self.doc.problem(&pointer, "all stages review the same step");
                self.problems.push(problem.expected(expected));
            }
        }
        subject
    }

    fn ask(&mut self, pointer: &str, row: &StageRow, axes: &[String]) -> StageAsk {
        let rule = match (row.ask.any, row.ask.all) {
            (Some(_), Some(true)) => {
                self.tell(&format!("{pointer}/ask"), "a stage asks for any or for all, not for both");
                Rule::All
            }
            (_, Some(true)) => Rule::All,
            (count, _) => Rule::Any(count.unwrap_or(1)),
        };
        if row.ask.of.is_some() && !covers(axes, "market") {
            self.tell(&format!("{pointer}/ask/of"), "this workflow has no axis “market”");
        }
        // A role that is none was told of already, by the schema.
        let role = Role::find(&row.ask.role).unwrap_or(Role::BrandManager);
        StageAsk { role, of: row.ask.of.clone(), rule }
    }

    /// `2 business days`
    fn due(&mut self, pointer: &str, text: &str) -> Option<Due> {
        let count = text
            .strip_suffix(" business days")
            .or_else(|| text.strip_suffix(" business day"))
            .and_then(|count| count.parse::<u32>().ok())
            .filter(|count| (1..=MAX_BUSINESS_DAYS).contains(count));
        if count.is_none() {
            let problem = self.doc.problem(&format!("{pointer}/due"), format!("“{text}” is not a time"));
            self.problems.push(problem.expected(format!("such as 2 business days, at most {MAX_BUSINESS_DAYS}")));
        }
        count.map(|business_days| Due { business_days })
    }

    /// The reviewed step makes the variants: it has every axis, and at most one check guards it.
    fn subject(&mut self, subject: usize, steps: &[Step], axes: &[String]) {
        let step = &steps[subject];
        let pointer = format!("/steps/{}", step.name);
        for axis in axes.iter().filter(|axis| !step.per.contains(axis)) {
            let message = format!("“{}” is reviewed, but is the same for every {axis}", step.name);
            let problem = self.doc.problem_at_key(&pointer, message);
            self.problems.push(problem.expected(format!("“{axis}” in its per")));
        }
        let guards = steps.iter().filter(|other| other.kind == CHECK && other.needs.contains(&subject));
        for (index, guard) in guards.enumerate() {
            let pointer = format!("/steps/{}", guard.name);
            if index > 0 {
                let message = format!("another step of kind {CHECK} already guards “{}”", step.name);
                let problem = self.doc.problem_at_key(&pointer, message);
                self.problems.push(problem.expected("one check with all rules"));
            }
            if guard.per != step.per {
                let message = format!("“{}” checks each “{}” and has the same axes", guard.name, step.name);
                let problem = self.doc.problem_at_key(&pointer, message);
                self.problems.push(problem.expected(format!("per: [{}]", step.per.join(", "))));
            }
        }
    }
}
