//! The pictures of revisions, whole and small. Guests see those of their campaign.

use actix_web::{HttpRequest, HttpResponse, get, web};
use galley_domain::ids::RevisionId;
use galley_store::revisions::{self, Revision};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::media::blob;
use crate::ApiState;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::wire;

/// How tall a thumbnail is, in pixels.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThumbnailSize {
    H240,
    H480,
}

/// Which thumbnail.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThumbnailQuery {
    /// h240 where it is left out.
    #[param(inline)]
    pub size: Option<ThumbnailSize>,
}

/// Get the picture that is judged; of an ad that moves, its last one
#[utoipa::path(tag = "media", responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
#[get("/revisions/{id}/picture")]
pub async fn get_revision_picture(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let row = find(&state, &caller, &path).await?;
    let picture = row.still().ok_or_else(|| ApiError::not_found("picture"))?;
    blob(&state, &request, caller.access.organization, picture.hash, &picture.mime).await
}

/// Get the file that would be published: the picture, the film or the banner
///
/// Parts of it may be asked for, as players of films do.
#[utoipa::path(tag = "media", responses((status = 200, content_type = "*/*", body = Vec<u8>)))]
#[get("/revisions/{id}/file")]
pub async fn get_revision_file(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let row = find(&state, &caller, &path).await?;
    let file = row.picture().ok_or_else(|| ApiError::not_found("file"))?;
    blob(&state, &request, caller.access.organization, file.hash, &file.mime).await
}

/// Get a small picture; the whole one where there is no smaller
#[utoipa::path(tag = "media", params(ThumbnailQuery),
    responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
#[get("/revisions/{id}/thumbnail")]
pub async fn get_revision_thumbnail(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<String>,
    query: web::Query<ThumbnailQuery>,
) -> Result<HttpResponse, ApiError> {
    let row = find(&state, &caller, &path).await?;
    let name = match query.size {
        Some(ThumbnailSize::H480) => "h480",
        _ => "h240",
    };
    let small = row.blobs.iter().find(|blob| blob.name == name).or_else(|| row.still());
    let small = small.ok_or_else(|| ApiError::not_found("picture"))?;
    blob(&state, &request, caller.access.organization, small.hash, &small.mime).await
}

async fn find(state: &ApiState, caller: &Caller, id: &str) -> Result<Revision, ApiError> {
    let id: RevisionId = wire::id("revision", id)?;
    let row = revisions::get(&state.engine.store, &caller.scope(), id).await?;
    caller.must_see(row.campaign, "revision")?;
    Ok(row)
}
