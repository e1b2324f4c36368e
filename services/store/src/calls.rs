//! Calls to backends: one row a sending, written before a byte leaves. A row moves on and ends once; what it
//! cost is in the ledger. What an end means for money is not known here.

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, CallId, CampaignId, Id, OrganizationId, RunId, TaskId};
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::sql::{self, Kind};
use crate::{Page, StoreError, Tx};

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallState {
    /// It may have left; nothing came back.
    Sent,
    /// The backend took it and named it.
    Accepted,
    /// It is done, and what came is kept.
    Settled,
    /// Nothing that can be used came of it.
    Failed,
    /// Nobody knows whether the backend took it.
    Ambiguous,
}

impl CallState {
    /// Every state.
    pub const ALL: [CallState; 5] =
        [CallState::Sent, CallState::Accepted, CallState::Settled, CallState::Failed, CallState::Ambiguous];

    /// The word in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            CallState::Sent => "sent",
            CallState::Accepted => "accepted",
            CallState::Settled => "settled",
            CallState::Failed => "failed",
            CallState::Ambiguous => "ambiguous",
        }
    }

    /// Whether something may still come.
    pub fn is_open(self) -> bool {
        matches!(self, CallState::Sent | CallState::Accepted)
    }
}

/// A call as its row has it.
#[derive(Debug, Clone)]
pub struct Call {
    pub id: CallId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub run: RunId,
    pub task: TaskId,
    pub attempt: i16,
    pub step: String,
    pub backend: String,
    /// The same over all sendings of the same work.
    pub key: String,
    pub state: CallState,
    /// What it is called at the backend.
    pub job: Option<String>,
    /// What is set aside for it out of the run's hold.
    pub held_nano: i64,
    /// `None`: nobody knows, or it is not over.
    pub amount_nano: Option<i64>,
    /// How the amount is known; `unknown` where it is not.
    pub basis: Option<String>,
    pub gpu_ms: Option<i64>,
    pub gpu_basis: Option<String>,
    /// JSON: what was used, by modality.
    pub used: Option<String>,
    /// JSON: what came.
    pub answer: Option<String>,
    pub vendor_id: Option<String>,
    pub reason: Option<String>,
    pub sent_ms: i64,
    pub ended_ms: Option<i64>,
    /// Who said that it may be sent again although nobody knows.
    pub released_by: Option<String>,
}

/// How a call ends.
#[derive(Debug, Clone)]
pub struct CallEnd {
    pub state: CallState,
    pub amount_nano: Option<i64>,
    pub basis: &'static str,
    pub gpu_ms: Option<i64>,
    pub gpu_basis: Option<&'static str>,
    pub used: Option<String>,
    pub answer: Option<String>,
    pub vendor_id: Option<String>,
    pub reason: Option<String>,
    pub now_ms: i64,
}

/// What ending a call changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was open.
    Now { held_nano: i64 },
    /// It had been given up as ambiguous, and the answer came after all.
    Late { held_nano: i64 },
    /// It is over and stays as it is.
    Before,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, run_id, task_id, attempt, step, backend, key, \
     state, job, held_nano, amount_nano, basis, gpu_ms, gpu_basis, used, answer, vendor_id, reason, sent_ms, ended_ms, \
     released_by";

impl Call {
    /// The scope of the organization it belongs to: for workers.
    pub fn scope(&self) -> Scope {
        Scope::whole(self.organization)
    }

    fn read(row: &QueryResult) -> Result<Call, StoreError> {
        let word: String = row.try_get("", "state")?;
        let state = CallState::ALL.into_iter().find(|state| state.word() == word);
        Ok(Call {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            run: sql::id(row, "run_id")?,
            task: sql::id(row, "task_id")?,
            attempt: row.try_get("", "attempt")?,
            step: row.try_get("", "step")?,
            backend: row.try_get("", "backend")?,
            key: row.try_get("", "key")?,
            state: state.ok_or_else(|| StoreError::corrupt("state"))?,
            job: row.try_get("", "job")?,
            held_nano: row.try_get("", "held_nano")?,
            amount_nano: row.try_get("", "amount_nano")?,
            basis: row.try_get("", "basis")?,
            gpu_ms: row.try_get("", "gpu_ms")?,
            gpu_basis: row.try_get("", "gpu_basis")?,
            used: row.try_get("", "used")?,
            answer: row.try_get("", "answer")?,
            vendor_id: row.try_get("", "vendor_id")?,
            reason: row.try_get("", "reason")?,
            sent_ms: row.try_get("", "sent_ms")?,
            ended_ms: row.try_get("", "ended_ms")?,
            released_by: row.try_get("", "released_by")?,
        })
    }
}

/// Writes a call that is about to be sent.
pub async fn insert(tx: &Tx, call: &Call) -> Result<(), StoreError> {
    let columns = "id, organization_id, brand_id, campaign_id, run_id, task_id, attempt, step, backend, key, state, \
                   held_nano, sent_ms";
    let text = format!("INSERT INTO backend_call ({columns}) VALUES ({})", sql::list(1, 13));
    let values: Vec<Value> = vec![
        call.id.uuid().into(),
        call.organization.uuid().into(),
        call.brand.uuid().into(),
        call.campaign.uuid().into(),
        call.run.uuid().into(),
        call.task.uuid().into(),
        call.attempt.into(),
        call.step.clone().into(),
        call.backend.clone().into(),
        call.key.clone().into(),
        call.state.word().into(),
        call.held_nano.into(),
        call.sent_ms.into(),
    ];
    sql::execute(tx, &text, values).await?;
    Ok(())
}

/// The newest sending of a task's call to a backend: for workers, which hold the task's row.
pub async fn find_latest_everywhere<C: ConnectionTrait>(
    c: &C,
    task: TaskId,
    backend: &str,
    key: &str,
) -> Result<Option<Call>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM backend_call WHERE task_id = $1 AND key = $2 AND backend = $3 ORDER BY id DESC LIMIT 1"
    );
    let values = vec![task.uuid().into(), key.into(), backend.into()];
    sql::query(c, &text, values).await?.first().map(Call::read).transpose()
}

/// A call, if it exists in this scope.
pub async fn find<C: ConnectionTrait>(c: &C, scope: &Scope, id: CallId) -> Result<Option<Call>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(id.uuid().into());
    let text = format!("SELECT {COLUMNS} FROM backend_call WHERE {wall} AND id = ${}", values.len());
    sql::query(c, &text, values).await?.first().map(Call::read).transpose()
}

/// The calls of a run, oldest first; perhaps only those in one state.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    run: RunId,
    state: Option<CallState>,
    page: Page<CallId>,
) -> Result<Vec<Call>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([run.uuid().into(), page.after().into()]);
    let at = values.len();
    let mut text = format!("SELECT {COLUMNS} FROM backend_call WHERE {wall} AND run_id = ${} AND id > ${at}", at - 1);
    if let Some(state) = state {
        values.push(state.word().into());
        text.push_str(&format!(" AND state = ${}", values.len()));
    }
    values.push((page.limit() as i64).into());
    text.push_str(&format!(" ORDER BY id LIMIT ${}", values.len()));
    sql::query(c, &text, values).await?.iter().map(Call::read).collect()
}

/// Notes what the backend calls it.
pub async fn accept<C: ConnectionTrait>(c: &C, id: CallId, job: &str) -> Result<(), StoreError> {
    let text = "UPDATE backend_call SET state = 'accepted', job = $1 WHERE id = $2 AND state IN ('sent', 'accepted')";
    sql::execute(c, text, vec![job.into(), id.uuid().into()]).await?;
    Ok(())
}

/// Ends a call, once. An ambiguous one may still be settled: its answer was late.
pub async fn end(tx: &Tx, id: CallId, end: &CallEnd) -> Result<Ended, StoreError> {
    if let Some(held_nano) = end_from(tx, id, end, "('sent', 'accepted')").await? {
        return Ok(Ended::Now { held_nano });
    }
    if end.state == CallState::Ambiguous {
        return Ok(Ended::Before);
    }
    let late = end_from(tx, id, end, "('ambiguous')").await?;
    Ok(late.map_or(Ended::Before, |held_nano| Ended::Late { held_nano }))
}

async fn end_from(tx: &Tx, id: CallId, end: &CallEnd, from: &str) -> Result<Option<i64>, StoreError> {
    let text = format!(
        "UPDATE backend_call SET state = $1, amount_nano = $2, basis = $3, gpu_ms = $4, gpu_basis = $5, used = $6, \
         answer = $7, vendor_id = $8, reason = $9, ended_ms = $10 WHERE id = $11 AND state IN {from} \
         RETURNING held_nano"
    );
    let values: Vec<Value> = vec![
        end.state.word().into(),
        end.amount_nano.into(),
        end.basis.into(),
        end.gpu_ms.into(),
        end.gpu_basis.map(str::to_owned).into(),
        end.used.clone().into(),
        end.answer.clone().into(),
        end.vendor_id.clone().into(),
        end.reason.clone().into(),
        end.now_ms.into(),
        id.uuid().into(),
    ];
    let rows = sql::query(tx, &text, values).await?;
    rows.first().map(|row| Ok(row.try_get("", "held_nano")?)).transpose()
}

/// Nothing is set aside for a call any more.
pub async fn drop_hold(tx: &Tx, id: CallId) -> Result<(), StoreError> {
    sql::execute(tx, "UPDATE backend_call SET held_nano = 0 WHERE id = $1", vec![id.uuid().into()]).await?;
    Ok(())
}

/// Writes the cost of a call that was not known; answers what was set aside for it, or `None` where the cost was known.
pub async fn learn_cost(tx: &Tx, id: CallId, amount_nano: i64, basis: &str) -> Result<Option<i64>, StoreError> {
    let text = "UPDATE backend_call SET amount_nano = $1, basis = $2 WHERE id = $3 AND basis = 'unknown' \
                RETURNING held_nano";
    let rows = sql::query(tx, text, vec![amount_nano.into(), basis.into(), id.uuid().into()]).await?;
    let held = rows.first().map(|row| row.try_get::<i64>("", "held_nano")).transpose()?;
    if held.is_some() {
        drop_hold(tx, id).await?;
    }
    Ok(held)
}

/// Says of the ambiguous calls of a run, or of these tasks of it, that they may be sent again; answers how many.
pub async fn release<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    run: RunId,
    only: Option<&[TaskId]>,
    by: &str,
) -> Result<u64, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([run.uuid().into(), by.into()]);
    let at = values.len();
    let mut text = format!(
        "UPDATE backend_call SET released_by = ${at} WHERE {wall} AND run_id = ${} AND state = 'ambiguous' \
         AND released_by IS NULL",
        at - 1
    );
    if let Some(only) = only {
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(only));
        text.push_str(&format!(" AND task_id {among}"));
    }
    sql::execute(c, &text, values).await
}

/// Calls over since `since_ms` whose cost nobody told, that have a name at the backend and were not asked about since
/// `asked_ms`.
pub async fn list_untold_everywhere<C: ConnectionTrait>(
    c: &C,
    since_ms: i64,
    asked_ms: i64,
    limit: i64,
) -> Result<Vec<Call>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM backend_call WHERE basis = 'unknown' AND job IS NOT NULL AND ended_ms >= $1 \
         AND asked_ms < $2 ORDER BY asked_ms LIMIT $3"
    );
    let values = vec![since_ms.into(), asked_ms.into(), limit.into()];
    sql::query(c, &text, values).await?.iter().map(Call::read).collect()
}

/// Open calls, sent before then, of tasks that are over: whoever waited for them died.
pub async fn list_left_everywhere<C: ConnectionTrait>(
    c: &C,
    sent_before_ms: i64,
    limit: i64,
) -> Result<Vec<Call>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM backend_call WHERE state IN ('sent', 'accepted') AND sent_ms < $1 AND EXISTS \
         (SELECT 1 FROM task WHERE task.id = backend_call.task_id AND task.state IN (4, 5, 6)) ORDER BY sent_ms LIMIT $2"
    );
    sql::query(c, &text, vec![sent_before_ms.into(), limit.into()]).await?.iter().map(Call::read).collect()
}

/// Remembers that the backend was asked what a call cost.
pub async fn note_asked<C: ConnectionTrait>(c: &C, id: CallId, now_ms: i64) -> Result<(), StoreError> {
    let text = "UPDATE backend_call SET asked_ms = $1 WHERE id = $2";
    sql::execute(c, text, vec![now_ms.into(), id.uuid().into()]).await?;
    Ok(())
}
