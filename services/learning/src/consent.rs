//! What may be learned from: the brand's dated grants, withdrawals and deletions. Decides for each event, and names the
//! grant it relied on; drops nothing by itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Body, Event, Level, Target};

/// A grant as it stood for an event: its level and the journal entry that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub level: Level,
    /// The id of the consent event; empty where nothing was ever granted.
    pub event: String,
}

/// The whole ledger of a journal, for going through that same journal again. An event may be used to the least level that
/// held from its own time on: a withdrawal reaches back, a later grant does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// A brand's grants with their place in the journal, in order.
    grants: BTreeMap<String, Vec<(usize, Level, String)>>,
    /// The last place of each deletion.
    forgotten: BTreeMap<Target, usize>,
}

impl Ledger {
    /// Reads a journal once. Places count from 0 in the order given.
    pub fn read<'a>(events: impl IntoIterator<Item = &'a Event>) -> Ledger {
        let mut ledger = Ledger::default();
        for (place, event) in events.into_iter().enumerate() {
            match &event.body {
                Body::Consent(level) => {
                    ledger.grants.entry(event.brand.clone()).or_default().push((place, *level, event.id.clone()));
                }
                Body::Forget(target) => {
                    ledger.forgotten.insert(target.clone(), place);
                }
                _ => {}
            }
        }
        ledger
    }

    /// What the event at this place relies on.
    pub fn grant(&self, place: usize, event: &Event) -> Grant {
        let none = Grant { level: Level::Nothing, event: String::new() };
        if self.is_forgotten(place, event) {
            return none;
        }
        let Some(grants) = self.grants.get(&event.brand) else { return none };
        let before = grants.partition_point(|(at, _, _)| *at <= place);
        if before == 0 {
            return none;
        }
        let least = grants[before - 1..].iter().min_by_key(|(_, level, _)| *level).expect("at least the one before");
        Grant { level: least.1, event: least.2.clone() }
    }

    /// What was granted when the event happened, whatever came later.
    pub fn level_then(&self, place: usize, event: &Event) -> Level {
        let grants = self.grants.get(&event.brand).map_or(&[][..], Vec::as_slice);
        let before = grants.partition_point(|(at, _, _)| *at <= place);
        before.checked_sub(1).map_or(Level::Nothing, |at| grants[at].1)
    }

    fn is_forgotten(&self, place: usize, event: &Event) -> bool {
        let is_later = |target: Target| self.forgotten.get(&target).is_some_and(|at| *at > place);
        if self.forgotten.is_empty() {
            return false;
        }
        is_later(Target::Campaign(event.campaign.clone()))
            || is_later(Target::Person(event.actor.clone()))
            || revisions_of(event).into_iter().any(|revision| is_later(Target::Revision(revision.to_owned())))
    }
}

/// Every revision an event speaks of.
pub fn revisions_of(event: &Event) -> BTreeSet<&str> {
    let subjects = match &event.body {
        Body::Decision(decision) => vec![&decision.subject],
        Body::Signal(signal) => vec![&signal.subject],
        Body::Comparison(comparison) => vec![&comparison.left, &comparison.right],
        Body::Edit(edit) => vec![&edit.before, &edit.after],
        Body::Turn(turn) => vec![&turn.before, &turn.after],
        Body::Objection(_) | Body::Consent(_) | Body::Forget(_) => Vec::new(),
    };
    subjects.into_iter().map(crate::event::Subject::revision).collect()
}
