//! Writing the tasks of a launch: many rows at once, step by step.

use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RunId, TaskId};
use galley_domain::task::TaskState;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use crate::StoreError;
use crate::sql::{Insert, Kind};

/// What all tasks of one step of one run share.
#[derive(Debug, Clone)]
pub struct TaskBatch {
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub run: RunId,
    pub step: String,
    pub kind: String,
    pub lane: String,
    pub now_ms: i64,
}

/// A task to insert.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub id: TaskId,
    /// Place in the run; earlier ones are admitted first.
    pub ordinal: i32,
    pub cell: String,
    pub key: Digest,
    /// Keys of the outputs it needs, in the order of the step's needs.
    pub needs: Vec<Digest>,
    /// How many of them are still to be made.
    pub pending: i32,
}

/// Inserts the tasks of one step. A task with nothing pending is ready at once.
pub async fn insert<C: ConnectionTrait>(c: &C, batch: &TaskBatch, tasks: &[NewTask]) -> Result<(), StoreError> {
    let insert = Insert {
        table: "task",
        same: vec![
            ("organization_id", batch.organization.uuid().into()),
            ("brand_id", batch.brand.uuid().into()),
            ("campaign_id", batch.campaign.uuid().into()),
            ("run_id", batch.run.uuid().into()),
            ("step", batch.step.clone().into()),
            ("kind", batch.kind.clone().into()),
            ("lane", batch.lane.clone().into()),
            ("created_ms", batch.now_ms.into()),
            ("ready_ms", 0_i64.into()),
            ("attempt", 0_i16.into()),
        ],
        columns: &[
            ("id", Kind::Uuid),
            ("ordinal", Kind::Int),
            ("cell", Kind::Text),
            ("key", Kind::Bytes),
            ("needs", Kind::Bytes),
            ("pending", Kind::Int),
            ("state", Kind::SmallInt),
        ],
        then: "",
    };
    let mut values: Vec<Value> = Vec::with_capacity(tasks.len() * insert.columns.len());
    for task in tasks {
        let state = if task.pending == 0 { TaskState::Ready } else { TaskState::Waiting };
        let needs: Vec<u8> = task.needs.iter().flat_map(|need| need.0).collect();
        values.extend([
            task.id.uuid().into(),
            task.ordinal.into(),
            task.cell.clone().into(),
            task.key.0.to_vec().into(),
            needs.into(),
            task.pending.into(),
            state.code().into(),
        ]);
    }
    insert.run(c, values).await
}

/// Says which task waits for which: pairs of need and task.
pub async fn insert_edges<C: ConnectionTrait>(c: &C, edges: &[(TaskId, TaskId)]) -> Result<(), StoreError> {
    let columns = &[("need_id", Kind::Uuid), ("task_id", Kind::Uuid)];
    let insert = Insert { table: "task_edge", same: vec![], columns, then: "" };
    let values = edges.iter().flat_map(|(need, task)| [need.uuid().into(), task.uuid().into()]).collect();
    insert.run(c, values).await
}

/// Has PostgreSQL look again at how rows are spread, after a launch brought very many: until it does, it takes
/// them for few and sorts them all for every page. By itself it gets to it within a minute or so. SQLite plans
/// by its indices alone.
pub async fn refresh_statistics<C: ConnectionTrait>(c: &C) -> Result<(), StoreError> {
    if c.get_database_backend() == DbBackend::Postgres {
        c.execute_unprepared("ANALYZE variant; ANALYZE task; ANALYZE task_edge").await?;
    }
    Ok(())
}
