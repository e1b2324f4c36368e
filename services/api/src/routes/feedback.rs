//! Feedback beside decisions: choices between two ads, what was done with one, and that a reason of ours is wrong.

use actix_web::{HttpRequest, HttpResponse, post, web};
use galley_domain::ids::{BrandId, RevisionId};
use galley_engine::actions::compare_revisions::compare_revisions;
use galley_engine::actions::object_to_reason::object_to_reason;
use galley_engine::actions::send_signals::{Received, send_signals};
use galley_engine::learning::{Preferred, SignalKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::{Caller, Member};
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_comparison).service(create_signals).service(create_objection);
}

/// A choice between two ads of one campaign.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WireComparison {
    /// A revision.
    pub left: String,
    /// Another one.
    pub right: String,
    /// left, right or tie
    pub preferred: String,
}

/// What was done with ads.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSignals {
    /// 1 to 500.
    pub items: Vec<NewSignal>,
}

/// One of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSignal {
    pub revision_id: String,
    /// download, share_outside, reopen, long_view or zoom
    pub kind: String,
}

/// How each was received, in the order they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignalAnswers {
    /// noted; repeated: noted before and not counted again; unknown: there is no such revision
    pub items: Vec<&'static str>,
}

/// A reason that is wrong.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WireObjection {
    /// The reason's feature.
    pub feature: String,
}

/// Choose between two ads
#[utoipa::path(tag = "feedback", params(IdempotencyHeader), request_body = WireComparison, responses((status = 201, body = WireComparison)))]
#[post("/comparisons")]
async fn create_comparison(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    body: Body<WireComparison>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let left = wire::parse_id("/left", &body.value.left)?;
        let right = wire::parse_id("/right", &body.value.right)?;
        let preferred = match body.value.preferred.as_str() {
            "left" => Preferred::Left,
            "right" => Preferred::Right,
            "tie" => Preferred::Tie,
            _ => return Err(ApiError::field("/preferred", "expected left, right or tie")),
        };
        compare_revisions(&state.engine, &caller.access, (left, right), preferred).await?;
        Ok(body.value)
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

/// Send signals
///
/// What somebody did without being asked. Each kind counts once for a person and a revision.
#[utoipa::path(tag = "feedback", params(IdempotencyHeader), request_body = NewSignals, responses((status = 200, body = SignalAnswers)))]
#[post("/signals")]
async fn create_signals(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    body: Body<NewSignals>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let items: Vec<(RevisionId, SignalKind)> =
            body.value.items.iter().enumerate().map(parse_signal).collect::<Result<_, _>>()?;
        let answers = send_signals(&state.engine, &caller.access, &items).await?;
        Ok(SignalAnswers { items: answers.into_iter().map(word).collect() })
    };
    Once::new(&state, &caller, &request, body.digest)?.done(make).await
}

fn parse_signal((index, item): (usize, &NewSignal)) -> Result<(RevisionId, SignalKind), ApiError> {
    let at = |field: &str| format!("/items/{index}/{field}");
    let kind = SignalKind::find(&item.kind).ok_or_else(|| {
        let words: Vec<&str> = SignalKind::ALL.into_iter().map(SignalKind::word).collect();
        ApiError::field(&at("kind"), format!("expected one of {}", words.join(", ")))
    })?;
    Ok((wire::parse_id(&at("revision_id"), &item.revision_id)?, kind))
}

fn word(received: Received) -> &'static str {
    match received {
        Received::Noted => "noted",
        Received::Repeated => "repeated",
        Received::Unknown => "unknown",
    }
}

/// Say that a reason is wrong
#[utoipa::path(tag = "feedback", params(IdempotencyHeader), request_body = WireObjection, responses((status = 201, body = WireObjection)))]
#[post("/brands/{id}/objections")]
async fn create_objection(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    body: Body<WireObjection>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let brand: BrandId = wire::id("brand", &path)?;
        object_to_reason(&state.engine, &caller.access, brand, &body.value.feature).await?;
        Ok(body.value)
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}
