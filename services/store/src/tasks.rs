//! Tasks: the rows that are the truth about work. Bulk writes for launching, small ones for the
//! dispatcher and the workers. Not the queue, which only carries their ids.

mod insert;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RunId, TaskId};
use galley_domain::task::{MAX_ATTEMPTS, TaskState};
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::Page;
use crate::StoreError;
use crate::sql::{self, Kind, ROWS};

pub use insert::{NewTask, TaskBatch, insert, insert_edges, refresh_statistics};

/// A task as its row has it.
#[derive(Debug, Clone)]
pub struct Task {
    pub id: TaskId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub run: RunId,
    pub step: String,
    pub kind: String,
    pub lane: String,
    pub cell: String,
    pub key: Digest,
    pub needs: Vec<Digest>,
    pub state: TaskState,
    pub attempt: i16,
    pub error: Option<String>,
    pub started_ms: Option<i64>,
    pub finished_ms: Option<i64>,
    pub gpu_ms: Option<i64>,
    pub cost_nano: Option<i64>,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, run_id, step, kind, lane, cell, \
     key, needs, state, attempt, error, started_ms, finished_ms, gpu_ms, cost_nano";

impl Task {
    /// The scope of the organization it belongs to: for workers.
    pub fn scope(&self) -> Scope {
        Scope::whole(self.organization)
    }

    fn read(row: &QueryResult) -> Result<Task, StoreError> {
        let needs: Vec<u8> = row.try_get("", "needs")?;
        let needs = needs
            .chunks(32)
            .map(|chunk| Digest::from_slice(chunk).map_err(|_| StoreError::corrupt("needs")))
            .collect::<Result<_, _>>()?;
        let code: i16 = row.try_get("", "state")?;
        Ok(Task {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            run: sql::id(row, "run_id")?,
            step: row.try_get("", "step")?,
            kind: row.try_get("", "kind")?,
            lane: row.try_get("", "lane")?,
            cell: row.try_get("", "cell")?,
            key: sql::digest(row, "key")?,
            needs,
            state: TaskState::from_code(code).ok_or_else(|| StoreError::corrupt("state"))?,
            attempt: row.try_get("", "attempt")?,
            error: row.try_get("", "error")?,
            started_ms: row.try_get("", "started_ms")?,
            finished_ms: row.try_get("", "finished_ms")?,
            gpu_ms: row.try_get("", "gpu_ms")?,
            cost_nano: row.try_get("", "cost_nano")?,
        })
    }
}

/// How many tasks of each lane are queued or running, in all organizations.
pub async fn count_in_flight_everywhere<C: ConnectionTrait>(c: &C) -> Result<Vec<(String, i64)>, StoreError> {
    let text = "SELECT lane, count(*) AS n FROM task WHERE state IN (2, 3) GROUP BY lane";
    sql::query(c, text, vec![]).await?.iter().map(|row| Ok((row.try_get("", "lane")?, row.try_get("", "n")?))).collect()
}

/// The ready tasks of a run in a lane, first in order first.
pub async fn list_ready<C: ConnectionTrait>(
    c: &C,
    run: RunId,
    lane: &str,
    now_ms: i64,
    limit: u64,
) -> Result<Vec<TaskId>, StoreError> {
    let text = "SELECT id FROM task WHERE run_id = $1 AND state = 1 AND lane = $2 \
                AND ready_ms <= $3 ORDER BY ordinal LIMIT $4";
    let values = vec![run.uuid().into(), lane.into(), now_ms.into(), (limit as i64).into()];
    sql::query(c, text, values).await?.iter().map(|row| sql::id(row, "id")).collect()
}

/// Marks ready tasks as queued until `lease_ms`; answers those that really were ready.
pub async fn mark_queued<C: ConnectionTrait>(
    c: &C,
    ids: &[TaskId],
    lease_ms: i64,
) -> Result<Vec<(TaskId, i16)>, StoreError> {
    let mut out = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS) {
        let mut values: Vec<Value> = vec![lease_ms.into()];
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!(
            "UPDATE task SET state = 2, lease_ms = $1 WHERE id {among} AND state = 1 \
             RETURNING id, attempt"
        );
        for row in sql::query(c, &text, values).await? {
            out.push((sql::id(&row, "id")?, row.try_get("", "attempt")?));
        }
    }
    Ok(out)
}

/// Takes back what nobody came for and what a dead worker held. Answers tasks that ran out of
/// tries: they ended as failed.
pub async fn take_back_expired<C: ConnectionTrait>(c: &C, now_ms: i64) -> Result<Vec<Task>, StoreError> {
    let lost = "UPDATE task SET state = 1, lease_ms = NULL WHERE state = 2 AND lease_ms < $1";
    sql::execute(c, lost, vec![now_ms.into()]).await?;
    let again = "UPDATE task SET state = 1, lease_ms = NULL, worker = NULL, attempt = attempt + 1 \
                 WHERE state = 3 AND lease_ms < $1 AND attempt + 1 < $2";
    let most = Value::from(MAX_ATTEMPTS as i16);
    sql::execute(c, again, vec![now_ms.into(), most]).await?;
    let text = format!(
        "UPDATE task SET state = 5, lease_ms = NULL, finished_ms = $1, attempt = attempt + 1, \
         error = 'the worker died on every try' WHERE state = 3 AND lease_ms < $1 \
         RETURNING {COLUMNS}"
    );
    sql::query(c, &text, vec![now_ms.into()]).await?.iter().map(Task::read).collect()
}

/// Gives queued tasks to a worker under a lease; answers those it got.
pub async fn claim<C: ConnectionTrait>(
    c: &C,
    ids: &[TaskId],
    worker: &str,
    now_ms: i64,
    lease_ms: i64,
) -> Result<Vec<Task>, StoreError> {
    let mut values: Vec<Value> = vec![worker.into(), now_ms.into(), lease_ms.into()];
    let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(ids));
    let text = format!(
        "UPDATE task SET state = 3, worker = $1, started_ms = $2, lease_ms = $3 \
         WHERE id {among} AND state = 2 RETURNING {COLUMNS}"
    );
    sql::query(c, &text, values).await?.iter().map(Task::read).collect()
}

/// Extends the leases of everything a worker runs.
pub async fn renew<C: ConnectionTrait>(c: &C, worker: &str, lease_ms: i64) -> Result<u64, StoreError> {
    let text = "UPDATE task SET lease_ms = $1 WHERE worker = $2 AND state = 3";
    sql::execute(c, text, vec![lease_ms.into(), worker.into()]).await
}

/// Ends tasks as done, if this worker still holds them; answers those it held.
pub async fn mark_done<C: ConnectionTrait>(
    c: &C,
    ids: &[TaskId],
    worker: &str,
    now_ms: i64,
) -> Result<Vec<TaskId>, StoreError> {
    let mut values: Vec<Value> = vec![worker.into(), now_ms.into()];
    let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(ids));
    let text = format!(
        "UPDATE task SET state = 4, lease_ms = NULL, error = NULL, finished_ms = $2 \
         WHERE id {among} AND state = 3 AND worker = $1 RETURNING id"
    );
    sql::query(c, &text, values).await?.iter().map(|row| sql::id(row, "id")).collect()
}

/// Notes what a task used.
pub async fn note_usage<C: ConnectionTrait>(
    c: &C,
    id: TaskId,
    gpu_ms: Option<i64>,
    cost_nano: Option<i64>,
) -> Result<(), StoreError> {
    let text = "UPDATE task SET gpu_ms = $1, cost_nano = $2 WHERE id = $3";
    sql::execute(c, text, vec![gpu_ms.into(), cost_nano.into(), id.uuid().into()]).await?;
    Ok(())
}

/// Tells the tasks that waited for these that they are done; those with nothing left become ready.
pub async fn release_waiting<C: ConnectionTrait>(c: &C, done: &[TaskId]) -> Result<(), StoreError> {
    for chunk in done.chunks(ROWS) {
        let mut values = Vec::new();
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let count = format!(
            "UPDATE task SET pending = pending - (SELECT count(*) FROM task_edge e \
             WHERE e.task_id = task.id AND e.need_id {among}) \
             WHERE id IN (SELECT task_id FROM task_edge WHERE need_id {among})"
        );
        sql::execute(c, &count, values.clone()).await?;
        let ready = format!(
            "UPDATE task SET state = 1 WHERE state = 0 AND pending <= 0 \
             AND id IN (SELECT task_id FROM task_edge WHERE need_id {among})"
        );
        sql::execute(c, &ready, values).await?;
    }
    Ok(())
}

/// Hands a running task back until `ready_ms`. It counts as a try only with `is_try`: waiting for
/// somebody's turn is none.
pub async fn hand_back<C: ConnectionTrait>(
    c: &C,
    id: TaskId,
    worker: &str,
    (ready_ms, is_try): (i64, bool),
    error: &str,
) -> Result<(), StoreError> {
    let text = "UPDATE task SET state = 1, attempt = attempt + $5, ready_ms = $1, error = $2, \
                lease_ms = NULL, worker = NULL WHERE id = $3 AND state = 3 AND worker = $4";
    let tries = i16::from(is_try);
    let values = vec![ready_ms.into(), error.into(), id.uuid().into(), worker.into(), tries.into()];
    sql::execute(c, text, values).await?;
    Ok(())
}

/// Ends a running task as failed, with a reason for people.
pub async fn mark_failed<C: ConnectionTrait>(
    c: &C,
    id: TaskId,
    worker: &str,
    now_ms: i64,
    error: &str,
) -> Result<bool, StoreError> {
    let text = "UPDATE task SET state = 5, lease_ms = NULL, finished_ms = $1, error = $2, \
                attempt = attempt + 1 WHERE id = $3 AND state = 3 AND worker = $4";
    let values = vec![now_ms.into(), error.into(), id.uuid().into(), worker.into()];
    Ok(sql::execute(c, text, values).await? > 0)
}

/// Ends everything that waits for a failed task, directly or not. Answers the keys that will not
/// come.
pub async fn fail_waiting<C: ConnectionTrait>(
    c: &C,
    failed: TaskId,
    now_ms: i64,
    error: &str,
) -> Result<Vec<Digest>, StoreError> {
    let text = "WITH RECURSIVE below(id) AS ( \
                SELECT task_id FROM task_edge WHERE need_id = $1 \
                UNION SELECT e.task_id FROM task_edge e JOIN below b ON e.need_id = b.id) \
                UPDATE task SET state = 5, finished_ms = $2, error = $3 \
                WHERE state = 0 AND id IN (SELECT id FROM below) RETURNING key";
    let values = vec![failed.uuid().into(), now_ms.into(), error.into()];
    sql::query(c, text, values).await?.iter().map(|row| sql::digest(row, "key")).collect()
}

/// Gives failed tasks of a run another chance: all of them, or these and what waited for them.
pub async fn retry<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    run: RunId,
    only: Option<&[TaskId]>,
) -> Result<u64, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(run.uuid().into());
    let mut text = format!(
        "UPDATE task SET state = CASE WHEN pending <= 0 THEN 1 ELSE 0 END, attempt = 0, \
         ready_ms = 0, error = NULL, finished_ms = NULL \
         WHERE {wall} AND run_id = ${} AND state = 5",
        values.len()
    );
    if let Some(only) = only {
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(only));
        text.push_str(&format!(" AND (pending > 0 OR id {among})"));
    }
    sql::execute(c, &text, values).await
}

/// Cancels what has not begun; what runs may finish and is kept.
pub async fn cancel<C: ConnectionTrait>(c: &C, scope: &Scope, run: RunId, now_ms: i64) -> Result<u64, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([run.uuid().into(), now_ms.into()]);
    let at = values.len();
    let text = format!(
        "UPDATE task SET state = 6, lease_ms = NULL, finished_ms = ${at} \
         WHERE {wall} AND run_id = ${} AND state IN (0, 1, 2)",
        at - 1
    );
    sql::execute(c, &text, values).await
}

/// Whether nothing of a run is left to do.
pub async fn is_over<C: ConnectionTrait>(c: &C, run: RunId) -> Result<bool, StoreError> {
    let text = "SELECT id FROM task WHERE run_id = $1 AND state IN (0, 1, 2, 3) LIMIT 1";
    Ok(sql::query(c, text, vec![run.uuid().into()]).await?.is_empty())
}

/// How many tasks of a run are in which lane and state.
pub async fn count<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    run: RunId,
) -> Result<Vec<(String, TaskState, i64)>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(run.uuid().into());
    let text = format!(
        "SELECT lane, state, count(*) AS n FROM task WHERE {wall} AND run_id = ${} \
         GROUP BY lane, state",
        values.len()
    );
    sql::query(c, &text, values)
        .await?
        .iter()
        .map(|row| {
            let code: i16 = row.try_get("", "state")?;
            let state = TaskState::from_code(code).ok_or_else(|| StoreError::corrupt("state"))?;
            Ok((row.try_get("", "lane")?, state, row.try_get("", "n")?))
        })
        .collect()
}

/// Tasks of a run in id order.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    run: RunId,
    state: Option<TaskState>,
    page: Page<TaskId>,
) -> Result<Vec<Task>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(run.uuid().into());
    let mut text = format!("SELECT {COLUMNS} FROM task WHERE {wall} AND run_id = ${}", values.len());
    if let Some(state) = state {
        values.push(state.code().into());
        text.push_str(&format!(" AND state = ${}", values.len()));
    }
    if let Some(after) = page.after {
        values.push(after.uuid().into());
        text.push_str(&format!(" AND id > ${}", values.len()));
    }
    values.push((page.limit() as i64).into());
    text.push_str(&format!(" ORDER BY id LIMIT ${}", values.len()));
    sql::query(c, &text, values).await?.iter().map(Task::read).collect()
}
