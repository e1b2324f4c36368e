//! Budgets of organizations, brands and months. A campaign's own stands in `budgets.rs`.

use actix_web::{HttpResponse, get, put, web};
use galley_domain::ids::BrandId;
use galley_domain::ledger::Month;
use galley_engine::actions::set_limit::set_limit;
use galley_store::accounts::{self, Budget, BudgetKey, Limit};
use galley_store::brands;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::closed_months::parse_month;
use super::spend::money_scope;
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::paging::{List, whole};
use crate::wire;

/// Percent from which a budget warns where nobody says another.
const WARN_PERCENT: i16 = 80;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_limits).service(set_limits);
}

/// What an organization or a brand may spend, and what it has.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpendLimit {
    /// organization or brand
    pub level: String,
    /// Null: the whole organization's.
    pub brand_id: Option<String>,
    /// `2026-11`; null: in all.
    pub month: Option<String>,
    pub currency: String,
    /// Null: no limit.
    pub limit: Option<String>,
    /// A hard limit refuses; a soft one warns.
    pub is_hard: bool,
    /// Percent of the limit from which on it warns.
    pub warn_percent: i16,
    /// Set aside now, whatever month it will be spent in.
    pub held: String,
    /// Spent: in that month, or in all.
    pub spent: String,
    /// Null: no limit.
    pub free: Option<String>,
    /// ok, warning or exhausted
    pub state: String,
}

/// A limit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSpendLimit {
    /// Null or left out: the whole organization's.
    pub brand_id: Option<String>,
    /// `2026-11`; null or left out: in all.
    pub month: Option<String>,
    pub currency: String,
    /// Null is no limit.
    pub amount: Option<String>,
    /// A hard limit refuses; a soft one warns.
    pub is_hard: bool,
    /// Percent of the limit from which on it warns: 80 where it is left out.
    pub warn_percent: Option<i16>,
}

/// List budgets of the organization and its brands
///
/// In all, in this month, and in other months that have a limit.
#[utoipa::path(tag = "spend", responses((status = 200, body = List<SpendLimit>)))]
#[get("/budgets")]
async fn list_limits(state: web::Data<ApiState>, caller: Member) -> Result<HttpResponse, ApiError> {
    let scope = money_scope(&caller)?;
    let rows = accounts::list_budgets(&state.engine.store, &scope, Month::of(state.engine.now_ms())).await?;
    Ok(HttpResponse::Ok().json(whole(rows.into_iter().map(SpendLimit::from).collect())))
}

/// Set a budget of the organization or of a brand
///
/// Cutting always works, also below what is used already: it only stops new work.
#[utoipa::path(tag = "spend", request_body = NewSpendLimit, responses((status = 200, body = SpendLimit)))]
#[put("/budgets")]
async fn set_limits(
    state: web::Data<ApiState>,
    caller: Member,
    body: Body<NewSpendLimit>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope, asked) = (&state.engine.store, caller.scope(), body.value);
    let brand = asked.brand_id.as_deref().map(|text| wire::parse_id::<BrandId>("/brand_id", text)).transpose()?;
    if let Some(brand) = brand {
        brands::get_brand(store, &scope, brand).await?;
    }
    let month = asked.month.as_deref().map(|text| parse_month("/month", text)).transpose()?;
    let nano = asked.amount.as_deref().map(|text| wire::parse_money("/amount", text)).transpose()?;
    let key = BudgetKey { brand, month, currency: &asked.currency };
    let limit = Limit { nano, is_hard: asked.is_hard, warn_percent: asked.warn_percent.unwrap_or(WARN_PERCENT) };
    set_limit(&state.engine, &caller.access, key, limit).await?;
    let row = accounts::find_budget(store, &scope, key).await?;
    Ok(HttpResponse::Ok().json(row.map(SpendLimit::from)))
}

impl From<Budget> for SpendLimit {
    fn from(row: Budget) -> SpendLimit {
        let used = row.account.held_nano.saturating_add(row.account.spent_nano);
        let state = match row.account.limit_nano {
            Some(limit) if used >= limit => "exhausted",
            Some(limit) if i128::from(used) * 100 >= i128::from(limit) * i128::from(row.warn_percent) => "warning",
            _ => "ok",
        };
        SpendLimit {
            level: if row.brand.is_some() { "brand" } else { "organization" }.to_owned(),
            brand_id: row.brand.map(|id| id.to_string()),
            month: row.month.map(Month::written),
            limit: row.account.limit_nano.map(wire::money),
            is_hard: row.account.is_hard,
            warn_percent: row.warn_percent,
            held: wire::money(row.account.held_nano),
            spent: wire::money(row.account.spent_nano),
            free: row.account.free_nano().map(wire::money),
            state: state.to_owned(),
            currency: row.currency,
        }
    }
}
