//! Links for people outside: they see and judge one campaign until a day.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use galley_domain::access::Permission;
use galley_domain::ids::{CampaignId, GuestLinkId};
use galley_engine::actions::create_guest_link::{NewGuestLink as Wanted, create_guest_link as create};
use galley_engine::actions::revoke_guest_link::revoke_guest_link;
use galley_store::campaigns::get_campaign;
use galley_store::guest_links::{self, GuestLink as Row};
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
    config.service(list_guest_links).service(create_guest_link).service(delete_guest_link);
}

/// A link.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuestLink {
    pub id: String,
    pub campaign_id: String,
    /// Whom it is for.
    pub name: String,
    pub has_password: bool,
    pub created_by: String,
    pub created_at: String,
    pub expires_at: String,
    pub revoked_at: Option<String>,
    /// Only in the answer to its making, once: null in every other.
    pub secret: Option<String>,
    /// The address to send, with the secret behind the `#`, where servers do not see it. Once, too.
    pub url: Option<String>,
}

/// A link to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGuestLink {
    /// Whom it is for, in words.
    pub name: String,
    pub expires_at: String,
    #[serde(default)]
    pub password: Option<String>,
}

/// List a campaign's links
#[utoipa::path(tag = "guests", params(PageQuery), responses((status = 200, body = List<GuestLink>)))]
#[get("/campaigns/{id}/guest_links")]
async fn list_guest_links(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: CampaignId = wire::id("campaign", &path)?;
    let campaign = get_campaign(store, &scope, id).await?;
    if !caller.access.may(Permission::Invite, campaign.brand_id()) {
        return Err(ApiError::not_allowed("your role does not invite guests for this brand"));
    }
    let page = page::<GuestLinkId>(query.limit, query.after.as_deref())?;
    let rows = guest_links::list_guest_links(store, &scope, id, page).await?;
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |row| row.id().to_string(), GuestLink::from)))
}

/// Make a link
///
/// The secret is in this answer and nowhere else. Repeated with the same `Idempotency-Key`, it is null.
#[utoipa::path(tag = "guests", params(IdempotencyHeader), request_body = NewGuestLink, responses((status = 201, body = GuestLink)))]
#[post("/campaigns/{id}/guest_links")]
async fn create_guest_link(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewGuestLink>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    let make = async {
        let campaign: CampaignId = wire::id("campaign", &path)?;
        let expires_ms = wire::parse_time("/expires_at", &new.expires_at)?;
        let wanted = Wanted { campaign, name: new.name, expires_ms, password: new.password };
        let (id, secret) = create(&state.engine, &caller.access, wanted).await?;
        let row = guest_links::find_guest_link(&state.engine.store, &caller.scope(), id).await?;
        let row = row.ok_or_else(|| ApiError::not_found("guest link"))?;
        let url = format!("{}/guest#{secret}", state.config.public_url);
        Ok(GuestLink { secret: Some(secret), url: Some(url), ..GuestLink::from(row) })
    };
    Once::new(&state, &caller, &request, body.digest)?.created_with_secret(&["secret", "url"], make).await
}

/// Revoke a link; whoever came by it is signed out
#[utoipa::path(tag = "guests", responses((status = 204)))]
#[delete("/guest_links/{id}")]
async fn delete_guest_link(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    revoke_guest_link(&state.engine, &caller.access, wire::id("guest link", &path)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<Row> for GuestLink {
    fn from(row: Row) -> GuestLink {
        GuestLink {
            id: row.id().to_string(),
            campaign_id: row.campaign_id().to_string(),
            has_password: row.password_hash.is_some(),
            created_at: wire::time(row.created_ms),
            expires_at: wire::time(row.expires_ms),
            revoked_at: row.revoked_ms.map(wire::time),
            name: row.name,
            created_by: row.created_by,
            secret: None,
            url: None,
        }
    }
}
