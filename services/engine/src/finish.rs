//! Ending tasks: what came out is kept, what waited becomes ready, what failed takes along what
//! waited for it, what is complete goes to people. One transaction for a whole batch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use galley_domain::access::{Actor, Scope};
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, OrganizationId, RunId, TaskId};
use galley_domain::task::{MAX_ATTEMPTS, backoff_ms};
use galley_store::journal::{self, NewEntry};
use galley_store::ledger::{self, NewLine};
use galley_store::media::{NewMedium, note_media};
use galley_store::outputs::{Output, OutputBlob};
use galley_store::runs::{self, Run};
use galley_store::tasks::{self, Task};
use galley_store::{StoreError, Tx, outputs, variants};
use serde_json::json;

use crate::present::{self, Finished};
use crate::sources::Sources;
use crate::{Engine, deliver};

/// What carrying a task out came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Made; blobs are stored already.
    Made(Made),
    /// Not its turn: it counts as no try.
    Wait { reason: String, after_ms: Option<u64> },
    /// Not now.
    Retry { reason: String, after_ms: Option<u64> },
    /// Never.
    GiveUp { reason: String },
}

/// What a task made.
#[derive(Debug, Default)]
pub(crate) struct Made {
    pub blobs: Vec<OutputBlob>,
    pub facts: serde_json::Value,
    pub model: Option<String>,
    pub gpu_ms: Option<i64>,
    /// How the GPU time is known.
    pub gpu_basis: Option<&'static str>,
    pub cost_nano: Option<i64>,
    /// How the cost is known; `None` for work that nobody prices, such as deliveries.
    pub cost_basis: Option<&'static str>,
    /// Deliveries and the like leave no output to reuse.
    pub is_kept: bool,
    /// Another backend than the workflow's first choice made it.
    pub fallback: Option<Fallback>,
}

/// A backend that stood in for another, as the workflow says it may.
#[derive(Debug)]
pub(crate) struct Fallback {
    pub from: String,
    pub to: String,
}

/// How long a task waits for its turn where nobody says how long.
const WAIT_MS: u64 = 1_000;

/// The basis of work on our own processors. No rate card prices them, so it costs nothing, and that is
/// known; what a backend does not tell stays unknown. No money moves, so the ledger has no line of it.
const NO_RATE: &str = "no_rate";

impl Made {
    /// What our own processors made, to be filled in.
    pub(crate) fn without_rate() -> Made {
        Made { gpu_ms: Some(0), cost_nano: Some(0), cost_basis: Some(NO_RATE), is_kept: true, ..Made::default() }
    }

    /// The facts, with how cost and GPU time are known.
    fn facts(&self) -> serde_json::Value {
        let mut facts = self.facts.clone();
        let bases = [("cost_basis", self.cost_basis), ("gpu_basis", self.gpu_basis)];
        for (name, basis) in bases {
            if let (Some(fields), Some(basis)) = (facts.as_object_mut(), basis) {
                fields.insert(name.to_owned(), basis.into());
            }
        }
        facts
    }
}

/// A task that was carried out.
pub(crate) struct Ended {
    pub task: Task,
    pub sources: Option<Arc<Sources>>,
    pub outcome: Outcome,
}

/// Ends a batch of tasks of one worker. Tasks whose lease was lost meanwhile are left alone.
pub(crate) async fn finish(engine: &Engine, worker: &str, batch: &[Ended]) -> Result<(), StoreError> {
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    let made: Vec<(&Ended, &Made)> = batch
        .iter()
        .filter_map(|ended| match &ended.outcome {
            Outcome::Made(made) => Some((ended, made)),
            _ => None,
        })
        .collect();
    let ids: Vec<TaskId> = made.iter().map(|(ended, _)| ended.task.id).collect();
    let held: BTreeSet<TaskId> = if ids.is_empty() {
        BTreeSet::new()
    } else {
        tasks::mark_done(&tx, &ids, worker, now_ms).await?.into_iter().collect()
    };
    let made: Vec<_> = made.into_iter().filter(|(ended, _)| held.contains(&ended.task.id)).collect();
    keep(&tx, &made, now_ms).await?;
    note_usage(&tx, &made).await?;
    let done: Vec<TaskId> = held.into_iter().collect();
    tasks::release_waiting(&tx, &done).await?;
    present_gates(engine, &tx, &made).await?;
    for ended in batch {
        end_badly(&tx, ended, worker, now_ms).await?;
    }
    note_fallbacks(engine, &tx, &made, now_ms).await?;
    tx.commit().await?;
    close_runs(engine, batch.iter().map(|ended| ended.task.run)).await
}

async fn keep(tx: &Tx, made: &[(&Ended, &Made)], now_ms: i64) -> Result<(), StoreError> {
    let kept: Vec<Output> = made
        .iter()
        .filter(|(_, made)| made.is_kept)
        .map(|(ended, made)| Output {
            organization: ended.task.organization,
            key: ended.task.key,
            brand: ended.task.brand,
            campaign: ended.task.campaign,
            task: ended.task.id,
            kind: ended.task.kind.clone(),
            blobs: made.blobs.clone(),
            facts: made.facts(),
            model: made.model.clone(),
            gpu_ms: made.gpu_ms,
            cost_nano: made.cost_nano,
            created_ms: now_ms,
        })
        .collect();
    outputs::insert(tx, &kept).await?;
    note_blobs(tx, &kept, now_ms).await
}

/// Those who may see the brand may ask for what was made by its hash. In one order, so that two
/// batches with the same bytes cannot wait for each other.
async fn note_blobs(tx: &Tx, kept: &[Output], now_ms: i64) -> Result<(), StoreError> {
    let mut by_brand: BTreeMap<(OrganizationId, BrandId), BTreeMap<Digest, NewMedium>> = BTreeMap::new();
    for output in kept {
        let media = by_brand.entry((output.organization, output.brand)).or_default();
        media.extend(output.blobs.iter().map(|blob| {
            let medium = NewMedium { hash: blob.hash, mime: blob.mime.clone(), bytes: blob.bytes };
            (blob.hash, medium)
        }));
    }
    for ((organization, brand), media) in by_brand {
        let media: Vec<NewMedium> = media.into_values().collect();
        note_media(tx, &Scope::whole(organization), brand, &media, now_ms).await?;
    }
    Ok(())
}

/// Notes at the tasks what was used. The money was booked when the calls ended.
async fn note_usage(tx: &Tx, made: &[(&Ended, &Made)]) -> Result<(), StoreError> {
    for (ended, made) in made.iter().filter(|(_, made)| made.cost_basis.is_some_and(|basis| basis != NO_RATE)) {
        tasks::note_usage(tx, ended.task.id, made.gpu_ms, made.cost_nano).await?;
    }
    Ok(())
}

/// Journals which backend made what another should have made.
async fn note_fallbacks(engine: &Engine, tx: &Tx, made: &[(&Ended, &Made)], now_ms: i64) -> Result<(), StoreError> {
    let mut entries: BTreeMap<OrganizationId, Vec<NewEntry>> = BTreeMap::new();
    for (ended, made) in made {
        let Some(Fallback { from, to }) = &made.fallback else { continue };
        let task = &ended.task;
        entries.entry(task.organization).or_default().push(NewEntry {
            id: engine.ids.next(),
            brand: Some(task.brand),
            campaign: Some(task.campaign),
            variant: None,
            revision: None,
            actor: Actor::Galley.written(),
            kind: "fallback",
            payload: json!({ "run": task.run, "task": task.id, "from": from, "to": to }),
        });
    }
    for (organization, entries) in entries {
        journal::append(tx, &Scope::whole(organization), now_ms, entries).await?;
    }
    Ok(())
}

async fn present_gates(engine: &Engine, tx: &Tx, made: &[(&Ended, &Made)]) -> Result<(), StoreError> {
    let mut by_run: BTreeMap<RunId, (Arc<Sources>, Vec<Digest>)> = BTreeMap::new();
    for (ended, _) in made {
        if let Some(sources) = &ended.sources {
            let entry = by_run.entry(ended.task.run).or_insert_with(|| (Arc::clone(sources), Vec::new()));
            entry.1.push(ended.task.key);
        }
    }
    for (run, (sources, gates)) in by_run {
        let run = runs::get_everywhere(tx, run).await?;
        present::present(engine, tx, &Finished { run: &run, sources: &sources, gates: &gates }).await?;
    }
    Ok(())
}

async fn end_badly(tx: &Tx, ended: &Ended, worker: &str, now_ms: i64) -> Result<(), StoreError> {
    let task = &ended.task;
    let (reason, after_ms) = match &ended.outcome {
        Outcome::Made(_) => return Ok(()),
        Outcome::Wait { reason, after_ms } => {
            let ready_ms = now_ms.saturating_add_unsigned(after_ms.unwrap_or(WAIT_MS));
            return tasks::hand_back(tx, task.id, worker, (ready_ms, false), reason).await;
        }
        Outcome::Retry { reason, after_ms } if task.attempt + 1 < MAX_ATTEMPTS as i16 => {
            let jitter = f64::from(rand::random::<u16>()) / f64::from(u16::MAX);
            let wait = after_ms.unwrap_or(0).max(backoff_ms(task.attempt as u16 + 1, jitter));
            (reason, Some(wait))
        }
        Outcome::Retry { reason, .. } | Outcome::GiveUp { reason } => (reason, None),
    };
    tracing::warn!(task = %task.id, step = %task.step, attempt = task.attempt, retry_ms = after_ms,
        "a task did not succeed");
    match after_ms {
        Some(wait) => {
            let ready_ms = now_ms + i64::try_from(wait).unwrap_or(i64::MAX / 2);
            tasks::hand_back(tx, task.id, worker, (ready_ms, true), reason).await?;
        }
        None => {
            if tasks::mark_failed(tx, task.id, worker, now_ms, reason).await? {
                let failed = Task { error: Some(reason.clone()), ..task.clone() };
                fail_with_waiting(tx, &failed, now_ms).await?;
            }
        }
    }
    Ok(())
}

/// Ends what waited for a task that failed, and says so at the variants.
pub(crate) async fn fail_with_waiting(tx: &Tx, failed: &Task, now_ms: i64) -> Result<(), StoreError> {
    let reason = format!("{} failed, which this needs", failed.step);
    let mut gates = tasks::fail_waiting(tx, failed.id, now_ms, &reason).await?;
    gates.push(failed.key);
    variants::mark_failed(tx, failed.campaign, &gates, now_ms).await
}

/// Closes the runs among these of which nothing is left: the rest of the hold goes back.
pub(crate) async fn close_runs(engine: &Engine, touched: impl Iterator<Item = RunId>) -> Result<(), StoreError> {
    for id in touched.collect::<BTreeSet<RunId>>() {
        if !tasks::is_over(&engine.store, id).await? {
            continue;
        }
        let now_ms = engine.now_ms();
        let tx = engine.store.begin().await?;
        if runs::close(&tx, id, now_ms).await? {
            let run = runs::get_everywhere(&tx, id).await?;
            give_back_hold(engine, &tx, &run, now_ms).await?;
            if let Some(release) = run.release.filter(|_| run.state == "cancelled") {
                deliver::give_up_release(&tx, &run.scope(), release, now_ms).await?;
            }
        }
        tx.commit().await?;
        engine.changed();
    }
    Ok(())
}

/// Gives back what no call of a run may take any more.
pub(crate) async fn give_back_hold(engine: &Engine, tx: &Tx, run: &Run, now_ms: i64) -> Result<(), StoreError> {
    let left = runs::take_rest(tx, run.id).await?;
    if left == 0 {
        return Ok(());
    }
    let line = NewLine {
        id: engine.ids.next(),
        campaign: run.campaign,
        run: Some(run.id),
        task: None,
        call: None,
        gpu_ms: None,
        gpu_basis: None,
        basis: "estimate".to_owned(),
        note: "what the run did not need".to_owned(),
        actor: Actor::Galley.written(),
        at_ms: now_ms,
    };
    ledger::release_hold(tx, &run.scope(), line, left).await?;
    Ok(())
}
