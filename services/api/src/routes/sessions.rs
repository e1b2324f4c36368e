//! Signing in and out with address and password.

use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use galley_engine::actions::sign_in::sign_in;
use galley_engine::actions::sign_out::sign_out;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::me::{Me, me};
use crate::ApiState;
use crate::auth::{self, Caller, GUEST_COOKIE, SESSION_COOKIE};
use crate::body::Body;
use crate::error::{ApiError, table};

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_session).service(delete_session);
}

/// An address and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    pub email: String,
    pub password: String,
}

/// Sign in
///
/// Sets the cookie `galley_session`. Unsafe requests that are signed in by a cookie must carry the
/// header `X-Galley-Csrf: 1`.
#[utoipa::path(tag = "sessions", request_body = NewSession, security(()), responses((status = 201, body = Me)))]
#[post("/sessions")]
async fn create_session(
    state: web::Data<ApiState>,
    request: HttpRequest,
    body: Body<NewSession>,
) -> Result<HttpResponse, ApiError> {
    let name = attempt(&state, &request, &body.value.email.trim().to_ascii_lowercase())?;
    let opened = sign_in(&state.engine, &body.value.email, &body.value.password)
        .await?
        .ok_or_else(|| ApiError::new(table::BAD_CREDENTIALS, "check the address and the password"))?;
    state.throttle.forgive(&name);
    let caller = auth::signed_in(&state, &opened).await?;
    let me = me(&state, &caller).await?;
    Ok(HttpResponse::Created().cookie(auth::cookie(&state, SESSION_COOKIE, &opened)).json(me))
}

/// Counts an attempt against whom it names and where it comes from; refuses it after too many. A
/// proxy's address stands for all behind it, so then the name alone counts.
pub fn attempt(state: &ApiState, request: &HttpRequest, who: &str) -> Result<String, ApiError> {
    let from = request.peer_addr().map(|address| address.ip().to_string()).unwrap_or_default();
    let (name, now_ms) = (format!("{from} {who}"), state.engine.now_ms());
    state
        .throttle
        .check(&name, now_ms)
        .map_err(|seconds| ApiError::new(table::TOO_MANY, "wait before you try again").retry_after(seconds))?;
    state.throttle.attempt(&name, now_ms);
    Ok(name)
}

/// Sign out
#[utoipa::path(tag = "sessions", responses((status = 204)))]
#[delete("/sessions/current")]
async fn delete_session(state: web::Data<ApiState>, caller: Caller) -> Result<HttpResponse, ApiError> {
    if let Some(session) = caller.session {
        sign_out(&state.engine, &caller.access, session).await?;
    }
    Ok(HttpResponse::NoContent()
        .cookie(auth::no_cookie(&state, SESSION_COOKIE))
        .cookie(auth::no_cookie(&state, GUEST_COOKIE))
        .finish())
}
