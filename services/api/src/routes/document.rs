//! The OpenAPI document itself.

use std::sync::OnceLock;

use actix_web::{HttpRequest, HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{etag, openapi};

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_openapi);
}

/// Get this document
#[utoipa::path(tag = "document", security(()), responses((status = 200, body = Object)))]
#[get("/openapi.json")]
async fn get_openapi(request: HttpRequest) -> HttpResponse {
    static DOCUMENT: OnceLock<utoipa::openapi::OpenApi> = OnceLock::new();
    etag::json(&request, DOCUMENT.get_or_init(openapi))
}
