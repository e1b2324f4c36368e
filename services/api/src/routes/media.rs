//! Bytes by their hash: pictures, logos, files of kits. Named by what they are, so kept for ever.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentRange, ContentRangeSpec, HeaderValue, Range};
use actix_web::{HttpRequest, HttpResponse, get, web};
use galley_domain::digest::Digest;
use galley_domain::ids::OrganizationId;
use galley_store::media::find_medium;
use utoipa_actix_web::service_config::ServiceConfig;

use super::revisions::{get_revision_file, get_revision_picture, get_revision_thumbnail};
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::etag;

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_media).service(get_revision_picture).service(get_revision_thumbnail).service(get_revision_file);
}

/// Most bytes of a blob that is served.
const MAX_BYTES: u64 = 64 << 20;
/// What a browser may show; anything else is a download.
const SHOWN: [&str; 5] = ["image/jpeg", "image/png", "image/webp", "image/svg+xml", "video/mp4"];

/// Get a file by its SHA-256
#[utoipa::path(tag = "media", responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
#[get("/media/{hash}")]
async fn get_media(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let hash = Digest::parse(&path).map_err(|_| ApiError::not_found("file"))?;
    let medium = find_medium(&state.engine.store, &caller.scope(), hash).await?;
    let medium = medium.ok_or_else(|| ApiError::not_found("file"))?;
    blob(&state, &request, caller.access.organization, hash, &medium.mime).await
}

/// A blob as an answer, or the part of it that is asked for. It never changes, and it is never a page: scripts in an SVG do not run.
pub async fn blob(
    state: &ApiState,
    request: &HttpRequest,
    organization: OrganizationId,
    hash: Digest,
    mime: &str,
) -> Result<HttpResponse, ApiError> {
    let tag = etag::tag(hash);
    let keep = HeaderValue::from_static("private, max-age=31536000, immutable");
    if etag::is_known(request, &tag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, keep))
            .finish());
    }
    let bytes = state.engine.store.blobs().get(organization, hash, MAX_BYTES).await?;
    let mut answer = HttpResponse::Ok();
    answer.content_type(mime).insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, keep));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
    answer.insert_header((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)));
    if !SHOWN.contains(&mime) {
        answer.insert_header((header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")));
    }
    answer.insert_header((header::ACCEPT_RANGES, HeaderValue::from_static("bytes")));
    let Some((first, last)) = range(request, bytes.len() as u64) else { return Ok(answer.body(bytes)) };
    let spec = ContentRangeSpec::Bytes { range: Some((first, last)), instance_length: Some(bytes.len() as u64) };
    answer.status(StatusCode::PARTIAL_CONTENT).insert_header(ContentRange(spec));
    Ok(answer.body(bytes.slice(first as usize..=last as usize)))
}

/// The one part that is asked for. A header that cannot be read, or that asks for several parts, asks for the whole.
fn range(request: &HttpRequest, length: u64) -> Option<(u64, u64)> {
    let asked = request.headers().get(header::RANGE)?.to_str().ok()?.parse::<Range>().ok()?;
    let Range::Bytes(parts) = asked else { return None };
    let [part] = parts.as_slice() else { return None };
    part.to_satisfiable_range(length)
}
