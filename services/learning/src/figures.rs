//! How well it goes, for those who may see it: calibration, lift, agreement between reviewers, and signs that somebody
//! approves without looking. Counts with denominators; no verdict about a person.

use std::collections::BTreeMap;

use galley_domain::review::ELEMENTS;
use serde::{Deserialize, Serialize};

use crate::brand::{Brand, Twin};
use crate::guard::{Count, Lift, lift};
use crate::history::Past;

/// The figures of one brand over its last decisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// How many decisions these figures are over.
    pub decisions: usize,
    /// Forecast against outcome, ten bins.
    pub calibration: Vec<Bin>,
    /// Mean distance of forecast and outcome over the bins, weighted by their size (expected calibration error).
    pub calibration_error: f64,
    pub lift: Lift,
    /// Pairs of people who decided on the same revision, and how many agreed.
    pub agreement: Count,
    pub reviewers: Vec<Reviewer>,
    /// How often each element was flagged.
    pub flagged: BTreeMap<String, u32>,
    /// Whether the hybrid acts; else the anchor, because signals did not help.
    pub is_hybrid_acting: bool,
    pub drift_alarms: u32,
    pub decisions_since_drift: u32,
}

/// Forecasts of about the same height.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Bin {
    pub forecast: f64,
    pub outcome: Count,
}

/// How one person decides.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reviewer {
    pub person: String,
    pub approvals: Count,
    /// The longest run of approvals without a break.
    pub longest_run: u32,
    /// The middle time from opening to deciding, where measured.
    pub median_seconds: Option<f64>,
    /// Decisions shared with another person, and how many agreed.
    pub agreement: Count,
    /// Decisions that were not approvals or carried a mark: those that teach.
    pub with_reason: Count,
    /// How much likelier this run and share is than the forecasts make it: log₁₀ of the probability that somebody who looks would
    /// approve at least as many. Below -3 it is worth a conversation.
    pub log10_by_chance: f64,
}

impl Brand {
    /// See [`Figures`].
    pub fn figures(&self) -> Figures {
        let (calibration, calibration_error) = calibration(self.history().iter());
        let agreements = agreements(self.history().iter());
        Figures {
            decisions: self.history().len(),
            calibration,
            calibration_error,
            lift: lift(self.history()),
            agreement: agreements
                .values()
                .fold(Count::default(), |sum, count| Count {
                    approved: sum.approved + count.approved,
                    of: sum.of + count.of,
                })
                .halved(),
            reviewers: reviewers(self.history().iter(), &agreements),
            flagged: flagged(self.history().iter()),
            is_hybrid_acting: self.acting_twin() == Twin::Hybrid,
            drift_alarms: self.drift().alarms,
            decisions_since_drift: self.drift().since_alarm,
        }
    }
}

impl Count {
    /// Each pair was counted from both sides.
    fn halved(self) -> Count {
        Count { approved: self.approved / 2, of: self.of / 2 }
    }
}

fn calibration<'a>(past: impl Iterator<Item = &'a Past>) -> (Vec<Bin>, f64) {
    let mut bins = vec![Bin::default(); 10];
    for past in past {
        let bin = &mut bins[((f64::from(past.forecast) * 10.0) as usize).min(9)];
        bin.forecast += f64::from(past.forecast);
        bin.outcome.add(past.verdict.is_approval());
    }
    let all: u32 = bins.iter().map(|bin| bin.outcome.of).sum();
    let mut error = 0.0;
    for bin in bins.iter_mut().filter(|bin| bin.outcome.of > 0) {
        bin.forecast /= f64::from(bin.outcome.of);
        error += (bin.forecast - bin.outcome.share()).abs() * f64::from(bin.outcome.of) / f64::from(all);
    }
    (bins, error)
}

/// For each person, decisions on revisions that others decided on too.
fn agreements<'a>(past: impl Iterator<Item = &'a Past>) -> BTreeMap<&'a str, Count> {
    let mut by_revision: BTreeMap<&str, Vec<&Past>> = BTreeMap::new();
    for past in past {
        by_revision.entry(&past.revision).or_default().push(past);
    }
    let mut agreements: BTreeMap<&str, Count> = BTreeMap::new();
    for together in by_revision.values() {
        for one in together {
            for other in together.iter().filter(|other| other.reviewer != one.reviewer) {
                let agrees = one.verdict.is_approval() == other.verdict.is_approval();
                agreements.entry(&one.reviewer).or_default().add(agrees);
            }
        }
    }
    agreements
}

fn reviewers<'a>(past: impl Iterator<Item = &'a Past>, agreements: &BTreeMap<&str, Count>) -> Vec<Reviewer> {
    let mut by_person: BTreeMap<&str, Vec<&Past>> = BTreeMap::new();
    for past in past {
        by_person.entry(&past.reviewer).or_default().push(past);
    }
    by_person
        .into_iter()
        .map(|(person, past)| {
            let agreement = agreements.get(person).copied().unwrap_or_default();
            Reviewer { person: person.to_owned(), agreement, ..reviewer(&past) }
        })
        .collect()
}

fn reviewer(past: &[&Past]) -> Reviewer {
    let mut figures = Reviewer::default();
    let mut run = 0;
    let (mut expected, mut variance) = (0.0, 0.0);
    for past in past {
        let is_approval = past.verdict.is_approval();
        run = if is_approval { run + 1 } else { 0 };
        figures.longest_run = figures.longest_run.max(run);
        figures.approvals.add(is_approval);
        figures.with_reason.add(!is_approval || past.flagged != 0);
        let p = f64::from(past.forecast);
        expected += p;
        variance += p * (1.0 - p);
    }
    let distance = (f64::from(figures.approvals.approved) - 0.5 - expected) / variance.max(0.25).sqrt();
    figures.log10_by_chance = libm::log10(crate::numeric::normal_cdf(-distance).max(1e-12));
    let mut seconds: Vec<f32> = past.iter().filter_map(|past| past.seconds).collect();
    seconds.sort_by(f32::total_cmp);
    figures.median_seconds = seconds.get(seconds.len() / 2).map(|&seconds| f64::from(seconds));
    figures
}

fn flagged<'a>(past: impl Iterator<Item = &'a Past> + Clone) -> BTreeMap<String, u32> {
    let count = |at: usize| past.clone().filter(|past| past.flagged >> at & 1 == 1).count() as u32;
    let counts = ELEMENTS.iter().enumerate().map(|(at, element)| ((*element).to_owned(), count(at)));
    counts.filter(|(_, count)| *count > 0).collect()
}
