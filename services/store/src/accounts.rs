//! Accounts of organizations and brands: what all their campaigns have set aside and spent, in all and in each month, and
//! what they may. They move with the ledger's lines, in the same transaction; the campaign's own account is in its row.

use galley_domain::access::{Brands, Scope};
use galley_domain::ids::{BrandId, Id};
use galley_domain::ledger::{Account, BudgetPlace, Level, Month};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::campaigns::Campaign;
use crate::ledger::Hold;
use crate::scope::organization_of;
use crate::{StoreError, Tx, sql};

/// A budget of an organization or a brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// `None`: the whole organization.
    pub brand: Option<BrandId>,
    /// `None`: in all.
    pub month: Option<Month>,
    pub currency: String,
    /// With what is set aside now, whatever month it will be spent in.
    pub account: Account,
    /// Percent of the limit from which on it warns.
    pub warn_percent: i16,
}

/// What a budget may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// `None`: no limit.
    pub nano: Option<i64>,
    pub is_hard: bool,
    pub warn_percent: i16,
}

/// Which budget.
#[derive(Debug, Clone, Copy)]
pub struct BudgetKey<'a> {
    pub brand: Option<BrandId>,
    pub month: Option<Month>,
    pub currency: &'a str,
}

impl BudgetKey<'_> {
    fn owner(&self, scope: &Scope) -> Uuid {
        self.brand.map_or(organization_of(scope), Id::uuid)
    }

    fn month(&self) -> String {
        self.month.map(Month::written).unwrap_or_default()
    }
}

const TOTALS: &str = "SELECT a.*, t.held_nano AS total_held_nano FROM account a \
     JOIN account t ON t.owner_id = a.owner_id AND t.currency = a.currency AND t.month = ''";

/// SQLite has no type for true and false.
fn flag(row: &QueryResult, column: &str) -> Result<bool, StoreError> {
    Ok(row.try_get::<bool>("", column).or_else(|_| row.try_get::<i64>("", column).map(|number| number != 0))?)
}

fn read(row: &QueryResult) -> Result<Budget, StoreError> {
    let (brand, month): (Option<Uuid>, String) = (row.try_get("", "brand_id")?, row.try_get("", "month")?);
    let month = match month.as_str() {
        "" => None,
        text => Some(Month::parse(text).ok_or_else(|| StoreError::corrupt("month"))?),
    };
    Ok(Budget {
        brand: brand.map(BrandId),
        month,
        currency: row.try_get("", "currency")?,
        account: Account {
            limit_nano: row.try_get("", "limit_nano")?,
            is_hard: flag(row, "is_hard")?,
            held_nano: row.try_get("", "total_held_nano")?,
            spent_nano: row.try_get("", "spent_nano")?,
        },
        warn_percent: row.try_get("", "warn_percent")?,
    })
}

/// The budgets of a scope: those in all, and those of months that have a limit or are this one.
pub async fn list_budgets<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    this_month: Month,
) -> Result<Vec<Budget>, StoreError> {
    let (wall, mut values) = budget_wall(scope);
    values.push(this_month.written().into());
    let text = format!(
        "{TOTALS} WHERE {wall} AND (a.month = '' OR a.month = ${} OR a.limit_nano IS NOT NULL) \
         ORDER BY CASE WHEN a.brand_id IS NULL THEN 0 ELSE 1 END, a.brand_id, a.currency, a.month",
        values.len()
    );
    sql::query(c, &text, values).await?.iter().map(read).collect()
}

/// One budget, if anything was ever spent or limited there.
pub async fn find_budget<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    key: BudgetKey<'_>,
) -> Result<Option<Budget>, StoreError> {
    let (wall, mut values) = budget_wall(scope);
    values.extend([key.owner(scope).into(), key.month().into(), key.currency.into()]);
    let at = values.len();
    let text =
        format!("{TOTALS} WHERE {wall} AND a.owner_id = ${} AND a.month = ${} AND a.currency = ${at}", at - 2, at - 1);
    sql::query(c, &text, values).await?.first().map(read).transpose()
}

/// Changes what a budget may. Cutting it below what is used already works: it only stops new holds.
pub async fn set_limit(tx: &Tx, scope: &Scope, key: BudgetKey<'_>, limit: Limit) -> Result<(), StoreError> {
    covers(scope, key.brand)?;
    // What is set aside stands in the account in all, which every account of a month needs.
    open(tx, scope, &BudgetKey { month: None, ..key }).await?;
    open(tx, scope, &key).await?;
    let text = "UPDATE account SET limit_nano = $1, is_hard = $2, warn_percent = $3 \
                WHERE owner_id = $4 AND month = $5 AND currency = $6";
    let values = vec![
        limit.nano.into(),
        limit.is_hard.into(),
        limit.warn_percent.into(),
        key.owner(scope).into(),
        key.month().into(),
        key.currency.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Raises a limit; false where there is none to raise.
pub async fn raise_limit(tx: &Tx, scope: &Scope, key: BudgetKey<'_>, nano: i64) -> Result<bool, StoreError> {
    covers(scope, key.brand)?;
    let text = "UPDATE account SET limit_nano = limit_nano + $1 \
                WHERE owner_id = $2 AND month = $3 AND currency = $4 AND limit_nano IS NOT NULL";
    let values = vec![nano.into(), key.owner(scope).into(), key.month().into(), key.currency.into()];
    Ok(sql::execute(tx, text, values).await? == 1)
}

/// Whether a hard limit stands over a campaign at a time, beside its own.
pub(crate) async fn is_hard<C: ConnectionTrait>(c: &C, campaign: &Campaign, at_ms: i64) -> Result<bool, StoreError> {
    let text = "SELECT 1 AS one FROM account WHERE owner_id IN ($1, $2) AND currency = $3 AND month IN ('', $4) \
                AND is_hard = TRUE AND limit_nano IS NOT NULL LIMIT 1";
    let month = Month::of(at_ms).written();
    let values: Vec<Value> =
        vec![campaign.brand_id.into(), campaign.organization_id.into(), campaign.currency.clone().into(), month.into()];
    Ok(!sql::query(c, text, values).await?.is_empty())
}

/// Sets money aside in the accounts over a campaign, or says which of them has too little; then nothing
/// is changed.
pub(crate) async fn hold(tx: &Tx, campaign: &Campaign, nano: i64, at_ms: i64) -> Result<Option<Hold>, StoreError> {
    let month = Month::of(at_ms);
    for (place, (level, scope, brand)) in owners(campaign).into_iter().enumerate() {
        let total = BudgetKey { brand, month: None, currency: &campaign.currency };
        // The row is kept until the transaction ends, so what the month has spent does not move meanwhile.
        let used = match add(tx, &scope, &total, (nano, 0)).await? {
            Some(used) => used,
            None => {
                open(tx, &scope, &total).await?;
                let opened = add(tx, &scope, &total, (nano, 0)).await?;
                opened.ok_or(StoreError::NotFound { what: "account" })?
            }
        };
        let refusal = |account: &Account, month| {
            let short = account.is_hard && account.free_nano().is_some_and(|free| free < 0);
            let free_nano = account.free_nano().unwrap_or(0).saturating_add(nano).max(0);
            short.then_some(Hold::Refused { free_nano, by: BudgetPlace { level, month } })
        };
        let mut refused = refusal(&used, None);
        if refused.is_none() {
            let monthly = find_budget(tx, &scope, BudgetKey { month: Some(month), ..total }).await?;
            refused = monthly.and_then(|budget| refusal(&budget.account, Some(month)));
        }
        if refused.is_some() {
            for (_, scope, brand) in owners(campaign).into_iter().take(place + 1) {
                add(tx, &scope, &BudgetKey { brand, ..total }, (-nano, 0)).await?;
            }
            return Ok(refused);
        }
    }
    Ok(None)
}

/// Moves what is set aside and spent in the accounts over a campaign, whatever they may.
pub(crate) async fn spend(
    tx: &Tx,
    campaign: &Campaign,
    (held_nano, spent_nano): (i64, i64),
    at_ms: i64,
) -> Result<(), StoreError> {
    for (_, scope, brand) in owners(campaign) {
        let total = BudgetKey { brand, month: None, currency: &campaign.currency };
        if add(tx, &scope, &total, (held_nano, spent_nano)).await?.is_none() {
            open(tx, &scope, &total).await?;
            add(tx, &scope, &total, (held_nano, spent_nano)).await?;
        }
        if spent_nano == 0 {
            continue;
        }
        let monthly = BudgetKey { month: Some(Month::of(at_ms)), ..total };
        if add(tx, &scope, &monthly, (0, spent_nano)).await?.is_none() {
            open(tx, &scope, &monthly).await?;
            add(tx, &scope, &monthly, (0, spent_nano)).await?;
        }
    }
    Ok(())
}

/// The brand first and then the organization, in every transaction, so that none waits for another in a ring.
fn owners(campaign: &Campaign) -> [(Level, Scope, Option<BrandId>); 2] {
    let scope = Scope::whole(campaign.organization_id());
    [(Level::Brand, scope.clone(), Some(campaign.brand_id())), (Level::Organization, scope, None)]
}

async fn add(
    tx: &Tx,
    scope: &Scope,
    key: &BudgetKey<'_>,
    (held_nano, spent_nano): (i64, i64),
) -> Result<Option<Account>, StoreError> {
    let text = "UPDATE account SET held_nano = held_nano + $1, spent_nano = spent_nano + $2 \
                WHERE owner_id = $3 AND month = $4 AND currency = $5 RETURNING limit_nano, is_hard, held_nano, spent_nano";
    let values: Vec<Value> =
        vec![held_nano.into(), spent_nano.into(), key.owner(scope).into(), key.month().into(), key.currency.into()];
    let rows = sql::query(tx, text, values).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Account {
        limit_nano: row.try_get("", "limit_nano")?,
        is_hard: flag(row, "is_hard")?,
        held_nano: row.try_get("", "held_nano")?,
        spent_nano: row.try_get("", "spent_nano")?,
    }))
}

/// Makes an account without a limit, where there is none.
async fn open(tx: &Tx, scope: &Scope, key: &BudgetKey<'_>) -> Result<(), StoreError> {
    let text = "INSERT INTO account (organization_id, brand_id, owner_id, month, currency) \
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (owner_id, month, currency) DO NOTHING";
    let values: Vec<Value> = vec![
        organization_of(scope).into(),
        key.brand.map(Id::uuid).into(),
        key.owner(scope).into(),
        key.month().into(),
        key.currency.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Who sees one brand sees its budgets; the organization's are for those who see all of it.
fn covers(scope: &Scope, brand: Option<BrandId>) -> Result<(), StoreError> {
    let is_covered = match brand {
        Some(brand) => scope.covers(brand),
        None => scope.brands == Brands::All,
    };
    if is_covered { Ok(()) } else { Err(StoreError::NotFound { what: "budget" }) }
}

fn budget_wall(scope: &Scope) -> (String, Vec<Value>) {
    let (wall, values) = sql::wall(scope, 1);
    (wall.replace("organization_id", "a.organization_id").replace("brand_id IN", "a.brand_id IN"), values)
}
