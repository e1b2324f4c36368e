//! Money: what each campaign holds and has spent, and the ledger's lines. Corrections are new lines.

use actix_web::{HttpResponse, get, web};
use galley_domain::access::Permission;
use galley_domain::ids::{CampaignId, LedgerId};
use galley_store::ledger::{self, Line, Statement};
use galley_store::{campaigns, variants};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_spend).service(list_ledger);
}

/// What campaigns spend.
#[derive(Debug, Serialize, ToSchema)]
pub struct Spend {
    pub campaigns: Vec<CampaignSpend>,
}

/// What one campaign spends.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignSpend {
    pub id: String,
    pub title: String,
    pub currency: String,
    /// Null: no limit.
    pub limit: Option<String>,
    pub is_hard: bool,
    pub held: String,
    pub spent: String,
    /// Null: no limit.
    pub free: Option<String>,
    pub gpu_ms: i64,
    /// Ads that are approved or published.
    pub approved: i64,
    /// Null: none is approved, or a cost is not known.
    pub cost_per_approved: Option<String>,
    /// Settled work whose cost nobody knows; it is in no sum.
    pub unknown_costs: i64,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLine {
    pub id: String,
    pub campaign_id: String,
    pub run_id: Option<String>,
    pub task_id: Option<String>,
    /// hold, settlement, hold_release or correction
    pub kind: String,
    /// Null: nobody knows.
    pub amount: Option<String>,
    /// How much of what was held it gives back.
    pub freed: String,
    pub currency: String,
    pub gpu_ms: Option<i64>,
    /// How the GPU time is known: engine_reported, exclusive_lease, apportioned or wall_clock.
    pub gpu_basis: Option<String>,
    /// How the amount is known.
    pub basis: String,
    pub note: String,
    pub actor: String,
    pub at: String,
}

/// Of which campaign.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SpendQuery {
    /// All that the caller may see where it is left out.
    pub campaign: Option<String>,
}

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// All that the caller may see where it is left out.
    pub campaign: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Get what campaigns spend
#[utoipa::path(tag = "spend", params(SpendQuery), responses((status = 200, body = Spend)))]
#[get("/spend")]
async fn get_spend(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<SpendQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let only = campaign_of(&state, &caller, query.campaign.as_deref()).await?;
    let mut found = Vec::new();
    for statement in ledger::statement(store, &scope, only).await? {
        if !caller.access.may(Permission::ViewSpend, statement.campaign.brand_id()) {
            continue;
        }
        let counts = variants::count(store, &scope, statement.campaign.id()).await?;
        let is_approved = |state: &str| matches!(state, "approved" | "published");
        let approved = counts.iter().filter(|(state, _)| is_approved(state)).map(|(_, count)| count).sum();
        found.push(spend(&statement, approved));
    }
    Ok(HttpResponse::Ok().json(Spend { campaigns: found }))
}

/// List the ledger's lines
#[utoipa::path(tag = "spend", params(LedgerQuery), responses((status = 200, body = List<LedgerLine>)))]
#[get("/ledger")]
async fn list_ledger(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<LedgerQuery>,
) -> Result<HttpResponse, ApiError> {
    let only = campaign_of(&state, &caller, query.campaign.as_deref()).await?;
    let page = page::<LedgerId>(query.limit, query.after.as_deref())?;
    let rows = ledger::list_lines(&state.engine.store, &money_scope(&caller)?, only, page).await?;
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |row| row.id().to_string(), LedgerLine::from)))
}

/// The campaign that was asked for, if the caller may see its money.
async fn campaign_of(state: &ApiState, caller: &Member, asked: Option<&str>) -> Result<Option<CampaignId>, ApiError> {
    let Some(text) = asked else {
        money_scope(caller)?;
        return Ok(None);
    };
    let id: CampaignId = wire::parse_id("campaign", text)?;
    let campaign = campaigns::get_campaign(&state.engine.store, &caller.scope(), id).await?;
    if !caller.access.may(Permission::ViewSpend, campaign.brand_id()) {
        return Err(ApiError::not_allowed("your role does not see what this campaign spends"));
    }
    Ok(Some(id))
}

/// The brands whose money the caller may see.
pub fn money_scope(caller: &Member) -> Result<galley_domain::access::Scope, ApiError> {
    use galley_domain::access::{Brands, Scope};
    if caller.access.may_everywhere(Permission::ViewSpend) {
        return Ok(Scope::whole(caller.access.organization));
    }
    let brands = caller.access.grants.iter().filter_map(|grant| grant.brand);
    let brands: Vec<_> = brands.filter(|brand| caller.access.may(Permission::ViewSpend, *brand)).collect();
    if brands.is_empty() {
        return Err(ApiError::not_allowed("your role does not see what campaigns spend"));
    }
    Ok(Scope { organization: caller.access.organization, brands: Brands::Only(brands) })
}

fn spend(statement: &Statement, approved: i64) -> CampaignSpend {
    let row = &statement.campaign;
    let is_known = approved > 0 && statement.unknown_count == 0;
    CampaignSpend {
        id: row.id().to_string(),
        title: row.title.clone(),
        currency: row.currency.clone(),
        limit: row.limit_nano.map(wire::money),
        is_hard: row.is_hard,
        held: wire::money(row.held_nano),
        spent: wire::money(row.spent_nano),
        free: row.account().free_nano().map(wire::money),
        gpu_ms: statement.gpu_ms,
        approved,
        cost_per_approved: is_known.then(|| wire::money(row.spent_nano / approved)),
        unknown_costs: statement.unknown_count,
    }
}

impl From<Line> for LedgerLine {
    fn from(row: Line) -> LedgerLine {
        LedgerLine {
            id: row.id().to_string(),
            campaign_id: row.campaign_id().to_string(),
            run_id: row.run_id().map(|id| id.to_string()),
            task_id: row.task_id().map(|id| id.to_string()),
            amount: row.amount_nano.map(wire::money),
            freed: wire::money(row.freed_nano),
            gpu_ms: row.gpu_ms,
            gpu_basis: row.gpu_basis,
            at: wire::time(row.at_ms),
            kind: row.kind,
            currency: row.currency,
            basis: row.basis,
            note: row.note,
            actor: row.actor,
        }
    }
}
