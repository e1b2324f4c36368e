//! Where an output came from: the tasks that made it, step by step. Reads only.

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{RunId, TaskId};
use sea_orm::ConnectionTrait;

use crate::{StoreError, sql};

/// A task as far as its output's history needs it.
#[derive(Debug, Clone)]
pub struct Origin {
    pub id: TaskId,
    pub run: RunId,
    pub step: String,
    pub kind: String,
    pub lane: String,
    pub key: Digest,
    /// Keys of the outputs that went into it.
    pub needs: Vec<Digest>,
}

/// Those of these tasks that exist in this scope.
pub async fn list_origins<C: ConnectionTrait>(c: &C, scope: &Scope, ids: &[TaskId]) -> Result<Vec<Origin>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(sql::ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, sql::Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT id, run_id, step, kind, lane, key, needs FROM task WHERE {wall} AND id {among}");
        for row in sql::query(c, &text, values).await? {
            let needs: Vec<u8> = row.try_get("", "needs")?;
            let needs = needs.chunks(32).map(|need| Digest::from_slice(need).map_err(|_| StoreError::corrupt("needs")));
            found.push(Origin {
                id: sql::id(&row, "id")?,
                run: sql::id(&row, "run_id")?,
                step: row.try_get("", "step")?,
                kind: row.try_get("", "kind")?,
                lane: row.try_get("", "lane")?,
                key: sql::digest(&row, "key")?,
                needs: needs.collect::<Result<_, _>>()?,
            });
        }
    }
    Ok(found)
}
