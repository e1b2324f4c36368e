//! The first step of every export: which events may leave, and which that once could may no longer.

use serde::{Deserialize, Serialize};

use super::{Item, Items};
use crate::consent::{Ledger, revisions_of};
use crate::event::{Event, Level};
use crate::learner::{BadEvent, check};

/// An event that may leave, with the consent it relies on.
#[derive(Debug, Clone, PartialEq)]
pub struct Admitted<'a> {
    pub event: &'a Event,
    pub consent: String,
}

/// Everything granted, nothing sensitive, every revision known.
pub fn admit<'a>(
    events: impl IntoIterator<Item = &'a Event> + Clone,
    items: &Items,
) -> Result<Vec<Admitted<'a>>, BadEvent> {
    let ledger = Ledger::read(events.clone());
    let mut admitted = Vec::new();
    for (place, event) in events.into_iter().enumerate() {
        let revisions = revisions_of(event);
        let is_open = |item: &Item| !item.is_sensitive;
        let are_open = revisions.iter().all(|revision| items.get(*revision).is_some_and(is_open));
        let grant = ledger.grant(place, event);
        if grant.level == Level::Everything && !revisions.is_empty() && are_open {
            check(event)?;
            admitted.push(Admitted { event, consent: grant.event });
        }
    }
    Ok(admitted)
}

/// What a receiver of an earlier export must delete.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Deletions {
    /// Journal entries, as in `x_events`.
    pub events: Vec<String>,
    /// Output hashes that no remaining entry speaks of, as in `x_chosen` and `x_rejected`.
    pub outputs: Vec<String>,
}

/// Compares what may leave today with what might have left before: rows whose consent was withdrawn, that were to be forgotten, or
/// whose campaign was found to be sensitive.
pub fn deletions<'a>(
    events: impl IntoIterator<Item = &'a Event> + Clone,
    items: &Items,
) -> Result<Deletions, BadEvent> {
    let admitted = admit(events.clone(), items)?;
    let ids: std::collections::BTreeSet<&str> = admitted.iter().map(|row| row.event.id.as_str()).collect();
    let hashes = |event: &Event| -> Vec<String> {
        revisions_of(event).into_iter().filter_map(|id| items.get(id)).map(|item| item.output_hash.clone()).collect()
    };
    let kept: std::collections::BTreeSet<String> = admitted.iter().flat_map(|row| hashes(row.event)).collect();
    let ledger = Ledger::read(events.clone());
    let mut deletions = Deletions::default();
    let mut outputs = std::collections::BTreeSet::new();
    for (place, event) in events.into_iter().enumerate() {
        let was_free = ledger.level_then(place, event) == Level::Everything && !revisions_of(event).is_empty();
        if was_free && !ids.contains(event.id.as_str()) {
            deletions.events.push(event.id.clone());
            outputs.extend(hashes(event).into_iter().filter(|hash| !kept.contains(hash)));
        }
    }
    deletions.outputs = outputs.into_iter().collect();
    Ok(deletions)
}
