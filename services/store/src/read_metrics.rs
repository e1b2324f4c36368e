//! Figures about the work of all organizations together, for whoever runs the machine. No row, no
//! name and no id leaves here.

use galley_domain::task::TaskState;
use sea_orm::ConnectionTrait;

use crate::{StoreError, sql};

/// Tasks of one lane in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneCount {
    pub lane: String,
    pub state: TaskState,
    pub count: i64,
    /// When the oldest of them was created or, after a failed try, may run again.
    pub oldest_ms: i64,
}

/// How many tasks of runs that are not over there are, by lane and state.
pub async fn count_lanes_everywhere<C: ConnectionTrait>(c: &C) -> Result<Vec<LaneCount>, StoreError> {
    let text = "SELECT lane, state, count(*) AS n, \
                min(CASE WHEN ready_ms > 0 THEN ready_ms ELSE created_ms END) AS oldest_ms \
                FROM task WHERE run_id IN (SELECT id FROM run WHERE state IN ('active', 'paused')) \
                GROUP BY lane, state";
    sql::query(c, text, vec![])
        .await?
        .iter()
        .map(|row| {
            let code: i16 = row.try_get("", "state")?;
            Ok(LaneCount {
                lane: row.try_get("", "lane")?,
                state: TaskState::from_code(code).ok_or_else(|| StoreError::corrupt("state"))?,
                count: row.try_get("", "n")?,
                oldest_ms: row.try_get("", "oldest_ms")?,
            })
        })
        .collect()
}
