//! Why the model expects what it expects, in words with counts and the decisions behind them. Only statements that the
//! counts and the weights agree on; never a number without its denominator.

use serde::{Deserialize, Serialize};

use crate::brand::Brand;
use crate::event::Subject;
use crate::features::{COLUMNS, PREDICATES, Part, Predicate, Predicates};
use crate::guard::Count;
use crate::history::Past;
use crate::learner::Learner;

/// A statement needs this many decisions with it and without it.
const LEAST_COUNT: u32 = 5;
/// Standard errors the two shares must lie apart.
const LEAST_DISTANCE: f64 = 1.3;
/// At most this many decisions are named.
const MOST_DECISIONS: usize = 20;

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// `headline low in contrast`.
    pub words: String,
    /// The feature a person may object to.
    pub feature: String,
    /// Whether it speaks for the ad.
    pub speaks_for: bool,
    /// Approvals among the decisions where the statement held, and among the others.
    pub with: Count,
    pub without: Count,
    /// The market counted in; empty for all.
    pub market: String,
    /// The ids of the latest decisions where it held, newest first.
    pub decisions: Vec<String>,
}

impl Reason {
    /// `Headline low in contrast: approved 3 of 17; otherwise 41 of 60.`
    pub fn sentence(&self) -> String {
        let mut words = self.words.clone();
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let place = if self.market.is_empty() { String::new() } else { format!(" in {}", self.market) };
        format!(
            "{words}: approved {} of {}{place}; otherwise {} of {}.",
            self.with.approved, self.with.of, self.without.approved, self.without.of
        )
    }
}

impl Learner {
    /// Reasons for and against this subject, the strongest first. Counted in its market where that has enough
    /// decisions, else over all. None for a sensitive campaign's.
    pub fn explain(&self, brand: &str, subject: &Subject, most: usize) -> Vec<Reason> {
        let Some(artefact) = subject.artefact() else { return Vec::new() };
        self.reasons(brand, &subject.traces().market, most, |at| artefact.predicates.holds(at))
    }

    /// What was approved and what was not for this brand and market, whatever the ad: what to know before a launch.
    pub fn lessons(&self, brand: &str, market: &str, most: usize) -> Vec<Reason> {
        self.reasons(brand, market, most, |_| true)
    }

    fn reasons(&self, brand: &str, market: &str, most: usize, is_wanted: impl Fn(usize) -> bool) -> Vec<Reason> {
        let Some(brand) = self.find_brand(brand) else { return Vec::new() };
        let mut found: Vec<(f64, Reason)> = PREDICATES
            .iter()
            .enumerate()
            .filter(|(at, _)| is_wanted(*at))
            .filter_map(|(at, predicate)| {
                let local = if market.is_empty() { None } else { reason(brand, at, predicate, market) };
                local.or_else(|| reason(brand, at, predicate, ""))
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(most).map(|(_, reason)| reason).collect()
    }
}

fn reason(brand: &Brand, at: usize, predicate: &Predicate, market: &str) -> Option<(f64, Reason)> {
    // Sensitive campaigns' decisions hold no statement, so they must not count as "otherwise" either.
    let past = || {
        let is_described = |past: &&Past| past.predicates != Predicates::default();
        brand.history().iter().filter(is_described).filter(|past| market.is_empty() || past.market == market)
    };
    let (mut with, mut without) = (Count::default(), Count::default());
    for past in past() {
        let count = if past.predicates.holds(at) { &mut with } else { &mut without };
        count.add(past.verdict.is_approval());
    }
    let distance = distance(with, without)?;
    let weighs = influence(brand, predicate, market);
    if distance.abs() < LEAST_DISTANCE || weighs * distance <= 0.0 {
        return None;
    }
    let holding = past().rev().filter(|past| past.predicates.holds(at));
    let reason = Reason {
        words: predicate.words.clone(),
        feature: COLUMNS[predicate.column].feature.to_owned(),
        speaks_for: distance > 0.0,
        with,
        without,
        market: market.to_owned(),
        decisions: holding.take(MOST_DECISIONS).map(|past| past.id.clone()).collect(),
    };
    Some((distance.abs(), reason))
}

/// How many standard errors the shares lie apart (pooled two-proportion z), where there are enough of both.
fn distance(with: Count, without: Count) -> Option<f64> {
    if with.of < LEAST_COUNT || without.of < LEAST_COUNT {
        return None;
    }
    let (n, m) = (f64::from(with.of), f64::from(without.of));
    let pooled = (f64::from(with.approved + without.approved) / (n + m)).clamp(0.02, 0.98);
    Some((with.share() - without.share()) / (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt())
}

/// What the model adds for an ad that the statement holds of, against one it does not.
fn influence(brand: &Brand, predicate: &Predicate, market: &str) -> f64 {
    let taste = brand.taste(brand.acting_twin());
    let typical = 1.3 * predicate.side;
    let weight = taste.weight_at(predicate.column, market);
    match COLUMNS[predicate.column].part {
        Part::Linear => {
            let square = taste.weight_at(predicate.column + 1, market);
            weight * typical + square * typical * typical * std::f64::consts::FRAC_1_SQRT_2
        }
        Part::Word(_) => weight - mean_of_words(brand, predicate.column, market),
        _ => weight * predicate.side,
    }
}

/// A word is good or bad beside the feature's other words.
fn mean_of_words(brand: &Brand, column: usize, market: &str) -> f64 {
    let taste = brand.taste(brand.acting_twin());
    let same = |at: &usize| COLUMNS[*at].feature == COLUMNS[column].feature;
    let weights: Vec<f64> = (0..COLUMNS.len()).filter(same).map(|at| taste.weight_at(at, market)).collect();
    weights.iter().sum::<f64>() / weights.len() as f64
}
