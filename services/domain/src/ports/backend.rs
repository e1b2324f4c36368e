//! A place where models run: what one is asked and what it answers. Whether a request fits it, what
//! must change so that it does, and what the answer costs are pure and stand beside this file;
//! waiting, storing and paying are the engine's.

use async_trait::async_trait;
use bytes::Bytes;

use super::Fault;
use super::offer::{CallPlan, Offer, Unfit};
use super::rates::{GpuTime, RateCard};
use super::request::{Request, Work};

/// What an operator says about a backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub rates: RateCard,
    /// How many requests one process of ours keeps with it at a time.
    pub in_flight: u32,
    /// How many requests it takes in a minute; `None`: as many as there are.
    pub per_minute: Option<u32>,
    /// GPUs of one replica that are ours to count; 0: somebody else's.
    pub gpus: u32,
    /// Nobody else's data is there: sensitive campaigns may use it.
    pub is_dedicated: bool,
    /// Unix milliseconds after which the vendor has switched it off.
    pub available_until_ms: Option<i64>,
    /// How long one call may take, milliseconds.
    pub patience_ms: u64,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            rates: RateCard::default(),
            in_flight: 1,
            per_minute: None,
            gpus: 0,
            is_dedicated: false,
            available_until_ms: None,
            patience_ms: 600_000,
        }
    }
}

/// What work is called at the backend. It says something to its adapter and to nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handle(pub String);

/// What a backend says about how fast it may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Requests that are left until then.
    pub remaining: u64,
    /// Milliseconds from now.
    pub reset_ms: u64,
}

/// The answer to a request that was taken.
#[derive(Debug)]
pub struct Submitted {
    pub handle: Handle,
    pub phase: Phase,
    pub pace: Option<Pace>,
}

/// How far it is.
#[derive(Debug)]
pub enum Phase {
    /// On its way.
    Working {
        /// 0 to 1, where it is told.
        progress: Option<f32>,
        /// How long to wait before the next look, milliseconds.
        look_again_ms: u64,
    },
    Done(Outcome),
    /// It was stopped.
    Cancelled,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub pieces: Vec<Piece>,
    /// What the backend calls this turn, to go on from.
    pub vendor_state: Option<String>,
    pub usage: Usage,
    /// 1e-9 of the rate card's currency, if the vendor said so.
    pub cost_nano: Option<i64>,
    /// How long one GPU of a replica was busy with it, and how that is known, if the backend said so.
    pub busy: Option<GpuTime>,
    /// Which model made it; `None` says plainly that none did.
    pub model: Option<String>,
    /// The vendor's name for the call, for its support.
    pub vendor_id: Option<String>,
    /// What is not as it was asked, for people.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// The texts that came.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.pieces.iter().filter_map(|piece| match &piece.body {
            Body::Text(text) => Some(text.clone()),
            Body::Here(_) | Body::There(_) | Body::Spoiled(_) => None,
        });
        texts.collect()
    }
}

/// One thing that came out.
#[derive(Debug, Clone)]
pub struct Piece {
    pub body: Body,
    /// The name of a layer.
    pub layer: Option<String>,
    /// The prompt as the vendor changed it.
    pub revised_prompt: Option<String>,
}

impl From<Body> for Piece {
    fn from(body: Body) -> Piece {
        Piece { body, layer: None, revised_prompt: None }
    }
}

/// Where it is.
#[derive(Debug, Clone)]
pub enum Body {
    Here(Blob),
    /// At the vendor, for a while: something [`Backend::fetch`] understands.
    There(String),
    /// It came, is paid for and cannot be used: why.
    Spoiled(String),
    Text(String),
}

/// A file that was checked to be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub mime: &'static str,
    pub bytes: Bytes,
    /// Pixels; 0 for sounds, and for films, whose pixels nobody looks at here.
    pub size: (u32, u32),
}

/// What was used, by modality. 0 where there was none or nobody said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    pub images: u64,
    /// Film or sound.
    pub media_ms: u64,
    pub input_tokens: u64,
    pub output_tokens: u64,
}

/// What became of the wish to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    Stopped,
    /// It will stop, perhaps.
    Requested,
    TooLate,
    /// This backend cannot.
    Unsupported,
}

/// What a search for earlier work came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    There(Handle),
    /// It was not accepted: it may be sent again.
    NotThere,
    /// This backend cannot be asked.
    CannotTell,
}

/// A place where models run.
#[async_trait]
pub trait Backend: Send + Sync {
    /// The name in workflows, lanes and configuration.
    fn name(&self) -> &str;

    /// The word of its adapter, by which requests have options.
    fn adapter(&self) -> &'static str;

    /// The model it is set up for; `None`: no model, or the request says.
    fn model(&self) -> Option<&str>;

    /// What its operator says about it.
    fn terms(&self) -> &Terms;

    /// What it can do of this work by itself; `None`: nothing.
    fn offer(&self, work: Work) -> Option<Offer>;

    /// What would be asked of it, in how many calls, and what would be lost. Asks nobody.
    fn plan(&self, request: &Request) -> Result<CallPlan, Unfit> {
        CallPlan::new(request, self.name(), self.offer(request.work), self.terms())
    }

    /// Sends one call of a plan.
    async fn submit(&self, call: &Request) -> Result<Submitted, Fault>;

    /// Looks how far it is.
    async fn poll(&self, handle: &Handle) -> Result<Phase, Fault> {
        Err(Fault::give_up(format!("{} answers at once and keeps no job {}", self.name(), handle.0)))
    }

    /// Wants it stopped.
    async fn cancel(&self, _: &Handle) -> Result<Cancelled, Fault> {
        Ok(Cancelled::Unsupported)
    }

    /// Fetches a piece that is still there. At once: vendors keep them for minutes.
    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        Err(Fault::give_up(format!("{} keeps nothing at {place}", self.name())))
    }

    /// What the call cost, where the vendor says so only afterwards. 1e-9 of the card's currency.
    async fn settle(&self, _: &Handle) -> Result<Option<i64>, Fault> {
        Ok(None)
    }

    /// Looks for a call whose answer was lost.
    async fn find(&self, _key: &str) -> Result<Found, Fault> {
        Ok(Found::CannotTell)
    }

    /// Whether it is there and would take work, in the operator's words.
    async fn check(&self) -> Result<String, Fault>;
}
