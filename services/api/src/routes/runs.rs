//! Runs: plans and releases being carried out, and what people may do to them meanwhile.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::access::Permission;
use galley_domain::ids::{RunId, TaskId};
use galley_domain::task::TaskState;
use galley_engine::actions::cancel_run::cancel_run as cancel;
use galley_engine::actions::pause_run::pause_run as pause;
use galley_engine::actions::resume_run::resume_run as resume;
use galley_engine::actions::retry_tasks::retry_tasks as retry;
use galley_store::{runs, tasks};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::{Caller, Member};
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_runs).service(get_run);
    config.service(cancel_run).service(pause_run).service(resume_run).service(retry_run);
}

/// A run.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Run {
    pub id: String,
    pub campaign_id: String,
    pub plan_id: Option<String>,
    pub release_id: Option<String>,
    /// make or release
    pub kind: String,
    /// active, paused, cancelled or done
    pub state: String,
    /// Tasks by state.
    pub tasks: BTreeMap<String, i64>,
    pub task_count: i32,
    /// Tasks that had their output already.
    pub reused_count: i32,
    /// By lane.
    pub lanes: BTreeMap<String, LaneLoad>,
    /// An id, or `galley`.
    pub launched_by: String,
    pub launched_at: String,
    pub finished_at: Option<String>,
    /// Set aside for it; null for those who may not see money.
    pub hold: Option<String>,
    pub spent: Option<String>,
    pub currency: String,
}

/// What waits for a lane and what it works on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct LaneLoad {
    pub ready: i64,
    /// On its way to a worker, or with one.
    pub running: i64,
}

/// Which runs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RunQuery {
    /// Of this campaign only.
    pub campaign: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Which failed tasks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// All that failed where it is left out.
    #[serde(default)]
    pub task_ids: Option<Vec<String>>,
}

/// How many tasks run again.
#[derive(Debug, Serialize, ToSchema)]
pub struct Retried {
    pub retried: u64,
}

/// List runs, newest first
#[utoipa::path(tag = "runs", params(RunQuery), responses((status = 200, body = List<Run>)))]
#[get("/runs")]
async fn list_runs(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<RunQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = page::<RunId>(query.limit, query.after.as_deref())?;
    let campaign = query.campaign.as_deref().map(|id| wire::parse_id("campaign", id)).transpose()?;
    let rows = runs::list(&state.engine.store, &caller.scope(), campaign, page).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(of_row(&state, &caller, row).await?);
    }
    Ok(HttpResponse::Ok().json(list(found, page.limit, |run| run.id.clone(), |run| run)))
}

/// Get a run
#[utoipa::path(tag = "runs", responses((status = 200, body = Run)))]
#[get("/runs/{id}")]
async fn get_run(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(run(&state, &caller, wire::id("run", &path)?).await?))
}

/// Cancel a run; what is made is kept
#[utoipa::path(tag = "runs", responses((status = 200, body = Run)))]
#[post("/runs/{id}/cancel")]
async fn cancel_run(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: RunId = wire::id("run", &path)?;
    cancel(&state.engine, &caller.access, id).await?;
    Ok(HttpResponse::Ok().json(run(&state, &caller, id).await?))
}

/// Pause a run: tasks that run end, others wait
#[utoipa::path(tag = "runs", responses((status = 200, body = Run)))]
#[post("/runs/{id}/pause")]
async fn pause_run(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: RunId = wire::id("run", &path)?;
    pause(&state.engine, &caller.access, id).await?;
    Ok(HttpResponse::Ok().json(run(&state, &caller, id).await?))
}

/// Resume a paused run
#[utoipa::path(tag = "runs", responses((status = 200, body = Run)))]
#[post("/runs/{id}/resume")]
async fn resume_run(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: RunId = wire::id("run", &path)?;
    resume(&state.engine, &caller.access, id).await?;
    Ok(HttpResponse::Ok().json(run(&state, &caller, id).await?))
}

/// Run failed tasks again
#[utoipa::path(tag = "runs", params(IdempotencyHeader), request_body = Retry, responses((status = 200, body = Retried)))]
#[post("/runs/{id}/retry")]
async fn retry_run(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    body: Body<Retry>,
) -> Result<HttpResponse, ApiError> {
    let id: RunId = wire::id("run", &path)?;
    let make = async {
        let parse = |ids: Vec<String>| {
            let ids = ids.iter().enumerate().map(|(index, id)| wire::parse_id(&format!("/task_ids/{index}"), id));
            ids.collect::<Result<Vec<TaskId>, ApiError>>()
        };
        let only = body.value.task_ids.map(parse).transpose()?;
        Ok(Retried { retried: retry(&state.engine, &caller.access, id, only).await? })
    };
    Once::new(&state, &caller, &request, body.digest)?.done(make).await
}

/// A run as the API shows it.
pub async fn run(state: &ApiState, caller: &Caller, id: RunId) -> Result<Run, ApiError> {
    let row = runs::get(&state.engine.store, &caller.scope(), id).await?;
    of_row(state, caller, row).await
}

async fn of_row(state: &ApiState, caller: &Caller, row: runs::Run) -> Result<Run, ApiError> {
    let counts = tasks::count(&state.engine.store, &caller.scope(), row.id).await?;
    let mut by_state: BTreeMap<String, i64> =
        TaskState::ALL.into_iter().map(|state| (state.word().to_owned(), 0)).collect();
    let mut lanes: BTreeMap<String, LaneLoad> = BTreeMap::new();
    for (lane, state, count) in counts {
        *by_state.entry(state.word().to_owned()).or_default() += count;
        let lane = lanes.entry(lane).or_default();
        match state {
            TaskState::Ready => lane.ready += count,
            TaskState::Queued | TaskState::Running => lane.running += count,
            _ => {}
        }
    }
    let may_see_money = caller.access.may(Permission::ViewSpend, row.brand);
    Ok(Run {
        id: row.id.to_string(),
        campaign_id: row.campaign.to_string(),
        plan_id: row.plan.map(|id| id.to_string()),
        release_id: row.release.map(|id| id.to_string()),
        tasks: by_state,
        task_count: row.task_count,
        reused_count: row.reused_count,
        lanes,
        launched_at: wire::time(row.launched_ms),
        finished_at: row.finished_ms.map(wire::time),
        hold: may_see_money.then(|| wire::money(row.hold_nano)),
        spent: may_see_money.then(|| wire::money(row.spent_nano)),
        kind: row.kind,
        state: row.state,
        launched_by: row.launched_by,
        currency: row.currency,
    })
}
