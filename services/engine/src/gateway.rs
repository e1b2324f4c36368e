//! The gateway: a request goes to a backend and comes back as checked files with what they cost. It
//! plans, keeps the gate, waits, fetches at once and settles. It knows no vendor, writes no row, and
//! sends nothing twice that may have been accepted and paid for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use galley_domain::gate::Gate;
use galley_domain::ports::{
    Backend, Blob, Body, CallPlan, Cost, Fault, Found, GpuTime, Handle, Outcome, Pace, Phase, Piece, Request, Worked,
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::Engine;
use crate::worker::pause;

/// Looks in a row that may fail before a job is given up: the job itself may be well.
const FAILED_LOOKS: usize = 8;
/// Tries to fetch a piece that is paid for.
const FETCHES: usize = 3;
/// The longest pause between two looks, whatever a vendor says.
const LONGEST_PAUSE_MS: u64 = 30_000;

/// What came of a request, all calls together.
#[derive(Debug, Default)]
pub(crate) struct Generated {
    pub files: Vec<Blob>,
    pub texts: Vec<String>,
    /// `None`: of some part nobody knows it.
    pub cost: Option<Cost>,
    pub gpu: Option<GpuTime>,
    pub model: Option<String>,
    /// What is not as it was asked, for people.
    pub warnings: Vec<String>,
}

/// The gates of all backends, in this process.
pub(crate) struct Gates(BTreeMap<String, Door>);

struct Door {
    gate: Mutex<Gate>,
    inside: Semaphore,
    per_minute: Option<u32>,
}

impl Gates {
    pub(crate) fn new(backends: &BTreeMap<String, Arc<dyn Backend>>) -> Gates {
        let door = |backend: &Arc<dyn Backend>| Door {
            gate: Mutex::default(),
            inside: Semaphore::new(backend.terms().in_flight.max(1) as usize),
            per_minute: backend.terms().per_minute,
        };
        Gates(backends.iter().map(|(name, backend)| (name.clone(), door(backend))).collect())
    }

    /// How many requests the backend of a lane would take now; as many as there are where the lane is none's.
    pub(crate) fn room(&self, lane: &str, now_ms: i64) -> usize {
        self.0.get(lane).map_or(usize::MAX, |door| door.with(|gate| gate.room(now_ms, door.per_minute)))
    }

    /// Whether a backend is left alone because it keeps failing.
    pub(crate) fn is_resting(&self, backend: &str) -> bool {
        self.0.get(backend).is_some_and(|door| door.with(|gate| gate.is_resting()))
    }

    fn door(&self, backend: &str) -> Result<&Door, Fault> {
        self.0.get(backend).ok_or_else(|| Fault::give_up(format!("there is no backend {backend}")))
    }
}

impl Door {
    fn with<T>(&self, act: impl FnOnce(&mut Gate) -> T) -> T {
        act(&mut self.gate.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A place at the backend, once there is one and it may be asked.
    async fn enter(&self, engine: &Engine, backend: &dyn Backend) -> Result<SemaphorePermit<'_>, Fault> {
        let place = self.inside.acquire().await.map_err(|_| Fault::retry("the program is stopping"))?;
        let terms = backend.terms();
        let now_ms = engine.now_ms();
        self.with(|gate| gate.enter(now_ms, self.per_minute, terms.patience_ms)).map_err(|after_ms| Fault::Busy {
            reason: format!("{} takes nothing now", backend.name()),
            after_ms: Some(after_ms),
        })?;
        Ok(place)
    }
}

/// Has a backend carry a request out. With `is_again` the request may have been sent before, and is
/// looked for first.
pub(crate) async fn generate(
    engine: &Engine,
    backend: &dyn Backend,
    request: &Request,
    is_again: bool,
) -> Result<Generated, Fault> {
    if backend.terms().available_until_ms.is_some_and(|until_ms| until_ms <= engine.now_ms()) {
        return Err(Fault::Closed { reason: format!("the model of {} is switched off by now", backend.name()) });
    }
    let plan = backend.plan(request).map_err(|unfit| Fault::give_up(unfit.to_string()))?;
    let mut generated = Generated::empty(&plan);
    for call in &plan.calls {
        let conversation = Conversation { engine, backend, plan: &plan, call, is_again };
        match conversation.carry_out().await {
            Ok(answered) => generated.add(answered),
            // What is there is paid for: it is kept, and the rest is told as missing.
            Err(fault) if !generated.is_empty() => {
                generated.warnings.push(format!("fewer than asked: {}", fault.into_reason()));
                break;
            }
            Err(fault) => return Err(fault),
        }
    }
    if generated.is_empty() {
        return Err(Fault::retry(format!("{} answered and made nothing", backend.name())));
    }
    Ok(generated)
}

/// What one call made.
struct Answered {
    outcome: Outcome,
    files: Vec<Blob>,
    cost: Option<Cost>,
    gpu: Option<GpuTime>,
}

impl Generated {
    fn empty(plan: &CallPlan) -> Generated {
        Generated { warnings: plan.losses(), ..Generated::default() }
    }

    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.texts.is_empty()
    }

    /// Adds a call. A sum is unknown as soon as a part of it is.
    fn add(&mut self, answered: Answered) {
        let Answered { outcome, files, cost, gpu } = answered;
        (self.cost, self.gpu) = match self.is_empty() {
            true => (cost, gpu),
            false => (
                self.cost.zip(cost).map(|(sum, cost)| sum.plus(cost)),
                self.gpu.zip(gpu).map(|(sum, gpu)| sum.plus(gpu)),
            ),
        };
        let Outcome { pieces, model, warnings, .. } = outcome;
        self.model = model;
        self.warnings.extend(warnings);
        self.files.extend(files);
        self.texts.extend(pieces.into_iter().filter_map(|piece| match piece.body {
            Body::Text(text) => Some(text),
            Body::Here(_) | Body::There(_) => None,
        }));
    }
}

/// One call, from sending to its files.
struct Conversation<'a> {
    engine: &'a Engine,
    backend: &'a dyn Backend,
    plan: &'a CallPlan,
    call: &'a Request,
    is_again: bool,
}

impl Conversation<'_> {
    async fn carry_out(&self) -> Result<Answered, Fault> {
        let door = self.engine.gates.door(self.backend.name())?;
        let _place = door.enter(self.engine, self.backend).await?;
        let began_ms = self.engine.now_ms();
        let done = self.work(door, began_ms).await;
        let now_ms = self.engine.now_ms();
        let (handle, outcome, pace) = match done {
            Ok(done) => done,
            Err(fault) => return Err(self.told(door, fault)),
        };
        door.with(|gate| gate.succeeded(now_ms, pace));
        let files = self.fetch_all(&outcome.pieces).await?;
        let settled_nano = match outcome.cost_nano {
            Some(nano) => Some(nano),
            // The picture is there; a price that cannot be asked for is unknown and no reason to make it again.
            None => self.backend.settle(&handle).await.unwrap_or(None),
        };
        let worked = Worked {
            usage: &outcome.usage,
            reported_nano: settled_nano,
            busy: outcome.busy,
            wall_ms: u64::try_from(now_ms - began_ms).unwrap_or(0),
        };
        let gpu = self.backend.terms().gpu_time(&worked);
        let cost = self.backend.terms().cost(&worked, gpu);
        Ok(Answered { outcome, files, cost, gpu })
    }

    /// Tells the gate what went wrong, and the task how long the gate says to wait.
    fn told(&self, door: &Door, fault: Fault) -> Fault {
        let wait_ms = door.with(|gate| gate.failed(self.engine.now_ms(), &fault));
        match (fault, wait_ms) {
            (Fault::Busy { reason, .. }, after_ms) => Fault::Busy { reason, after_ms },
            (other, _) => other,
        }
    }

    async fn work(&self, door: &Door, began_ms: i64) -> Result<(Handle, Outcome, Option<Pace>), Fault> {
        if self.is_again
            && let Found::There(handle) = self.backend.find(&self.call.key).await?
        {
            let outcome = self.wait_for(&handle, began_ms).await?;
            return Ok((handle, outcome, None));
        }
        let submitted = match self.backend.submit(self.call).await {
            Err(Fault::Ambiguous { reason }) => {
                // The gate hears of the lost answer, whatever the search says.
                door.with(|gate| gate.failed(self.engine.now_ms(), &Fault::Ambiguous { reason: reason.clone() }));
                let handle = self.look_for(reason).await?;
                let outcome = self.wait_for(&handle, began_ms).await?;
                return Ok((handle, outcome, None));
            }
            other => other?,
        };
        let outcome = match submitted.phase {
            Phase::Done(outcome) => outcome,
            Phase::Cancelled => return Err(self.stopped()),
            Phase::Working { look_again_ms, .. } => {
                pause(Duration::from_millis(look_again_ms.min(LONGEST_PAUSE_MS))).await;
                self.wait_for(&submitted.handle, began_ms).await?
            }
        };
        Ok((submitted.handle, outcome, submitted.pace))
    }

    /// Looks for a call whose answer was lost. On GPUs of our own a second try costs time and no money.
    async fn look_for(&self, reason: String) -> Result<Handle, Fault> {
        match self.backend.find(&self.call.key).await? {
            Found::There(handle) => Ok(handle),
            Found::NotThere => Err(Fault::retry(reason)),
            Found::CannotTell if self.backend.terms().gpus > 0 => Err(Fault::retry(reason)),
            Found::CannotTell => Err(Fault::Ambiguous { reason }),
        }
    }

    /// Waits until a job is done.
    async fn wait_for(&self, handle: &Handle, began_ms: i64) -> Result<Outcome, Fault> {
        let patience_ms = i64::try_from(self.backend.terms().patience_ms).unwrap_or(i64::MAX);
        let until_ms = began_ms.saturating_add(patience_ms).min(self.call.limits.deadline_ms.unwrap_or(i64::MAX));
        let mut failed = 0;
        loop {
            let wait_ms = match self.backend.poll(handle).await {
                Ok(Phase::Done(outcome)) => return Ok(outcome),
                Ok(Phase::Cancelled) => return Err(self.stopped()),
                Ok(Phase::Working { look_again_ms, .. }) => {
                    failed = 0;
                    look_again_ms
                }
                Err(Fault::Busy { after_ms, .. } | Fault::Retry { after_ms, .. }) if failed < FAILED_LOOKS => {
                    failed += 1;
                    after_ms.unwrap_or(1_000 << failed.min(5))
                }
                Err(fault) => return Err(fault),
            };
            if self.engine.now_ms() >= until_ms {
                // Whatever it answers, nobody waits for it any more.
                drop(self.backend.cancel(handle).await);
                return Err(Fault::retry(format!("{} took longer than it may", self.backend.name())));
            }
            pause(Duration::from_millis(wait_ms.min(LONGEST_PAUSE_MS))).await;
        }
    }

    fn stopped(&self) -> Fault {
        Fault::give_up(format!("it was stopped at {}", self.backend.name()))
    }

    async fn fetch_all(&self, pieces: &[Piece]) -> Result<Vec<Blob>, Fault> {
        let mut files = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let file = match &piece.body {
                Body::Text(_) => continue,
                Body::Here(blob) => blob.clone(),
                Body::There(place) => self.fetch(place).await?,
            };
            self.plan.accept(self.call, &file)?;
            files.push(file);
        }
        Ok(files)
    }

    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        for _ in 1..FETCHES {
            match self.backend.fetch(place).await {
                Err(Fault::Busy { .. } | Fault::Retry { .. } | Fault::Ambiguous { .. }) => {}
                other => return other,
            }
        }
        self.backend.fetch(place).await
    }
}
