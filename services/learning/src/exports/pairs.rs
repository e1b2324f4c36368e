//! Which of two was liked better, and how that is known: siblings of one slot, a person's choice, before and after a
//! change, one element flagged here and not there. One pair for each two outputs; people who contradict each other cancel.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::review::Verdict;
use serde::{Deserialize, Serialize};

use super::Items;
use super::admission::Admitted;
use crate::event::{Body, Decision, Preferred};

/// How a preference is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A person chose between the two, side by side.
    Comparison,
    /// One sibling of a slot was approved, the other was not.
    Siblings,
    /// Before and after a change request or an edit.
    Change,
    /// An element was flagged on one sibling and not on the other.
    Mark,
}

impl Source {
    /// The word in rows and cards.
    pub fn word(self) -> &'static str {
        match self {
            Source::Comparison => "comparison",
            Source::Siblings => "siblings",
            Source::Change => "change",
            Source::Mark => "mark",
        }
    }
}

/// One preference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The first event's id and the source.
    pub id: String,
    /// Revisions.
    pub chosen: String,
    pub rejected: String,
    pub source: Source,
    /// Both were found equally good; which is "chosen" then means nothing.
    pub is_tie: bool,
    /// The element it is about, where it is about one.
    pub element: Option<String>,
    pub campaign: String,
    pub people: Vec<String>,
    /// The journal entries behind it and the grants they rely on.
    pub events: Vec<String>,
    pub consent: Vec<String>,
    /// When the last of them was, milliseconds since 1970.
    pub at_ms: i64,
    /// With which probability the policy showed the chosen one, where known.
    pub probability: Option<f64>,
    /// Which side the chosen one was shown on, where they were side by side.
    pub was_left: Option<bool>,
    /// How much better: 3 for approved against rejected, 2 against sent back, 1 otherwise.
    pub margin: f64,
}

/// A slot with more tries than this gives pairs of its first ones only: a hundred siblings would be ten thousand pairs.
const MOST_SIBLINGS: usize = 12;

/// All pairs, one for each two outputs and element, in the journal's order.
pub fn pairs(admitted: &[Admitted], items: &Items) -> Vec<Pair> {
    let mut found: Vec<Pair> = admitted.iter().filter_map(direct).collect();
    found.extend(of_siblings(admitted, items));
    one_of_each(found, items)
}

/// What one event says by itself.
fn direct(row: &Admitted) -> Option<Pair> {
    let (chosen, rejected, source) = match &row.event.body {
        Body::Comparison(comparison) => match comparison.preferred {
            Preferred::Left | Preferred::Tie => (&comparison.left, &comparison.right, Source::Comparison),
            Preferred::Right => (&comparison.right, &comparison.left, Source::Comparison),
        },
        Body::Edit(edit) => (&edit.after, &edit.before, Source::Change),
        Body::Turn(turn) if turn.fixed > 0 && turn.still_open == 0 => (&turn.after, &turn.before, Source::Change),
        _ => return None,
    };
    let mut pair = pair_of(&[row], chosen.revision(), rejected.revision(), source);
    if let Body::Comparison(comparison) = &row.event.body {
        pair.is_tie = comparison.preferred == Preferred::Tie;
        pair.was_left = (!pair.is_tie).then_some(comparison.preferred == Preferred::Left);
        pair.probability = comparison.shown.probability;
    }
    Some(pair)
}

fn pair_of(rows: &[&Admitted], chosen: &str, rejected: &str, source: Source) -> Pair {
    let sorted = |list: BTreeSet<String>| list.into_iter().collect::<Vec<String>>();
    Pair {
        id: format!("{}:{}", rows[0].event.id, source.word()),
        chosen: chosen.to_owned(),
        rejected: rejected.to_owned(),
        source,
        is_tie: false,
        element: None,
        campaign: rows[0].event.campaign.clone(),
        people: sorted(rows.iter().map(|row| row.event.actor.clone()).collect()),
        events: rows.iter().map(|row| row.event.id.clone()).collect(),
        consent: sorted(rows.iter().map(|row| row.consent.clone()).collect()),
        at_ms: rows.iter().map(|row| row.event.at_ms).max().unwrap_or_default(),
        probability: None,
        was_left: None,
        margin: 1.0,
    }
}

/// The decisions on one slot: the last one each person took on each revision.
fn of_siblings(admitted: &[Admitted], items: &Items) -> Vec<Pair> {
    let mut slots: BTreeMap<&str, Vec<(&Admitted, &Decision)>> = BTreeMap::new();
    for row in admitted {
        if let Body::Decision(decision) = &row.event.body
            && let Some(item) = items.get(decision.subject.revision())
        {
            slots.entry(&item.slot).or_default().push((row, decision));
        }
    }
    slots.into_values().flat_map(|decisions| of_slot(&decisions)).collect()
}

fn of_slot(decisions: &[(&Admitted, &Decision)]) -> Vec<Pair> {
    let decisions = &decisions[..decisions.len().min(MOST_SIBLINGS)];
    let mut pairs = Vec::new();
    for (good_row, good) in decisions.iter().filter(|(_, decision)| decision.verdict.is_approval()) {
        for (bad_row, bad) in decisions.iter().filter(|(_, decision)| !decision.verdict.is_approval()) {
            let (chosen, rejected) = (good.subject.revision(), bad.subject.revision());
            if chosen == rejected {
                continue;
            }
            let rows = [*good_row, *bad_row];
            let mut pair = pair_of(&rows, chosen, rejected, Source::Siblings);
            pair.id = format!("{}:{}", pair.id, bad_row.event.id);
            pair.probability = good.shown.probability;
            pair.margin = if bad.verdict == Verdict::Reject { 3.0 } else { 2.0 };
            pairs.extend(of_marks(&pair, good, bad));
            pairs.push(pair);
        }
    }
    pairs
}

/// An element flagged on the rejected sibling and not on the chosen one.
fn of_marks<'a>(pair: &'a Pair, good: &'a Decision, bad: &'a Decision) -> impl Iterator<Item = Pair> + 'a {
    let flagged = |decision: &'a Decision| -> BTreeSet<&'a str> {
        decision.marks.iter().filter(|mark| !mark.is_praise).map(|mark| mark.element.as_str()).collect()
    };
    let (on_bad, on_good) = (flagged(bad), flagged(good));
    on_bad.into_iter().filter(move |element| !on_good.contains(element)).map(|element| Pair {
        id: format!("{}:{element}", pair.id),
        source: Source::Mark,
        element: Some(element.to_owned()),
        margin: 1.0,
        ..pair.clone()
    })
}

/// One pair for each two outputs and element: the first of those most people agree with. As many for as against: none.
fn one_of_each(found: Vec<Pair>, items: &Items) -> Vec<Pair> {
    let hashes = |pair: &Pair| {
        let hash = |revision: &str| items.get(revision).map(|item| item.output_hash.clone()).unwrap_or_default();
        (hash(&pair.chosen), hash(&pair.rejected))
    };
    let mut votes: BTreeMap<(String, String, Option<String>), i64> = BTreeMap::new();
    for pair in found.iter().filter(|pair| !pair.is_tie) {
        let (one, other) = hashes(pair);
        *votes.entry((one.clone(), other.clone(), pair.element.clone())).or_default() += 1;
        *votes.entry((other, one, pair.element.clone())).or_default() -= 1;
    }
    let mut seen = BTreeSet::new();
    let is_first_of_most = |pair: &Pair| {
        let (one, other) = hashes(pair);
        let votes = votes.get(&(one.clone(), other.clone(), pair.element.clone())).copied();
        let wins = votes.is_some_and(|votes| votes > 0) && !pair.is_tie;
        let ties = votes.is_none() && pair.is_tie;
        let both = if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) };
        one != other && (wins || ties) && seen.insert((both, pair.element.clone()))
    };
    let mut is_kept = is_first_of_most;
    found.into_iter().filter(|pair| is_kept(pair)).collect()
}
