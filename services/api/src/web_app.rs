//! The desk's files: built into the program, or from a folder in their place. Every address that
//! is neither the API's nor a file's is the desk's own to show.

use std::borrow::Cow;
use std::path::Path;

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use galley_domain::bundle::check_path;
use galley_domain::digest::Digest;
use rust_embed::RustEmbed;

use crate::ApiState;
use crate::error::{ApiError, table};
use crate::etag;
use crate::observe::PAGE_POLICY;

/// The web build. Empty where the program was built without one.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Embedded;

const INDEX: &str = "index.html";
/// Files here carry the hash of their content in their name.
const ASSETS: &str = "assets/";

/// Shown where there is no web build.
const NO_BUILD: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Galley</title>\
    <h1>Galley is running</h1><p>This program was built without the desk, so there is nothing to click here. \
    The API is at <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>, and the command line works.</p>\
    <p>To get the desk: run <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code> and build again.</p></html>\n";

/// Whatever no route took.
pub async fn desk(state: web::Data<ApiState>, request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/').to_owned();
    if path == "api" || path.starts_with("api/") {
        return ApiError::not_found("address").error_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::new(table::METHOD, "files are only read").error_response();
    }
    let folder = state.config.web_dir.as_deref();
    if let Some(bytes) = find(folder, &path).await {
        return file(&request, &path, &bytes);
    }
    if path.starts_with(ASSETS) {
        return ApiError::not_found("file").error_response();
    }
    match find(folder, INDEX).await {
        Some(bytes) => file(&request, INDEX, &bytes),
        None => page(HttpResponse::Ok(), Digest::of(NO_BUILD.as_bytes())).body(NO_BUILD),
    }
}

async fn find(folder: Option<&Path>, path: &str) -> Option<Cow<'static, [u8]>> {
    check_path(path).ok()?;
    match folder {
        Some(folder) => tokio::fs::read(folder.join(path)).await.ok().map(Cow::Owned),
        None => Embedded::get(path).map(|file| file.data),
    }
}

fn file(request: &HttpRequest, path: &str, bytes: &[u8]) -> HttpResponse {
    let digest = Digest::of(bytes);
    let is_known = etag::is_known(request, &etag::tag(digest));
    let mut answer = page(if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() }, digest);
    answer.content_type(mime_of(path));
    if path.starts_with(ASSETS) {
        let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
        answer.insert_header((header::CACHE_CONTROL, keep));
    }
    if is_known { answer.finish() } else { answer.body(bytes.to_vec()) }
}

fn page(mut answer: actix_web::HttpResponseBuilder, digest: Digest) -> actix_web::HttpResponseBuilder {
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY)))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .insert_header((header::ETAG, etag::tag(digest)));
    answer
}

fn mime_of(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
