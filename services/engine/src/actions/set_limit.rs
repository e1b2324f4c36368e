//! Changes what an organization or a brand may spend, in all or in one month. Cutting always works, also below what is
//! used already: it only stops new work.

use galley_domain::access::{Access, Permission};
use galley_store::accounts::{self, BudgetKey, Limit};
use galley_store::{brands, journal};
use serde_json::json;

use super::notes::note;
use super::set_budget::MAX_NANO;
use crate::{ActionError, Engine};

/// Sets the limit of one budget; `None` is no limit. A hard one refuses, a soft one warns.
pub async fn set_limit(engine: &Engine, access: &Access, key: BudgetKey<'_>, limit: Limit) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    if let Some(brand) = key.brand {
        brands::get_brand(&tx, &scope, brand).await?;
    }
    if !may_set(access, key.brand) {
        return Err(ActionError::NotAllowed("finance or an admin of all that it covers changes a budget".to_owned()));
    }
    if limit.nano.is_some_and(|nano| !(0..=MAX_NANO).contains(&nano)) {
        return Err(ActionError::invalid("/amount", "expected an amount from 0 to 100 million"));
    }
    if !(1..=100).contains(&limit.warn_percent) {
        return Err(ActionError::invalid("/warn_percent", "expected 1 to 100"));
    }
    if key.currency.len() != 3 || !key.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(ActionError::invalid("/currency", "expected an ISO 4217 code such as EUR"));
    }
    let was = accounts::find_budget(&tx, &scope, key).await?.and_then(|budget| budget.account.limit_nano);
    accounts::set_limit(&tx, &scope, key, limit).await?;
    let payload = json!({
        "month": key.month.map(|month| month.written()), "currency": key.currency, "limit_nano": limit.nano,
        "is_hard": limit.is_hard, "warn_percent": limit.warn_percent, "was": { "limit_nano": was },
    });
    let mut entry = note(engine, access, "set_limit", payload);
    entry.brand = key.brand;
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    engine.changed();
    Ok(())
}

/// Whether somebody answers for a brand's money, or for the whole organization's.
pub(super) fn may_set(access: &Access, brand: Option<galley_domain::ids::BrandId>) -> bool {
    match brand {
        Some(brand) => access.may(Permission::SetBudget, brand),
        None => access.may_everywhere(Permission::SetBudget),
    }
}
