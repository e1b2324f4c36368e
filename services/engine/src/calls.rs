//! The books of calls to backends: a row before a byte leaves, money set aside for it, one end, and what it cost in the
//! ledger. So a worker that dies pays for nothing twice, and no cost is lost or made up. Knows no vendor and sends nothing.

use std::time::Duration;

use galley_domain::access::Actor;
use galley_domain::ledger::decimal;
use galley_domain::ports::{Blob, Cost, Fault, GpuTime, Handle, Outcome};
use galley_store::calls::{self, Call, CallEnd, CallState, Ended};
use galley_store::ledger::{self, Hold, NewLine};
use galley_store::tasks::Task;
use galley_store::{StoreError, Tx, campaigns, runs};

use crate::carry_out::not_now;
use crate::worker::pause;
use crate::{Engine, finish};

pub(crate) mod answer;

pub use answer::Answer;

/// The basis of a cost that nobody knows.
pub(crate) const UNKNOWN: &str = "unknown";
/// The basis of a call that was refused: nothing was done, so nothing is owed.
const NOT_DONE: &str = "not_done";
/// Work that no budget has money for is looked at again after this.
const BUDGET_WAIT_MS: u64 = 60_000;
/// Tries to write down what is paid for.
const TRIES: u64 = 5;

/// What a call cost.
#[derive(Debug, Clone, Copy)]
pub enum Price {
    Known(Cost),
    Unknown,
    /// It was refused.
    NotDone,
}

impl From<Option<Cost>> for Price {
    fn from(cost: Option<Cost>) -> Price {
        cost.map_or(Price::Unknown, Price::Known)
    }
}

/// How a call ends.
pub struct End<'a> {
    pub state: CallState,
    pub price: Price,
    pub gpu: Option<GpuTime>,
    pub outcome: Option<&'a Outcome>,
    /// The files, where it ends well.
    pub files: &'a [Blob],
    pub reason: Option<String>,
    /// Whether money stays aside for a cost that nobody knows: a vendor may still ask for it. A pool of our own will not.
    pub keeps_hold: bool,
}

/// A call under way; of a preview's there is no row.
pub struct Open {
    call: Option<Call>,
    /// Somebody before may have sent it.
    pub is_again: bool,
}

impl Open {
    /// A call that an earlier worker began.
    pub(crate) fn again(call: Call) -> Open {
        Open { call: Some(call), is_again: true }
    }

    /// What the backend calls it, where it keeps a job.
    pub(crate) fn job(&self) -> Option<Handle> {
        self.call.as_ref()?.job.clone().map(Handle)
    }
}

/// Whose calls these are; a preview's are nobody's.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub engine: &'a Engine,
    pub task: Option<&'a Task>,
}

impl Book<'_> {
    /// The newest sending of a call.
    pub async fn find(&self, backend: &str, key: &str) -> Result<Option<Call>, Fault> {
        let Some(task) = self.task else { return Ok(None) };
        calls::find_latest_everywhere(&self.engine.store, task.id, backend, key).await.map_err(not_now)
    }

    /// Writes that a call is about to be sent, with what it may cost set aside. Without room for it in every budget it
    /// waits.
    pub async fn begin(&self, backend: &str, key: &str, need: Option<u64>) -> Result<Open, Fault> {
        let Some(task) = self.task else { return Ok(Open { call: None, is_again: false }) };
        let tx = self.engine.store.begin().await.map_err(not_now)?;
        let held_nano = i64::try_from(need.unwrap_or(0)).unwrap_or(i64::MAX / 2);
        if let Some(reason) = self.reserve(&tx, task, held_nano, need.is_some()).await.map_err(not_now)? {
            return Err(Fault::Busy { reason, after_ms: Some(BUDGET_WAIT_MS) });
        }
        let call = Call {
            id: self.engine.ids.next(),
            organization: task.organization,
            brand: task.brand,
            campaign: task.campaign,
            run: task.run,
            task: task.id,
            attempt: task.attempt,
            step: task.step.clone(),
            backend: backend.to_owned(),
            key: key.to_owned(),
            state: CallState::Sent,
            job: None,
            held_nano,
            amount_nano: None,
            basis: None,
            gpu_ms: None,
            gpu_basis: None,
            used: None,
            answer: None,
            vendor_id: None,
            reason: None,
            sent_ms: self.engine.now_ms(),
            ended_ms: None,
            released_by: None,
        };
        calls::insert(&tx, &call).await.map_err(not_now)?;
        tx.commit().await.map_err(not_now)?;
        Ok(Open { call: Some(call), is_again: false })
    }

    /// Sets money aside out of the run's hold, and more where that is used up. Answers why not.
    async fn reserve(
        &self,
        tx: &Tx,
        task: &Task,
        need_nano: i64,
        is_known: bool,
    ) -> Result<Option<String>, StoreError> {
        let scope = task.scope();
        if !is_known && ledger::is_hard(tx, &scope, task.campaign, self.engine.now_ms()).await? {
            return Ok(Some("a backend's price is not known, and the budget is hard".to_owned()));
        }
        let lacking = runs::reserve(tx, task.run, need_nano).await?;
        if lacking == 0 {
            return Ok(None);
        }
        let line = self.engine.line(task, "estimate", "more than the plan's P90");
        match ledger::hold(tx, &scope, line, lacking).await? {
            Hold::Held(_) => runs::add_hold(tx, task.run, lacking).await.map(|()| None),
            Hold::Refused { free_nano, by } => {
                let campaign = campaigns::get_campaign(tx, &scope, task.campaign).await?;
                let (need, free) = (decimal(need_nano), decimal(free_nano));
                let currency = &campaign.currency;
                Ok(Some(format!("this may cost {need} {currency}; {} has {free} {currency} left", by.written())))
            }
        }
    }

    /// Notes what the backend calls it.
    pub(crate) async fn accepted(&self, open: &mut Open, handle: &Handle) {
        let Some(call) = &mut open.call else { return };
        call.job = Some(handle.0.clone());
        // Where this is not written the call is looked for by its key, as after a death.
        if let Err(error) = calls::accept(&self.engine.store, call.id, &handle.0).await {
            tracing::warn!(error = &error as &dyn std::error::Error, call = %call.id, "could not note a job");
        }
    }

    /// Writes down how a call ended and what it cost.
    pub async fn end(&self, open: &Open, end: End<'_>) -> Result<(), Fault> {
        let Some(call) = &open.call else { return Ok(()) };
        let mut tried = 0;
        loop {
            tried += 1;
            let done = async {
                let end_row = self.end_row(call, &end).await?;
                close(self.engine, call, &end_row, end.keeps_hold).await
            };
            match done.await {
                Ok(()) => return Ok(()),
                Err(error) if tried >= TRIES => return Err(not_now(error)),
                Err(_) => pause(Duration::from_millis(20 * tried)).await,
            }
        }
    }

    /// The files are kept before the row says so: what is paid for is not asked for again.
    async fn end_row(&self, call: &Call, end: &End<'_>) -> Result<CallEnd, StoreError> {
        let answer = match (end.state, end.outcome) {
            (CallState::Settled, Some(outcome)) => {
                Some(answer::keep(self.engine, call.organization, outcome, end.files).await?)
            }
            _ => None,
        };
        let (amount_nano, basis) = match end.price {
            Price::Known(cost) => (Some(cost.nano), cost.basis.word()),
            Price::Unknown => (None, UNKNOWN),
            Price::NotDone => (Some(0), NOT_DONE),
        };
        Ok(CallEnd {
            state: end.state,
            amount_nano,
            basis,
            gpu_ms: end.gpu.map(|time| i64::try_from(time.ms).unwrap_or(i64::MAX)),
            gpu_basis: end.gpu.map(|time| time.basis.word()),
            used: end.outcome.map(|outcome| answer::used(&outcome.usage)),
            answer,
            vendor_id: end.outcome.and_then(|outcome| outcome.vendor_id.clone()),
            reason: end.reason.clone(),
            now_ms: self.engine.now_ms(),
        })
    }
}

impl Engine {
    /// A ledger line about a task.
    fn line(&self, task: &Task, basis: &str, note: &str) -> NewLine {
        NewLine {
            id: self.ids.next(),
            campaign: task.campaign,
            run: Some(task.run),
            task: Some(task.id),
            call: None,
            gpu_ms: None,
            gpu_basis: None,
            basis: basis.to_owned(),
            note: note.to_owned(),
            actor: Actor::Galley.written(),
            at_ms: self.now_ms(),
        }
    }
}

fn line_of(engine: &Engine, call: &Call, basis: &str, note: &str) -> NewLine {
    NewLine {
        id: engine.ids.next(),
        campaign: call.campaign,
        run: Some(call.run),
        task: Some(call.task),
        call: Some(call.id),
        gpu_ms: None,
        gpu_basis: None,
        basis: basis.to_owned(),
        note: note.to_owned(),
        actor: Actor::Galley.written(),
        at_ms: engine.now_ms(),
    }
}

/// Ends a call, and books what it cost. A call that is over stays as it is.
pub(crate) async fn close(engine: &Engine, call: &Call, end: &CallEnd, keeps_hold: bool) -> Result<(), StoreError> {
    let tx = engine.store.begin().await?;
    let ended = calls::end(&tx, call.id, end).await?;
    let line = NewLine {
        gpu_ms: end.gpu_ms,
        gpu_basis: end.gpu_basis.map(str::to_owned),
        ..line_of(engine, call, end.basis, &call.step)
    };
    match (ended, end.amount_nano) {
        (Ended::Before, _) => return Ok(()),
        (Ended::Now { held_nano } | Ended::Late { held_nano }, Some(_)) if end.basis == NOT_DONE => {
            give_up_hold(&tx, call, held_nano).await?;
        }
        (Ended::Now { held_nano }, Some(nano)) => {
            calls::drop_hold(&tx, call.id).await?;
            let freed = runs::settle(&tx, call.run, held_nano, nano).await?;
            ledger::settle(&tx, &call.scope(), line, Some(nano), freed).await?;
        }
        (Ended::Late { held_nano }, Some(nano)) => {
            calls::drop_hold(&tx, call.id).await?;
            correct(engine, &tx, call, (held_nano, nano), line).await?;
        }
        (Ended::Now { held_nano }, None) => {
            ledger::settle(&tx, &call.scope(), line, None, 0).await?;
            if !keeps_hold {
                give_up_hold(&tx, call, held_nano).await?;
            }
        }
        (Ended::Late { .. }, None) => {}
    }
    give_back_rest(engine, &tx, call).await?;
    tx.commit().await
}

/// Books the cost of a call that nobody knew until now. False where it was known.
pub(crate) async fn learn_cost(
    engine: &Engine,
    tx: &Tx,
    call: &Call,
    (nano, basis): (i64, &'static str),
    actor: Actor,
) -> Result<bool, StoreError> {
    let Some(held_nano) = calls::learn_cost(tx, call.id, nano, basis).await? else { return Ok(false) };
    let line = NewLine { actor: actor.written(), ..line_of(engine, call, basis, &call.step) };
    correct(engine, tx, call, (held_nano, nano), line).await?;
    give_back_rest(engine, tx, call).await?;
    Ok(true)
}

/// What was unknown is known: the unknown line stays, and another says how much. First the hold goes, so that no sum is
/// ever more than it really is.
async fn correct(
    engine: &Engine,
    tx: &Tx,
    call: &Call,
    (held_nano, nano): (i64, i64),
    line: NewLine,
) -> Result<(), StoreError> {
    let freed = runs::settle(tx, call.run, held_nano, nano).await?;
    if freed > 0 {
        let release = NewLine { id: engine.ids.next(), gpu_ms: None, gpu_basis: None, ..line.clone() };
        ledger::release_hold(tx, &call.scope(), release, freed).await?;
    }
    ledger::correct(tx, &call.scope(), line, nano).await?;
    Ok(())
}

async fn give_up_hold(tx: &Tx, call: &Call, held_nano: i64) -> Result<(), StoreError> {
    calls::drop_hold(tx, call.id).await?;
    runs::unreserve(tx, call.run, held_nano).await
}

/// A run that is over keeps nothing aside but for calls that may still cost.
async fn give_back_rest(engine: &Engine, tx: &Tx, call: &Call) -> Result<(), StoreError> {
    let run = runs::get_everywhere(tx, call.run).await?;
    if run.finished_ms.is_some() { finish::give_back_hold(engine, tx, &run, engine.now_ms()).await } else { Ok(()) }
}
