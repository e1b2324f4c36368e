//! Secrets that make the pseudonyms in exports, one for each receiver. Kept as long as somebody may ask that what was
//! exported of them be deleted again.

use galley_domain::access::Scope;
use sea_orm::ConnectionTrait;

use crate::scope::organization_of;
use crate::{StoreError, sql};

/// The receiver's secret; where there is none yet, `fresh` becomes it.
pub async fn keep_export_key<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    receiver: &str,
    fresh: Vec<u8>,
    now_ms: i64,
) -> Result<Vec<u8>, StoreError> {
    let text = "INSERT INTO export_key (organization_id, receiver, secret, created_ms) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (organization_id, receiver) DO NOTHING";
    let values = vec![organization_of(scope).into(), receiver.into(), fresh.into(), now_ms.into()];
    sql::execute(c, text, values).await?;
    let text = "SELECT secret FROM export_key WHERE organization_id = $1 AND receiver = $2";
    let rows = sql::query(c, text, vec![organization_of(scope).into(), receiver.into()]).await?;
    let row = rows.first().ok_or(StoreError::NotFound { what: "export key" })?;
    Ok(row.try_get("", "secret")?)
}
