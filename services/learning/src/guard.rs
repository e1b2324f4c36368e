//! Whether the model may act for a brand: it must beat the holdout arm on the brand's last decisions. Counts and a test;
//! who chooses what with which share is `choose`'s.

use serde::{Deserialize, Serialize};

use crate::event::Arm;
use crate::history::History;
use crate::numeric::normal_cdf;

/// The decisions that are looked at, and how sure the lift must be (one-sided).
const WINDOW: usize = 200;
const SURE: f64 = 0.9;
/// Fewer of either arm prove nothing.
const LEAST_PER_ARM: u32 = 8;

/// How the model stands for a brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Too little to tell: model and holdout take turns, so that the question is settled soon.
    OnTrial,
    /// It beats the holdout arm.
    Acting,
    /// It does not; mostly the holdout arm chooses, and the model keeps learning.
    SteppedBack,
}

/// First-pass approvals of an arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    pub approved: u32,
    pub of: u32,
}

impl Count {
    pub(crate) fn add(&mut self, is_approved: bool) {
        self.of += 1;
        self.approved += u32::from(is_approved);
    }

    /// The share, 0 of none.
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.approved) / f64::from(self.of) }
    }

    /// Agresti and Caffo (2000): one success and one failure more keep small samples honest.
    fn moments(self) -> (f64, f64) {
        let n = f64::from(self.of) + 2.0;
        let p = (f64::from(self.approved) + 1.0) / n;
        (p, p * (1.0 - p) / n)
    }
}

/// The comparison of both arms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lift {
    pub model: Count,
    pub holdout: Count,
    /// How likely the model's arm is truly better.
    pub probability: f64,
    pub standing: Standing,
}

/// Compares the arms over the last decisions on first revisions that either arm put forward.
pub fn lift(history: &History) -> Lift {
    let (mut model, mut holdout) = (Count::default(), Count::default());
    let counted = history.iter().rev().filter(|past| past.is_first_pass && past.arm != Arm::None).take(WINDOW);
    for past in counted {
        match past.arm {
            Arm::Model => model.add(past.verdict.is_approval()),
            Arm::Holdout => holdout.add(past.verdict.is_approval()),
            Arm::None => {}
        }
    }
    let ((p, vp), (q, vq)) = (model.moments(), holdout.moments());
    let probability = normal_cdf((p - q) / (vp + vq).sqrt());
    let standing = if model.of < LEAST_PER_ARM || holdout.of < LEAST_PER_ARM {
        Standing::OnTrial
    } else if probability >= SURE {
        Standing::Acting
    } else {
        Standing::SteppedBack
    };
    Lift { model, holdout, probability, standing }
}
