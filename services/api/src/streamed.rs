//! Answers that come bit by bit, each bit as soon as it is there.

use std::convert::Infallible;

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};
use bytes::Bytes;
use futures::Stream;

/// An answer that nothing on the way may hold back.
pub fn streamed(
    content_type: &'static str,
    bits: impl Stream<Item = Result<Bytes, Infallible>> + 'static,
) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        // A compressor would wait for a block full of bits, and a proxy for its buffer.
        .insert_header((header::CONTENT_ENCODING, HeaderValue::from_static("identity")))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(bits)
}
