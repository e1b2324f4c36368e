//! Talking HTTP to a backend: answers are bounded, redirects lead nowhere, a page is no answer, and a
//! vendor's file is fetched from the open Internet or from the backend itself, never from inside our
//! network. Failures become the port's few. The key goes to the backend alone and is in no error.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use galley_domain::ports::{Body, Fault, Pace};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::headers;
use super::settings::Setup;
use crate::SettingsError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A question that makes nothing is answered by then.
const QUESTION_TIMEOUT: Duration = Duration::from_secs(30);
/// Pictures come inside JSON, ten of them perhaps.
const MAX_JSON_BYTES: usize = 128 << 20;
const MAX_FILE_BYTES: usize = 256 << 20;
const MAX_ERROR_BYTES: usize = 64 << 10;
/// Of a vendor's message, what people are shown.
const MAX_MESSAGE_CHARS: usize = 300;
/// Storage behind a vendor's link may send one on.
const MAX_HOPS: usize = 3;

/// A key, which is written nowhere.
pub(super) struct Key(String);

impl Key {
    /// A key that a header can hold.
    pub(super) fn new(text: &str) -> Option<Key> {
        HeaderValue::from_str(text).is_ok().then(|| Key(text.to_owned()))
    }
}

/// How a backend wants its key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Auth {
    /// `Authorization: <scheme> <key>`.
    Scheme(&'static str),
    /// `<name>: <key>`.
    Header(&'static str),
}

/// What is lost with a lost answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// Work that may have been accepted, and paid for.
    Work,
    /// A question, which can be asked again.
    Question,
}

/// A backend's address and how to talk to it.
pub(super) struct Http {
    name: String,
    base: Url,
    key: Option<String>,
    patience: Duration,
    own: Client,
    abroad: Client,
}

/// An answer with its head.
pub(super) struct Answer<T> {
    pub headers: HeaderMap,
    pub body: T,
}

impl<T> Answer<T> {
    /// What the backend says about its pace.
    pub(super) fn pace(&self) -> Option<Pace> {
        headers::pace(&self.headers)
    }

    /// The vendor's name for the call.
    pub(super) fn vendor_id(&self) -> Option<String> {
        let id = headers::text(&self.headers, "x-request-id")?;
        Some(id.chars().take(100).collect())
    }
}

impl Http {
    /// Checks the address. Talks to nobody yet.
    pub(super) fn open(setup: &Setup, auth: Auth) -> Result<Http, SettingsError> {
        let wrong = || SettingsError::new("url", "expected http://host… or https://host…, without a key in it");
        let mut base = Url::parse(&setup.url).map_err(|_| wrong())?;
        let is_plain = base.username().is_empty() && base.password().is_none() && base.query().is_none();
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() || !is_plain {
            return Err(wrong());
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let mut own = Client::builder().connect_timeout(CONNECT_TIMEOUT).redirect(Policy::none());
        if let Some(key) = &setup.key {
            let (name, text) = match auth {
                Auth::Scheme(scheme) => (AUTHORIZATION, format!("{scheme} {}", key.0)),
                Auth::Header(name) => (HeaderName::from_static(name), key.0.clone()),
            };
            let mut value = HeaderValue::from_str(&text).map_err(|_| wrong())?;
            value.set_sensitive(true);
            own = own.default_headers(HeaderMap::from_iter([(name, value)]));
        }
        let abroad = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .https_only(true)
            .dns_resolver(std::sync::Arc::new(PublicOnly))
            .redirect(Policy::custom(|attempt| {
                if attempt.previous().len() > MAX_HOPS || !may_visit(attempt.url()) {
                    return attempt.error("a redirect that is not followed");
                }
                attempt.follow()
            }));
        let broken = |error: reqwest::Error| SettingsError::new("url", error.to_string());
        Ok(Http {
            name: setup.name.clone(),
            base,
            key: setup.key.as_ref().map(|key| key.0.clone()),
            patience: Duration::from_millis(setup.terms.patience_ms),
            own: own.build().map_err(broken)?,
            abroad: abroad.build().map_err(broken)?,
        })
    }

    /// A request to a path below the address.
    pub(super) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Fault> {
        let url = self.base.join(path).map_err(|_| Fault::give_up(format!("{path} is no path")))?;
        Ok(self.own.request(method, url))
    }

    /// Work to be posted as JSON.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Answer<Value>, Fault> {
        self.json(self.request(Method::POST, path)?.json(body), Sent::Work).await
    }

    /// What stands at a path, as JSON.
    pub(super) async fn get(&self, path: &str) -> Result<Answer<Value>, Fault> {
        self.json(self.request(Method::GET, path)?, Sent::Question).await
    }

    /// Sends, and reads JSON.
    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        sent: Sent,
    ) -> Result<Answer<T>, Fault> {
        let timeout = if sent == Sent::Work { self.patience } else { QUESTION_TIMEOUT.min(self.patience) };
        let response = self.send(request.timeout(timeout), sent).await?;
        let mime = mime(response.headers());
        if !(mime.is_empty() || mime == "application/json" || mime.ends_with("+json")) {
            return Err(self.lost(sent, format!("answered with {mime} where JSON was due")));
        }
        let answer = self.read(response, MAX_JSON_BYTES, sent).await?;
        let body = serde_json::from_slice(&answer.body)
            .map_err(|_| self.lost(sent, "answered with what is not the JSON that was due"))?;
        Ok(Answer { headers: answer.headers, body })
    }

    /// Sends, and reads a file.
    pub(super) async fn file(&self, request: RequestBuilder, sent: Sent) -> Result<Answer<Bytes>, Fault> {
        let response = self.send(request.timeout(self.patience), sent).await?;
        let mime = mime(response.headers());
        if mime.starts_with("text/") || mime == "application/json" {
            return Err(self.lost(sent, format!("answered with {mime} where a file was due")));
        }
        self.read(response, MAX_FILE_BYTES, sent).await
    }

    /// Fetches a file that the backend names by a path or a URL: its own, or one on the open Internet.
    pub(super) async fn fetch(&self, place: &str) -> Result<Bytes, Fault> {
        let wrong = || Fault::give_up(format!("{} names a place that is not fetched from", self.name));
        let url = self.base.join(place).map_err(|_| wrong())?;
        let request = if url.origin() == self.base.origin() {
            self.own.get(url)
        } else if url.scheme() == "https" && may_visit(&url) {
            self.abroad.get(url)
        } else {
            return Err(wrong());
        };
        Ok(self.file(request, Sent::Question).await?.body)
    }

    async fn send(&self, request: RequestBuilder, sent: Sent) -> Result<Response, Fault> {
        let response = request.send().await.map_err(|error| {
            // Whoever was not reached has accepted nothing.
            if error.is_connect() || error.is_builder() {
                Fault::retry(format!("{} cannot be reached", self.name))
            } else if error.is_timeout() {
                self.lost(sent, "did not answer in time")
            } else {
                self.lost(sent, "broke off before it answered")
            }
        })?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let headers = response.headers().clone();
        let body = self.read(response, MAX_ERROR_BYTES, Sent::Question).await.map(|answer| answer.body);
        Err(self.refused(status, &headers, &body.unwrap_or_default(), sent))
    }

    async fn read(&self, mut response: Response, most: usize, sent: Sent) -> Result<Answer<Bytes>, Fault> {
        let too_large = || self.lost(sent, format!("answered with more than {} MiB", most >> 20));
        if response.content_length().is_some_and(|length| length > most as u64) {
            return Err(too_large());
        }
        let headers = response.headers().clone();
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| self.lost(sent, "broke off within its answer"))? {
            if body.len() + chunk.len() > most {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { headers, body: body.freeze() })
    }

    /// An answer that is lost, or that nobody can read.
    pub(super) fn lost(&self, sent: Sent, what: impl std::fmt::Display) -> Fault {
        let reason = format!("{} {what}", self.name);
        match sent {
            Sent::Work => Fault::Ambiguous { reason },
            Sent::Question => Fault::retry(reason),
        }
    }

    /// A file that came within a good answer and is none.
    pub(super) fn spoiled(&self, what: impl std::fmt::Display) -> Body {
        Body::Spoiled(format!("{} {what}", self.name))
    }

    /// What a status means for the caller.
    fn refused(&self, status: StatusCode, headers: &HeaderMap, body: &[u8], sent: Sent) -> Fault {
        let (message, code) = told(body);
        let name = &self.name;
        let after_ms = headers::retry_after_ms(headers);
        let closed = |what: &str| Fault::Closed { reason: format!("{name} {what}") };
        let number = status.as_u16();
        match number {
            300..=399 => closed("sends us elsewhere; its url is not the right one"),
            401 | 403 => closed("refuses the key"),
            402 => closed("has no money of ours left"),
            429 if code.contains("quota") || code.contains("billing") => closed("has no money of ours left"),
            429 => Fault::Busy { reason: format!("{name} takes no more requests now"), after_ms },
            503 if after_ms.is_some() => Fault::Busy { reason: format!("{name} is not ready"), after_ms },
            404 | 405 | 410 if sent == Sent::Work => {
                closed(&format!("has nothing at this url, or no such model ({number})"))
            }
            504 => self.lost(sent, "gave up waiting for its own engine"),
            // It is at work on something else, or on this already.
            409 | 423 | 425 if sent == Sent::Work => Fault::Busy { reason: format!("{name} is busy"), after_ms },
            408 | 409 | 423 | 425 | 500..=599 => Fault::Retry { reason: format!("{name} answered {number}"), after_ms },
            _ if ["moderation", "content_policy", "safety"].iter().any(|word| code.contains(word)) => {
                Fault::give_up(format!("{name} refuses it by its rules on content"))
            }
            _ => Fault::give_up(format!("{name} refuses it ({number}): {}", self.clean(&message))),
        }
    }

    /// A vendor's message as people may see it: short, on one line, and without our key.
    pub(super) fn clean(&self, message: &str) -> String {
        let message = match &self.key {
            Some(key) => message.replace(key.as_str(), "…"),
            None => message.to_owned(),
        };
        let line = message.split(|letter: char| letter.is_control() || letter.is_whitespace());
        let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        line.chars().take(MAX_MESSAGE_CHARS).collect()
    }
}

/// A vendor's message and its code, from the few shapes they have.
fn told(body: &[u8]) -> (String, String) {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let pick = |paths: &[&str]| {
        let found = paths.iter().find_map(|path| value.pointer(path)?.as_str());
        found.unwrap_or_default().to_owned()
    };
    let message =
        pick(&["/error/message", "/error", "/detail", "/detail/0/msg", "/message", "/failure_reason", "/title"]);
    let code = pick(&["/error/code", "/error/type", "/code", "/failure_code", "/error/status"]);
    (message, code.to_ascii_lowercase())
}

fn mime(headers: &HeaderMap) -> String {
    let header: HeaderName = CONTENT_TYPE;
    let written = headers::text(headers, header.as_str()).unwrap_or_default();
    written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Names that lead to nobody of ours.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err("the name leads into a private network".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether a URL's host is a name, which is looked up with care, or a public address.
fn may_visit(url: &Url) -> bool {
    match url.host_str().map(|host| host.trim_matches(['[', ']']).parse::<IpAddr>()) {
        Some(Ok(address)) => is_public(address),
        Some(Err(_)) => true,
        None => false,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => {
            let first = address.segments()[0];
            let inner = address.to_ipv4_mapped().or_else(|| {
                let [.., high, low] = address.segments();
                (first == 0x64 && address.segments()[1] == 0xff9b)
                    .then(|| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
            });
            let is_ours = address.is_loopback() || address.is_unspecified() || address.is_multicast();
            let is_local = first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80;
            inner.map_or(!is_ours && !is_local, is_public_v4)
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation();
    let is_reserved = first == 0
        || first >= 240
        || (first == 100 && second & 0xc0 == 64)
        || (first == 192 && second == 0 && third == 0)
        || (first == 198 && second & 0xfe == 18);
    !is_special && !is_reserved
}

/// A part of a path that a vendor named.
pub(super) fn segment(id: &str) -> Result<&str, Fault> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':');
    if id.is_empty() || id.len() > 200 || id.starts_with('.') || !id.chars().all(is_plain) {
        return Err(Fault::give_up("the backend calls its work by a name that is none"));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_not_fetched_from_inside() {
        let inside = [
            "https://127.0.0.1/a",
            "https://10.1.2.3/a",
            "https://192.168.0.1",
            "https://172.20.0.1",
            "https://169.254.169.254/latest",
            "https://100.64.0.1",
            "https://0.0.0.0",
            "https://[::1]/a",
            "https://[fd00::1]",
            "https://[fe80::1]",
            "https://[::ffff:10.0.0.1]",
            "https://[64:ff9b::a00:1]",
            "https://224.0.0.1",
            "https://255.255.255.255",
        ];
        for url in inside {
            assert!(!may_visit(&Url::parse(url).expect("a URL")), "{url}");
        }
        for url in ["https://8.8.8.8/a", "https://[2606:4700::1111]/a", "https://vendor.example/a"] {
            assert!(may_visit(&Url::parse(url).expect("a URL")), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_followed() {
        let found = PublicOnly.resolve("localhost".parse().expect("a name")).await;
        assert!(found.is_err());
    }
}
