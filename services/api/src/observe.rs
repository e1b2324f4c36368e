//! What surrounds every request: a span and a line without bodies, queries or secrets, a count, and
//! the headers that keep browsers from doing more with an answer than it is meant for.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use tracing::Instrument;

use crate::ApiState;

/// For pages of the desk: everything from here, nothing from elsewhere, in nobody's frame.
pub const PAGE_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";
/// For everything else: it is data, not a page.
const DATA_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// The request's number, for finding it in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Traces, counts and dresses one request.
pub async fn observe<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let state = request.app_data::<web::Data<ApiState>>().cloned();
    let id = state.as_ref().map(|state| format!("{:032x}", u128::from_be_bytes(first(state.engine.ids.secret()))));
    let id = id.unwrap_or_default();
    let method = request.method().to_string();
    let span = tracing::info_span!("request", id = %id, method = %method);
    let mut answer = next.call(request).instrument(span.clone()).await?;

    let route = answer.request().match_pattern().unwrap_or_else(|| "(none)".to_owned());
    let (status, took) = (answer.status().as_u16(), began.elapsed());
    span.in_scope(|| tracing::info!(route = %route, status, ms = took.as_millis(), "served"));
    if let Some(state) = state {
        state.metrics.served(&method, &route, status, took);
    }
    dress(answer.headers_mut(), &id);
    Ok(answer)
}

fn first(bytes: [u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&bytes[..16]);
    half
}

fn dress(headers: &mut HeaderMap, id: &str) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A guest's link must not travel on to another site.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let usual = [(header::CONTENT_SECURITY_POLICY, DATA_POLICY), (header::CACHE_CONTROL, "no-store")];
    for (name, value) in usual {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
}
