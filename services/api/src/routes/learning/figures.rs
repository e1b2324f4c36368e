//! Reasons with their counts, and how well learning goes, as JSON.

use std::collections::{BTreeMap, HashMap};

use galley_engine::learning::{Bin, Count, Figures, Reason, Reviewer};
use serde::Serialize;
use utoipa::ToSchema;

/// How many of how many were approved.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireCount {
    pub approved: u32,
    pub of: u32,
}

/// Something that speaks for or against ads, with the counts behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireReason {
    /// `Headline low in contrast: approved 3 of 17; otherwise 41 of 60.`
    pub sentence: String,
    /// What an objection names.
    pub feature: String,
    pub speaks_for: bool,
    pub with: WireCount,
    pub without: WireCount,
    /// The market it was counted in; empty for all.
    pub market: String,
    /// Ids of journal entries, the newest first; none in forecasts.
    pub decisions: Vec<String>,
}

/// How well learning goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireFigures {
    /// Decisions these figures are over.
    pub decisions: usize,
    /// Mean distance between forecast and outcome.
    pub calibration_error: f64,
    pub calibration: Vec<CalibrationBin>,
    /// First-pass approvals of what the model chose, and of what chance chose.
    pub model: WireCount,
    pub holdout: WireCount,
    /// How likely the model is truly better.
    pub lift_probability: f64,
    /// Decisions that two people made on the same revision, and how many agreed.
    pub agreement: WireCount,
    pub reviewers: Vec<WireReviewer>,
    /// How often each element was flagged.
    pub flagged: BTreeMap<String, u32>,
    pub drift_alarms: u32,
}

/// Forecasts of about the same height, and what became of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalibrationBin {
    pub forecast: f64,
    pub outcome: WireCount,
}

/// How one person decides.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireReviewer {
    /// An id.
    pub person: String,
    /// Null: somebody who is gone.
    pub name: Option<String>,
    pub approvals: WireCount,
    pub agreement: WireCount,
    pub longest_run: u32,
    pub median_seconds: Option<f64>,
    /// log₁₀ of the probability that somebody who looks approves at least as many. Below −3 is worth a conversation.
    pub log10_by_chance: f64,
}

impl From<Count> for WireCount {
    fn from(Count { approved, of }: Count) -> WireCount {
        WireCount { approved, of }
    }
}

impl From<Reason> for WireReason {
    fn from(reason: Reason) -> WireReason {
        WireReason {
            sentence: reason.sentence(),
            feature: reason.feature,
            speaks_for: reason.speaks_for,
            with: reason.with.into(),
            without: reason.without.into(),
            market: reason.market,
            decisions: reason.decisions,
        }
    }
}

/// Figures with the names of people, by their ids.
pub(super) fn wire(figures: Figures, names: &HashMap<String, String>) -> WireFigures {
    let bin = |bin: Bin| CalibrationBin { forecast: bin.forecast, outcome: bin.outcome.into() };
    WireFigures {
        decisions: figures.decisions,
        calibration_error: figures.calibration_error,
        calibration: figures.calibration.into_iter().map(bin).collect(),
        model: figures.lift.model.into(),
        holdout: figures.lift.holdout.into(),
        lift_probability: figures.lift.probability,
        agreement: figures.agreement.into(),
        reviewers: figures.reviewers.into_iter().map(|found| reviewer(found, names)).collect(),
        flagged: figures.flagged,
        drift_alarms: figures.drift_alarms,
    }
}

fn reviewer(found: Reviewer, names: &HashMap<String, String>) -> WireReviewer {
    WireReviewer {
        name: names.get(&found.person).cloned(),
        person: found.person,
        approvals: found.approvals.into(),
        agreement: found.agreement.into(),
        longest_run: found.longest_run,
        median_seconds: found.median_seconds,
        log10_by_chance: found.log10_by_chance,
    }
}
