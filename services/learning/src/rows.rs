//! What each kind of feedback says in rows: an approval, a mark, a wish, a comparison, an edit. Meaning only; the
//! arithmetic is `taste`'s.

use std::sync::LazyLock;

use galley_domain::review::{ELEMENTS, Verdict};

use crate::event::{Comparison, Decision, Mark, Preferred, Shown, Subject, Traces};
use crate::features::COLUMNS;
use crate::taste::{Row, Taste};
use crate::terms::TermUse;

/// How much a mark counts beside the decision it came with.
const BLAME_WEIGHT: f64 = 0.25;
/// "Contrast: more" is as clear as a decision.
const WISH_WEIGHT: f64 = 1.0;
const WISH_SPREADS: f64 = 1.0;
/// A person's own edit, or a change request carried out.
const CHANGE_WEIGHT: f64 = 0.8;
/// Rejected rather than sent back: how bad it is, told by fewer words.
const SEVERITY_WEIGHT: f64 = 0.5;

/// Prior variances of the small terms, log-odds squared.
const REVIEWER_VARIANCE: f64 = 0.5;
const TRACE_VARIANCE: f64 = 0.06;
const NAME_VARIANCE: f64 = 0.08;
const POSITION_VARIANCE: f64 = 0.15;
const SEVERITY_VARIANCE: f64 = 1.0;

/// The columns of an ad that may not be looked at: the constant alone.
static UNSEEN: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let mut columns = vec![0.0; COLUMNS.len()];
    columns[0] = 1.0;
    columns
});

/// The vector of a subject.
pub fn columns_of(subject: &Subject) -> &[f64] {
    subject.artefact().map_or(&UNSEEN, |artefact| artefact.columns())
}

/// The small terms of a decision on this subject. Nobody and nowhere give the house's view.
pub fn terms_of(subject: &Subject, reviewer: &str, shown: &Shown) -> Vec<TermUse> {
    let traces = subject.traces();
    let mut terms = Vec::with_capacity(8);
    if !reviewer.is_empty() {
        push(&mut terms, "reviewer", reviewer, REVIEWER_VARIANCE);
    }
    push_traces(&mut terms, traces);
    for name in subject.artefact().map_or(&[][..], |artefact| &artefact.names) {
        terms.push(TermUse { name: name.clone(), x: 1.0, prior_variance: NAME_VARIANCE });
    }
    if shown.position > 0 {
        // Beyond a handful the effect of another place is nothing.
        terms.push(TermUse {
            name: "position".into(),
            x: f64::from(shown.position.min(8)) / 4.0,
            prior_variance: POSITION_VARIANCE,
        });
    }
    terms
}

fn push_traces(terms: &mut Vec<TermUse>, traces: &Traces) {
    for (family, name) in
        [("format", &traces.format), ("stage", &traces.stage), ("backend", &traces.backend), ("model", &traces.model)]
    {
        if !name.is_empty() {
            push(terms, family, name, TRACE_VARIANCE);
        }
    }
    for skill in &traces.skills {
        push(terms, "skill", skill, TRACE_VARIANCE);
    }
}

fn push(terms: &mut Vec<TermUse>, family: &str, name: &str, prior_variance: f64) {
    terms.push(TermUse { name: format!("{family}={name}"), x: 1.0, prior_variance });
}

/// Learns all a decision says.
pub fn learn_decision(taste: &mut Taste, decision: &Decision, reviewer: &str) {
    let subject = &decision.subject;
    let columns = columns_of(subject);
    let terms = terms_of(subject, reviewer, &decision.shown);
    let approved = if decision.verdict.is_approval() { 1.0 } else { 0.0 };
    let row = Row {
        columns,
        market: &subject.traces().market,
        reviewer,
        terms: &terms,
        offset: 0.0,
        outcome: approved,
        weight: 1.0,
    };
    taste.observe(&row);
    if !decision.verdict.is_approval() {
        learn_severity(taste, &row, decision.verdict);
    }
    learn_marks(taste, decision, reviewer);
}

/// Sent back rather than rejected: the better of the bad.
fn learn_severity(taste: &mut Taste, row: &Row, verdict: Verdict) {
    let outcome = if verdict == Verdict::RequestChanges { 1.0 } else { 0.0 };
    let terms = [TermUse { name: "mercy".into(), x: 1.0, prior_variance: SEVERITY_VARIANCE }];
    taste.observe(&Row { terms: &terms, outcome, weight: SEVERITY_WEIGHT, ..row.clone() });
}

/// Flagged elements are worse than those nobody mentioned, praised ones better; a wish says in which direction.
fn learn_marks(taste: &mut Taste, decision: &Decision, reviewer: &str) {
    let Some(artefact) = decision.subject.artefact() else { return };
    let market = &decision.subject.traces().market;
    for mark in &decision.marks {
        let weight = mark.severity.clamp(0.25, 2.0);
        if let Some(columns) = blame(artefact.columns(), mark, &decision.marks) {
            taste.observe(&comparison_row(&columns, market, reviewer, BLAME_WEIGHT * weight));
        }
        if let Some(wish) = &mark.wish {
            let spreads = if wish.more { WISH_SPREADS } else { -WISH_SPREADS };
            if let Some(nudged) = artefact.nudged(&wish.feature, spreads) {
                let columns = difference(&nudged, artefact.columns());
                taste.observe(&comparison_row(&columns, market, reviewer, WISH_WEIGHT * weight));
            }
        }
    }
}

fn comparison_row<'a>(columns: &'a [f64], market: &'a str, reviewer: &'a str, weight: f64) -> Row<'a> {
    Row { columns, market, reviewer, terms: &[], offset: 0.0, outcome: 1.0, weight }
}

/// Unmentioned elements less the flagged one (or the praised one less them), times how many they are: one row in place
/// of as many comparisons.
fn blame(columns: &[f64], mark: &Mark, marks: &[Mark]) -> Option<Vec<f64>> {
    let mentioned: Vec<&str> = marks.iter().map(|mark| mark.element.as_str()).collect();
    let has_features = |element: &str| COLUMNS.iter().any(|column| column.element == Some(element));
    let unmentioned =
        ELEMENTS.iter().filter(|element| !mentioned.contains(element) && has_features(element)).count() as f64;
    if unmentioned == 0.0 || !has_features(&mark.element) {
        return None;
    }
    let sign = if mark.is_praise { -1.0 } else { 1.0 };
    let part = |(column, &x): (&crate::features::Column, &f64)| match column.element {
        Some(element) if element == mark.element => -sign * x,
        Some(element) if !mentioned.contains(&element) => sign * x / unmentioned,
        _ => 0.0,
    };
    Some(COLUMNS.iter().zip(columns).map(part).collect())
}

fn difference(better: &[f64], worse: &[f64]) -> Vec<f64> {
    better.iter().zip(worse).map(|(a, b)| a - b).collect()
}

/// Learns a choice between two; a tie counts half for either side.
pub fn learn_comparison(taste: &mut Taste, comparison: &Comparison, reviewer: &str) {
    let (left, right) = (&comparison.left, &comparison.right);
    let outcome = match comparison.preferred {
        Preferred::Left => 1.0,
        Preferred::Right => 0.0,
        Preferred::Tie => 0.5,
    };
    let mut terms = difference_of_terms(left, right);
    terms.push(TermUse { name: "left".into(), x: 1.0, prior_variance: POSITION_VARIANCE });
    taste.observe(&Row {
        columns: &difference(columns_of(left), columns_of(right)),
        market: &left.traces().market,
        reviewer,
        terms: &terms,
        offset: 0.0,
        outcome,
        weight: 1.0,
    });
}

/// The small terms of one less those of the other; equal ones cancel.
fn difference_of_terms(one: &Subject, other: &Subject) -> Vec<TermUse> {
    let nowhere = Shown::default();
    let mut terms = terms_of(one, "", &nowhere);
    for mut term in terms_of(other, "", &nowhere) {
        if let Some(at) = terms.iter().position(|known| known.name == term.name) {
            terms.remove(at);
        } else {
            term.x = -term.x;
            terms.push(term);
        }
    }
    terms
}

/// Learns that a change made it better, by this share of what was asked (1 for a person's own edit).
pub fn learn_change(taste: &mut Taste, before: &Subject, after: &Subject, share: f64, person: &str) {
    if before.artefact().is_none() || after.artefact().is_none() {
        return;
    }
    let columns = difference(columns_of(after), columns_of(before));
    let market = &after.traces().market;
    taste.observe(&Row { outcome: share, ..comparison_row(&columns, market, person, CHANGE_WEIGHT) });
}
