//! JSON bodies: read whole within a limit, checked for their kind, refused with line and column.
//! Files arrive another way (see `upload`).

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use galley_domain::digest::Digest;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::error::{ApiError, ProblemItem, table};

/// Most bytes of a JSON body: five hundred decisions with their marks fit.
pub const MAX_BYTES: usize = 2 << 20;

/// A JSON body and the digest of its bytes.
pub struct Body<T> {
    pub value: T,
    pub digest: Digest,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_json = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(ApiError::new(table::MEDIA_TYPE, "expected application/json"));
            }
            // The only way to fail that is not a broken connection is the limit of PayloadConfig.
            let bytes = bytes.await.map_err(|error| match error.as_response_error().status_code().as_u16() {
                413 => ApiError::new(table::TOO_LARGE, format!("a JSON body has at most {MAX_BYTES} bytes")),
                _ => ApiError::malformed("the body broke off"),
            })?;
            Ok(Body { value: parse(&bytes)?, digest: Digest::of(&bytes) })
        })
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let text = error.to_string();
        // serde_json ends its sentence with the place, which the item carries in fields.
        let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned();
        let item = ProblemItem {
            line: u32::try_from(error.line()).ok(),
            column: u32::try_from(error.column()).ok(),
            message: message.clone(),
            ..ProblemItem::default()
        };
        let kind = if error.classify() == Category::Data { table::INVALID } else { table::MALFORMED };
        ApiError::new(kind, message).with_errors(vec![item])
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        #[expect(dead_code, reason = "only its being there is tested")]
        name: String,
    }

    #[test]
    fn what_is_wrong_is_told_apart_from_what_is_no_json() {
        let code = |text: &str| parse::<Named>(text.as_bytes()).map(|_| ()).map_err(|error| error.code());
        assert_eq!(code(r#"{"name":"a"}"#), Ok(()));
        assert_eq!(code(r#"{"name":"a","nane":1}"#), Err("invalid_input"));
        assert_eq!(code(r#"{"name":"#), Err("malformed_request"));
    }
}
