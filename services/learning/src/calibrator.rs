//! A last correction of an organization's forecasts: Platt's (1999) line on the log-odds, learned from forecasts that came
//! true or not. Starts as no correction. Ranks of candidates never change by it.

use serde::{Deserialize, Serialize};

use crate::belief::{Belief, Prior, logistic};
use crate::numeric::{logit, sigmoid};
use crate::symmetric::dot;

/// Faded after this many forecasts, by this share.
const FADE_AFTER: u32 = 50;
const KEEP: f64 = 0.97;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibrator {
    line: Belief,
    since_fade: u32,
}

fn prior() -> Prior {
    Prior { mean: vec![0.0, 1.0], variance: vec![0.25, 0.1] }
}

impl Default for Calibrator {
    fn default() -> Calibrator {
        Calibrator { line: Belief::new(prior()), since_fade: 0 }
    }
}

impl Calibrator {
    /// The corrected probability.
    pub fn correct(&self, forecast: f64) -> f64 {
        // A falling line would turn good into bad; forecasts that poor are better called even.
        let slope = self.line.mean()[1].max(0.05);
        sigmoid(self.line.mean()[0] + slope * logit(forecast))
    }

    /// Takes in an uncorrected forecast and what came.
    pub fn push(&mut self, forecast: f64, approved: bool) {
        let x = [1.0, logit(forecast)];
        let mut spread = self.line.spread(&x);
        let (mean, variance) = (dot(&x, self.line.mean()), dot(&x, &spread));
        let seen = logistic(mean, variance, if approved { 1.0 } else { 0.0 }, 1.0);
        self.line.observe(&x, &mut spread, seen);
        self.since_fade += 1;
        if self.since_fade >= FADE_AFTER {
            self.since_fade = 0;
            self.line.fade(KEEP);
            self.line.refresh(prior());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Dice;

    #[test]
    fn timid_and_hopeful_forecasts_are_put_right() {
        let mut dice = Dice::seeded(11);
        let mut calibrator = Calibrator::default();
        for _ in 0..3000 {
            let truth = 1.5 * dice.normal();
            calibrator.push(sigmoid(0.5 * truth + 0.4), dice.uniform() < sigmoid(truth));
        }
        for truth in [-2.0, 0.0, 1.0] {
            let corrected = calibrator.correct(sigmoid(0.5 * truth + 0.4));
            assert!((corrected - sigmoid(truth)).abs() < 0.05, "{truth}: {corrected}");
        }
    }
}
