//! The last decisions of a brand in short: what figures, guardrails and explanations count. Bounded; the journal has the
//! rest. No features but the statements that held, and none at all of a sensitive campaign.

use std::collections::VecDeque;

use galley_domain::review::{ELEMENTS, Verdict};
use serde::{Deserialize, Serialize};

use crate::event::{Arm, Decision, Event};
use crate::features::Predicates;

/// How many decisions are kept.
pub const KEPT: usize = 500;

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Past {
    pub id: String,
    pub revision: String,
    pub reviewer: String,
    pub market: String,
    pub verdict: Verdict,
    pub arm: Arm,
    pub is_first_pass: bool,
    /// The probability of approval that was forecast beforehand.
    pub forecast: f32,
    pub predicates: Predicates,
    /// A bit for each flagged element, in the order of [`ELEMENTS`].
    pub flagged: u16,
    pub seconds: Option<f32>,
}

impl Past {
    pub(crate) fn new(event: &Event, decision: &Decision, forecast: f64) -> Past {
        let flags = decision.marks.iter().filter(|mark| !mark.is_praise);
        let place = |name: &str| ELEMENTS.iter().position(|element| *element == name);
        Past {
            id: event.id.clone(),
            revision: decision.subject.revision().to_owned(),
            reviewer: event.actor.clone(),
            market: decision.subject.traces().market.clone(),
            verdict: decision.verdict,
            arm: decision.shown.arm,
            is_first_pass: decision.is_first_pass,
            forecast: forecast as f32,
            predicates: decision.subject.artefact().map(|artefact| artefact.predicates).unwrap_or_default(),
            flagged: flags.filter_map(|mark| place(&mark.element)).fold(0, |bits, at| bits | 1 << at),
            seconds: decision.seconds.map(|seconds| seconds as f32),
        }
    }
}

/// The last [`KEPT`] decisions, oldest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct History {
    decisions: VecDeque<Past>,
}

impl History {
    pub(crate) fn push(&mut self, past: Past) {
        if self.decisions.len() >= KEPT {
            self.decisions.pop_front();
        }
        self.decisions.push_back(past);
    }

    /// Oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Past> + Clone {
        self.decisions.iter()
    }

    pub fn len(&self) -> usize {
        self.decisions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }
}
