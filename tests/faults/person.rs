//! A good client: what was cut off is sent again with the same Idempotency-Key, until there is an answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use galley::client::{Client, ClientError, Refusal};
use serde_json::{Value, json};
use tokio::time::{interval, timeout};

use crate::installation::Installation;

/// Between two tries, and between two looks at the same thing.
pub const PACE: Duration = Duration::from_millis(50);
/// Nothing here takes a tenth of it; without it, what hangs would say nothing.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub struct Person<'a> {
    home: &'a Installation,
    name: String,
    pub token: String,
    requests: AtomicUsize,
}

impl<'a> Person<'a> {
    /// Somebody with a token of their own, which outlives every process.
    pub async fn with_token(home: &'a Installation, name: &str, signed_in: &Client) -> Person<'a> {
        let scopes = ["read", "produce", "decide", "publish", "administer"];
        let token = signed_in.post("/tokens", &json!({ "name": "kill test", "scopes": scopes })).await;
        let token = text(&token.expect("people make tokens of their own")["secret"]);
        Person { home, name: name.to_owned(), token, requests: AtomicUsize::new(0) }
    }

    pub async fn get(&self, path: &str) -> Value {
        self.until_answered(path, async |client| client.get(path).await).await.expect("reading is allowed")
    }

    /// Every item of a list; from the beginning again where a page was cut off.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        self.until_answered(path, async |client| client.list(path).await).await.expect("reading is allowed")
    }

    /// Creates something. A refusal is handed on only where an earlier try was cut off: that one may have been
    /// carried out.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, Box<Refusal>> {
        let key = format!("{}-{}", self.name, self.requests.fetch_add(1, Ordering::Relaxed));
        self.until_answered(path, async |client| client.post_once(path, &key, body).await).await
    }

    /// Asks until the server, or the one that comes after it, has an answer.
    async fn until_answered<T>(
        &self,
        path: &str,
        ask: impl AsyncFn(&Client) -> Result<T, ClientError>,
    ) -> Result<T, Box<Refusal>> {
        let mut was_cut = false;
        let asking = async {
            let mut pace = interval(PACE);
            loop {
                pace.tick().await;
                let client = self.home.client().with_token(&self.token).expect("the token is one");
                match ask(&client).await {
                    Ok(answer) => return Ok(answer),
                    Err(ClientError::Unreachable { .. } | ClientError::Nonsense(_)) => was_cut = true,
                    Err(ClientError::Refused(refusal)) if is_not_now(&refusal) => {}
                    Err(ClientError::Refused(refusal)) if was_cut => return Err(refusal),
                    Err(ClientError::Refused(refusal)) => panic!("{} at {path}: {refusal}", self.name),
                }
            }
        };
        timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("{} waits for an answer at {path}", self.name))
    }
}

/// Refused for now: the first try is still being served, or the database was busy.
fn is_not_now(refusal: &Refusal) -> bool {
    matches!(refusal.code(), "idempotency_in_progress" | "unavailable")
}

/// A text that must be one.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// A number that must be one.
pub fn number(value: &Value) -> usize {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number")) as usize
}
