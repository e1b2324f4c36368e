//! The learning of one organization: takes events in, in the journal's order, and gives the same state for the same events
//! bit for bit. Holds nothing of any other organization. Reads no journal and no clock: the engine hands events in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::brand::{Brand, Twin};
use crate::calibrator::Calibrator;
use crate::consent::Ledger;
use crate::event::SignalKind;
use crate::event::{Body, Event, Level, NAME_BYTES, Subject};
use crate::features::SCHEMA;
use crate::heads::{Heads, Reliability};
use crate::house::pooled_prior;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// It taught or was noted.
    Learned,
    /// The brand grants too little, or the event says nothing to learn from.
    Ignored,
    /// Something earlier must be unlearned: the state is to be made anew with [`Learner::rebuild`]. Nothing was changed.
    RebuildNeeded,
}

/// Why an event is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEvent {
    #[error("an id or name is longer than {NAME_BYTES} bytes")]
    LongName,
    #[error("the revision is compared with itself")]
    SameRevision,
    #[error("a measured number is not finite")]
    NotFinite,
}

/// Why a blob is not read.
#[derive(Debug, thiserror::Error)]
pub enum BadBlob {
    #[error("not a learned state, or one of another version than {VERSION} with {SCHEMA}: rebuild it from the journal")]
    OtherVersion,
    #[error("the learned state is damaged: rebuild it from the journal")]
    Damaged(#[source] postcard::Error),
}

/// The state's own version. A change of any constant that learning depends on is a new one.
pub const VERSION: &str = "galley-learning/1";

/// See the file's header.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Learner {
    brands: BTreeMap<String, Brand>,
    levels: BTreeMap<String, Level>,
    heads: Heads,
    pub(crate) calibrator: Calibrator,
}

impl Learner {
    /// An organization that has taught nothing yet. Nothing is learned of a brand before its consent event.
    pub fn new() -> Learner {
        Learner::default()
    }

    /// Learns the whole journal anew, leaving out what was withdrawn or is to be forgotten.
    pub fn rebuild<'a>(events: impl IntoIterator<Item = &'a Event> + Clone) -> Result<Learner, BadEvent> {
        let ledger = Ledger::read(events.clone());
        let mut learner = Learner::new();
        for (place, event) in events.into_iter().enumerate() {
            match &event.body {
                Body::Consent(level) => {
                    learner.levels.insert(event.brand.clone(), *level);
                }
                Body::Forget(_) => {}
                _ => {
                    learner.learn(event, ledger.grant(place, event).level)?;
                }
            }
        }
        Ok(learner)
    }

    /// Learns the next event.
    pub fn apply(&mut self, event: &Event) -> Result<Applied, BadEvent> {
        let level = self.levels.get(&event.brand).copied().unwrap_or_default();
        match &event.body {
            Body::Forget(_) => Ok(Applied::RebuildNeeded),
            Body::Consent(next) if *next < level => Ok(Applied::RebuildNeeded),
            Body::Consent(next) => {
                self.levels.insert(event.brand.clone(), *next);
                Ok(Applied::Learned)
            }
            _ => self.learn(event, level),
        }
    }

    fn learn(&mut self, event: &Event, level: Level) -> Result<Applied, BadEvent> {
        let event = match level {
            Level::Nothing => return Ok(Applied::Ignored),
            Level::TracesOnly => Cow::Owned(traces_of(event)),
            Level::Everything => Cow::Borrowed(event),
        };
        check(&event)?;
        if !self.brands.contains_key(&event.brand) {
            let prior = self.prior_without(&event.brand, Twin::Anchor);
            let mut brand = Brand::new(prior);
            let hybrid = self.prior_without(&event.brand, Twin::Hybrid);
            let anchor = self.prior_without(&event.brand, Twin::Anchor);
            brand.refresh(anchor, hybrid, false);
            self.brands.insert(event.brand.clone(), brand);
        }
        let brand = self.brands.get_mut(&event.brand).expect("put in above");
        let mut has_moved = false;
        match &event.body {
            Body::Decision(decision) => has_moved = brand.learn_decision(&mut self.calibrator, &event, decision),
            Body::Comparison(comparison) => brand.learn_comparison(comparison, &event.actor),
            Body::Edit(edit) => brand.learn_change(&edit.before, &edit.after, 1.0, &event.actor),
            Body::Turn(turn) => {
                let all = f64::from(turn.fixed) + f64::from(turn.still_open);
                if all == 0.0 {
                    return Ok(Applied::Ignored);
                }
                brand.learn_change(&turn.before, &turn.after, f64::from(turn.fixed) / all, &event.actor);
            }
            Body::Signal(signal) => brand.learn_signal(&mut self.heads, signal, &event.actor),
            Body::Objection(objection) => brand.learn_objection(&objection.feature),
            Body::Consent(_) | Body::Forget(_) => {}
        }
        if brand.is_refresh_due() || has_moved {
            self.refresh(&event.brand, has_moved);
        }
        Ok(Applied::Learned)
    }

    fn refresh(&mut self, name: &str, has_moved: bool) {
        let anchor = self.prior_without(name, Twin::Anchor);
        let hybrid = self.prior_without(name, Twin::Hybrid);
        if let Some(brand) = self.brands.get_mut(name) {
            brand.refresh(anchor, hybrid, has_moved);
        }
    }

    fn prior_without(&self, name: &str, twin: Twin) -> crate::belief::Prior {
        let others = self.brands.iter().filter(|(other, _)| other.as_str() != name);
        pooled_prior(others.map(|(_, brand)| &brand.taste(twin).brand))
    }

    /// A brand that has taught something.
    pub fn find_brand(&self, name: &str) -> Option<&Brand> {
        self.brands.get(name)
    }

    /// A brand's state, or what it would begin with.
    pub(crate) fn brand_or_fresh(&self, name: &str) -> Cow<'_, Brand> {
        match self.brands.get(name) {
            Some(brand) => Cow::Borrowed(brand),
            None => {
                let mut brand = Brand::new(self.prior_without(name, Twin::Anchor));
                brand.refresh(self.prior_without(name, Twin::Anchor), self.prior_without(name, Twin::Hybrid), false);
                Cow::Owned(brand)
            }
        }
    }

    /// How reliable a kind of signal is, of one person or (with an empty name) of everybody.
    pub fn reliability(&self, kind: SignalKind, person: &str) -> Reliability {
        self.heads.reliability(kind, person)
    }

    /// The whole state, to be kept by the engine.
    pub fn to_blob(&self) -> Vec<u8> {
        postcard::to_stdvec(&(VERSION, SCHEMA, self)).expect("numbers and names always serialise")
    }

    /// Reads a state back.
    pub fn from_blob(blob: &[u8]) -> Result<Learner, BadBlob> {
        let ((version, schema), rest): ((&str, &str), &[u8]) =
            postcard::take_from_bytes(blob).map_err(BadBlob::Damaged)?;
        if version != VERSION || schema != SCHEMA {
            return Err(BadBlob::OtherVersion);
        }
        postcard::from_bytes(rest).map_err(BadBlob::Damaged)
    }
}

/// The event without what describes ads.
fn traces_of(event: &Event) -> Event {
    let mut event = event.clone();
    let strip = |subject: &mut Subject| *subject = subject.without_artefact();
    match &mut event.body {
        Body::Decision(decision) => strip(&mut decision.subject),
        Body::Signal(signal) => strip(&mut signal.subject),
        Body::Comparison(comparison) => [&mut comparison.left, &mut comparison.right].into_iter().for_each(strip),
        Body::Edit(edit) => [&mut edit.before, &mut edit.after].into_iter().for_each(strip),
        Body::Turn(turn) => [&mut turn.before, &mut turn.after].into_iter().for_each(strip),
        Body::Objection(_) | Body::Consent(_) | Body::Forget(_) => {}
    }
    event
}

/// Refuses what would fill memory or poison sums.
pub(crate) fn check(event: &Event) -> Result<(), BadEvent> {
    let revisions = crate::consent::revisions_of(event);
    let names = [&event.id, &event.brand, &event.campaign, &event.actor].map(String::as_str);
    if names.into_iter().chain(revisions.iter().copied()).any(|name| name.len() > NAME_BYTES) {
        return Err(BadEvent::LongName);
    }
    match &event.body {
        Body::Comparison(_) if revisions.len() < 2 => Err(BadEvent::SameRevision),
        Body::Decision(decision) => {
            let is_finite = decision.marks.iter().all(|mark| mark.severity.is_finite())
                && decision.seconds.is_none_or(f64::is_finite);
            if is_finite { check_traces(&decision.subject) } else { Err(BadEvent::NotFinite) }
        }
        Body::Comparison(comparison) => check_traces(&comparison.left).and(check_traces(&comparison.right)),
        Body::Signal(signal) => check_traces(&signal.subject),
        Body::Edit(edit) => check_traces(&edit.before).and(check_traces(&edit.after)),
        Body::Turn(turn) => check_traces(&turn.before).and(check_traces(&turn.after)),
        Body::Objection(_) | Body::Consent(_) | Body::Forget(_) => Ok(()),
    }
}

fn check_traces(subject: &Subject) -> Result<(), BadEvent> {
    let traces = subject.traces();
    let names = [&traces.market, &traces.format, &traces.stage, &traces.backend, &traces.model];
    let is_long = |name: &String| name.len() > NAME_BYTES;
    let is_bad = names.into_iter().any(is_long) || traces.skills.len() > 16 || traces.skills.iter().any(is_long);
    if is_bad { Err(BadEvent::LongName) } else { Ok(()) }
}
