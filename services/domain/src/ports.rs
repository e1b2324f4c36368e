//! The traits the outside world satisfies: a clock, a place where models run, a place where
//! releases go. `galley` hands implementations in; nothing here knows a vendor.

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};

/// Tells the time. The program's clock is the machine's; a test holds its own.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;
}

/// What a backend is asked to make: one picture, for now.
#[derive(Debug, Clone)]
pub struct ImageRequest {
    /// The same key twice means the same work: a backend may answer with the earlier result.
    pub idempotency_key: String,
    pub prompt: String,
    /// The brief's own words for the scene, without the template around them.
    pub mood: String,
    /// A style the `sketch` backend knows, or a hint for others.
    pub style: String,
    /// Brand colours, sRGB, in the order background, surface, ink, primary, accent.
    pub palette: Vec<[u8; 3]>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub seed: u64,
}

/// What a backend made.
#[derive(Debug, Clone)]
pub struct Generated {
    pub bytes: Bytes,
    pub mime: &'static str,
    /// GPU time, or `None` where it is not known. Never a made-up figure.
    pub gpu_ms: Option<u64>,
    /// Cost in 1e-9 of the rate card's currency, or `None` where it is not known.
    pub cost_nano: Option<i64>,
    /// How the cost is known: `rate_card`, `reported`, …
    pub cost_basis: &'static str,
    /// The model's name; `None` says plainly that no model made it.
    pub model: Option<String>,
}

/// What went wrong, by what the caller should do about it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Try again, not before the given time has passed.
    #[error("not now: {reason}")]
    Retry { reason: String, after_ms: Option<u64> },
    /// It will not work however often it is tried.
    #[error("{reason}")]
    GiveUp { reason: String },
}

/// A price per unit of work.
#[derive(Debug, Clone, PartialEq)]
pub struct RateCard {
    /// ISO 4217.
    pub currency: String,
    /// Per picture, 1e-9 of the currency; `None` where the price is not known.
    pub image_nano: Option<i64>,
    /// GPU milliseconds per picture, P50 and P90; `None` where not known.
    pub image_gpu_ms: Option<(u64, u64)>,
    /// Wall time per picture in milliseconds, P50 and P90.
    pub image_wall_ms: (u64, u64),
}

/// A place where models run.
#[async_trait]
pub trait Backend: Send + Sync {
    /// The name used in workflows, lanes and configuration.
    fn name(&self) -> &str;
    /// Its prices.
    fn rate_card(&self) -> &RateCard;
    /// Makes a picture.
    async fn generate_image(&self, request: ImageRequest) -> Result<Generated, Fault>;
}

/// One file to deliver.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// A relative path with forward slashes.
    pub name: String,
    pub mime: String,
    pub bytes: Bytes,
    /// The same key twice delivers once.
    pub idempotency_key: String,
}

/// Proof that a file arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Where it is now, for people: a path or a URL without credentials.
    pub location: String,
}

/// A place where releases go.
#[async_trait]
pub trait Destination: Send + Sync {
    /// The name that workflows' `publish: [{to: …}]` use.
    fn name(&self) -> &str;
    /// Writes one file whole or not at all. Writing the same bytes again is no error; other
    /// bytes under the same name are.
    async fn deliver(&self, delivery: Delivery) -> Result<Receipt, Fault>;
}
