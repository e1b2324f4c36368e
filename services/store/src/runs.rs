//! Runs: approved plans and releases being carried out.

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, PlanId, ReleaseId, RunId};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::Page;
use crate::StoreError;
use crate::sql;

/// A run as its row has it. `kind` is `make` or `release`; `state` is `active`, `paused`,
/// `cancelled` or `done`.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: RunId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub plan: Option<PlanId>,
    pub release: Option<ReleaseId>,
    pub kind: String,
    pub state: String,
    pub weight: i32,
    pub launched_by: String,
    pub launched_ms: i64,
    pub finished_ms: Option<i64>,
    pub currency: String,
    pub hold_nano: i64,
    pub spent_nano: i64,
    pub task_count: i32,
    pub reused_count: i32,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, plan_id, release_id, kind, state, \
     weight, launched_by, launched_ms, finished_ms, currency, hold_nano, spent_nano, task_count, \
     reused_count";

impl Run {
    /// The scope of the organization it belongs to: for workers.
    pub fn scope(&self) -> Scope {
        Scope::whole(self.organization)
    }

    fn read(row: &QueryResult) -> Result<Run, StoreError> {
        let plan: Option<Uuid> = row.try_get("", "plan_id")?;
        let release: Option<Uuid> = row.try_get("", "release_id")?;
        Ok(Run {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            plan: plan.map(PlanId),
            release: release.map(ReleaseId),
            kind: row.try_get("", "kind")?,
            state: row.try_get("", "state")?,
            weight: row.try_get("", "weight")?,
            launched_by: row.try_get("", "launched_by")?,
            launched_ms: row.try_get("", "launched_ms")?,
            finished_ms: row.try_get("", "finished_ms")?,
            currency: row.try_get("", "currency")?,
            hold_nano: row.try_get("", "hold_nano")?,
            spent_nano: row.try_get("", "spent_nano")?,
            task_count: row.try_get("", "task_count")?,
            reused_count: row.try_get("", "reused_count")?,
        })
    }
}

/// Inserts a run.
pub async fn insert<C: ConnectionTrait>(c: &C, run: &Run) -> Result<(), StoreError> {
    let text = format!("INSERT INTO run ({COLUMNS}) VALUES ({})", sql::list(1, 17));
    let values: Vec<Value> = vec![
        run.id.uuid().into(),
        run.organization.uuid().into(),
        run.brand.uuid().into(),
        run.campaign.uuid().into(),
        run.plan.map(Id::uuid).into(),
        run.release.map(Id::uuid).into(),
        run.kind.clone().into(),
        run.state.clone().into(),
        run.weight.into(),
        run.launched_by.clone().into(),
        run.launched_ms.into(),
        run.finished_ms.into(),
        run.currency.clone().into(),
        run.hold_nano.into(),
        run.spent_nano.into(),
        run.task_count.into(),
        run.reused_count.into(),
    ];
    sql::execute(c, &text, values).await?;
    Ok(())
}

/// A run, if it exists in this scope.
pub async fn find<C: ConnectionTrait>(c: &C, scope: &Scope, id: RunId) -> Result<Option<Run>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(id.uuid().into());
    let text = format!("SELECT {COLUMNS} FROM run WHERE {wall} AND id = ${}", values.len());
    sql::query(c, &text, values).await?.first().map(Run::read).transpose()
}

/// A run, or an error where it does not exist in this scope.
pub async fn get<C: ConnectionTrait>(c: &C, scope: &Scope, id: RunId) -> Result<Run, StoreError> {
    find(c, scope, id).await?.ok_or(StoreError::NotFound { what: "run" })
}

/// Runs, newest first, perhaps of one campaign.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: Option<CampaignId>,
    page: Page<RunId>,
) -> Result<Vec<Run>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    let mut text = format!("SELECT {COLUMNS} FROM run WHERE {wall}");
    if let Some(campaign) = campaign {
        values.push(campaign.uuid().into());
        text.push_str(&format!(" AND campaign_id = ${}", values.len()));
    }
    if let Some(after) = page.after {
        values.push(after.uuid().into());
        text.push_str(&format!(" AND id < ${}", values.len()));
    }
    values.push((page.limit() as i64).into());
    text.push_str(&format!(" ORDER BY id DESC LIMIT ${}", values.len()));
    sql::query(c, &text, values).await?.iter().map(Run::read).collect()
}

/// Every active run of every organization: for the dispatcher.
pub async fn list_active_everywhere<C: ConnectionTrait>(c: &C) -> Result<Vec<Run>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM run WHERE state = 'active' ORDER BY id");
    sql::query(c, &text, vec![]).await?.iter().map(Run::read).collect()
}

/// A run by id in any organization: for workers, which got the id from a task's row.
pub async fn get_everywhere<C: ConnectionTrait>(c: &C, id: RunId) -> Result<Run, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM run WHERE id = $1");
    let rows = sql::query(c, &text, vec![id.uuid().into()]).await?;
    Run::read(rows.first().ok_or(StoreError::NotFound { what: "run" })?)
}

/// Moves a run from one of some states to another; false where it was in none of them.
pub async fn move_state<C: ConnectionTrait>(
    c: &C,
    id: RunId,
    from: &[&str],
    to: &str,
    finished_ms: Option<i64>,
) -> Result<bool, StoreError> {
    let mut values: Vec<Value> = vec![to.into(), finished_ms.into(), id.uuid().into()];
    values.extend(from.iter().map(|state| Value::from(*state)));
    let list = sql::list(4, from.len());
    let text = format!("UPDATE run SET state = $1, finished_ms = $2 WHERE id = $3 AND state IN ({list})");
    Ok(sql::execute(c, &text, values).await? > 0)
}

/// Reserves for a call out of a run's hold; answers how much the hold lacks for it.
pub async fn reserve<C: ConnectionTrait>(c: &C, id: RunId, need_nano: i64) -> Result<i64, StoreError> {
    let left = move_reserved(c, id, need_nano).await?;
    Ok((-left).clamp(0, need_nano))
}

/// Adds to a run's hold.
pub async fn add_hold<C: ConnectionTrait>(c: &C, id: RunId, nano: i64) -> Result<(), StoreError> {
    let text = "UPDATE run SET hold_nano = hold_nano + $1 WHERE id = $2";
    sql::execute(c, text, vec![nano.into(), id.uuid().into()]).await?;
    Ok(())
}

/// Ends a call's reservation without a cost.
pub async fn unreserve<C: ConnectionTrait>(c: &C, id: RunId, reserved_nano: i64) -> Result<(), StoreError> {
    move_reserved(c, id, -reserved_nano).await.map(drop)
}

/// Puts a cost in the place of a call's reservation; answers how much of the cost the hold covers.
pub async fn settle<C: ConnectionTrait>(
    c: &C,
    id: RunId,
    reserved_nano: i64,
    cost_nano: i64,
) -> Result<i64, StoreError> {
    let left = move_reserved(c, id, -reserved_nano).await?;
    let freed = cost_nano.clamp(0, left.max(0));
    let text = "UPDATE run SET spent_nano = spent_nano + $1, freed_nano = freed_nano + $2 WHERE id = $3";
    sql::execute(c, text, vec![cost_nano.into(), freed.into(), id.uuid().into()]).await?;
    Ok(freed)
}

/// Takes out of a run's hold what no call may take any more; answers how much that is.
pub async fn take_rest<C: ConnectionTrait>(c: &C, id: RunId) -> Result<i64, StoreError> {
    let rest = move_reserved(c, id, 0).await?.max(0);
    free(c, id, rest).await?;
    Ok(rest)
}

/// What an ended run gave back of its hold, taken again for another try; answers how much that is.
pub async fn take_again<C: ConnectionTrait>(c: &C, id: RunId) -> Result<i64, StoreError> {
    let text = "SELECT hold_nano - spent_nano - reserved_nano AS left_nano FROM run WHERE id = $1";
    let rows = sql::query(c, text, vec![id.uuid().into()]).await?;
    let left: i64 = rows.first().ok_or(StoreError::NotFound { what: "run" })?.try_get("", "left_nano")?;
    free(c, id, -left.max(0)).await?;
    Ok(left.max(0))
}

/// Notes that a run's hold gave so much back.
async fn free<C: ConnectionTrait>(c: &C, id: RunId, nano: i64) -> Result<(), StoreError> {
    let text = "UPDATE run SET freed_nano = freed_nano + $1 WHERE id = $2";
    sql::execute(c, text, vec![nano.into(), id.uuid().into()]).await?;
    Ok(())
}

/// Moves what is reserved, and keeps the row until the transaction ends; answers what of the hold is left.
async fn move_reserved<C: ConnectionTrait>(c: &C, id: RunId, nano: i64) -> Result<i64, StoreError> {
    let text = "UPDATE run SET reserved_nano = reserved_nano + $1 WHERE id = $2 \
                RETURNING hold_nano - freed_nano - reserved_nano AS left_nano";
    let rows = sql::query(c, text, vec![nano.into(), id.uuid().into()]).await?;
    Ok(rows.first().ok_or(StoreError::NotFound { what: "run" })?.try_get("", "left_nano")?)
}

/// Ends a run of which nothing is left, once; a cancelled one stays cancelled. False where it
/// was ended before.
pub async fn close<C: ConnectionTrait>(c: &C, id: RunId, now_ms: i64) -> Result<bool, StoreError> {
    let text = "UPDATE run SET finished_ms = $1, \
                state = CASE WHEN state = 'cancelled' THEN state ELSE 'done' END \
                WHERE id = $2 AND finished_ms IS NULL";
    Ok(sql::execute(c, text, vec![now_ms.into(), id.uuid().into()]).await? > 0)
}

/// Runs that stand open although nothing of them is left to do: whoever ended their last task died
/// before closing them.
pub async fn list_left_open_everywhere<C: ConnectionTrait>(c: &C) -> Result<Vec<RunId>, StoreError> {
    let text = "SELECT id FROM run WHERE state IN ('active', 'paused', 'cancelled') AND finished_ms IS NULL \
                AND NOT EXISTS (SELECT 1 FROM task WHERE task.run_id = run.id AND task.state IN (0, 1, 2, 3)) \
                ORDER BY id";
    sql::query(c, text, vec![]).await?.iter().map(|row| sql::id(row, "id")).collect()
}

/// Opens an ended run again, for its failed tasks.
pub async fn reopen<C: ConnectionTrait>(c: &C, id: RunId) -> Result<(), StoreError> {
    let text = "UPDATE run SET state = 'active', finished_ms = NULL WHERE id = $1";
    sql::execute(c, text, vec![id.uuid().into()]).await?;
    Ok(())
}
