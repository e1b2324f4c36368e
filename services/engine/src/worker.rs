//! A process' workers: they answer the bells of their lanes, hold leases while they work, and run
//! the dispatcher's looks. Everything here may die at any instant.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use galley_domain::ids::TaskId;
use galley_store::tasks::Task;
use galley_store::{StoreError, tasks};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::Engine;
use crate::batch::Batcher;
use crate::carry_out::carry_out;
use crate::dispatch::{Dispatcher, Look};
use crate::finish::{self, Ended, Outcome};
use crate::late_costs::LateCosts;
use crate::queue::Bell;
use crate::sweep::Sweeper;

/// The dispatcher's pace when nothing wakes it.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A retry after the database did not answer.
const PAUSE: Duration = Duration::from_secs(1);
const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// How often a batch is tried again when the database broke it off: a deadlock, a lost connection.
const TRIES: usize = 5;

/// What a process takes on.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// Names this process in leases; unique among all that live.
    pub name: String,
    /// The lanes it answers.
    pub lanes: Vec<String>,
}

/// Runs workers and the dispatcher until `stop` turns true; then lets running tasks end.
pub async fn run(engine: Engine, config: WorkerConfig, stop: watch::Receiver<bool>) {
    let mut jobs = JoinSet::new();
    let hands = Hands::new(&engine, &config);
    for lane in &config.lanes {
        jobs.spawn(answer_lane(engine.clone(), lane.clone(), hands.clone(), stop.clone()));
    }
    jobs.spawn(look_around(engine.clone(), config.clone(), hands.wake.clone(), stop.clone()));
    jobs.spawn(ask_for_late_costs(engine.clone(), config.name.clone(), stop.clone()));
    jobs.spawn(renew_leases(engine.clone(), config.clone(), stop.clone()));
    jobs.spawn(sweep_queue(engine, stop));
    while jobs.join_next().await.is_some() {}
}

/// What all lanes of a process share.
#[derive(Clone)]
struct Hands {
    engine: Engine,
    claims: Batcher<TaskId, Option<Task>>,
    endings: Batcher<Ended, ()>,
    /// Wakes the dispatcher.
    wake: Arc<Notify>,
    name: Arc<str>,
}

impl Hands {
    fn new(engine: &Engine, config: &WorkerConfig) -> Hands {
        let name: Arc<str> = config.name.as_str().into();
        let wake = engine.wake.clone();
        let claims = {
            let (engine, name) = (engine.clone(), name.clone());
            Batcher::start(move |ids: Vec<TaskId>| {
                let (engine, name) = (engine.clone(), name.clone());
                async move { claim(&engine, &name, &ids).await }
            })
        };
        let endings = {
            let (engine, name, wake) = (engine.clone(), name.clone(), wake.clone());
            Batcher::start(move |batch: Vec<Ended>| {
                let (engine, name, wake) = (engine.clone(), name.clone(), wake.clone());
                async move {
                    end(&engine, &name, &batch).await;
                    wake.notify_one();
                    vec![(); batch.len()]
                }
            })
        };
        Hands { engine: engine.clone(), claims, endings, wake, name }
    }

    async fn answer(self, bell: Bell) {
        let Some(id) = bell.task() else { return };
        // A bell that rang twice, or for a cancelled task, finds nothing to claim.
        let Some(Some(task)) = self.claims.ask(id).await else { return };
        let engine = self.engine.clone();
        let work = task.clone();
        let (sources, outcome) = match tokio::spawn(async move { carry_out(&engine, &work).await }).await {
            Ok(done) => done,
            Err(panic) => {
                let reason = if panic.is_panic() { "the step broke off" } else { "stopped" };
                (None, Outcome::Retry { reason: reason.to_owned(), after_ms: None })
            }
        };
        self.endings.ask(Ended { task, sources, outcome }).await;
    }
}

async fn claim(engine: &Engine, name: &str, ids: &[TaskId]) -> Vec<Option<Task>> {
    let now_ms = engine.now_ms();
    let mut got: HashMap<TaskId, Task> = HashMap::new();
    let claimed = async {
        let tx = engine.store.begin().await?;
        let claimed = tasks::claim(&tx, ids, name, now_ms, now_ms + engine.lease_ms).await?;
        tx.commit().await?;
        Ok::<_, StoreError>(claimed)
    };
    match claimed.await {
        Ok(tasks) => got.extend(tasks.into_iter().map(|task| (task.id, task))),
        // Nothing is lost: the messages' leases run out and the dispatcher rings again.
        Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "could not claim tasks"),
    }
    ids.iter().map(|id| got.remove(id)).collect()
}

async fn end(engine: &Engine, name: &str, batch: &[Ended]) {
    for attempt in 1..=TRIES {
        match finish::finish(engine, name, batch).await {
            Ok(()) => return,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, attempt, "could not end tasks");
            }
        }
        pause(Duration::from_millis(20 * attempt as u64)).await;
    }
    // The leases run out and the tasks are carried out again.
    tracing::error!(tasks = batch.len(), "gave up ending tasks");
}

async fn answer_lane(engine: Engine, lane: String, hands: Hands, stop: watch::Receiver<bool>) {
    let Some(settings) = engine.lanes.get(&lane).copied() else {
        tracing::error!(lane, "there is no such lane");
        return;
    };
    let mut incarnation = 0;
    while !*stop.borrow() {
        // A worker that lost the database is dead to the queue: the next one needs its own name.
        let name = format!("{}:{lane}:{incarnation}", hands.name);
        let answer = {
            let hands = hands.clone();
            move |bell| hands.clone().answer(bell)
        };
        let answered = engine.queue.answer(&lane, &name, settings.concurrency, stop.clone(), answer);
        if let Err(error) = answered.await {
            tracing::warn!(lane, error = &error as &dyn std::error::Error, "the queue broke off");
            pause(PAUSE).await;
        }
        incarnation += 1;
    }
}

async fn look_around(engine: Engine, config: WorkerConfig, wake: Arc<Notify>, mut stop: watch::Receiver<bool>) {
    let dispatcher = Dispatcher::default();
    let mut sweeper = Sweeper::default();
    while !*stop.borrow() {
        let look = dispatcher.tick(&engine, &config.name).await.unwrap_or_else(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "the dispatcher could not look");
            Look::default()
        });
        // One process at a time, the one that dispatches.
        if !look.is_standby
            && let Err(error) = sweeper.tick(&engine).await
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "could not sweep");
        }
        engine.looked(look);
        tokio::select! {
            () = wake.notified() => {}
            () = pause(LOOK_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

async fn ask_for_late_costs(engine: Engine, name: String, mut stop: watch::Receiver<bool>) {
    let mut late = LateCosts::default();
    while !*stop.borrow() {
        tokio::select! {
            looked = late.tick(&engine, &name) => if let Err(error) = looked {
                tracing::warn!(error = &error as &dyn std::error::Error, "could not ask for late costs");
            },
            _ = stop.wait_for(|stop| *stop) => {}
        }
        tokio::select! {
            () = pause(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

async fn renew_leases(engine: Engine, config: WorkerConfig, mut stop: watch::Receiver<bool>) {
    let every = Duration::from_millis((engine.lease_ms / 3).max(100) as u64);
    while !*stop.borrow() {
        let until = engine.now_ms() + engine.lease_ms;
        if let Err(error) = tasks::renew(&engine.store, &config.name, until).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "could not renew leases");
        }
        tokio::select! {
            () = pause(every) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

async fn sweep_queue(engine: Engine, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = engine.queue.sweep().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "could not sweep the queue");
        }
        tokio::select! {
            () = pause(SWEEP_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

/// Really waits. Pace, not meaning: what is due is decided by the engine's clock.
#[allow(clippy::disallowed_methods, reason = "the pace of looking; no decision hangs on it")]
pub(crate) async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Lanes by name.
pub type Lanes = BTreeMap<String, crate::dispatch::Lane>;
