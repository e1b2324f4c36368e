//! Costs that come late: calls whose price nobody told are asked about again, and calls that nobody waits for any more
//! are booked as unknown. Beside the dispatcher, because vendors take their time.

use galley_domain::access::Actor;
use galley_store::calls::{self, Call, CallEnd, CallState};
use galley_store::{StoreError, leases};

use crate::Engine;
use crate::calls::{UNKNOWN, close, learn_cost};

/// How often, by the engine's clock.
const EVERY_MS: i64 = 60_000;
/// How often one call is asked about.
const AGAIN_MS: i64 = 10 * 60_000;
/// A vendor that has not told a price by then will not.
const ASKED_FOR_MS: i64 = 40 * 24 * 3_600_000;
/// A worker that still has a call of a task that is over, has it no longer than this.
const LEFT_MS: i64 = 3_600_000;
/// Calls of one look.
const MOST: i64 = 50;
/// One process at a time asks.
const ASKER: &str = "late_costs";
/// The basis of a cost that the vendor told.
const REPORTED: &str = "reported";

/// Remembers when this process looked last.
#[derive(Debug, Default)]
pub(crate) struct LateCosts {
    looked_ms: i64,
}

impl LateCosts {
    /// Looks, if it is time and this process' turn.
    pub(crate) async fn tick(&mut self, engine: &Engine, holder: &str) -> Result<(), StoreError> {
        let now_ms = engine.now_ms();
        if now_ms - self.looked_ms < EVERY_MS {
            return Ok(());
        }
        self.looked_ms = now_ms;
        if !leases::take(&engine.store, ASKER, holder, now_ms, now_ms + EVERY_MS).await? {
            return Ok(());
        }
        for call in calls::list_left_everywhere(&engine.store, now_ms - LEFT_MS, MOST).await? {
            give_up(engine, &call).await?;
        }
        let untold = (now_ms - ASKED_FOR_MS, now_ms - AGAIN_MS);
        for call in calls::list_untold_everywhere(&engine.store, untold.0, untold.1, MOST).await? {
            ask(engine, &call).await?;
        }
        Ok(())
    }
}

/// Its task is over, and nobody knows what became of it.
async fn give_up(engine: &Engine, call: &Call) -> Result<(), StoreError> {
    let is_own = engine.backends.get(&call.backend).is_some_and(|backend| backend.terms().gpus > 0);
    let end = CallEnd {
        state: if is_own { CallState::Failed } else { CallState::Ambiguous },
        amount_nano: None,
        basis: UNKNOWN,
        gpu_ms: None,
        gpu_basis: None,
        used: None,
        answer: None,
        vendor_id: None,
        reason: Some("the worker that waited for it was lost".to_owned()),
        now_ms: engine.now_ms(),
    };
    tracing::warn!(call = %call.id, backend = call.backend, "a call was left open");
    close(engine, call, &end, !is_own).await
}

/// Asks the backend what a call cost.
async fn ask(engine: &Engine, call: &Call) -> Result<(), StoreError> {
    calls::note_asked(&engine.store, call.id, engine.now_ms()).await?;
    let (Some(backend), Some(job)) = (engine.backends.get(&call.backend), &call.job) else { return Ok(()) };
    let told = backend.settle(&galley_domain::ports::Handle(job.clone())).await;
    let Ok(Some(nano)) = told.inspect_err(|fault| tracing::debug!(%fault, call = %call.id, "no cost yet")) else {
        return Ok(());
    };
    let tx = engine.store.begin().await?;
    if learn_cost(engine, &tx, call, (nano, REPORTED), Actor::Galley).await? {
        tx.commit().await?;
        engine.changed();
    }
    Ok(())
}
