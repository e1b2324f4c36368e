//! Weights that are believed one by one: small terms (a reviewer's generosity, a model, a slot) and deviations of a market
//! or a reviewer from the brand. Independent of each other by design, so that there may be many. No joint belief.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::belief::Pseudo;

/// A weight whose prior mean is 0; the prior's variance is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Term {
    precision: f64,
    pull: f64,
}

impl Term {
    /// Mean and variance under a prior of this variance.
    pub fn moments(self, prior_variance: f64) -> (f64, f64) {
        let variance = 1.0 / (1.0 / prior_variance + self.precision);
        (variance * self.pull, variance)
    }

    /// Takes in a predictor's pseudo-observation, where this weight enters with factor `x` and all the rest has this
    /// mean and variance.
    fn observe(&mut self, x: f64, seen: Pseudo, rest: (f64, f64)) {
        let precision = seen.precision / (1.0 + seen.precision * rest.1.max(0.0));
        self.precision += x * x * precision;
        self.pull += x * precision * (seen.target - rest.0);
    }

    fn fade(&mut self, keep: f64) {
        self.precision *= keep;
        self.pull *= keep;
    }
}

/// Terms by name. A new name beyond the limit is not taken in, so that no stream of names can fill memory.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Terms {
    by_name: BTreeMap<String, Term>,
}

/// One term's part in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct TermUse {
    pub name: String,
    pub x: f64,
    pub prior_variance: f64,
}

const MOST_TERMS: usize = 1500;

impl Terms {
    /// Mean and variance of the sum of these terms.
    pub fn moments(&self, uses: &[TermUse]) -> (f64, f64) {
        uses.iter().fold((0.0, 0.0), |(mean, variance), term| {
            let (m, v) = self.get(&term.name).moments(term.prior_variance);
            (mean + term.x * m, variance + term.x * term.x * v)
        })
    }

    /// One term, as if fresh where unknown.
    pub fn get(&self, name: &str) -> Term {
        self.by_name.get(name).copied().unwrap_or_default()
    }

    /// Takes in a predictor's pseudo-observation; `total` is its whole mean and variance.
    pub fn observe(&mut self, uses: &[TermUse], seen: Pseudo, total: (f64, f64)) {
        for term in uses.iter().filter(|term| term.x != 0.0) {
            let (mean, variance) = self.get(&term.name).moments(term.prior_variance);
            let rest = (total.0 - term.x * mean, total.1 - term.x * term.x * variance);
            if let Some(known) = self.by_name.get_mut(&term.name) {
                known.observe(term.x, seen, rest);
            } else if self.by_name.len() < MOST_TERMS {
                let mut fresh = Term::default();
                fresh.observe(term.x, seen, rest);
                self.by_name.insert(term.name.clone(), fresh);
            }
        }
    }

    /// Keeps this share of what was seen.
    pub fn fade(&mut self, keep: f64) {
        self.by_name.values_mut().for_each(|term| term.fade(keep));
    }
}

/// How somebody or some market differs from the brand, column by column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deviation {
    columns: Vec<Term>,
}

impl Deviation {
    /// No difference known.
    pub fn new(size: usize) -> Deviation {
        Deviation { columns: vec![Term::default(); size] }
    }

    /// Mean and variance of its part in a row.
    pub fn moments(&self, x: &[f64], prior_variance: &[f64]) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for ((term, &x), &prior) in self.columns.iter().zip(x).zip(prior_variance) {
            if x != 0.0 {
                let (mean, variance) = term.moments(prior);
                sums = (sums.0 + x * mean, sums.1 + x * x * variance);
            }
        }
        sums
    }

    /// The mean of one column.
    pub fn mean_at(&self, at: usize, prior_variance: f64) -> f64 {
        self.columns[at].moments(prior_variance).0
    }

    /// Takes in a predictor's pseudo-observation; `total` is its whole mean and variance.
    pub fn observe(&mut self, x: &[f64], prior_variance: &[f64], seen: Pseudo, total: (f64, f64)) {
        for ((term, &x), &prior) in self.columns.iter_mut().zip(x).zip(prior_variance) {
            if x != 0.0 {
                let (mean, variance) = term.moments(prior);
                term.observe(x, seen, (total.0 - x * mean, total.1 - x * x * variance));
            }
        }
    }

    /// Keeps this share of what was seen.
    pub fn fade(&mut self, keep: f64) {
        self.columns.iter_mut().for_each(|term| term.fade(keep));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_term_finds_what_was_seen() {
        let uses = [TermUse { name: "model=a".into(), x: 1.0, prior_variance: 1.0 }];
        let mut terms = Terms::default();
        for _ in 0..200 {
            let total = terms.moments(&uses);
            terms.observe(&uses, Pseudo { target: 0.8, precision: 0.5 }, total);
        }
        let (mean, variance) = terms.moments(&uses);
        assert!((mean - 0.8).abs() < 0.02 && variance < 0.02, "{mean} {variance}");
        terms.fade(0.0);
        assert_eq!(terms.moments(&uses), (0.0, 1.0));
    }

    #[test]
    fn names_are_bounded() {
        let mut terms = Terms::default();
        for at in 0..3 * MOST_TERMS {
            let uses = [TermUse { name: format!("skill={at}"), x: 1.0, prior_variance: 1.0 }];
            terms.observe(&uses, Pseudo { target: 1.0, precision: 1.0 }, (0.0, 1.0));
        }
        assert_eq!(terms.by_name.len(), MOST_TERMS);
    }
}
