//! A joint Gaussian over weights, taught one logistic row at a time, with what was seen kept apart from what was
//! believed before, so that either can be replaced. No meaning of the weights, no clock.

use serde::{Deserialize, Serialize};

use crate::numeric::sigmoid;
use crate::symmetric::{Symmetric, dot};

/// Mean and variance of independent weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    pub mean: Vec<f64>,
    pub variance: Vec<f64>,
}

/// What is believed of the weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    prior: Prior,
    /// Σ h x xᵀ over what was seen.
    precision: Symmetric,
    /// Σ h z x over what was seen.
    pull: Vec<f64>,
    mean: Vec<f64>,
    covariance: Symmetric,
}

/// A row's local Gaussian: the value its linear predictor was seen to have, and how surely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pseudo {
    pub target: f64,
    pub precision: f64,
}

impl Belief {
    /// Nothing seen yet.
    pub fn new(prior: Prior) -> Belief {
        let size = prior.mean.len();
        Belief {
            precision: Symmetric::zero(size),
            pull: vec![0.0; size],
            mean: prior.mean.clone(),
            covariance: Symmetric::diagonal(&prior.variance),
            prior,
        }
    }

    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The variance of one weight.
    pub fn variance_at(&self, at: usize) -> f64 {
        self.covariance.at(at, at)
    }

    /// Covariance times `x`.
    pub fn spread(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; x.len()];
        self.covariance.times(x, &mut out);
        out
    }

    /// Takes in that `x · w` was seen at a value; `spread` is [`Belief::spread`] of `x`.
    pub fn observe(&mut self, x: &[f64], spread: &mut [f64], seen: Pseudo) {
        let variance = dot(x, spread);
        let gain = seen.precision / (1.0 + seen.precision * variance);
        let step = gain * (seen.target - dot(x, &self.mean));
        for (mean, part) in self.mean.iter_mut().zip(&*spread) {
            *mean += step * part;
        }
        let root = gain.sqrt();
        spread.iter_mut().for_each(|part| *part *= root);
        self.covariance.add_rank_one(spread, -1.0);
        let root = seen.precision.sqrt();
        let scaled: Vec<f64> = x.iter().map(|part| part * root).collect();
        self.precision.add_rank_one(&scaled, 1.0);
        for (pull, part) in self.pull.iter_mut().zip(x) {
            *pull += seen.precision * seen.target * part;
        }
    }

    /// Keeps this share of what was seen.
    pub fn fade(&mut self, keep: f64) {
        self.precision.scale(keep);
        self.pull.iter_mut().for_each(|pull| *pull *= keep);
    }

    /// Puts what was seen on top of another prior.
    pub fn refresh(&mut self, prior: Prior) {
        let inverse: Vec<f64> = prior.variance.iter().map(|variance| 1.0 / variance).collect();
        let mut precision = self.precision.clone();
        precision.add_to_diagonal(&inverse);
        self.covariance = precision.inverse();
        let pull: Vec<f64> = prior.mean.iter().zip(&inverse).zip(&self.pull).map(|((m, i), p)| m * i + p).collect();
        self.covariance.times(&pull, &mut self.mean);
        self.prior = prior;
    }

    /// What this belief's own evidence says of one weight: mean and precision, as if the others were settled.
    pub fn evidence_at(&self, at: usize) -> Pseudo {
        let prior = 1.0 / self.prior.variance[at];
        let posterior = 1.0 / self.variance_at(at);
        let precision = (posterior - prior).max(0.0);
        if precision < 1e-9 {
            return Pseudo { target: 0.0, precision: 0.0 };
        }
        let target = (self.mean[at] * posterior - self.prior.mean[at] * prior) / precision;
        Pseudo { target, precision }
    }
}

/// One logistic observation of a linear predictor with this mean and variance: `outcome` is 1, 0 or between (a tie is
/// 0.5), `weight` how many observations it counts as. The mode is found by Newton's method in one dimension, the
/// curvature there is the precision (Laplace).
pub fn logistic(mean: f64, variance: f64, outcome: f64, weight: f64) -> Pseudo {
    let mut at = mean;
    for _ in 0..12 {
        let p = sigmoid(at);
        let value = at - mean - variance * weight * (outcome - p);
        let slope = 1.0 + variance * weight * p * (1.0 - p);
        // Half steps beyond a distance keep Newton from swinging across the flat ends.
        let step = (value / slope).clamp(-2.0, 2.0);
        at -= step;
        if step.abs() < 1e-10 {
            break;
        }
    }
    let p = sigmoid(at);
    let precision = (weight * p * (1.0 - p)).max(1e-6);
    Pseudo { target: at + weight * (outcome - p) / precision, precision }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prior(size: usize) -> Prior {
        Prior { mean: vec![0.1; size], variance: vec![0.5; size] }
    }

    fn see(belief: &mut Belief, x: &[f64], seen: Pseudo) {
        let mut spread = belief.spread(x);
        belief.observe(x, &mut spread, seen);
    }

    #[test]
    fn the_mode_satisfies_its_equation() {
        for (mean, variance, outcome, weight) in
            [(0.0, 1.0, 1.0, 1.0), (4.0, 9.0, 0.0, 1.0), (-2.0, 0.1, 0.5, 0.25), (0.0, 100.0, 1.0, 2.0)]
        {
            let seen = logistic(mean, variance, outcome, weight);
            let mode = (mean / variance + seen.precision * seen.target) / (1.0 / variance + seen.precision);
            let left = (mode - mean) / variance;
            assert!((left - weight * (outcome - sigmoid(mode))).abs() < 1e-4, "{mean} {variance} {outcome} {weight}");
        }
    }

    #[test]
    fn step_by_step_and_all_at_once_agree() {
        let rows = [
            ([1.0, 0.0, -0.5], Pseudo { target: 0.7, precision: 0.2 }),
            ([0.3, 2.0, 0.0], Pseudo { target: -1.0, precision: 0.9 }),
            ([1.0, 1.0, 1.0], Pseudo { target: 0.2, precision: 0.25 }),
        ];
        let mut belief = Belief::new(prior(3));
        for (x, seen) in &rows {
            see(&mut belief, x, *seen);
        }
        let stepwise = belief.clone();
        belief.refresh(prior(3));
        for at in 0..3 {
            assert!((belief.mean[at] - stepwise.mean[at]).abs() < 1e-12);
            assert!((belief.variance_at(at) - stepwise.variance_at(at)).abs() < 1e-12);
        }
    }

    #[test]
    fn without_its_evidence_only_the_prior_is_left() {
        let mut belief = Belief::new(prior(2));
        see(&mut belief, &[1.0, 1.0], Pseudo { target: 3.0, precision: 2.0 });
        assert!(belief.evidence_at(0).precision > 0.1);
        belief.fade(0.0);
        belief.refresh(prior(2));
        assert!((belief.mean[0] - 0.1).abs() < 1e-12 && (belief.variance_at(1) - 0.5).abs() < 1e-12);
        assert_eq!(belief.evidence_at(0).precision, 0.0);
    }
}
