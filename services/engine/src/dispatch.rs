//! The dispatcher: looks at the rows, admits ready tasks to their lanes fairly, and rings. It may
//! run at any moment and in any process; what it finds undone it does. Carries nothing out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use galley_domain::fairness::{self, Queue as FairQueue};
use galley_domain::ids::{Id, TaskId};
use galley_store::{StoreError, leases, runs, tasks};

use crate::{Engine, finish};

/// How many leases a message may be on its way before the dispatcher rings again.
const QUEUED_LEASES: i64 = 2;
/// One dispatcher at a time works for all processes; another takes over after this part of a lease.
const LEADER_PART: i64 = 3;
const LEADER: &str = "dispatcher";

/// What a lane takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// How many of its tasks one process carries out at a time.
    pub concurrency: usize,
    /// How many may be queued or running in all processes. Small, so that a rush gets in soon;
    /// large enough that no worker runs dry between two looks.
    pub window: usize,
}

/// Remembers whose turn it is between two looks.
#[derive(Debug, Default)]
pub struct Dispatcher {
    turn: AtomicUsize,
}

/// What one look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Tasks admitted to a lane.
    pub admitted: usize,
    /// A lane is full and more is ready.
    pub is_full: bool,
    /// Another process is the dispatcher.
    pub is_standby: bool,
}

impl Dispatcher {
    /// One look, if this process is the one to look.
    pub async fn tick(&self, engine: &Engine, holder: &str) -> Result<Look, StoreError> {
        let now_ms = engine.now_ms();
        if !leases::take(&engine.store, LEADER, holder, now_ms, now_ms + engine.lease_ms / LEADER_PART).await? {
            return Ok(Look { is_standby: true, ..Look::default() });
        }
        self.take_back(engine, now_ms).await?;
        let look = self.admit(engine, now_ms).await?;
        if look.admitted == 0 {
            finish::close_runs(engine, runs::list_left_open_everywhere(&engine.store).await?.into_iter()).await?;
        }
        Ok(look)
    }

    /// Takes back what was lost. Tasks that ran out of tries end for those that waited, too.
    async fn take_back(&self, engine: &Engine, now_ms: i64) -> Result<(), StoreError> {
        let tx = engine.store.begin().await?;
        let dead = tasks::take_back_expired(&tx, now_ms).await?;
        for task in &dead {
            finish::fail_with_waiting(&tx, task, now_ms).await?;
        }
        tx.commit().await?;
        finish::close_runs(engine, dead.iter().map(|task| task.run)).await
    }

    async fn admit(&self, engine: &Engine, now_ms: i64) -> Result<Look, StoreError> {
        let active = runs::list_active_everywhere(&engine.store).await?;
        let mut look = Look::default();
        if active.is_empty() {
            return Ok(look);
        }
        let in_flight: HashMap<String, i64> =
            tasks::count_in_flight_everywhere(&engine.store).await?.into_iter().collect();
        for (name, lane) in &engine.lanes {
            let busy = in_flight.get(name).map_or(0, |&count| count.max(0) as usize);
            let room = lane.window.saturating_sub(busy);
            if room == 0 {
                look.is_full = true;
                continue;
            }
            // What a backend would not take now would only come back.
            let room = room.min(engine.gates.room(name, now_ms));
            if room == 0 {
                continue;
            }
            let mut queues: Vec<FairQueue<TaskId>> = Vec::with_capacity(active.len());
            for run in &active {
                let ready = tasks::list_ready(&engine.store, run.id, name, now_ms, room as u64).await?;
                if !ready.is_empty() {
                    queues.push(FairQueue {
                        organization: run.organization.uuid().as_u128(),
                        weight: run.weight.max(1) as u32,
                        tasks: ready,
                    });
                }
            }
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let admitted = fairness::admit(queues, room, turn);
            look.is_full |= admitted.len() == room;
            look.admitted += self.ring(engine, name, &admitted, now_ms).await?;
        }
        Ok(look)
    }

    async fn ring(&self, engine: &Engine, lane: &str, ids: &[TaskId], now_ms: i64) -> Result<usize, StoreError> {
        if ids.is_empty() {
            return Ok(0);
        }
        let tx = engine.store.begin().await?;
        let queued = tasks::mark_queued(&tx, ids, now_ms + QUEUED_LEASES * engine.lease_ms).await?;
        tx.commit().await?;
        // A crash here loses the bell, not the task: the lease runs out and it rings again.
        engine.queue.ring(lane, &queued).await?;
        Ok(queued.len())
    }
}
