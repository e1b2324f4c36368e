//! ETags: the digest of what is answered, so that the same answer need not be sent twice.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use galley_domain::digest::Digest;
use serde::Serialize;

/// A JSON answer with its ETag, or 304 where the caller has it already.
pub fn json<T: Serialize>(request: &HttpRequest, value: &T) -> HttpResponse {
    let body = serde_json::to_string(value).expect("wire types are plain JSON");
    let tag = tag(Digest::of(body.as_bytes()));
    let mut answer = if is_known(request, &tag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::ETAG, tag.as_str()));
    // May be kept, must be asked about.
    answer.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")));
    if is_known(request, &tag) { answer.finish() } else { answer.content_type("application/json").body(body) }
}

/// A strong ETag.
pub fn tag(digest: Digest) -> String {
    format!("\"{digest}\"")
}

/// Whether `If-None-Match` names this tag. What a compressor made of it (`W/`) is the same to us.
pub fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let asked = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    asked.is_some_and(|asked| {
        asked.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        let asks = |value: &str| {
            let request = TestRequest::default().insert_header((header::IF_NONE_MATCH, value)).to_http_request();
            is_known(&request, "\"a\"")
        };
        assert!(asks("\"a\"") && asks("W/\"a\"") && asks("\"b\", \"a\"") && asks("*"));
        assert!(!asks("\"b\"") && !asks("a"));
    }
}
