//! The traits the outside world satisfies: a clock, a place where models run ([`Backend`]), a place
//! where releases go. `galley` hands implementations in; nothing here knows a vendor.

mod backend;
mod conversation;
mod offer;
mod rates;
mod request;
mod sizes;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};

pub use backend::{
    Backend, Blob, Body, Cancelled, Found, Handle, Outcome, Pace, Phase, Piece, Submitted, Terms, Usage,
};
pub use conversation::{Memory, converse};
pub use offer::{CallPlan, Feature, Features, How, Offer, Unfit};
pub use rates::{Cost, CostBasis, GpuBasis, GpuTime, RateCard, Worked};
pub use request::{Controls, DataPolicy, Limits, Media, Part, Request, Role, Speaker, Turn, Want, Work};
pub use sizes::Sizes;

/// Tells the time. The program's clock is the machine's; a test holds its own.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;
}

/// What went wrong, by what the caller should do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing is wrong with what was asked or with who was asked: wait, then ask the same again.
    /// It counts as no try.
    #[error("not now: {reason}")]
    Busy { reason: String, after_ms: Option<u64> },
    /// Try again, not before the given time has passed.
    #[error("not now: {reason}")]
    Retry { reason: String, after_ms: Option<u64> },
    /// It may have been accepted, and paid for: look for it, and do not send it again unseen.
    #[error("nobody knows whether it was accepted: {reason}")]
    Ambiguous { reason: String },
    /// It will not work here until the operator has done something: a key, money, a model that is
    /// gone. Elsewhere it may.
    #[error("{reason}")]
    Closed { reason: String },
    /// It will not work however often it is tried.
    #[error("{reason}")]
    GiveUp { reason: String },
}

impl Fault {
    /// Worth another try; the caller knows when.
    pub fn retry(reason: impl Into<String>) -> Fault {
        Fault::Retry { reason: reason.into(), after_ms: None }
    }

    /// The reason, for people.
    pub fn into_reason(self) -> String {
        match self {
            Fault::Busy { reason, .. } | Fault::Retry { reason, .. } => reason,
            Fault::Closed { reason } | Fault::GiveUp { reason } => reason,
            ambiguous @ Fault::Ambiguous { .. } => ambiguous.to_string(),
        }
    }

    /// Hopeless.
    pub fn give_up(reason: impl Into<String>) -> Fault {
        Fault::GiveUp { reason: reason.into() }
    }
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
