//! What implicit signals are worth. One small logistic head a kind of signal: P(signal | utility), where utility is what
//! the anchor believes, who saw explicit feedback only. Each person has a slope of their own, because some download
//! to laugh. Never learns what people like; only how far their clicks tell it.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::belief::{Belief, Prior, Pseudo, logistic};
use crate::event::{Signal, SignalKind};
use crate::terms::{TermUse, Terms};

/// All signals on one item together count at most this share of a decision.
const MOST_PER_ITEM: f64 = 0.5;
/// One signal counts at most this much.
const MOST_PER_SIGNAL: f64 = 0.35;
/// A whisper below this is not worth a row.
const LEAST_PER_SIGNAL: f64 = 0.05;
/// How far people's slopes spread around the usual one.
const PERSON_VARIANCE: f64 = 0.3;
const POSITION_VARIANCE: f64 = 0.25;
/// Items whose signals are counted together; an older one begins anew, which is bounded by its own limit again.
const ITEMS: usize = 256;

/// The head of one kind: level and slope together, people's slopes and the slot one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Head {
    line: Belief,
    terms: Terms,
}

/// What a signal says of the utility: P(signal) = σ(level + slope · utility), to be counted this much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Voice {
    pub level: f64,
    pub slope: f64,
    pub weight: f64,
}

/// How reliable one kind of signal is, of one person or of everybody.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// Log-odds of the signal for one more unit of utility; below 0 it is a bad sign.
    pub slope: f64,
    pub error: f64,
    /// Whether the slope is surer than its error; only then does the signal teach.
    pub is_heard: bool,
}

/// The heads of one organization, and what each recent item's signals were counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heads {
    by_kind: BTreeMap<SignalKind, Head>,
    counted: BTreeMap<String, f64>,
    /// The items of `counted`, oldest first.
    items: VecDeque<String>,
}

impl Default for Heads {
    fn default() -> Heads {
        let head = || Head {
            line: Belief::new(Prior { mean: vec![-1.5, 0.0], variance: vec![2.0, 0.25] }),
            terms: Terms::default(),
        };
        Heads {
            by_kind: SignalKind::ALL.into_iter().map(|kind| (kind, head())).collect(),
            counted: BTreeMap::new(),
            items: VecDeque::new(),
        }
    }
}

impl Heads {
    /// Learns from a signal on an item of this utility.
    pub fn learn(&mut self, signal: &Signal, person: &str, utility: f64) {
        let Some(head) = self.by_kind.get_mut(&signal.kind) else { return };
        let x = [1.0, utility];
        let terms = terms(signal, person, utility);
        let mut spread = head.line.spread(&x);
        let line = (dot(&x, head.line.mean()), dot(&x, &spread));
        let rest = head.terms.moments(&terms);
        let total = (line.0 + rest.0, line.1 + rest.1);
        let seen = logistic(total.0, total.1, if signal.happened { 1.0 } else { 0.0 }, 1.0);
        head.terms.observe(&terms, seen, total);
        let precision = seen.precision / (1.0 + seen.precision * rest.1);
        head.line.observe(&x, &mut spread, Pseudo { target: seen.target - rest.0, precision });
    }

    /// What the signal says, if it may speak; counts it towards its item.
    pub fn hear(&mut self, signal: &Signal, person: &str) -> Option<Voice> {
        let reliability = self.reliability(signal.kind, person);
        // The surer the slope, the louder; a slope of one error says nothing.
        let doubt = reliability.error / reliability.slope.abs();
        let loudness = MOST_PER_SIGNAL * (1.0 - doubt * doubt);
        if !reliability.is_heard || loudness < LEAST_PER_SIGNAL {
            return None;
        }
        let head = self.by_kind.get(&signal.kind)?;
        let position: Vec<TermUse> =
            terms(signal, person, 1.0).into_iter().filter(|term| term.name == "position").collect();
        let level = head.line.mean()[0] + head.terms.moments(&position).0;
        let weight = self.count(signal.subject.revision(), loudness);
        (weight > 0.0).then_some(Voice { level, slope: reliability.slope, weight })
    }

    /// The usual reliability of a kind, or one person's; an empty name is everybody.
    pub fn reliability(&self, kind: SignalKind, person: &str) -> Reliability {
        let head = &self.by_kind[&kind];
        let (mut slope, mut variance) = (head.line.mean()[1], head.line.variance_at(1));
        if !person.is_empty() {
            let own = head.terms.moments(&[person_term(person, 1.0)]);
            slope += own.0;
            variance += own.1;
        }
        let error = variance.sqrt();
        Reliability { slope, error, is_heard: slope.abs() > error }
    }

    /// How much of `wish` still fits below the item's limit; takes it.
    fn count(&mut self, revision: &str, wish: f64) -> f64 {
        if let Some(used) = self.counted.get_mut(revision) {
            let granted = wish.min(MOST_PER_ITEM - *used);
            if granted < LEAST_PER_SIGNAL {
                return 0.0;
            }
            *used += granted;
            return granted;
        }
        if self.items.len() >= ITEMS
            && let Some(oldest) = self.items.pop_front()
        {
            self.counted.remove(&oldest);
        }
        self.items.push_back(revision.to_owned());
        self.counted.insert(revision.to_owned(), wish);
        wish
    }
}

fn terms(signal: &Signal, person: &str, utility: f64) -> Vec<TermUse> {
    let mut terms = vec![person_term(person, utility)];
    if signal.shown.position > 0 {
        let x = f64::from(signal.shown.position.min(8)) / 4.0;
        terms.push(TermUse { name: "position".into(), x, prior_variance: POSITION_VARIANCE });
    }
    terms
}

fn person_term(person: &str, x: f64) -> TermUse {
    TermUse { name: format!("person={person}"), x, prior_variance: PERSON_VARIANCE }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
