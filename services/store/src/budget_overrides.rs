//! Requests to go over a budget, and what finance said. Raising the limit is not here.

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, CampaignId, Id, OverrideId};
use galley_domain::ledger::Month;
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::scope::organization_of;
use crate::{Page, StoreError, Tx, sql};

/// A request to go over a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetOverride {
    pub id: OverrideId,
    /// `None`: the organization's budget.
    pub brand: Option<BrandId>,
    /// `None`: the brand's or the organization's.
    pub campaign: Option<CampaignId>,
    /// `None`: the budget in all.
    pub month: Option<Month>,
    pub currency: String,
    pub amount_nano: i64,
    pub reason: String,
    /// `asked`, `approved` or `refused`.
    pub state: String,
    pub asked_by: String,
    pub asked_ms: i64,
    pub decided_by: Option<String>,
    pub decided_ms: Option<i64>,
}

const COLUMNS: &str = "id, brand_id, campaign_id, month, currency, amount_nano, reason, state, asked_by, asked_ms, \
     decided_by, decided_ms";

fn read(row: &QueryResult) -> Result<BudgetOverride, StoreError> {
    let (brand, campaign): (Option<Uuid>, Option<Uuid>) =
        (row.try_get("", "brand_id")?, row.try_get("", "campaign_id")?);
    let month: String = row.try_get("", "month")?;
    Ok(BudgetOverride {
        id: sql::id(row, "id")?,
        brand: brand.map(BrandId),
        campaign: campaign.map(CampaignId),
        month: Month::parse(&month),
        currency: row.try_get("", "currency")?,
        amount_nano: row.try_get("", "amount_nano")?,
        reason: row.try_get("", "reason")?,
        state: row.try_get("", "state")?,
        asked_by: row.try_get("", "asked_by")?,
        asked_ms: row.try_get("", "asked_ms")?,
        decided_by: row.try_get("", "decided_by")?,
        decided_ms: row.try_get("", "decided_ms")?,
    })
}

/// Writes a request.
pub async fn insert_override(tx: &Tx, scope: &Scope, new: &BudgetOverride) -> Result<(), StoreError> {
    let text = format!("INSERT INTO budget_override (organization_id, {COLUMNS}) VALUES ({})", sql::list(1, 13));
    let values: Vec<Value> = vec![
        organization_of(scope).into(),
        new.id.uuid().into(),
        new.brand.map(Id::uuid).into(),
        new.campaign.map(Id::uuid).into(),
        new.month.map(Month::written).unwrap_or_default().into(),
        new.currency.clone().into(),
        new.amount_nano.into(),
        new.reason.clone().into(),
        new.state.clone().into(),
        new.asked_by.clone().into(),
        new.asked_ms.into(),
        new.decided_by.clone().into(),
        new.decided_ms.into(),
    ];
    sql::execute(tx, &text, values).await?;
    Ok(())
}

/// A request, if it exists in this scope.
pub async fn find_override<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    id: OverrideId,
) -> Result<Option<BudgetOverride>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(id.uuid().into());
    let text = format!("SELECT {COLUMNS} FROM budget_override WHERE {wall} AND id = ${}", values.len());
    sql::query(c, &text, values).await?.first().map(read).transpose()
}

/// Requests, the newest first.
pub async fn list_overrides<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    page: Page<OverrideId>,
) -> Result<Vec<BudgetOverride>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    let mut text = format!("SELECT {COLUMNS} FROM budget_override WHERE {wall}");
    if let Some(after) = page.after {
        values.push(after.uuid().into());
        text.push_str(&format!(" AND id < ${}", values.len()));
    }
    values.push((page.limit() as i64).into());
    text.push_str(&format!(" ORDER BY id DESC LIMIT ${}", values.len()));
    sql::query(c, &text, values).await?.iter().map(read).collect()
}

/// Decides a request, once; false where it was decided before.
pub async fn decide_override(
    tx: &Tx,
    scope: &Scope,
    id: OverrideId,
    state: &str,
    (by, now_ms): (&str, i64),
) -> Result<bool, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([id.uuid().into(), state.into(), by.into(), now_ms.into()]);
    let at = values.len();
    let text = format!(
        "UPDATE budget_override SET state = ${}, decided_by = ${}, decided_ms = ${at} \
         WHERE {wall} AND id = ${} AND state = 'asked'",
        at - 2,
        at - 1,
        at - 3
    );
    Ok(sql::execute(tx, &text, values).await? == 1)
}
