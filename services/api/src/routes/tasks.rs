//! The tasks of a run: what runs, what failed and why.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, web};
use galley_domain::access::Permission;
use galley_domain::ids::{RunId, TaskId};
use galley_domain::task::TaskState;
use galley_store::{runs, tasks};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_tasks);
}

/// One execution of one step.
#[derive(Debug, Serialize, ToSchema)]
pub struct Task {
    pub id: String,
    pub step: String,
    pub kind: String,
    pub lane: String,
    pub cell: BTreeMap<String, String>,
    /// waiting, ready, queued, running, done, failed or cancelled
    pub state: String,
    /// Failed tries so far.
    pub attempt: i16,
    /// Why the last try failed.
    pub error: Option<String>,
    pub started_at: Option<String>,
    pub finished_at: Option<String>,
    /// Null: not known, or none was used.
    pub gpu_ms: Option<i64>,
    /// Null: not known, or not for the caller to see.
    pub cost: Option<String>,
}

/// Which tasks.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TaskQuery {
    /// In this state only.
    pub state: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List a run's tasks
#[utoipa::path(tag = "runs", params(TaskQuery), responses((status = 200, body = List<Task>)))]
#[get("/runs/{id}/tasks")]
async fn list_tasks(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<TaskQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: RunId = wire::id("run", &path)?;
    let run = runs::get(store, &scope, id).await?;
    let page = page::<TaskId>(query.limit, query.after.as_deref())?;
    let only = query.state.as_deref().map(parse_state).transpose()?;
    let rows = tasks::list(store, &scope, id, only, page).await?;
    let may_see_money = caller.access.may(Permission::ViewSpend, run.brand);
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |row| row.id.to_string(), |row| task(row, may_see_money))))
}

fn parse_state(word: &str) -> Result<TaskState, ApiError> {
    TaskState::ALL.into_iter().find(|state| state.word() == word).ok_or_else(|| {
        let words: Vec<&str> = TaskState::ALL.iter().map(|state| state.word()).collect();
        ApiError::malformed(format!("`state` is one of {}", words.join(", ")))
    })
}

fn task(row: tasks::Task, may_see_money: bool) -> Task {
    Task {
        id: row.id.to_string(),
        cell: wire::cell(&row.cell),
        state: row.state.word().to_owned(),
        attempt: row.attempt,
        started_at: row.started_ms.map(wire::time),
        finished_at: row.finished_ms.map(wire::time),
        gpu_ms: row.gpu_ms,
        cost: row.cost_nano.filter(|_| may_see_money).map(wire::money),
        step: row.step,
        kind: row.kind,
        lane: row.lane,
        error: row.error,
    }
}
