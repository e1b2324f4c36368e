//! Speaks with a server through the public API, the way anybody's script would. Knows paths and
//! problem details; what the answers mean is the commands' business.

mod events;

use std::time::Duration;

use galley_domain::source::Problem;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, Response};
use serde::Deserialize;
use serde_json::{Value, json};

const SESSION_COOKIE: &str = "galley_session";
/// Says that no other site sent the request.
const SAME_ORIGIN: &str = "x-galley-csrf";
/// A plan of a hundred thousand variants takes a while.
const TIMEOUT: Duration = Duration::from_secs(300);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Rows a page.
const PAGE: usize = 200;

/// Who speaks.
#[derive(Clone)]
enum Auth {
    Nobody,
    Token(HeaderValue),
    Session(HeaderValue),
}

/// A connection to one server as one person.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    auth: Auth,
}

/// Why there is no answer, or not the one that was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server understood and said no: something must change before it is tried again.
    #[error("{0}")]
    Refused(Box<Refusal>),
    #[error("the server at {server} does not answer")]
    Unreachable {
        server: String,
        #[source]
        source: reqwest::Error,
    },
    #[error("the server answered with what is no answer to {0}")]
    Nonsense(String),
}

/// A problem document (RFC 9457) that the server sent.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub status: u16,
    pub document: Value,
}

/// One of a refusal's errors: a place in a file, or in the request.
#[derive(Deserialize)]
struct Fault {
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    pointer: Option<String>,
    message: String,
    expected: Option<String>,
    nearest: Option<String>,
}

impl Refusal {
    /// The stable code, e.g. `plan_stale`.
    pub fn code(&self) -> &str {
        self.document["code"].as_str().unwrap_or_default()
    }

    /// One line per error: `copy.csv:3:7: …`.
    pub fn lines(&self) -> Vec<String> {
        let errors = self.document["errors"].as_array().cloned().unwrap_or_default();
        errors.into_iter().filter_map(|error| serde_json::from_value(error).ok()).map(Fault::line).collect()
    }
}

impl Fault {
    fn line(self) -> String {
        let Fault { file, line, column, pointer, message, expected, nearest } = self;
        let file = file.or(pointer).unwrap_or_default();
        let (line, column) = (line.unwrap_or(1), column.unwrap_or(1));
        Problem { file, line, column, message, expected, nearest }.to_string()
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let title = self.document["title"].as_str().unwrap_or("the server refused");
        let lines = self.lines();
        match self.document["detail"].as_str() {
            // The detail of wrong files repeats the lines, that of others at times the title.
            Some(detail) if lines.is_empty() && !detail.eq_ignore_ascii_case(title) => write!(f, "{title}: {detail}"),
            _ => write!(f, "{title}"),
        }?;
        lines.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}

/// One file of an upload.
pub struct Upload {
    /// The form's field.
    pub field: &'static str,
    /// The file's path relative to its folder; empty for a plain field.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Client {
    /// Speaks with the server at `base` as nobody yet.
    pub fn new(base: &str) -> Result<Client, ClientError> {
        let base = base.trim_end_matches('/').to_owned();
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .user_agent(concat!("galley/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|source| ClientError::Unreachable { server: base.clone(), source })?;
        Ok(Client { http, base, auth: Auth::Nobody })
    }

    /// The same server, with an API token.
    pub fn with_token(&self, token: &str) -> Result<Client, ClientError> {
        let mut header = HeaderValue::from_str(&format!("Bearer {}", token.trim()))
            .map_err(|_| ClientError::Nonsense("a token that is none".to_owned()))?;
        header.set_sensitive(true);
        Ok(Client { auth: Auth::Token(header), ..self.clone() })
    }

    /// The same server, signed in as this person.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Client, ClientError> {
        let body = json!({ "email": email, "password": password });
        let response = self.send(self.request(Method::POST, "/sessions").json(&body)).await?;
        let mut cookie = session_cookie(response.headers())
            .ok_or_else(|| ClientError::Nonsense("a sign-in (it sent no session)".to_owned()))?;
        cookie.set_sensitive(true);
        Ok(Client { auth: Auth::Session(cookie), ..self.clone() })
    }

    /// Where the server is.
    pub fn server(&self) -> &str {
        &self.base
    }

    /// GET, as JSON.
    pub async fn get(&self, path: &str) -> Result<Value, ClientError> {
        read(path, self.send(self.request(Method::GET, path)).await?).await
    }

    /// GET, as bytes.
    pub async fn get_bytes(&self, path: &str) -> Result<bytes::Bytes, ClientError> {
        let response = self.send(self.request(Method::GET, path)).await?;
        response.bytes().await.map_err(|source| self.unreachable(source))
    }

    /// Every item of a list, page by page.
    pub async fn list(&self, path: &str) -> Result<Vec<Value>, ClientError> {
        let (mut items, mut after) = (Vec::new(), String::new());
        let glue = if path.contains('?') { '&' } else { '?' };
        loop {
            let mut page = self.get(&format!("{path}{glue}limit={PAGE}{after}")).await?;
            match page["items"].take() {
                Value::Array(found) => items.extend(found),
                _ => return Err(ClientError::Nonsense(path.to_owned())),
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", escape(next)),
                None => return Ok(items),
            }
        }
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, ClientError> {
        read(path, self.send(self.request(Method::POST, path).json(body)).await?).await
    }

    /// POST that may be repeated: the same key makes one thing.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Result<Value, ClientError> {
        let request = self.request(Method::POST, path).header("idempotency-key", key).json(body);
        read(path, self.send(request).await?).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: &Value) -> Result<Value, ClientError> {
        read(path, self.send(self.request(Method::PUT, path).json(body)).await?).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, path)).await.map(drop)
    }

    /// POST or PUT of files.
    pub async fn upload(&self, method: Method, path: &str, files: Vec<Upload>) -> Result<Value, ClientError> {
        let form = files.into_iter().fold(Form::new(), |form, file| form.part(file.field, part(file.name, file.bytes)));
        read(path, self.send(self.request(method, path).multipart(form)).await?).await
    }

    /// Passes each state that the server tells of a run on, until it ends or `see` has seen enough.
    pub async fn follow(&self, path: &str, see: impl FnMut(&Value)) -> Result<(), ClientError> {
        let request = self.request(Method::GET, path).header("accept", "text/event-stream").timeout(Duration::MAX);
        events::read(self.send(request).await?, see).await.map_err(|source| self.unreachable(source))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let is_safe = method == Method::GET;
        let request = self.http.request(method, format!("{}/api/v1{path}", self.base));
        let request = match &self.auth {
            Auth::Nobody => request,
            Auth::Token(header) => request.header(AUTHORIZATION, header),
            Auth::Session(cookie) => request.header(COOKIE, cookie),
        };
        if is_safe { request } else { request.header(SAME_ORIGIN, "1") }
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let response = request.send().await.map_err(|source| self.unreachable(source))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status().as_u16();
        let document = response.json().await.unwrap_or_else(|_| {
            json!({ "title": "the server failed", "detail": format!("it answered with status {status}"), "status": status })
        });
        Err(ClientError::Refused(Box::new(Refusal { status, document })))
    }

    fn unreachable(&self, source: reqwest::Error) -> ClientError {
        ClientError::Unreachable { server: self.base.clone(), source: source.without_url() }
    }
}

impl ClientError {
    /// The refusal, if it is one with this code.
    pub fn refused_with(&self, code: &str) -> Option<&Refusal> {
        match self {
            ClientError::Refused(refusal) if refusal.code() == code => Some(refusal),
            _ => None,
        }
    }
}

fn part(name: String, bytes: Vec<u8>) -> Part {
    let part = Part::bytes(bytes);
    if name.is_empty() { part } else { part.file_name(name) }
}

async fn read(path: &str, response: Response) -> Result<Value, ClientError> {
    let bytes = response.bytes().await.map_err(|_| ClientError::Nonsense(path.to_owned()))?;
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|_| ClientError::Nonsense(path.to_owned()))
}

fn session_cookie(headers: &HeaderMap) -> Option<HeaderValue> {
    let values = headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pair = values.filter_map(|value| value.split(';').next()).find(|pair| pair.starts_with(SESSION_COOKIE))?;
    HeaderValue::from_str(pair).ok()
}

/// A text as part of a query.
pub fn escape(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            write!(out, "%{byte:02X}").expect("writing to a text cannot fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_like_a_compilers_errors() {
        let document = json!({
            "title": "the files are wrong", "detail": "brief.yaml:2:1: …", "code": "invalid",
            "errors": [
                { "file": "brief.yaml", "line": 2, "column": 9, "message": "unknown market “dee”", "nearest": "de" },
                { "pointer": "/items/0/stage", "message": "is missing" },
            ],
        });
        let refusal = Refusal { status: 422, document };
        let expected = "the files are wrong\nbrief.yaml:2:9: unknown market “dee”; did you mean “de”?\n/items/0/stage:1:1: is missing";
        assert_eq!(refusal.to_string(), expected);
    }

    #[test]
    fn queries_are_escaped() {
        assert_eq!(escape("a b&c=ü"), "a%20b%26c%3D%C3%BC");
    }
}
