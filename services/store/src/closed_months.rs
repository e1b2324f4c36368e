//! Months that are closed, with their totals as they stood. A month is closed once.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use crate::scope::organization_of;
use crate::{StoreError, json, sql};

/// What a month came to in one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    pub spent_nano: i64,
    pub gpu_ms: i64,
    /// Settlements and corrections.
    pub lines: u64,
    /// Those of them whose cost nobody knows; they are in no sum.
    pub unknown: u64,
}

/// A closed month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedMonth {
    /// `2026-11`.
    pub month: String,
    /// By currency.
    pub totals: BTreeMap<String, MonthTotal>,
    /// An id.
    pub closed_by: String,
    pub at_ms: i64,
}

/// Closes a month; [`StoreError::Conflict`] where it is closed already.
pub async fn insert_closed_month<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    new: &ClosedMonth,
) -> Result<(), StoreError> {
    let text = "INSERT INTO closed_month (organization_id, month, totals, closed_by, at_ms) \
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, month) DO NOTHING";
    let values = vec![
        organization_of(scope).into(),
        new.month.clone().into(),
        json::write(&new.totals).into(),
        new.closed_by.clone().into(),
        new.at_ms.into(),
    ];
    let is_new = sql::execute(c, text, values).await? == 1;
    if is_new { Ok(()) } else { Err(StoreError::Conflict { what: "closed month" }) }
}

/// The organization's closed months, the newest first.
pub async fn list_closed_months<C: ConnectionTrait>(c: &C, scope: &Scope) -> Result<Vec<ClosedMonth>, StoreError> {
    let text =
        "SELECT month, totals, closed_by, at_ms FROM closed_month WHERE organization_id = $1 ORDER BY month DESC";
    let rows = sql::query(c, text, vec![organization_of(scope).into()]).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(ClosedMonth {
            month: row.try_get("", "month")?,
            totals: sql::json(row, "totals")?,
            closed_by: row.try_get("", "closed_by")?,
            at_ms: row.try_get("", "at_ms")?,
        })
    };
    rows.iter().map(read).collect()
}
