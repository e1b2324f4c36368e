//! Learning from the journal: entries become events, events teach the organization's [`Learner`], and its state
//! is kept with the number of the last entry that went into it. The journal is the truth; a state that is lost,
//! or may no longer hold what it holds, is learned again.

mod events;
mod material;
pub(crate) mod measure;

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::access::Scope;
use galley_domain::ids::{CampaignId, OrganizationId};
use galley_learning::{Applied, Event, Learner};
use galley_store::campaigns::Campaign;
use galley_store::learned_states::{self, LearnedState};
use galley_store::revisions::Revision;
use galley_store::{StoreError, campaigns, journal};

use crate::Engine;

pub use events::subjects;
pub use galley_learning::exports::Format;
pub use galley_learning::{
    Bin, Count, Figures, First, Forecast, Level, Preferred, Reason, Reviewer, SignalKind, Standing,
};
pub(crate) use material::material;

/// Entries that are read at once.
const CHUNK: u64 = 2_000;

/// What an organization's decisions have taught until now.
pub async fn learner(engine: &Engine, organization: OrganizationId) -> Result<Learner, StoreError> {
    // A state knows all brands of the organization; what of it a person sees, the caller decides.
    let scope = Scope::whole(organization);
    let (mut learner, learned) = kept(engine, &scope).await?;
    let (head, _) = journal::head(&engine.store, &scope).await?;
    if head == learned {
        return Ok(learner);
    }
    let mut reading = Reading { after: learned, until: head };
    while let Some(events) = reading.next(engine, &scope).await? {
        if !learn(&mut learner, &events) {
            learner = rebuild(engine, &scope, head).await?;
            break;
        }
    }
    let state = LearnedState { seq: head, state: learner.to_blob() };
    learned_states::keep_learned_state(&engine.store, &scope, state, engine.now_ms()).await?;
    Ok(learner)
}

/// The events within the scope up to an entry of the journal, in its order.
async fn events(engine: &Engine, scope: &Scope, until: u64) -> Result<Vec<Event>, StoreError> {
    let mut all = Vec::new();
    let mut reading = Reading { after: 0, until };
    while let Some(events) = reading.next(engine, scope).await? {
        all.extend(events);
    }
    Ok(all)
}

/// Organizations catch up by themselves, so that nobody who asks waits for a long journal.
pub(crate) async fn catch_up_everywhere(engine: &Engine) -> Result<(), StoreError> {
    for organization in learned_states::list_behind_everywhere(&engine.store).await? {
        learner(engine, organization).await?;
    }
    Ok(())
}

async fn kept(engine: &Engine, scope: &Scope) -> Result<(Learner, u64), StoreError> {
    let Some(kept) = learned_states::find_learned_state(&engine.store, scope).await? else {
        return Ok((Learner::new(), 0));
    };
    match Learner::from_blob(&kept.state) {
        Ok(learner) => Ok((learner, kept.seq)),
        Err(error) => {
            tracing::info!(%error, organization = %scope.organization, "learning the journal again");
            learned_states::delete_learned_state(&engine.store, scope).await?;
            Ok((Learner::new(), 0))
        }
    }
}

/// A part of the journal, read bit by bit.
struct Reading {
    /// The number of the last entry that was read.
    after: u64,
    /// The last that is wanted. What is appended meanwhile is left to the next who asks.
    until: u64,
}

impl Reading {
    async fn next(&mut self, engine: &Engine, scope: &Scope) -> Result<Option<Vec<Event>>, StoreError> {
        let mut entries = journal::list_of_kinds(&engine.store, scope, &events::KINDS, self.after, CHUNK).await?;
        entries.retain(|entry| entry.seq <= self.until);
        let Some(last) = entries.last() else { return Ok(None) };
        self.after = last.seq;
        Ok(Some(events::read(engine, scope, entries).await?))
    }
}

/// False: something earlier must be unlearned.
fn learn(learner: &mut Learner, events: &[Event]) -> bool {
    for event in events {
        match learner.apply(event) {
            Ok(Applied::Learned | Applied::Ignored) => {}
            Ok(Applied::RebuildNeeded) => return false,
            Err(error) => tracing::warn!(%error, entry = %event.id, "an entry cannot be learned from"),
        }
    }
    true
}

async fn rebuild(engine: &Engine, scope: &Scope, until: u64) -> Result<Learner, StoreError> {
    let events = events(engine, scope, until).await?;
    Learner::rebuild(&events).map_err(|error| StoreError::Corrupt { what: format!("an entry that teaches: {error}") })
}

/// The campaigns of these revisions, each read once.
async fn campaigns_of(
    engine: &Engine,
    scope: &Scope,
    revisions: &[Revision],
) -> Result<BTreeMap<CampaignId, Campaign>, StoreError> {
    let mut found = BTreeMap::new();
    for id in revisions.iter().map(|revision| revision.campaign).collect::<BTreeSet<_>>() {
        found.extend(campaigns::find_campaign(&engine.store, scope, id).await?.map(|campaign| (id, campaign)));
    }
    Ok(found)
}
