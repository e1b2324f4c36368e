//! Plans: the dry run of a brief, its approval and its launch.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, PlanId};
use galley_domain::plan::{ChangeKind, Range as Measured, Summary};
use galley_engine::actions::approve_plan::approve_plan as approve;
use galley_engine::actions::launch_plan::launch_plan as launch;
use galley_engine::actions::make_plan::make_plan;
use galley_store::campaigns;
use galley_store::plans::{self, Plan as Row};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::people::PageQuery;
use super::runs::{Run, run};
use crate::ApiState;
use crate::auth::Member;
use crate::error::{ApiError, table};
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_plans).service(create_plan).service(get_plan).service(approve_plan).service(launch_plan);
}

/// What a launch would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plan {
    pub id: String,
    pub campaign_id: String,
    pub brief_version: i32,
    /// draft, approved or launched
    pub state: String,
    /// What it was made from.
    pub fingerprint: String,
    pub summary: PlanSummary,
    /// What a launch sets aside of the budget; null where the cost is not known.
    pub hold: Option<String>,
    pub created_by: String,
    pub created_at: String,
    pub approved_by: Option<String>,
    pub approved_at: Option<String>,
}

/// A plan in figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanSummary {
    pub variants: u64,
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
    pub unchanged: u64,
    pub tasks: u64,
    /// Tasks whose output is there already.
    pub reused: u64,
    pub to_make: u64,
    /// Tasks to make by step.
    pub steps: BTreeMap<String, u64>,
    pub estimate: PlanEstimate,
    pub review_hours: Range,
    /// Approvals that would open again.
    pub reopened: u64,
    /// Variants that a missing line stops.
    pub blocked: u64,
    /// Missing lines, at most a hundred.
    pub gaps: Vec<PlanGap>,
    pub gap_count: u64,
    /// Some of the cells that change, at most fifty of each sort.
    pub changes: Vec<PlanChange>,
}

/// What the work costs; null is not known.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanEstimate {
    pub gpu_seconds: Option<Range>,
    pub cost: Option<MoneyRange>,
    pub wall_seconds: Range,
}

/// A P50–P90 range.
#[derive(Debug, Serialize, ToSchema)]
pub struct Range {
    pub p50: f64,
    pub p90: f64,
}

/// A P50–P90 range of money.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoneyRange {
    pub p50: String,
    pub p90: String,
    pub currency: String,
}

/// A line that nobody wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanGap {
    /// The input it should stand in.
    pub input: String,
    pub slot: String,
    pub locale: String,
    /// Which message, offer, …
    pub item: String,
}

/// A cell that the plan touches.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanChange {
    pub cell: BTreeMap<String, String>,
    /// added, changed or removed
    pub what: String,
    /// It was approved and would open again.
    pub is_reopened: bool,
}

/// List a campaign's plans
#[utoipa::path(tag = "plans", params(PageQuery), responses((status = 200, body = List<Plan>)))]
#[get("/campaigns/{id}/plans")]
async fn list_plans(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: CampaignId = wire::id("campaign", &path)?;
    campaigns::get_campaign(store, &scope, id).await?;
    let page = page::<PlanId>(query.limit, query.after.as_deref())?;
    let mut found = Vec::new();
    for row in plans::list_plans(store, &scope, id, page).await? {
        found.push(plan(&state, &caller, row).await?);
    }
    Ok(HttpResponse::Ok().json(list(found, page.limit, |plan| plan.id.clone(), |plan| plan)))
}

/// Plan a campaign: what would be made, changed and removed, and what it costs
#[utoipa::path(tag = "plans", params(IdempotencyHeader), responses((status = 201, body = Plan)))]
#[post("/campaigns/{id}/plans")]
async fn create_plan(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let id = make_plan(&state.engine, &caller.access, wire::id("campaign", &path)?).await?;
        get(&state, &caller, id).await
    };
    Once::new(&state, &caller, &request, Digest::of(&[]))?.created(make).await
}

/// Get a plan
#[utoipa::path(tag = "plans", responses((status = 200, body = Plan)))]
#[get("/plans/{id}")]
async fn get_plan(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    Ok(etag::json(&request, &get(&state, &caller, wire::id("plan", &path)?).await?))
}

/// Approve a plan
#[utoipa::path(tag = "plans", params(IdempotencyHeader), responses((status = 200, body = Plan)))]
#[post("/plans/{id}/approve")]
async fn approve_plan(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: PlanId = wire::id("plan", &path)?;
    let make = async {
        approve(&state.engine, &caller.access, id).await?;
        get(&state, &caller, id).await
    };
    Once::new(&state, &caller, &request, Digest::of(&[]))?.done(make).await
}

/// Launch an approved plan
///
/// Refused where something changed since (`plan_stale`) or the budget has not enough left
/// (`budget_exceeded`).
#[utoipa::path(tag = "plans", params(IdempotencyHeader), responses((status = 201, body = Run)))]
#[post("/plans/{id}/launch")]
async fn launch_plan(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let id = launch(&state.engine, &caller.access, wire::id("plan", &path)?).await?;
        run(&state, &caller, id).await
    };
    Once::new(&state, &caller, &request, Digest::of(&[]))?.created(make).await
}

async fn get(state: &ApiState, caller: &Member, id: PlanId) -> Result<Plan, ApiError> {
    let row = plans::get_plan(&state.engine.store, &caller.scope(), id).await?;
    plan(state, caller, row).await
}

async fn plan(state: &ApiState, caller: &Member, row: Row) -> Result<Plan, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let campaign = campaigns::get_campaign(store, &scope, row.campaign_id()).await?;
    let brief = campaigns::find_brief(store, &scope, row.brief_id()).await?;
    let summary: Summary = serde_json::from_value(row.summary()?)
        .map_err(|_| ApiError::new(table::INTERNAL, "the plan's figures cannot be read back"))?;
    Ok(Plan {
        id: row.id().to_string(),
        campaign_id: row.campaign_id().to_string(),
        brief_version: brief.map_or(0, |brief| brief.version),
        fingerprint: row.fingerprint()?.to_string(),
        summary: wire_summary(summary, &campaign.currency),
        hold: row.hold_nano.map(wire::money),
        created_at: wire::time(row.created_ms),
        approved_at: row.approved_ms.map(wire::time),
        state: row.state,
        created_by: row.created_by,
        approved_by: row.approved_by,
    })
}

/// A plan's figures as the API shows them.
pub fn wire_summary(summary: Summary, currency: &str) -> PlanSummary {
    let (estimate, review_hours) = (wire_estimate(&summary, currency), wire_review_hours(&summary));
    PlanSummary {
        variants: summary.variants,
        added: summary.added,
        changed: summary.changed,
        removed: summary.removed,
        unchanged: summary.unchanged,
        tasks: summary.tasks,
        reused: summary.reused,
        to_make: summary.to_make,
        steps: summary.steps,
        estimate,
        review_hours,
        reopened: summary.reopened,
        blocked: summary.blocked,
        gaps: summary
            .gaps
            .into_iter()
            .map(|gap| PlanGap { input: gap.input, slot: gap.slot, locale: gap.locale, item: gap.item })
            .collect(),
        gap_count: summary.gap_count,
        changes: summary
            .changes
            .into_iter()
            .map(|change| PlanChange {
                cell: wire::cell(&change.cell),
                what: match change.what {
                    ChangeKind::Added => "added",
                    ChangeKind::Changed => "changed",
                    ChangeKind::Removed => "removed",
                }
                .to_owned(),
                is_reopened: change.is_reopened,
            })
            .collect(),
    }
}

/// What the work of a plan costs.
pub(super) fn wire_estimate(summary: &Summary, currency: &str) -> PlanEstimate {
    let money = |nano: u64| wire::money(i64::try_from(nano).unwrap_or(i64::MAX));
    PlanEstimate {
        gpu_seconds: summary.estimate.gpu_ms.map(|range| scaled(range, 1_000.0)),
        cost: summary.estimate.cost_nano.map(|range| MoneyRange {
            p50: money(range.p50),
            p90: money(range.p90),
            currency: currency.to_owned(),
        }),
        wall_seconds: scaled(summary.estimate.wall_ms, 1_000.0),
    }
}

/// How long people look at what a plan makes.
pub(super) fn wire_review_hours(summary: &Summary) -> Range {
    scaled(summary.review_seconds, 3_600.0)
}

/// In a larger unit, to two decimals: people read it.
fn scaled(range: Measured, unit: f64) -> Range {
    let scale = |value: u64| (value as f64 / unit * 100.0).round() / 100.0;
    Range { p50: scale(range.p50), p90: scale(range.p90) }
}
