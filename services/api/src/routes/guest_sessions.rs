//! Coming in by a guest's link.

use actix_web::{HttpRequest, HttpResponse, post, web};
use galley_engine::actions::open_guest_session::open_guest_session;
use galley_engine::actions::secrets;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::me::{Me, me};
use super::sessions::attempt;
use crate::ApiState;
use crate::auth::{self, GUEST_COOKIE};
use crate::body::Body;
use crate::error::{ApiError, table};

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_guest_session);
}

/// A link's secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGuestSession {
    pub secret: String,
    /// Where the link has one.
    #[serde(default)]
    pub password: Option<String>,
}

/// Come in as a guest
///
/// Sets the cookie `galley_guest`. Programs may send the cookie's value, or the secret of a link
/// without a password, as `Authorization: Guest <secret>`.
#[utoipa::path(tag = "guests", request_body = NewGuestSession, security(()), responses((status = 201, body = Me)))]
#[post("/guest_sessions")]
async fn create_guest_session(
    state: web::Data<ApiState>,
    request: HttpRequest,
    body: Body<NewGuestSession>,
) -> Result<HttpResponse, ApiError> {
    let secret = &body.value.secret;
    let name = attempt(&state, &request, &secrets::hash(secret).to_string())?;
    let opened = open_guest_session(&state.engine, secret, body.value.password.as_deref())
        .await?
        .ok_or_else(|| ApiError::new(table::BAD_CREDENTIALS, "the link is over, or its password is another one"))?;
    state.throttle.forgive(&name);
    let caller = auth::signed_in(&state, &opened).await?;
    let me = me(&state, &caller).await?;
    Ok(HttpResponse::Created().cookie(auth::cookie(&state, GUEST_COOKIE, &opened)).json(me))
}
