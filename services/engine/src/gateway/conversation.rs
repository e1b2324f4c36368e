//! One call, from its row to its files: what an earlier worker began is looked for before anything is sent, and every
//! way it can end is written down with what it cost. What may have been accepted and paid for is sent again only where
//! the backend can say that it was not, on GPUs of our own, or when a person says so.

use std::time::Duration;

use galley_domain::ports::{
    Backend, Blob, Body, CallPlan, Fault, Found, Handle, Outcome, Pace, Phase, Piece, Request, Worked,
};
use galley_store::calls::CallState;

use super::Door;
use crate::Engine;
use crate::calls::{Answer, Book, End, Open, Price, answer};
use crate::worker::pause;

/// Looks in a row that may fail before a job is left to the next try: the job itself may be well.
const FAILED_LOOKS: usize = 8;
/// Tries to fetch a piece that is paid for.
const FETCHES: usize = 3;
/// The longest pause between two looks, whatever a vendor says.
const LONGEST_PAUSE_MS: u64 = 30_000;

/// One call, from sending to its files.
pub(super) struct Conversation<'a> {
    pub engine: &'a Engine,
    pub backend: &'a dyn Backend,
    pub plan: &'a CallPlan,
    pub call: &'a Request,
    pub book: Book<'a>,
}

/// How a call stops without an outcome.
enum Stop {
    /// The backend did not do it.
    NotDone(Fault),
    /// Nobody knows whether it did.
    Lost(String),
    /// It took it, and nothing came of it.
    Over(Fault, Handle),
    /// Nothing is known that was not known before: the next try looks again.
    Unseen(Fault),
}

/// Why what is paid for is not there.
enum Missing {
    /// It is no use.
    Refused(Fault),
    /// It could not be fetched.
    Away(Fault),
}

/// What the backend made.
struct Done {
    handle: Handle,
    outcome: Outcome,
    pace: Option<Pace>,
}

impl Conversation<'_> {
    pub(super) async fn carry_out(&self) -> Result<Answer, Fault> {
        let known = self.book.find(self.backend.name(), &self.call.key).await?;
        if let Some(call) = &known {
            match call.state {
                CallState::Settled => return answer::read(self.engine, call).await,
                CallState::Ambiguous if call.released_by.is_none() => {
                    return Err(Fault::Ambiguous { reason: call.reason.clone().unwrap_or_default() });
                }
                _ => {}
            }
        }
        let door = self.engine.gates.door(self.backend.name())?;
        let _place = door.enter(self.engine, self.backend).await?;
        let mut open = match known {
            Some(call) if call.state.is_open() => Open::again(call),
            _ => {
                let begun = self.book.begin(self.backend.name(), &self.call.key, self.most_nano()).await;
                begun.inspect_err(|_| door.with(|gate| gate.withdraw()))?
            }
        };
        let began_ms = self.engine.now_ms();
        match self.reach(door, &mut open, began_ms).await {
            Ok(done) => {
                door.with(|gate| gate.succeeded(self.engine.now_ms(), done.pace));
                self.receive(&open, done, began_ms).await
            }
            Err(stop) => Err(self.stop(door, &open, stop).await),
        }
    }

    /// What this call may cost, if that is known.
    fn most_nano(&self) -> Option<u64> {
        self.backend.plan(self.call).ok()?.estimate.cost_nano.map(|range| range.p90)
    }

    fn is_own(&self) -> bool {
        self.backend.terms().gpus > 0
    }

    async fn reach(&self, door: &Door, open: &mut Open, began_ms: i64) -> Result<Done, Stop> {
        if let Some(handle) = open.job() {
            return self.wait_for(handle, began_ms).await;
        }
        if open.is_again {
            match self.backend.find(&self.call.key).await.map_err(Stop::Unseen)? {
                Found::There(handle) => return self.go_on(open, handle, began_ms).await,
                Found::NotThere => {}
                Found::CannotTell => {
                    let reason =
                        format!("the worker that asked {} was lost before the answer came", self.backend.name());
                    return Err(Stop::Lost(reason));
                }
            }
        }
        let submitted = match self.backend.submit(self.call).await {
            Err(Fault::Ambiguous { reason }) => match self.backend.find(&self.call.key).await {
                Ok(Found::There(handle)) => {
                    // The gate hears of the lost answer, though the work is there.
                    door.with(|gate| gate.failed(self.engine.now_ms(), &Fault::Ambiguous { reason }));
                    return self.go_on(open, handle, began_ms).await;
                }
                Ok(Found::NotThere) => return Err(Stop::Unseen(Fault::retry(reason))),
                Ok(Found::CannotTell) => return Err(Stop::Lost(reason)),
                Err(fault) => return Err(Stop::Unseen(fault)),
            },
            other => other.map_err(Stop::NotDone)?,
        };
        match submitted.phase {
            Phase::Done(outcome) => Ok(Done { handle: submitted.handle, outcome, pace: submitted.pace }),
            Phase::Cancelled => Err(Stop::Over(self.stopped(), submitted.handle)),
            Phase::Working { look_again_ms, .. } => {
                self.book.accepted(open, &submitted.handle).await;
                pause(Duration::from_millis(look_again_ms.min(LONGEST_PAUSE_MS))).await;
                let done = self.wait_for(submitted.handle, began_ms).await?;
                Ok(Done { pace: submitted.pace, ..done })
            }
        }
    }

    /// Goes on with work that was found at the backend.
    async fn go_on(&self, open: &mut Open, handle: Handle, began_ms: i64) -> Result<Done, Stop> {
        self.book.accepted(open, &handle).await;
        self.wait_for(handle, began_ms).await
    }

    /// Waits until a job is done.
    async fn wait_for(&self, handle: Handle, began_ms: i64) -> Result<Done, Stop> {
        let patience_ms = i64::try_from(self.backend.terms().patience_ms).unwrap_or(i64::MAX);
        let until_ms = began_ms.saturating_add(patience_ms).min(self.call.limits.deadline_ms.unwrap_or(i64::MAX));
        let mut failed = 0;
        loop {
            let wait_ms = match self.backend.poll(&handle).await {
                Ok(Phase::Done(outcome)) => return Ok(Done { handle, outcome, pace: None }),
                Ok(Phase::Cancelled) => return Err(Stop::Over(self.stopped(), handle)),
                Ok(Phase::Working { look_again_ms, .. }) => {
                    failed = 0;
                    look_again_ms
                }
                Err(Fault::Busy { after_ms, .. } | Fault::Retry { after_ms, .. }) if failed < FAILED_LOOKS => {
                    failed += 1;
                    after_ms.unwrap_or(1_000 << failed.min(5))
                }
                Err(fault @ Fault::GiveUp { .. }) => return Err(Stop::Over(fault, handle)),
                Err(fault) => return Err(Stop::Unseen(fault)),
            };
            if self.engine.now_ms() >= until_ms {
                // Whatever it answers, nobody waits for it any more.
                drop(self.backend.cancel(&handle).await);
                let fault = Fault::retry(format!("{} took longer than it may", self.backend.name()));
                return Err(Stop::Over(fault, handle));
            }
            pause(Duration::from_millis(wait_ms.min(LONGEST_PAUSE_MS))).await;
        }
    }

    fn stopped(&self) -> Fault {
        Fault::give_up(format!("it was stopped at {}", self.backend.name()))
    }

    /// Writes down how it stopped, tells the gate, and the task how long to wait.
    async fn stop(&self, door: &Door, open: &Open, stop: Stop) -> Fault {
        let (state, price, fault) = match stop {
            Stop::Unseen(fault) => return self.told(door, fault),
            Stop::NotDone(fault) => (CallState::Failed, Price::NotDone, fault),
            Stop::Over(fault, handle) => {
                let told = self.backend.settle(&handle).await.unwrap_or(None);
                let worked = Worked { usage: &Default::default(), reported_nano: told, busy: None, wall_ms: 0 };
                (CallState::Failed, self.backend.terms().cost(&worked, None).into(), fault)
            }
            // A second try there costs time of our own GPUs and no money.
            Stop::Lost(reason) if self.is_own() => (CallState::Failed, Price::Unknown, Fault::retry(reason)),
            Stop::Lost(reason) => (CallState::Ambiguous, Price::Unknown, Fault::Ambiguous { reason }),
        };
        let fault = self.told(door, fault);
        let reason = match &fault {
            // The words about nobody knowing are added whenever it is shown.
            Fault::Ambiguous { reason } => reason.clone(),
            other => other.clone().into_reason(),
        };
        let ended = self.book.end(open, self.end(state, price, Some(reason))).await;
        // What could not be written stands as sent, and is looked for by the next try.
        ended.err().unwrap_or(fault)
    }

    fn end(&self, state: CallState, price: Price, reason: Option<String>) -> End<'static> {
        End { state, price, gpu: None, outcome: None, files: &[], reason, keeps_hold: !self.is_own() }
    }

    /// Tells the gate what went wrong, and the task how long the gate says to wait.
    fn told(&self, door: &Door, fault: Fault) -> Fault {
        let wait_ms = door.with(|gate| gate.failed(self.engine.now_ms(), &fault));
        match (fault, wait_ms) {
            (Fault::Busy { reason, .. }, after_ms) => Fault::Busy { reason, after_ms },
            (other, _) => other,
        }
    }

    /// Takes what was made. From here on it is paid for, whatever it is good for.
    async fn receive(&self, open: &Open, done: Done, began_ms: i64) -> Result<Answer, Fault> {
        let Done { handle, outcome, .. } = done;
        let wall_ms = u64::try_from(self.engine.now_ms() - began_ms).unwrap_or(0);
        let told_nano = match outcome.cost_nano {
            Some(nano) => Some(nano),
            // A price that cannot be asked for now is unknown, and no reason to make it again.
            None => self.backend.settle(&handle).await.unwrap_or(None),
        };
        let worked = Worked { usage: &outcome.usage, reported_nano: told_nano, busy: outcome.busy, wall_ms };
        let gpu = self.backend.terms().gpu_time(&worked);
        let cost = self.backend.terms().cost(&worked, gpu);
        let end = |state, reason| End { gpu, outcome: Some(&outcome), ..self.end(state, cost.into(), reason) };
        let files = match self.fetch_all(&outcome.pieces).await {
            Ok(files) => files,
            // The job keeps it: the next try fetches it.
            Err(Missing::Away(fault)) if open.job().is_some() => return Err(fault),
            Err(missing) => {
                let fault = match missing {
                    Missing::Away(fault) => self.spoiled(fault.into_reason()),
                    Missing::Refused(fault) => fault,
                };
                let reason = fault.clone().into_reason();
                self.book.end(open, end(CallState::Failed, Some(reason))).await?;
                return Err(fault);
            }
        };
        self.book.end(open, End { files: &files, ..end(CallState::Settled, None) }).await?;
        Ok(Answer {
            files,
            texts: outcome.texts(),
            model: outcome.model,
            vendor_state: outcome.vendor_state,
            warnings: outcome.warnings,
            cost,
            gpu,
        })
    }

    async fn fetch_all(&self, pieces: &[Piece]) -> Result<Vec<Blob>, Missing> {
        let mut files = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let file = match &piece.body {
                Body::Text(_) => continue,
                Body::Here(blob) => blob.clone(),
                Body::There(place) => self.fetch(place).await.map_err(|fault| match fault {
                    Fault::GiveUp { .. } => Missing::Refused(fault),
                    other => Missing::Away(other),
                })?,
                Body::Spoiled(why) => return Err(Missing::Refused(self.spoiled(why.clone()))),
            };
            self.plan.accept(self.call, &file).map_err(Missing::Refused)?;
            files.push(file);
        }
        if pieces.is_empty() {
            let why = format!("{} answered and made nothing", self.backend.name());
            return Err(Missing::Refused(self.spoiled(why)));
        }
        Ok(files)
    }

    /// Paid for and no use. To pay again is for a person to say, unless it is time of our own GPUs.
    fn spoiled(&self, why: String) -> Fault {
        if self.is_own() { Fault::retry(why) } else { Fault::give_up(why) }
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
