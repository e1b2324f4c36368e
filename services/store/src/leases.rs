//! Leases: which process may do a thing that only one should do at a time, until when. They belong
//! to processes and not to tenants, so they have no scope. Clocks of machines may differ a
//! little: what is done under a lease must still be harmless when done twice.

use sea_orm::Statement;

use crate::{Reader, StoreError};

/// Takes a lease, or makes one that is held already last longer. False: somebody else holds it.
pub async fn take(c: &impl Reader, name: &str, holder: &str, now_ms: i64, until_ms: i64) -> Result<bool, StoreError> {
    let sql = "INSERT INTO lease (name, holder, until_ms) VALUES ($1, $2, $4) \
               ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms \
               WHERE lease.holder = excluded.holder OR lease.until_ms <= $3";
    let values = [name.into(), holder.into(), now_ms.into(), until_ms.into()];
    let done = c.execute_raw(Statement::from_sql_and_values(c.get_database_backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a lease back, if this holder has it.
pub async fn give_back(c: &impl Reader, name: &str, holder: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM lease WHERE name = $1 AND holder = $2";
    let values = [name.into(), holder.into()];
    c.execute_raw(Statement::from_sql_and_values(c.get_database_backend(), sql, values)).await?;
    Ok(())
}
