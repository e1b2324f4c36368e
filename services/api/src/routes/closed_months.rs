//! Months of the books: closing them, and taking one out as FinOps FOCUS rows.

use std::collections::BTreeMap;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::access::Permission;
use galley_domain::ledger::{FocusAccount, Month, write_focus};
use galley_engine::actions::close_month::close_month;
use galley_store::closed_months::{ClosedMonth, list_closed_months};
use galley_store::{organizations, read_spend};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_months).service(create_closed_month).service(export_month);
}

/// The months that are closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedMonths {
    /// The newest first.
    pub items: Vec<WireMonth>,
}

/// A closed month.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireMonth {
    /// `2026-11`
    pub month: String,
    /// By currency.
    pub totals: BTreeMap<String, WireMonthTotal>,
    /// An id.
    pub closed_by: String,
    pub at: String,
}

/// What a month came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireMonthTotal {
    pub spent: String,
    pub gpu_ms: i64,
    /// Settlements and corrections.
    pub lines: u64,
    /// Those whose cost nobody knows; they are in no sum.
    pub unknown_costs: u64,
}

/// Which month.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClosedMonth {
    /// `2026-11`
    pub month: String,
}

/// Which month.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonthQuery {
    /// `2026-11`
    pub month: String,
}

/// List closed months
#[utoipa::path(tag = "spend", responses((status = 200, body = ClosedMonths)))]
#[get("/closed_months")]
async fn list_months(state: web::Data<ApiState>, caller: Member) -> Result<HttpResponse, ApiError> {
    must_see_all(&caller)?;
    let rows = list_closed_months(&state.engine.store, &caller.scope()).await?;
    Ok(HttpResponse::Ok().json(ClosedMonths { items: rows.into_iter().map(WireMonth::from).collect() }))
}

/// Close a month
///
/// What stands in the books for it is written down. A correction made later stands in the month in which it is made.
#[utoipa::path(tag = "spend", params(IdempotencyHeader), request_body = NewClosedMonth, responses((status = 201, body = WireMonth)))]
#[post("/closed_months")]
async fn create_closed_month(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    body: Body<NewClosedMonth>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let month = parse_month("/month", &body.value.month)?;
        Ok(WireMonth::from(close_month(&state.engine, &caller.access, month).await?))
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

/// Take a month out
///
/// Its settled costs and corrections as FinOps FOCUS 1.2 rows. Costs that nobody knows have no row; how many there are
/// stands in `X-Unknown-Costs`.
#[utoipa::path(tag = "spend", params(MonthQuery), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/spend/focus")]
async fn export_month(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<MonthQuery>,
) -> Result<HttpResponse, ApiError> {
    must_see_all(&caller)?;
    let (store, scope) = (&state.engine.store, caller.scope());
    let month = parse_month("month", &query.month)?;
    let rows = read_spend::list_focus_rows(store, &scope, month.range_ms()).await?;
    let organization = organizations::get_organization(store, &scope).await?;
    let is_closed = list_closed_months(store, &scope).await?.iter().any(|closed| closed.month == month.written());
    let id = caller.access.organization.to_string();
    let invoice_id = is_closed.then(|| format!("{id}-{}", month.written()));
    let unknown = rows.iter().filter(|row| row.amount_nano.is_none()).count();
    let account = FocusAccount { id, name: organization.title, invoice_id };
    let name = format!("attachment; filename=\"focus-{}.csv\"", month.written());
    let name =
        HeaderValue::from_str(&name).map_err(|_| ApiError::field("month", "expected a month such as 2026-11"))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header(("X-Unknown-Costs", unknown.to_string()))
        .body(write_focus(&account, month, &rows)))
}

fn must_see_all(caller: &Member) -> Result<(), ApiError> {
    if caller.access.may_everywhere(Permission::ViewSpend) {
        return Ok(());
    }
    Err(ApiError::not_allowed("your role does not see what the whole organization spends"))
}

pub fn parse_month(field: &str, text: &str) -> Result<Month, ApiError> {
    Month::parse(text).ok_or_else(|| ApiError::field(field, "expected a month such as 2026-11"))
}

impl From<ClosedMonth> for WireMonth {
    fn from(row: ClosedMonth) -> WireMonth {
        let totals = row.totals.into_iter().map(|(currency, total)| {
            let wire = WireMonthTotal {
                spent: wire::money(total.spent_nano),
                gpu_ms: total.gpu_ms,
                lines: total.lines,
                unknown_costs: total.unknown,
            };
            (currency, wire)
        });
        WireMonth { month: row.month, totals: totals.collect(), closed_by: row.closed_by, at: wire::time(row.at_ms) }
    }
}
