//! What somebody did with ads without being asked for an opinion. Sent in batches, at leisure; each counts once.

use std::collections::HashMap;

use galley_domain::access::Access;
use galley_domain::ids::RevisionId;
use galley_learning::SignalKind;
use galley_store::signals::{self, Signal};
use galley_store::{journal, revisions};
use serde_json::json;

use super::fields::must_decide;
use super::notes::note_campaign;
use crate::{ActionError, Engine};

/// Most signals one call may carry.
pub const MOST: usize = 500;

/// What became of one signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    Noted,
    /// It was noted before and is not counted again.
    Repeated,
    /// There is no such revision for this person.
    Unknown,
}

/// Notes signals; answers in their order.
pub async fn send_signals(
    engine: &Engine,
    access: &Access,
    items: &[(RevisionId, SignalKind)],
) -> Result<Vec<Received>, ActionError> {
    if items.is_empty() || items.len() > MOST {
        return Err(ActionError::invalid("/items", format!("expected 1 to {MOST} items")));
    }
    must_decide(access)?;
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let actor = access.actor.written();
    let ids: Vec<RevisionId> = items.iter().map(|(id, _)| *id).collect();
    let tx = engine.store.begin().await?;
    let found = revisions::find_many(&tx, &scope, &ids).await?;
    let is_seen = |campaign| access.campaign.is_none_or(|only| only == campaign);
    let found: HashMap<_, _> = found.into_iter().filter(|row| is_seen(row.campaign)).map(|row| (row.id, row)).collect();
    let (mut answers, mut entries) = (Vec::with_capacity(items.len()), Vec::new());
    for (id, kind) in items {
        let Some(revision) = found.get(id) else {
            answers.push(Received::Unknown);
            continue;
        };
        let signal = Signal {
            organization: revision.organization,
            brand: revision.brand,
            campaign: revision.campaign,
            revision: *id,
            actor: actor.clone(),
            kind: kind.word().to_owned(),
            at_ms: now_ms,
        };
        if !signals::insert(&tx, &signal).await? {
            answers.push(Received::Repeated);
            continue;
        }
        let place = (revision.brand, revision.campaign);
        let mut entry = note_campaign(engine, access, "signal", place, json!({ "kind": kind }));
        (entry.variant, entry.revision) = (Some(revision.variant), Some(*id));
        entries.push(entry);
        answers.push(Received::Noted);
    }
    if !entries.is_empty() {
        journal::append(&tx, &scope, now_ms, entries).await?;
    }
    tx.commit().await?;
    Ok(answers)
}
