//! Writing the tasks of a launch: many rows at once, step by step.

use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RunId, TaskId};
use galley_domain::task::TaskState;
use sea_orm::{ConnectionTrait, Value};

use crate::StoreError;
use crate::sql::{self, ROWS};

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
    for chunk in tasks.chunks(ROWS) {
        let mut values: Vec<Value> = vec![
            batch.organization.uuid().into(),
            batch.brand.uuid().into(),
            batch.campaign.uuid().into(),
            batch.run.uuid().into(),
            batch.step.clone().into(),
            batch.kind.clone().into(),
            batch.lane.clone().into(),
            batch.now_ms.into(),
        ];
        for task in chunk {
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
        let rows = sql::rows("($1,$2,$3,$4,$5,$6,$7,$8,0,0,?,?,?,?,?,?,?)", 9, chunk.len());
        let text = format!(
            "INSERT INTO task (organization_id, brand_id, campaign_id, run_id, step, kind, lane, \
             created_ms, ready_ms, attempt, id, ordinal, cell, key, needs, pending, state) \
             VALUES {rows}"
        );
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// Says which task waits for which: pairs of need and task.
pub async fn insert_edges<C: ConnectionTrait>(c: &C, edges: &[(TaskId, TaskId)]) -> Result<(), StoreError> {
    for chunk in edges.chunks(ROWS * 2) {
        let values = chunk.iter().flat_map(|(need, task)| [need.uuid().into(), task.uuid().into()]).collect();
        let rows = sql::rows("(?,?)", 1, chunk.len());
        let text = format!("INSERT INTO task_edge (need_id, task_id) VALUES {rows}");
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}
