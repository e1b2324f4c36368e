//! Calls to backends: what was asked, where each stands and what it cost. Finance says what nobody knew.

use actix_web::{HttpResponse, get, post, web};
use galley_domain::access::Permission;
use galley_domain::ids::{CallId, RunId};
use galley_engine::actions::set_call_cost::set_call_cost;
use galley_store::calls::{self, CallState};
use galley_store::{StoreError, runs};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_calls).service(set_cost);
}

/// One sending to a backend.
#[derive(Debug, Serialize, ToSchema)]
pub struct Call {
    pub id: String,
    pub task_id: String,
    pub step: String,
    pub backend: String,
    /// sent, accepted, settled, failed or ambiguous: nobody knows whether it was taken
    pub state: String,
    /// What the backend calls it.
    pub job: Option<String>,
    /// The vendor's name for it, for its support.
    pub vendor_id: Option<String>,
    /// What is still set aside for it. Null: not for the caller to see, like the amount.
    pub held: Option<String>,
    /// Null where nobody knows.
    pub amount: Option<String>,
    /// How the amount is known; `unknown` where it is not, `not_done` where it was refused.
    pub basis: Option<String>,
    pub gpu_ms: Option<i64>,
    pub gpu_basis: Option<String>,
    /// Why it is not settled.
    pub reason: Option<String>,
    /// Who said that it may be sent again although nobody knows.
    pub released_by: Option<String>,
    pub sent_at: String,
    pub ended_at: Option<String>,
}

/// Which calls.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CallQuery {
    /// In this state only.
    pub state: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// What a call cost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallCost {
    /// In the campaign's currency, as the vendor's bill has it; 0 where it has none of it.
    pub amount: String,
}

/// List a run's calls to backends
#[utoipa::path(tag = "spend", params(CallQuery), responses((status = 200, body = List<Call>)))]
#[get("/runs/{id}/calls")]
async fn list_calls(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<CallQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: RunId = wire::id("run", &path)?;
    let run = runs::get(store, &scope, id).await?;
    let page = page::<CallId>(query.limit, query.after.as_deref())?;
    let only = query.state.as_deref().map(parse_state).transpose()?;
    let rows = calls::list(store, &scope, id, only, page).await?;
    let may_see_money = caller.access.may(Permission::ViewSpend, run.brand);
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |row| row.id.to_string(), |row| call(row, may_see_money))))
}

/// Say what a call cost
///
/// For a call that is over and whose cost nobody knew. The unknown line of the ledger stays; a correction says how much.
#[utoipa::path(tag = "spend", request_body = CallCost, responses((status = 200, body = Call)))]
#[post("/calls/{id}/cost")]
async fn set_cost(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<CallCost>,
) -> Result<HttpResponse, ApiError> {
    let id: CallId = wire::id("call", &path)?;
    let missing = StoreError::NotFound { what: "call" };
    let (store, scope) = (&state.engine.store, caller.scope());
    if calls::find(store, &scope, id).await?.is_none() {
        return Err(missing.into());
    }
    let nano = wire::parse_money("/amount", &body.value.amount)?;
    set_call_cost(&state.engine, &caller.access, id, nano).await?;
    let row = calls::find(store, &scope, id).await?.ok_or(missing)?;
    Ok(HttpResponse::Ok().json(call(row, true)))
}

fn parse_state(word: &str) -> Result<CallState, ApiError> {
    CallState::ALL.into_iter().find(|state| state.word() == word).ok_or_else(|| {
        let words: Vec<&str> = CallState::ALL.iter().map(|state| state.word()).collect();
        ApiError::malformed(format!("`state` is one of {}", words.join(", ")))
    })
}

fn call(row: calls::Call, may_see_money: bool) -> Call {
    let money = |nano: i64| Some(wire::money(nano)).filter(|_| may_see_money);
    Call {
        id: row.id.to_string(),
        task_id: row.task.to_string(),
        state: row.state.word().to_owned(),
        held: money(row.held_nano),
        amount: row.amount_nano.and_then(money),
        sent_at: wire::time(row.sent_ms),
        ended_at: row.ended_ms.map(wire::time),
        step: row.step,
        backend: row.backend,
        job: row.job,
        vendor_id: row.vendor_id,
        basis: row.basis,
        gpu_ms: row.gpu_ms,
        gpu_basis: row.gpu_basis,
        reason: row.reason,
        released_by: row.released_by,
    }
}
