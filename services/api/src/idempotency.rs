//! `Idempotency-Key`: a request that creates may be sent twice and is carried out once. The same
//! key with the same request is answered as before; with another one it is refused. After a day the
//! engine forgets it.

use std::convert::Infallible;
use std::future::Future;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use galley_domain::access::Scope;
use galley_domain::digest::{Digest, Hasher};
use galley_engine::Engine;
use galley_store::idempotency::{self, Claim, Key};
use serde::Serialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::ApiState;
use crate::auth::Caller;
use crate::error::{ApiError, table};

/// Longest key, in characters.
const MAX_CHARS: usize = 128;

/// The header, for the OpenAPI document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes the header; `Once` reads it")]
pub struct IdempotencyHeader {
    /// The same key with the same request is carried out once and, for a day, answered as before. 1 to 128
    /// visible ASCII characters, of the caller's making.
    #[param(rename = "Idempotency-Key", required = false)]
    key: String,
}

/// The key of a request and what stands for the rest of it.
pub struct Once<'a> {
    state: &'a ApiState,
    caller: &'a Caller,
    key: Option<String>,
    fingerprint: Digest,
}

impl<'a> Once<'a> {
    /// Reads the key; `body` is the digest of what was sent.
    pub fn new(
        state: &'a ApiState,
        caller: &'a Caller,
        request: &HttpRequest,
        body: Digest,
    ) -> Result<Once<'a>, ApiError> {
        let key = request.headers().get("Idempotency-Key").map(|value| value.to_str().map(str::to_owned));
        let key = match key {
            Some(Ok(key)) => Some(check(key)?),
            Some(Err(_)) => return Err(wrong_key()),
            None => None,
        };
        let fingerprint = fingerprint(request.method().as_str(), request.path(), body);
        Ok(Once { state, caller, key, fingerprint })
    }

    /// Answers 201 with what `make` made, or what it made the first time.
    pub async fn created<T: Serialize>(
        self,
        make: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<HttpResponse, ApiError> {
        self.answer(StatusCode::CREATED, &[], make).await
    }

    /// The same for an answer with fields that are shown once: they are not kept, and null in a
    /// repeated answer.
    pub async fn created_with_secret<T: Serialize>(
        self,
        secret: &[&str],
        make: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<HttpResponse, ApiError> {
        self.answer(StatusCode::CREATED, secret, make).await
    }

    /// Answers 200 with what `make` made, or what it made the first time.
    pub async fn done<T: Serialize>(
        self,
        make: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<HttpResponse, ApiError> {
        self.answer(StatusCode::OK, &[], make).await
    }

    async fn answer<T: Serialize>(
        self,
        status: StatusCode,
        secret: &[&str],
        make: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<HttpResponse, ApiError> {
        let Some(text) = &self.key else { return Ok(response(status, &text_of(&make.await?))) };
        let (store, scope) = (&self.state.engine.store, self.caller.access.scope());
        let actor = self.caller.access.actor.written();
        let key = Key { actor: &actor, key: text };
        let engine = &self.state.engine;
        match idempotency::claim(store, &scope, key, self.fingerprint, engine.now_ms(), engine.lease_ms).await? {
            Claim::Fresh => {}
            Claim::Answered { status, body } => {
                return Ok(response(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), &body));
            }
            Claim::InProgress => {
                let busy = ApiError::new(table::IDEMPOTENCY_BUSY, "a request with this key is being served");
                return Err(busy.retry_after(1));
            }
            Claim::Reused => {
                return Err(ApiError::new(table::IDEMPOTENCY_REUSED, "this key was used for another request"));
            }
        }
        let made = tokio::select! {
            made = make => made,
            never = keep_claim(engine, &scope, key) => match never {},
        };
        match made {
            Ok(made) => {
                let body = text_of(&made);
                idempotency::finish(store, &scope, key, status.as_u16(), &without(&body, secret)).await?;
                Ok(response(status, &body))
            }
            Err(error) => {
                // Nothing was written, so the same key may try again.
                idempotency::abandon(store, &scope, key).await?;
                Err(error)
            }
        }
    }
}

/// Shows, for as long as it is polled, that the request is being served. When this process dies, or the
/// caller hangs up and actix drops the request, the claim runs out and the same key may try again.
async fn keep_claim(engine: &Engine, scope: &Scope, key: Key<'_>) -> Infallible {
    let mut beat = tokio::time::interval(Duration::from_millis((engine.lease_ms / 3).max(100).unsigned_abs()));
    beat.tick().await; // the claim itself was the first
    loop {
        beat.tick().await;
        if let Err(error) = idempotency::renew(&engine.store, scope, key, engine.now_ms()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "could not keep the claim on a request's key");
        }
    }
}

fn text_of<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("wire types are plain JSON")
}

fn response(status: StatusCode, body: &str) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json").body(body.to_owned())
}

fn check(key: String) -> Result<String, ApiError> {
    let is_good = !key.is_empty() && key.len() <= MAX_CHARS && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_good { Ok(key) } else { Err(wrong_key()) }
}

fn wrong_key() -> ApiError {
    ApiError::malformed(format!("`Idempotency-Key` has 1 to {MAX_CHARS} visible ASCII characters"))
}

fn fingerprint(method: &str, path: &str, body: Digest) -> Digest {
    Hasher::new("request").text("method", method).text("path", path).digest("body", body).finish()
}

fn without(body: &str, secret: &[&str]) -> String {
    if secret.is_empty() {
        return body.to_owned();
    }
    let mut value: Value = serde_json::from_str(body).expect("it was written a moment ago");
    for field in secret {
        value[*field] = Value::Null;
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_visible() {
        assert!(check("a-1".to_owned()).is_ok());
        for key in ["", "a b", "ä", "a\n"] {
            assert!(check(key.to_owned()).is_err(), "{key}");
        }
        assert!(check("x".repeat(MAX_CHARS + 1)).is_err());
    }

    #[test]
    fn a_request_is_its_method_path_and_body() {
        let (one, other) = (Digest::of(b"1"), Digest::of(b"2"));
        let base = fingerprint("POST", "/a", one);
        assert_eq!(base, fingerprint("POST", "/a", one));
        for another in [fingerprint("PUT", "/a", one), fingerprint("POST", "/b", one), fingerprint("POST", "/a", other)]
        {
            assert_ne!(base, another);
        }
    }

    #[test]
    fn secrets_are_not_kept() {
        assert_eq!(without(r#"{"id":"a","secret":"b"}"#, &["secret"]), r#"{"id":"a","secret":null}"#);
    }
}
