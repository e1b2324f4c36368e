//! Whether a brand's taste has moved: a CUSUM (Page 1954) of how much likelier what came is under "the model now knows half
//! as much" than under the model's own forecast. While forecasts are right it falls, whatever they are. Says when;
//! what follows (evidence is halved) is the brand's.

use serde::{Deserialize, Serialize};

use crate::numeric::{logit, sigmoid};

/// The log likelihood ratio from which it is an alarm, nats.
const ALARM: f64 = 4.5;
/// How much of a forecast's distance from the usual is left under the alternative.
const LEFT: f64 = 0.4;
/// In how many decisions the usual share of approvals is half forgotten.
const USUAL_HALF_LIFE: f64 = 100.0;

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    sum: f64,
    /// The usual share of approvals.
    usual: f64,
    /// Decisions since the last alarm, or since the first decision.
    pub since_alarm: u32,
    pub alarms: u32,
}

impl Default for Drift {
    fn default() -> Drift {
        Drift { sum: 0.0, usual: 0.4, since_alarm: 0, alarms: 0 }
    }
}

impl Drift {
    /// Takes in a forecast and what came; true is an alarm, and the sum begins anew.
    pub fn push(&mut self, forecast: f64, approved: bool) -> bool {
        let forecast = forecast.clamp(0.02, 0.98);
        let usual = logit(self.usual);
        let weaker = sigmoid(usual + LEFT * (logit(forecast) - usual));
        let likelihood = |p: f64| libm::log(if approved { p } else { 1.0 - p });
        self.sum = (self.sum + likelihood(weaker) - likelihood(forecast)).max(0.0);
        self.since_alarm = self.since_alarm.saturating_add(1);
        let outcome = if approved { 1.0 } else { 0.0 };
        self.usual += (1.0 - libm::exp2(-1.0 / USUAL_HALF_LIFE)) * (outcome - self.usual);
        let is_alarm = self.sum > ALARM;
        if is_alarm {
            self.sum = 0.0;
            self.since_alarm = 0;
            self.alarms += 1;
        }
        is_alarm
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{Dice, sigmoid};

    /// Decisions until the alarm, where forecasts are right (`truth` 1), or wrong about the sign (`truth` -1).
    fn run(truth: f64, seed: u64, most: u32) -> u32 {
        let mut dice = Dice::seeded(seed);
        let mut drift = Drift::default();
        for at in 0..most {
            let utility = 1.5 * dice.normal();
            if drift.push(sigmoid(utility), dice.uniform() < sigmoid(truth * utility)) {
                return at;
            }
        }
        most
    }

    #[test]
    fn right_forecasts_seldom_alarm_and_wrong_ones_soon_do() {
        let early = (0..40).filter(|seed| run(1.0, *seed, 500) < 500).count();
        assert!(early <= 4, "{early} false alarms in 40 runs of 500 decisions");
        let late = (0..40).filter(|seed| run(-1.0, *seed, 60) == 60).count();
        assert!(late <= 2, "{late} of 40 not seen within 60 decisions");
    }
}
