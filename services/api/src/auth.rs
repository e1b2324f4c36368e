//! Who is asking: a cookie's session, a token or a guest's session becomes an [`Access`]. What they
//! may then do is decided in `domain` and asked by the actions; signing in itself is an action.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::time::OffsetDateTime;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use galley_domain::access::{Access, Actor, Grant, Role, Scope, TokenScope};
use galley_domain::ids::{CampaignId, OrganizationId, PersonId, SessionId, TokenId};
use galley_engine::actions::secrets;
use galley_engine::actions::sign_in::SignedIn;
use galley_store::guest_links::{GuestLink, find_guest_link, find_guest_link_everywhere};
use galley_store::people::{Person, find_person, list_grants};
use galley_store::sessions::{Session, find_session_everywhere};
use galley_store::tokens::{find_token_everywhere, touch_token};

use crate::ApiState;
use crate::error::{ApiError, table};

/// The cookie of a signed-in person.
pub const SESSION_COOKIE: &str = "galley_session";
/// The cookie of a guest.
pub const GUEST_COOKIE: &str = "galley_guest";
/// A header that other sites' pages cannot send without asking first, and are then refused.
const CSRF_HEADER: &str = "X-Galley-Csrf";

/// Somebody who may ask something: a person, a person's token, or a guest.
pub struct Caller {
    pub access: Access,
    pub who: Who,
    /// Present where a cookie or a guest's secret opened it.
    pub session: Option<SessionId>,
}

/// The row behind a caller.
pub enum Who {
    Person(Person),
    Guest(GuestLink),
}

impl Caller {
    /// The rows this caller may see. For a guest also [`Caller::must_see`] applies.
    pub fn scope(&self) -> Scope {
        self.access.scope()
    }

    /// Refuses a guest everything but their campaign, as if it were not there.
    pub fn must_see(&self, campaign: CampaignId, what: &'static str) -> Result<(), ApiError> {
        match self.access.campaign {
            Some(only) if only != campaign => Err(ApiError::not_found(what)),
            _ => Ok(()),
        }
    }

    /// Whether this is somebody from outside.
    pub fn is_guest(&self) -> bool {
        self.access.campaign.is_some()
    }
}

/// A caller who is no guest.
pub struct Member(pub Caller);

impl std::ops::Deref for Member {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Caller, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { find_caller(&request).await })
    }
}

impl FromRequest for Member {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Member, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            match find_caller(&request).await? {
                caller if caller.is_guest() => Err(ApiError::not_allowed("this is not open to guests")),
                caller => Ok(Member(caller)),
            }
        })
    }
}

/// What a request shows to prove who asks.
enum Credential {
    Token(String),
    GuestSecret(String),
    Cookie(String),
}

async fn find_caller(request: &HttpRequest) -> Result<Caller, ApiError> {
    let state = request.app_data::<web::Data<ApiState>>().expect("the server is set up with its state");
    let is_unsafe = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    match credential(request) {
        Some(Credential::Token(secret)) => by_token(state, &secret, is_unsafe).await,
        Some(Credential::GuestSecret(secret)) => by_guest_secret(state, &secret).await,
        Some(Credential::Cookie(secret)) => {
            if is_unsafe && !request.headers().contains_key(CSRF_HEADER) {
                return Err(ApiError::new(table::CSRF, format!("the header {CSRF_HEADER} is missing")));
            }
            by_session(state, &secret).await
        }
        None => Err(unauthenticated()),
    }
}

/// A header goes before a cookie: who sends one means it.
fn credential(request: &HttpRequest) -> Option<Credential> {
    if let Some(value) = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        let (scheme, secret) = value.split_once(' ').unwrap_or((value, ""));
        let secret = secret.trim().to_owned();
        return Some(match scheme.to_ascii_lowercase().as_str() {
            "guest" => Credential::GuestSecret(secret),
            _ => Credential::Token(secret),
        });
    }
    [SESSION_COOKIE, GUEST_COOKIE]
        .iter()
        .find_map(|name| request.cookie(name))
        .map(|cookie| Credential::Cookie(cookie.value().to_owned()))
}

async fn by_token(state: &ApiState, secret: &str, is_unsafe: bool) -> Result<Caller, ApiError> {
    if !secret.starts_with(secrets::TOKEN_PREFIX) {
        return Err(unauthenticated());
    }
    let (store, now_ms) = (&state.engine.store, state.engine.now_ms());
    let token = find_token_everywhere(store, secrets::hash(secret), now_ms).await?.ok_or_else(unauthenticated)?;
    let scopes = token.scopes()?;
    if !is_unsafe && !scopes.contains(&TokenScope::Read) {
        return Err(ApiError::not_allowed("this token may not read"));
    }
    let scope = Scope::whole(token.organization_id());
    let id: TokenId = token.id();
    touch_token(store, &scope, id, now_ms).await?;
    person(state, token.organization_id(), token.person_id(), Some(scopes)).await
}

async fn by_session(state: &ApiState, secret: &str) -> Result<Caller, ApiError> {
    let (store, now_ms) = (&state.engine.store, state.engine.now_ms());
    let session = find_session_everywhere(store, secrets::hash(secret), now_ms).await?.ok_or_else(unauthenticated)?;
    of_session(state, &session).await
}

/// Guests' programs send the secret of their session, or of a link that has no password.
async fn by_guest_secret(state: &ApiState, secret: &str) -> Result<Caller, ApiError> {
    let (store, now_ms, hash) = (&state.engine.store, state.engine.now_ms(), secrets::hash(secret));
    if let Some(session) = find_session_everywhere(store, hash, now_ms).await? {
        if session.guest_link_id.is_none() {
            return Err(unauthenticated());
        }
        return of_session(state, &session).await;
    }
    let link = find_guest_link_everywhere(store, hash, now_ms).await?;
    link.filter(|link| link.password_hash.is_none()).map(guest).ok_or_else(unauthenticated)
}

async fn of_session(state: &ApiState, session: &Session) -> Result<Caller, ApiError> {
    let organization = session.organization_id();
    let mut caller = match (session.person_id(), session.guest_link_id()) {
        (Some(id), _) => person(state, organization, id, None).await?,
        (None, Some(id)) => {
            let scope = Scope::whole(organization);
            let link = find_guest_link(&state.engine.store, &scope, id).await?;
            let now_ms = state.engine.now_ms();
            let is_open = |link: &GuestLink| link.revoked_ms.is_none() && link.expires_ms > now_ms;
            guest(link.filter(is_open).ok_or_else(unauthenticated)?)
        }
        (None, None) => return Err(unauthenticated()),
    };
    caller.session = Some(session.id());
    Ok(caller)
}

async fn person(
    state: &ApiState,
    organization: OrganizationId,
    id: PersonId,
    token_may: Option<Vec<TokenScope>>,
) -> Result<Caller, ApiError> {
    let scope = Scope::whole(organization);
    let row = find_person(&state.engine.store, &scope, id).await?;
    let row = row.filter(|row| !row.is_disabled).ok_or_else(unauthenticated)?;
    let grants = list_grants(&state.engine.store, &scope, id).await?;
    let access = Access { organization, actor: Actor::Person(id), grants, campaign: None, token_may };
    Ok(Caller { access, who: Who::Person(row), session: None })
}

fn guest(link: GuestLink) -> Caller {
    let access = Access {
        organization: link.organization_id(),
        actor: Actor::Guest(link.id()),
        grants: vec![Grant { role: Role::Guest, brand: Some(link.brand_id()), market: None }],
        campaign: Some(link.campaign_id()),
        token_may: None,
    };
    Caller { access, who: Who::Guest(link), session: None }
}

/// The caller of a session that was opened a moment ago.
pub async fn signed_in(state: &ApiState, opened: &SignedIn) -> Result<Caller, ApiError> {
    by_session(state, &opened.secret).await
}

/// The cookie that carries a session: scripts cannot read it, other sites' forms do not send it.
pub fn cookie(state: &ApiState, name: &'static str, opened: &SignedIn) -> Cookie<'static> {
    let expires = OffsetDateTime::from_unix_timestamp(opened.expires_ms / 1_000);
    Cookie::build(name, opened.secret.clone())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.config.is_https)
        .expires(expires.unwrap_or(OffsetDateTime::UNIX_EPOCH))
        .finish()
}

/// A cookie that takes another one away.
pub fn no_cookie(state: &ApiState, name: &'static str) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, "").path("/").http_only(true).secure(state.config.is_https).finish();
    cookie.make_removal();
    cookie
}

fn unauthenticated() -> ApiError {
    ApiError::new(table::UNAUTHENTICATED, "sign in, or send a token that is valid")
}
