//! API tokens of the person who asks: for their programs.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use galley_domain::access::{Actor, TokenScope};
use galley_domain::ids::TokenId;
use galley_engine::actions::create_token::{NewToken as Wanted, create_token as create};
use galley_engine::actions::revoke_token::revoke_token;
use galley_store::StoreError;
use galley_store::tokens::{self, Token};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::people::PageQuery;
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_tokens).service(create_token).service(delete_token);
}

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TokenScope)]
pub enum WireScope {
    Read,
    Produce,
    Decide,
    Publish,
    Administer,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct WireToken {
    pub id: String,
    pub name: String,
    pub scopes: Vec<WireScope>,
    pub created_at: String,
    pub expires_at: Option<String>,
    pub last_used_at: Option<String>,
    pub revoked_at: Option<String>,
    /// Only in the answer to its making, once: null in every other.
    pub secret: Option<String>,
}

/// A token to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// Which program it is for, in words.
    pub name: String,
    pub scopes: Vec<WireScope>,
    /// Until it is revoked where it is left out.
    #[serde(default)]
    pub expires: Option<String>,
}

/// List my tokens
#[utoipa::path(tag = "tokens", params(PageQuery), responses((status = 200, body = List<WireToken>)))]
#[get("/tokens")]
async fn list_tokens(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let Actor::Person(person) = caller.access.actor else { return Err(ApiError::not_found("person")) };
    let page = page::<TokenId>(query.limit, query.after.as_deref())?;
    let rows = tokens::list_tokens(&state.engine.store, &caller.scope(), person, page).await?;
    let rows: Vec<WireToken> = rows.iter().map(token).collect::<Result<_, _>>()?;
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |token| token.id.clone(), |token| token)))
}

/// Make a token
///
/// The secret is in this answer and nowhere else. Repeated with the same `Idempotency-Key`, it is null.
#[utoipa::path(tag = "tokens", params(IdempotencyHeader), request_body = NewToken, responses((status = 201, body = WireToken)))]
#[post("/tokens")]
async fn create_token(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    body: Body<NewToken>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    let make = async {
        let expires_ms = new.expires.as_deref().map(|text| wire::parse_time("/expires", text)).transpose()?;
        let scopes = new.scopes.into_iter().map(TokenScope::from).collect();
        let new = Wanted { name: new.name, scopes, expires_ms };
        let (id, secret) = create(&state.engine, &caller.access, new).await?;
        let row = tokens::find_token(&state.engine.store, &caller.scope(), id).await?;
        let row = row.ok_or_else(|| ApiError::not_found("token"))?;
        Ok(WireToken { secret: Some(secret), ..token(&row)? })
    };
    Once::new(&state, &caller, &request, body.digest)?.created_with_secret(&["secret"], make).await
}

/// Revoke a token
#[utoipa::path(tag = "tokens", responses((status = 204)))]
#[delete("/tokens/{id}")]
async fn delete_token(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    revoke_token(&state.engine, &caller.access, wire::id("token", &path)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn token(row: &Token) -> Result<WireToken, StoreError> {
    Ok(WireToken {
        id: row.id().to_string(),
        name: row.name.clone(),
        scopes: row.scopes()?.into_iter().map(WireScope::from).collect(),
        created_at: wire::time(row.created_ms),
        expires_at: row.expires_ms.map(wire::time),
        last_used_at: row.last_used_ms.map(wire::time),
        revoked_at: row.revoked_ms.map(wire::time),
        secret: None,
    })
}

impl From<WireScope> for TokenScope {
    fn from(scope: WireScope) -> TokenScope {
        match scope {
            WireScope::Read => TokenScope::Read,
            WireScope::Produce => TokenScope::Produce,
            WireScope::Decide => TokenScope::Decide,
            WireScope::Publish => TokenScope::Publish,
            WireScope::Administer => TokenScope::Administer,
        }
    }
}

impl From<TokenScope> for WireScope {
    fn from(scope: TokenScope) -> WireScope {
        match scope {
            TokenScope::Read => WireScope::Read,
            TokenScope::Produce => WireScope::Produce,
            TokenScope::Decide => WireScope::Decide,
            TokenScope::Publish => WireScope::Publish,
            TokenScope::Administer => WireScope::Administer,
        }
    }
}
