//! All that is learned of one brand: the anchor (explicit feedback only), the hybrid (signals too), which of them acts,
//! drift, and the last decisions. Applies one event at a time; whether an event may be used is `learner`'s to say.

use serde::{Deserialize, Serialize};

use crate::belief::Prior;
use crate::calibrator::Calibrator;
use crate::drift::Drift;
use crate::event::{Comparison, Decision, Event, Shown, Signal, Subject};
use crate::features::COLUMNS;
use crate::heads::Heads;
use crate::history::{History, Past};
use crate::numeric::expected_sigmoid;
use crate::rows;
use crate::taste::{Row, Taste};

/// Evidence halves in this many explicit pieces of feedback. Half of what the first study used: in the simulation it costs
/// nothing while taste stands still, and a taste that moved is followed twice as fast.
const HALF_LIFE: f64 = 150.0;
/// Refreshed after this many, later after twice and three times as many, when the prior matters less.
const REFRESH_AFTER: u32 = 20;
/// On a drift alarm this share of the evidence is kept.
const KEPT_ON_ALARM: f64 = 0.5;
/// The precision of "this is wrong": about as sure as 16 decisions on that feature alone.
const OBJECTION_PRECISION: f64 = 20.0;

/// Running comparison of the hybrid's and the anchor's forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
struct Race {
    /// Faded sum of the hybrid's log loss less the anchor's, nats.
    behind: f64,
}

/// See the file's header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brand {
    anchor: Taste,
    hybrid: Taste,
    race: Race,
    drift: Drift,
    history: History,
    /// Explicit pieces of feedback, in all and since the last refresh.
    pub(crate) learned: u32,
    pub(crate) since_refresh: u32,
}

/// Which of the two tastes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    Anchor,
    Hybrid,
}

impl Brand {
    pub(crate) fn new(prior: Prior) -> Brand {
        Brand {
            anchor: Taste::new(prior.clone()),
            hybrid: Taste::new(prior),
            race: Race::default(),
            drift: Drift::default(),
            history: History::default(),
            learned: 0,
            since_refresh: 0,
        }
    }

    /// Learns a decision; true where taste seems to have moved.
    pub(crate) fn learn_decision(&mut self, calibrator: &mut Calibrator, event: &Event, decision: &Decision) -> bool {
        let [anchor, hybrid] =
            [&self.anchor, &self.hybrid].map(|taste| forecast(taste, &decision.subject, &event.actor, &decision.shown));
        let approved = decision.verdict.is_approval();
        let acting = if self.acting_twin() == Twin::Hybrid { hybrid } else { anchor };
        self.race.push(hybrid, anchor, approved);
        self.history.push(Past::new(event, decision, calibrator.correct(acting)));
        let has_moved = self.drift.push(calibrator.correct(anchor), approved);
        calibrator.push(acting, approved);
        for taste in [&mut self.anchor, &mut self.hybrid] {
            rows::learn_decision(taste, decision, &event.actor);
        }
        self.tick();
        has_moved
    }

    pub(crate) fn learn_comparison(&mut self, comparison: &Comparison, person: &str) {
        for taste in [&mut self.anchor, &mut self.hybrid] {
            rows::learn_comparison(taste, comparison, person);
        }
        self.tick();
    }

    pub(crate) fn learn_change(&mut self, before: &Subject, after: &Subject, share: f64, person: &str) {
        for taste in [&mut self.anchor, &mut self.hybrid] {
            rows::learn_change(taste, before, after, share, person);
        }
        self.tick();
    }

    pub(crate) fn learn_objection(&mut self, feature: &str) {
        let columns: Vec<usize> = (0..COLUMNS.len()).filter(|&at| COLUMNS[at].feature == feature).collect();
        for taste in [&mut self.anchor, &mut self.hybrid] {
            columns.iter().for_each(|&column| taste.silence(column, OBJECTION_PRECISION));
        }
        self.tick();
    }

    /// Lets a signal teach its head, and then the hybrid what the head has to say.
    pub(crate) fn learn_signal(&mut self, heads: &mut Heads, signal: &Signal, person: &str) {
        let Some(artefact) = signal.subject.artefact() else { return };
        let market = &signal.subject.traces().market;
        let voice = heads.hear(signal, person);
        heads.learn(signal, person, self.anchor.mean(artefact.columns(), market));
        if let Some(voice) = voice {
            let columns: Vec<f64> = artefact.columns().iter().map(|x| x * voice.slope).collect();
            self.hybrid.observe(&Row {
                columns: &columns,
                market,
                reviewer: "",
                terms: &[],
                offset: voice.level,
                outcome: if signal.happened { 1.0 } else { 0.0 },
                weight: voice.weight,
            });
        }
    }

    fn tick(&mut self) {
        self.learned = self.learned.saturating_add(1);
        self.since_refresh += 1;
    }

    /// Whether evidence is due to be faded and put on the newest prior.
    pub(crate) fn is_refresh_due(&self) -> bool {
        let after = match self.learned {
            0..200 => REFRESH_AFTER,
            200..1000 => 2 * REFRESH_AFTER,
            _ => 3 * REFRESH_AFTER,
        };
        self.since_refresh >= after
    }

    /// Fades what was seen by its age, and more after an alarm, and puts it on these priors.
    pub(crate) fn refresh(&mut self, anchor: Prior, hybrid: Prior, has_moved: bool) {
        let mut keep = libm::exp2(-f64::from(self.since_refresh) / HALF_LIFE);
        if has_moved {
            keep *= KEPT_ON_ALARM;
        }
        self.since_refresh = 0;
        self.anchor.refresh(keep, anchor);
        self.hybrid.refresh(keep, hybrid);
    }

    /// One of the tastes.
    pub(crate) fn taste(&self, twin: Twin) -> &Taste {
        match twin {
            Twin::Anchor => &self.anchor,
            Twin::Hybrid => &self.hybrid,
        }
    }

    /// The hybrid, while it forecasts explicit decisions no worse than the anchor.
    pub fn acting_twin(&self) -> Twin {
        if self.race.behind <= 0.0 { Twin::Hybrid } else { Twin::Anchor }
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn drift(&self) -> Drift {
        self.drift
    }
}

impl Race {
    fn push(&mut self, hybrid: f64, anchor: f64, approved: bool) {
        let loss = |p: f64| -libm::log(if approved { p } else { 1.0 - p }.max(1e-6));
        self.behind = self.behind * libm::exp2(-1.0 / HALF_LIFE) + loss(hybrid) - loss(anchor);
    }
}

/// The probability that this reviewer approves.
pub(crate) fn forecast(taste: &Taste, subject: &Subject, reviewer: &str, shown: &Shown) -> f64 {
    let (mean, variance) = moments(taste, subject, reviewer, shown);
    expected_sigmoid(mean, variance)
}

/// Mean and variance of the logit of this reviewer's approval.
pub(crate) fn moments(taste: &Taste, subject: &Subject, reviewer: &str, shown: &Shown) -> (f64, f64) {
    let terms = rows::terms_of(subject, reviewer, shown);
    taste.moments(&Row {
        columns: rows::columns_of(subject),
        market: &subject.traces().market,
        reviewer,
        terms: &terms,
        offset: 0.0,
        outcome: 0.0,
        weight: 1.0,
    })
}
