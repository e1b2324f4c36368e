//! Releases: sealed variants on their way to a destination.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::ids::{CampaignId, ReleaseId};
use galley_engine::actions::create_release::{ReleaseInput, create_release as create};
use galley_store::campaigns::get_campaign;
use galley_store::releases::{self, Release as Row, ReleaseItem as ItemRow};
use galley_store::{Page, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::people::PageQuery;
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::{paging, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_releases).service(create_release).service(get_release);
}

/// A release.
#[derive(Debug, Serialize, ToSchema)]
pub struct Release {
    pub id: String,
    pub campaign_id: String,
    /// The run that delivers it.
    pub run_id: String,
    pub destination: String,
    /// active, done or failed
    pub state: String,
    pub item_count: i32,
    /// SHA-256 of the manifest, once it is written.
    pub manifest_hash: Option<String>,
    pub created_by: String,
    pub created_at: String,
    pub finished_at: Option<String>,
}

/// A release that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewlyReleased {
    #[serde(flatten)]
    pub release: Release,
    /// Variants whose seal is broken; their review is open again.
    pub refused: Vec<RefusedVariant>,
}

/// A variant that may not go out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedVariant {
    pub variant_id: String,
    /// In words: the picture, the copy, the legal line, …
    pub broken_by: Vec<String>,
}

/// A release with its files.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseDetail {
    #[serde(flatten)]
    pub release: Release,
    pub items: Vec<ReleaseItem>,
    /// Send it as `after` to get what follows; null at the end.
    pub next: Option<String>,
    /// The manifest as it was delivered, once it is written.
    #[schema(value_type = Option<Object>)]
    pub manifest: Option<serde_json::Value>,
}

/// One file of a release.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseItem {
    pub variant_id: String,
    pub revision_id: String,
    /// Its path at the destination.
    pub name: String,
    /// SHA-256 of the bytes that were approved and sent.
    pub hash: String,
    pub bytes: i64,
    pub mime: String,
    /// Where it is, once it is there.
    pub location: Option<String>,
    pub delivered_at: Option<String>,
    pub error: Option<String>,
}

/// What to send where.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelease {
    /// One that the workflow publishes to.
    pub destination: String,
    /// Every sealed variant that is not there yet where it is left out.
    #[serde(default)]
    pub variant_ids: Option<Vec<String>>,
}

/// Which files.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ItemQuery {
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<i32>,
}

/// List a campaign's releases
#[utoipa::path(tag = "releases", params(PageQuery), responses((status = 200, body = List<Release>)))]
#[get("/campaigns/{id}/releases")]
async fn list_releases(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: CampaignId = wire::id("campaign", &path)?;
    get_campaign(store, &scope, id).await?;
    let page: Page<ReleaseId> = page(query.limit, query.after.as_deref())?;
    let rows = releases::list_releases(store, &scope, id, page).await?;
    let rows: Vec<Release> = rows.into_iter().map(Release::try_from).collect::<Result<_, _>>()?;
    Ok(HttpResponse::Ok().json(list(rows, page.limit, |release| release.id.clone(), |release| release)))
}

/// Publish sealed variants
#[utoipa::path(tag = "releases", params(IdempotencyHeader), request_body = NewRelease, responses((status = 201, body = NewlyReleased)))]
#[post("/campaigns/{id}/releases")]
async fn create_release(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewRelease>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    let make = async {
        let variants = new.variant_ids.map(|ids| {
            let ids = ids.iter().enumerate().map(|(at, id)| wire::parse_id(&format!("/variant_ids/{at}"), id));
            ids.collect::<Result<Vec<_>, ApiError>>()
        });
        let input = ReleaseInput {
            campaign: wire::id("campaign", &path)?,
            destination: new.destination,
            variants: variants.transpose()?,
        };
        let answer = create(&state.engine, &caller.access, input).await?;
        let row = releases::get_release(&state.engine.store, &caller.scope(), answer.release).await?;
        let refused = answer
            .refused
            .into_iter()
            .map(|(variant, broken_by)| RefusedVariant { variant_id: variant.to_string(), broken_by });
        Ok(NewlyReleased { release: Release::try_from(row)?, refused: refused.collect() })
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

/// Get a release with its files
#[utoipa::path(tag = "releases", params(ItemQuery), responses((status = 200, body = ReleaseDetail)))]
#[get("/releases/{id}")]
async fn get_release(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<ItemQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: ReleaseId = wire::id("release", &path)?;
    let row = releases::get_release(store, &scope, id).await?;
    let limit = paging::limit(query.limit)?;
    let items = releases::list_release_items(store, &scope, id, query.after.unwrap_or(0), limit).await?;
    let next = (items.len() as u64 >= limit).then(|| items.last().map(|item| item.ordinal.to_string())).flatten();
    let manifest = manifest(&state, &caller, &row).await?;
    let items = items.iter().map(ReleaseItem::try_from).collect::<Result<_, StoreError>>()?;
    Ok(HttpResponse::Ok().json(ReleaseDetail { release: Release::try_from(row)?, items, next, manifest }))
}

/// Most bytes of a manifest that is shown in place; a longer one is at its destination.
const MAX_MANIFEST_BYTES: u64 = 8 << 20;

async fn manifest(state: &ApiState, caller: &Member, row: &Row) -> Result<Option<serde_json::Value>, ApiError> {
    let Some(hash) = row.manifest_hash()? else { return Ok(None) };
    let bytes = state.engine.store.blobs().get(caller.access.organization, hash, MAX_MANIFEST_BYTES).await;
    Ok(bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

impl TryFrom<Row> for Release {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Release, StoreError> {
        Ok(Release {
            id: row.id().to_string(),
            campaign_id: row.campaign_id().to_string(),
            run_id: row.run_id().to_string(),
            item_count: row.item_count,
            manifest_hash: row.manifest_hash()?.map(|hash| hash.to_string()),
            created_at: wire::time(row.created_ms),
            finished_at: row.finished_ms.map(wire::time),
            destination: row.destination,
            state: row.state,
            created_by: row.created_by,
        })
    }
}

impl TryFrom<&ItemRow> for ReleaseItem {
    type Error = StoreError;

    fn try_from(row: &ItemRow) -> Result<ReleaseItem, StoreError> {
        Ok(ReleaseItem {
            variant_id: row.variant_id().to_string(),
            revision_id: row.revision_id().to_string(),
            name: row.name.clone(),
            hash: row.hash()?.to_string(),
            bytes: row.bytes,
            mime: row.mime.clone(),
            location: row.location.clone(),
            delivered_at: row.delivered_ms.map(wire::time),
            error: row.error.clone(),
        })
    }
}
