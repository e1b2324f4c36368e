//! Finance closes a month: what stands in the books is written down and can be held against them ever after. The books
//! are never changed anyway; what is corrected later stands in the month in which it is corrected.

use std::collections::BTreeMap;

use galley_domain::access::{Access, Permission};
use galley_domain::ledger::Month;
use galley_store::closed_months::{self, ClosedMonth, MonthTotal};
use galley_store::{StoreError, journal, read_spend};
use serde_json::json;

use super::notes::note;
use crate::{ActionError, Engine};

/// Closes a month that is over. Answers what it came to.
pub async fn close_month(engine: &Engine, access: &Access, month: Month) -> Result<ClosedMonth, ActionError> {
    if !access.may_everywhere(Permission::SetBudget) {
        return Err(ActionError::NotAllowed("finance or an admin of the whole organization closes a month".to_owned()));
    }
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let (from_ms, until_ms) = month.range_ms();
    if until_ms > now_ms {
        return Err(ActionError::conflict("month_not_over", format!("{} is not over yet", month.written())));
    }
    let tx = engine.store.begin().await?;
    let mut totals: BTreeMap<String, MonthTotal> = BTreeMap::new();
    for row in read_spend::list_focus_rows(&tx, &scope, (from_ms, until_ms)).await? {
        let total = totals.entry(row.currency).or_default();
        total.spent_nano += row.amount_nano.unwrap_or(0);
        total.gpu_ms += row.gpu_ms.unwrap_or(0);
        total.lines += 1;
        total.unknown += u64::from(row.amount_nano.is_none());
    }
    let closed = ClosedMonth { month: month.written(), totals, closed_by: access.actor.written(), at_ms: now_ms };
    closed_months::insert_closed_month(&tx, &scope, &closed).await.map_err(|error| match error {
        StoreError::Conflict { .. } => {
            ActionError::conflict("month_closed", format!("{} is closed already", closed.month))
        }
        other => other.into(),
    })?;
    let payload = json!({ "month": closed.month, "totals": closed.totals });
    journal::append(&tx, &scope, now_ms, vec![note(engine, access, "close_month", payload)]).await?;
    tx.commit().await?;
    Ok(closed)
}
