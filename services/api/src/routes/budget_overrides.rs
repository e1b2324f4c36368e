//! Going over a budget: somebody asks with a reason, somebody of finance lets them, by name.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::ids::{BrandId, CampaignId, OverrideId};
use galley_domain::ledger::Month;
use galley_engine::actions::ask_override::{Wish, ask_override};
use galley_engine::actions::decide_override::decide_override;
use galley_store::budget_overrides::{self, BudgetOverride as Row};
use galley_store::{StoreError, brands, campaigns};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::closed_months::parse_month;
use super::spend::money_scope;
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_overrides).service(create_override).service(approve_override).service(refuse_override);
}

/// A request to go over a budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetOverride {
    pub id: String,
    /// Null: the organization's budget.
    pub brand_id: Option<String>,
    /// Null: the brand's or the organization's budget.
    pub campaign_id: Option<String>,
    /// Null: the budget in all.
    pub month: Option<String>,
    pub currency: String,
    pub amount: String,
    pub reason: String,
    /// asked, approved or refused
    pub state: String,
    pub asked_by: String,
    pub asked_at: String,
    pub decided_by: Option<String>,
    pub decided_at: Option<String>,
}

/// What is asked for: a campaign's budget, else a brand's, else the organization's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBudgetOverride {
    pub campaign_id: Option<String>,
    pub brand_id: Option<String>,
    /// `2026-11`; a campaign's budget has no months.
    pub month: Option<String>,
    /// A campaign has its own.
    pub currency: Option<String>,
    /// How much more.
    pub amount: String,
    pub reason: String,
}

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OverrideQuery {
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List requests to go over budgets
#[utoipa::path(tag = "spend", params(OverrideQuery), responses((status = 200, body = List<BudgetOverride>)))]
#[get("/budget_overrides")]
async fn list_overrides(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<OverrideQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = page::<OverrideId>(query.limit, query.after.as_deref())?;
    let rows = budget_overrides::list_overrides(&state.engine.store, &money_scope(&caller)?, page).await?;
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |row| row.id.to_string(), BudgetOverride::from)))
}

/// Ask to go over a budget
#[utoipa::path(tag = "spend", params(IdempotencyHeader), request_body = NewBudgetOverride, responses((status = 201, body = BudgetOverride)))]
#[post("/budget_overrides")]
async fn create_override(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    body: Body<NewBudgetOverride>,
) -> Result<HttpResponse, ApiError> {
    let digest = body.digest;
    let asked = body.value;
    let make = async {
        let (store, scope) = (&state.engine.store, caller.scope());
        let campaign = asked.campaign_id.as_deref().map(|id| wire::parse_id::<CampaignId>("/campaign_id", id));
        let brand = asked.brand_id.as_deref().map(|id| wire::parse_id::<BrandId>("/brand_id", id));
        let (campaign, brand) = (campaign.transpose()?, brand.transpose()?);
        // Of what somebody may not see, nothing else is said.
        if let Some(campaign) = campaign {
            campaigns::get_campaign(store, &scope, campaign).await?;
        }
        if let Some(brand) = brand {
            brands::get_brand(store, &scope, brand).await?;
        }
        let wish = Wish {
            campaign,
            brand,
            month: asked.month.as_deref().map(|text| parse_month("/month", text)).transpose()?,
            currency: asked.currency,
            amount_nano: wire::parse_money("/amount", &asked.amount)?,
            reason: asked.reason,
        };
        let id = ask_override(&state.engine, &caller.access, wish).await?;
        read(&state, &caller, id).await
    };
    Once::new(&state, &caller, &request, digest)?.created(make).await
}

/// Let a budget be gone over
///
/// The limit is raised by the amount. Nobody approves what they asked for, unless nobody else could.
#[utoipa::path(tag = "spend", responses((status = 200, body = BudgetOverride)))]
#[post("/budget_overrides/{id}/approve")]
async fn approve_override(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    decide(&state, &caller, &path, true).await
}

/// Do not let a budget be gone over
///
/// Whoever asked may take it back so.
#[utoipa::path(tag = "spend", responses((status = 200, body = BudgetOverride)))]
#[post("/budget_overrides/{id}/refuse")]
async fn refuse_override(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    decide(&state, &caller, &path, false).await
}

async fn decide(state: &ApiState, caller: &Member, id: &str, is_approved: bool) -> Result<HttpResponse, ApiError> {
    let id: OverrideId = wire::id("budget override", id)?;
    decide_override(&state.engine, &caller.access, id, is_approved).await?;
    Ok(HttpResponse::Ok().json(read(state, caller, id).await?))
}

async fn read(state: &ApiState, caller: &Member, id: OverrideId) -> Result<BudgetOverride, ApiError> {
    let row = budget_overrides::find_override(&state.engine.store, &caller.scope(), id).await?;
    Ok(row.ok_or(StoreError::NotFound { what: "budget override" })?.into())
}

impl From<Row> for BudgetOverride {
    fn from(row: Row) -> BudgetOverride {
        BudgetOverride {
            id: row.id.to_string(),
            brand_id: row.brand.map(|id| id.to_string()),
            campaign_id: row.campaign.map(|id| id.to_string()),
            month: row.month.map(Month::written),
            amount: wire::money(row.amount_nano),
            asked_at: wire::time(row.asked_ms),
            decided_at: row.decided_ms.map(wire::time),
            currency: row.currency,
            reason: row.reason,
            state: row.state,
            asked_by: row.asked_by,
            decided_by: row.decided_by,
        }
    }
}
