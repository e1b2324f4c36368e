//! The gateway: a request goes to a backend and comes back as checked files with what they cost. It
//! plans, keeps the gate and adds up; one call stands in `gateway/conversation.rs`, its books in `calls.rs`.
//! It knows no vendor.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use galley_domain::gate::Gate;
use galley_domain::ports::{Backend, Blob, CallPlan, Cost, Fault, GpuTime, Request};
use galley_store::tasks::Task;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::Engine;
use crate::calls::{Answer, Book};

mod conversation;

use conversation::Conversation;

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
    /// What the backend calls the last turn, to go on from.
    pub vendor_state: Option<String>,
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

/// Has a backend carry a request of a task out; a preview's is no task's, and of its calls nothing is written.
pub(crate) async fn generate(
    engine: &Engine,
    backend: &dyn Backend,
    request: &Request,
    task: Option<&Task>,
) -> Result<Generated, Fault> {
    if backend.terms().available_until_ms.is_some_and(|until_ms| until_ms <= engine.now_ms()) {
        return Err(Fault::Closed { reason: format!("the model of {} is switched off by now", backend.name()) });
    }
    let plan = backend.plan(request).map_err(|unfit| Fault::give_up(unfit.to_string()))?;
    let mut generated = Generated::empty(&plan);
    for call in &plan.calls {
        let book = Book { engine, task };
        let conversation = Conversation { engine, backend, plan: &plan, call, book };
        match conversation.carry_out().await {
            Ok(answer) => generated.add(answer),
            // What is there is paid for: it is kept, and the rest is told as missing.
            Err(fault) if !generated.is_empty() => {
                generated.warnings.push(format!("fewer than asked: {}", fault.into_reason()));
                break;
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(generated)
}

impl Generated {
    fn empty(plan: &CallPlan) -> Generated {
        Generated { warnings: plan.losses(), ..Generated::default() }
    }

    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.texts.is_empty()
    }

    /// Adds what another request for the same work cost.
    pub(crate) fn join_costs(&mut self, other: &Generated) {
        self.cost = self.cost.zip(other.cost).map(|(sum, cost)| sum.plus(cost));
        self.gpu = self.gpu.zip(other.gpu).map(|(sum, gpu)| sum.plus(gpu));
    }

    /// Adds a call. A sum is unknown as soon as a part of it is.
    fn add(&mut self, answer: Answer) {
        (self.cost, self.gpu) = match self.is_empty() {
            true => (answer.cost, answer.gpu),
            false => (
                self.cost.zip(answer.cost).map(|(sum, cost)| sum.plus(cost)),
                self.gpu.zip(answer.gpu).map(|(sum, gpu)| sum.plus(gpu)),
            ),
        };
        self.model = answer.model;
        self.vendor_state = answer.vendor_state;
        self.warnings.extend(answer.warnings);
        self.files.extend(answer.files);
        self.texts.extend(answer.texts);
    }
}
