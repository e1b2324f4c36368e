//! The bell: apalis carries `{ task, attempt }` from the dispatcher to a worker and nothing else.
//! Losing it loses no work, since rows are the truth; this file alone names apalis.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use apalis::prelude::{TaskBuilder, WorkerBuilder, WorkerBuilderExt, WorkerError};
use apalis_core::backend::ext::BackendExt;
use apalis_core::backend::ext::poll_strategy::Strategy;
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use futures::channel::mpsc;
use galley_domain::ids::{Id, TaskId};
use galley_store::{Pool, StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// The message. `v` is its version: an old worker leaves a newer one alone.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Bell {
    v: u8,
    /// The UUID of the task.
    task: uuid::Uuid,
    attempt: i16,
}

const VERSION: u8 = 1;
/// How often an idle worker looks by itself; a bell in the same process wakes it at once.
const POLL: Duration = Duration::from_millis(100);
/// Messages are small and their tasks short: fetching many at once saves round trips.
const BATCH: usize = 64;

impl Bell {
    /// The task to look at, if this version is understood.
    pub(crate) fn task(&self) -> Option<TaskId> {
        (self.v == VERSION).then_some(TaskId(self.task))
    }
}

/// Lanes of messages, one queue each.
#[derive(Clone)]
pub struct Queue {
    pool: Pool,
    /// Wakes the workers of this process, by lane.
    wakers: Arc<Mutex<HashMap<String, Vec<mpsc::Sender<()>>>>>,
}

/// What the queue could not do.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    #[error("the queue's tables could not be brought up to date")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the queue did not take the messages")]
    Push(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("a worker stopped")]
    Worker(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<QueueError> for StoreError {
    fn from(error: QueueError) -> StoreError {
        StoreError::Unavailable(Box::new(error))
    }
}

fn lane_name(lane: &str) -> String {
    format!("galley:{lane}")
}

impl Queue {
    /// A queue in the database that holds the rows.
    pub fn new(pool: Pool) -> Queue {
        Queue { pool, wakers: Arc::default() }
    }

    /// Brings the queue's own tables up to date. Its `setup()` is not used: it would turn off
    /// SQLite's syncing.
    pub async fn migrate(&self) -> Result<(), QueueError> {
        let done = match &self.pool {
            Pool::Sqlite(pool) => SqliteStorage::<()>::migrations().run(pool).await,
            Pool::Postgres(pool) => PostgresStorage::<()>::migrations().run(pool).await,
        };
        done.map_err(|error| QueueError::Migration(error.into()))
    }

    /// Rings for tasks of a lane.
    pub(crate) async fn ring(&self, lane: &str, tasks: &[(TaskId, i16)]) -> Result<(), QueueError> {
        let name = lane_name(lane);
        let push = |error: Box<dyn std::error::Error + Send + Sync>| QueueError::Push(error);
        let messages: Vec<_> = tasks
            .iter()
            .map(|&(task, attempt)| {
                let bell = Bell { v: VERSION, task: task.uuid(), attempt };
                let body = serde_json::to_vec(&bell).expect("a bell is plain JSON");
                // Tries are counted in the row; the queue itself never repeats.
                TaskBuilder::new(body).max_attempts(1).build()
            })
            .collect();
        match &self.pool {
            Pool::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.map_err(|e| push(e.into()))?;
                apalis_sqlite::queries::push_tasks(&mut *tx, &name, &messages).await.map_err(|e| push(e.into()))?;
                tx.commit().await.map_err(|e| push(e.into()))?;
            }
            Pool::Postgres(pool) => {
                let mut connection = pool.acquire().await.map_err(|e| push(e.into()))?;
                apalis_postgres::queries::push_tasks(&mut *connection, &name, messages)
                    .await
                    .map_err(|e| push(e.into()))?;
            }
        }
        self.wake(lane);
        Ok(())
    }

    /// Forgets messages that were answered, so that the queue does not grow for ever.
    pub(crate) async fn sweep(&self) -> Result<(), QueueError> {
        let push = |error: sqlx::Error| QueueError::Push(error.into());
        match &self.pool {
            Pool::Sqlite(pool) => {
                let text = "DELETE FROM Jobs WHERE job_type LIKE 'galley:%' \
                            AND status IN ('Done', 'Failed', 'Killed')";
                sqlx::query(text).execute(pool).await.map_err(push)?;
            }
            Pool::Postgres(pool) => {
                let text = "DELETE FROM apalis.jobs WHERE job_type LIKE 'galley:%' \
                            AND status IN ('Done', 'Failed', 'Killed')";
                sqlx::query(text).execute(pool).await.map_err(push)?;
            }
        }
        Ok(())
    }

    fn wake(&self, lane: &str) {
        let mut wakers = self.wakers.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for waker in wakers.get_mut(lane).into_iter().flatten() {
            // A full channel means that the worker is awake already.
            let _ = waker.try_send(());
        }
    }

    /// Answers the bells of a lane until `stop` turns true, `concurrency` at a time. Returns early
    /// only when the database fails; the caller starts it again.
    pub(crate) async fn answer<F, Fut>(
        &self,
        lane: &str,
        worker: &str,
        concurrency: usize,
        stop: watch::Receiver<bool>,
        answer: F,
    ) -> Result<(), QueueError>
    where
        F: Fn(Bell) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let (waker, woken) = mpsc::channel(1);
        self.register(lane, waker);
        let strategy = Strategy::new().stream(woken).interval(POLL);
        let name = lane_name(lane);
        let until = stopped(stop);
        let handler = move |bell: Bell| {
            let answered = answer(bell);
            async move {
                answered.await;
                Ok::<(), WorkerError>(())
            }
        };
        let done = match &self.pool {
            Pool::Sqlite(pool) => {
                let config = apalis_sqlite::Config::default()
                    .queue(&name)
                    .batch_size(BATCH)
                    .lock_tasks(false)
                    .persist_results(false);
                let backend = SqliteStorage::<Bell>::new(pool).with_config(config).poll_with_strategy(strategy);
                let worker = WorkerBuilder::new(worker).backend(backend).concurrency(concurrency);
                worker.build(handler).run_until(until).await
            }
            Pool::Postgres(pool) => {
                let config = apalis_postgres::Config::default()
                    .queue(&name)
                    .batch_size(BATCH)
                    .lock_tasks(false)
                    .persist_results(false);
                let backend = PostgresStorage::<Bell>::new(pool).with_config(config).poll_with_strategy(strategy);
                let worker = WorkerBuilder::new(worker).backend(backend).concurrency(concurrency);
                worker.build(handler).run_until(until).await
            }
        };
        done.map_err(|error| QueueError::Worker(error.into()))
    }

    fn register(&self, lane: &str, waker: mpsc::Sender<()>) {
        let mut wakers = self.wakers.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let lane = wakers.entry(lane.to_owned()).or_default();
        lane.retain(|waker| !waker.is_closed());
        lane.push(waker);
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) -> Result<(), WorkerError> {
    // A closed channel means that the program is gone, which is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
    Ok(())
}
