//! Where the model acts: forecasts of candidates, a choice among them that can be measured later, and the order of a review
//! queue. Never approves; the probability of every choice is exact and is written down.

use serde::{Deserialize, Serialize};

use crate::brand::{Brand, Twin, moments};
use crate::event::{Arm, Shown, Subject};
use crate::guard::{Standing, lift};
use crate::learner::Learner;
use crate::numeric::{Dice, expected_sigmoid};
use crate::rows::columns_of;
use crate::symmetric::{Symmetric, dot};

/// What is believed of one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The probability that the house approves at first sight.
    pub probability: f64,
    /// Mean and standard deviation of its log-odds.
    pub utility: f64,
    pub doubt: f64,
}

/// A choice among candidates, with all that honest evaluation needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The candidate's place in what was handed in.
    pub picked: usize,
    pub arm: Arm,
    /// With which probability this candidate was picked, over both arms.
    pub probability: f64,
    /// The same for every candidate.
    pub probabilities: Vec<f64>,
    pub standing: Standing,
}

/// The holdout arm's share while the model acts, on trial and stepped back.
const HOLDOUT_ACTING: f64 = 0.08;
const HOLDOUT_ON_TRIAL: f64 = 0.5;
const HOLDOUT_STEPPED_BACK: f64 = 0.7;
/// The model's own floor of exploration.
const EXPLORATION: f64 = 0.05;
/// Thompson sampling with the full posterior explores longer than a campaign lasts.
const DAMPING: f64 = 0.5;
/// Draws behind the probabilities of a choice.
const DRAWS: usize = 256;
/// More candidates than this are not compared jointly; the first are.
pub const MOST_CANDIDATES: usize = 64;

/// What a review queue puts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum First {
    /// What a decision on would teach most.
    MostInformative,
    /// What will most likely not be approved.
    MostLikelyWrong,
}

impl Learner {
    /// What the acting twin believes of a subject, with no particular reviewer.
    pub fn forecast(&self, brand: &str, subject: &Subject) -> Forecast {
        let brand = self.brand_or_fresh(brand);
        self.forecast_by(&brand, brand.acting_twin(), subject)
    }

    /// The same for many at once.
    pub fn forecasts(&self, brand: &str, subjects: &[Subject]) -> Vec<Forecast> {
        let brand = self.brand_or_fresh(brand);
        subjects.iter().map(|subject| self.forecast_by(&brand, brand.acting_twin(), subject)).collect()
    }

    /// What one of the twins believes; for comparing them.
    pub fn forecast_of(&self, brand: &str, twin: Twin, subject: &Subject) -> Forecast {
        self.forecast_by(&self.brand_or_fresh(brand), twin, subject)
    }

    /// Picks one of the candidates (at most [`MOST_CANDIDATES`]; none of none): by Thompson sampling where the model acts,
    /// at random in the holdout arm. How often which arm, the guardrail says.
    pub fn choose(&self, brand: &str, candidates: &[Subject], dice: &mut Dice) -> Option<Choice> {
        let candidates = &candidates[..candidates.len().min(MOST_CANDIDATES)];
        if candidates.is_empty() {
            return None;
        }
        let brand = self.brand_or_fresh(brand);
        let standing = lift(brand.history()).standing;
        let holdout = match standing {
            Standing::Acting => HOLDOUT_ACTING,
            Standing::OnTrial => HOLDOUT_ON_TRIAL,
            Standing::SteppedBack => HOLDOUT_STEPPED_BACK,
        };
        let even = 1.0 / candidates.len() as f64;
        let model: Vec<f64> = thompson(&brand, candidates, dice)
            .into_iter()
            .map(|share| EXPLORATION * even + (1.0 - EXPLORATION) * share)
            .collect();
        let (arm, picked) = if dice.uniform() < holdout {
            (Arm::Holdout, draw(&vec![even; candidates.len()], dice))
        } else {
            (Arm::Model, draw(&model, dice))
        };
        let probabilities: Vec<f64> = model.iter().map(|share| holdout * even + (1.0 - holdout) * share).collect();
        Some(Choice { picked, arm, probability: probabilities[picked], probabilities, standing })
    }

    /// The places of these subjects in the order a queue would show them. The person may always choose another.
    pub fn review_order(&self, brand: &str, subjects: &[Subject], first: First) -> Vec<usize> {
        let forecasts = self.forecasts(brand, subjects);
        let urgency = |forecast: &Forecast| match first {
            // What a decision takes from the doubt about the log-odds, to first order.
            First::MostInformative => {
                forecast.doubt * forecast.doubt * forecast.probability * (1.0 - forecast.probability)
            }
            First::MostLikelyWrong => 1.0 - forecast.probability,
        };
        let mut order: Vec<usize> = (0..subjects.len()).collect();
        order.sort_by(|&a, &b| urgency(&forecasts[b]).total_cmp(&urgency(&forecasts[a])).then(a.cmp(&b)));
        order
    }

    fn forecast_by(&self, brand: &Brand, twin: Twin, subject: &Subject) -> Forecast {
        let (utility, variance) = moments(brand.taste(twin), subject, "", &Shown::default());
        let probability = self.calibrator.correct(expected_sigmoid(utility, variance));
        Forecast { probability, utility, doubt: variance.sqrt() }
    }
}

/// How often each candidate is best in draws from the joint posterior, its variance damped.
fn thompson(brand: &Brand, candidates: &[Subject], dice: &mut Dice) -> Vec<f64> {
    let taste = brand.taste(brand.acting_twin());
    let size = candidates.len();
    let means: Vec<f64> =
        candidates.iter().map(|candidate| moments(taste, candidate, "", &Shown::default()).0).collect();
    let spreads: Vec<Vec<f64>> = candidates.iter().map(|candidate| taste.brand.spread(columns_of(candidate))).collect();
    let mut covariance = Symmetric::zero(size);
    for (i, candidate) in candidates.iter().enumerate() {
        for (j, spread) in spreads.iter().enumerate().take(i + 1) {
            covariance.set(i, j, DAMPING * dot(columns_of(candidate), spread));
        }
        let market = taste.market_variance(&candidate.traces().market, columns_of(candidate));
        covariance.set(i, i, covariance.at(i, i) + DAMPING * market);
    }
    let factor = covariance.lower_factor();
    let mut wins = vec![0.0; size];
    let mut normals = vec![0.0; size];
    for _ in 0..DRAWS {
        normals.iter_mut().for_each(|normal| *normal = dice.normal());
        let value = |i: usize| means[i] + dot(&factor[i * size..i * size + i + 1], &normals[..i + 1]);
        let best = (0..size).map(|i| (i, value(i))).max_by(|a, b| a.1.total_cmp(&b.1));
        wins[best.expect("at least one candidate").0] += 1.0 / DRAWS as f64;
    }
    wins
}

fn draw(probabilities: &[f64], dice: &mut Dice) -> usize {
    let mut left = dice.uniform();
    for (at, probability) in probabilities.iter().enumerate() {
        left -= probability;
        if left < 0.0 {
            return at;
        }
    }
    probabilities.len() - 1
}
