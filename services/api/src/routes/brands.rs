//! Brands: the organization's clients, as far as the caller is a member.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::ids::BrandId;
use galley_engine::actions::create_brand::create_brand as create;
use galley_store::brands::{self, Brand};
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
    config.service(list_brands).service(create_brand).service(get_brand);
}

/// A brand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Brand)]
pub struct WireBrand {
    pub id: String,
    pub slug: String,
    pub title: String,
    pub created_at: String,
}

/// A brand where something belongs to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BrandRef {
    pub id: String,
    pub slug: String,
    pub title: String,
}

/// A brand to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBrand {
    /// Small letters, digits and dashes.
    pub slug: String,
    pub title: String,
}

/// List brands
#[utoipa::path(tag = "brands", params(PageQuery), responses((status = 200, body = List<WireBrand>)))]
#[get("/brands")]
async fn list_brands(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = page::<BrandId>(query.limit, query.after.as_deref())?;
    let rows = brands::list_brands(&state.engine.store, &caller.scope(), page).await?;
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |row| row.id().to_string(), WireBrand::from)))
}

/// Add a brand
#[utoipa::path(tag = "brands", params(IdempotencyHeader), request_body = NewBrand, responses((status = 201, body = WireBrand)))]
#[post("/brands")]
async fn create_brand(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    body: Body<NewBrand>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let id = create(&state.engine, &caller.access, &body.value.slug, &body.value.title).await?;
        Ok(WireBrand::from(brands::get_brand(&state.engine.store, &caller.scope(), id).await?))
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

/// Get a brand
#[utoipa::path(tag = "brands", responses((status = 200, body = WireBrand)))]
#[get("/brands/{id}")]
async fn get_brand(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    let row = brands::get_brand(&state.engine.store, &caller.scope(), id).await?;
    Ok(HttpResponse::Ok().json(WireBrand::from(row)))
}

impl From<Brand> for WireBrand {
    fn from(row: Brand) -> WireBrand {
        WireBrand { id: row.id().to_string(), created_at: wire::time(row.created_ms), slug: row.slug, title: row.title }
    }
}

impl From<&Brand> for BrandRef {
    fn from(row: &Brand) -> BrandRef {
        BrandRef { id: row.id().to_string(), slug: row.slug.clone(), title: row.title.clone() }
    }
}
