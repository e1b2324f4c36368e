//! Closed loops: a learner chooses, people answer, the learner learns; at checkpoints it is measured against the hidden
//! truth. One loop a learner, each in the same world with the same seed.

use std::collections::BTreeMap;

use galley_domain::review::Verdict;
use galley_learning::{Arm, Body, Decision, Dice, Event, Learner, Level, Shown, SignalKind, Subject};

use super::ads::Ad;
use super::people::{CANDIDATES, World};
use super::rng::Rng;

/// The rows of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Random,
    Popularity,
    ImplicitOnly,
    ExplicitOnly,
    HybridFixed,
    HybridLearned,
    Oracle,
}

pub const KINDS: [Kind; 7] = [
    Kind::Random,
    Kind::Popularity,
    Kind::ImplicitOnly,
    Kind::ExplicitOnly,
    Kind::HybridFixed,
    Kind::HybridLearned,
    Kind::Oracle,
];

pub const CHECKPOINTS: [usize; 5] = [0, 50, 200, 500, 2000];

/// What was measured.
#[derive(Clone, Default, Debug)]
pub struct Outcome {
    /// Pairwise accuracy and first-pass approval of the best of eight at each checkpoint.
    pub accuracy: Vec<f64>,
    pub approval: Vec<f64>,
    /// Accuracy of the drifting brands just before the drift and every 50 of the brand's decisions after it.
    pub drift: Vec<f64>,
    pub calibration_error: f64,
    pub mocking: Vec<f64>,
    pub honest: Vec<f64>,
    pub alarms: u32,
}

pub struct Loop {
    pub kind: Kind,
    pub world: World,
    pub learner: Learner,
    popularity: BTreeMap<String, (f64, f64)>,
    dice: Dice,
    serial: u64,
    /// Forecast and outcome of each decision.
    live: Vec<(f64, bool)>,
}

impl Loop {
    pub fn new(kind: Kind, seed: u64, brands: usize) -> Loop {
        let world = World::new(seed, brands);
        let mut learner = Learner::new();
        for brand in &world.brands {
            learner.apply(&consent(&brand.name, Level::Everything)).expect("a consent event");
        }
        let dice = Dice::seeded(seed);
        Loop { kind, world, learner, popularity: BTreeMap::new(), dice, serial: 0, live: vec![] }
    }

    /// One decision for one brand.
    pub fn step(&mut self, brand: usize) -> Vec<Event> {
        let ads = self.world.candidates(brand);
        let (picked, arm, probability) = self.pick(brand, &ads);
        let events = self.world.feedback(brand, &ads, picked, arm, probability);
        for event in &events {
            self.learn(event);
        }
        events
    }

    fn pick(&mut self, brand: usize, ads: &[Ad]) -> (usize, Arm, f64) {
        let name = self.world.brands[brand].name.clone();
        match self.kind {
            Kind::ImplicitOnly | Kind::ExplicitOnly | Kind::HybridFixed | Kind::HybridLearned => {
                let subjects: Vec<Subject> = ads.iter().map(Ad::subject).collect();
                let choice = self.learner.choose(&name, &subjects, &mut self.dice).expect("there are candidates");
                (choice.picked, choice.arm, choice.probability)
            }
            Kind::Oracle => (self.best(brand, ads), Arm::None, 1.0),
            Kind::Random | Kind::Popularity => {
                let at = (self.dice.uniform() * CANDIDATES as f64) as usize;
                (at, Arm::None, 1.0 / CANDIDATES as f64)
            }
        }
    }

    fn learn(&mut self, event: &Event) {
        if let Body::Decision(decision) = &event.body {
            self.live.push((
                self.learner.forecast(&event.brand, &decision.subject).probability,
                decision.verdict.is_approval(),
            ));
            if self.kind == Kind::Popularity {
                self.count(decision);
            }
        }
        let as_decision = |event: &Event| as_decision(event).expect("a download");
        let is_signal = matches!(event.body, Body::Signal(_));
        let is_download = matches!(&event.body, Body::Signal(signal) if signal.kind == SignalKind::Download);
        self.serial += 1;
        let used = match self.kind {
            Kind::HybridLearned => Some(event.clone()),
            Kind::ExplicitOnly if !is_signal => Some(event.clone()),
            Kind::ImplicitOnly if is_download => Some(as_decision(event)),
            // Every fifth download counts as a decision: a fixed weight of 0.2.
            Kind::HybridFixed if is_download => self.serial.is_multiple_of(5).then(|| as_decision(event)),
            Kind::HybridFixed if !is_signal => Some(event.clone()),
            _ => None,
        };
        if let Some(event) = used {
            self.learner.apply(&event).expect("the world's events are well formed");
        }
    }

    /// Popularity: approvals of everything an ad's words say, over all brands.
    fn count(&mut self, decision: &Decision) {
        let artefact = decision.subject.artefact().expect("open campaigns");
        for (at, _) in artefact.columns().iter().enumerate().skip(1).filter(|(_, x)| **x > 0.9) {
            let entry = self.popularity.entry(at.to_string()).or_insert((1.0, 3.0));
            entry.0 += f64::from(u8::from(decision.verdict.is_approval()));
            entry.1 += 1.0;
        }
    }

    /// How the learner ranks an ad.
    fn score(&mut self, brand: usize, ad: &Ad, rng: &mut Rng) -> f64 {
        match self.kind {
            Kind::Random => rng.unit(),
            Kind::Oracle => self.world.worth(brand, ad),
            Kind::Popularity => {
                let subject = ad.subject();
                let columns = subject.artefact().expect("open campaigns").columns();
                let held = columns.iter().enumerate().skip(1).filter(|(_, x)| **x > 0.9);
                let rates: Vec<f64> = held
                    .filter_map(|(at, _)| self.popularity.get(&at.to_string()).map(|(yes, all)| yes / all))
                    .collect();
                if rates.is_empty() { rng.unit() } else { rates.iter().sum::<f64>() / rates.len() as f64 }
            }
            _ => self.learner.forecast(&self.world.brands[brand].name, &ad.subject()).utility,
        }
    }

    fn best(&self, brand: usize, ads: &[Ad]) -> usize {
        let better =
            |a: &usize, b: &usize| self.world.worth(brand, &ads[*a]).total_cmp(&self.world.worth(brand, &ads[*b]));
        (0..ads.len()).max_by(better).expect("there are candidates")
    }

    /// Pairwise accuracy and first-pass approval of the best of eight, of these brands, on ads nobody has seen.
    pub fn measure(&mut self, brands: &[usize], sets: usize, seed: u64) -> (f64, f64) {
        let mut rng = Rng::new(seed);
        let (mut right, mut pairs, mut approval) = (0.0, 0.0, 0.0);
        let mut world = self.world.clone();
        world.rng = Rng::new(seed ^ 0x77);
        for &brand in brands {
            for _ in 0..sets {
                let ads = world.candidates(brand);
                let scores: Vec<f64> = ads.iter().map(|ad| self.score(brand, ad, &mut rng)).collect();
                for at in (0..CANDIDATES).step_by(2) {
                    let truth = world.worth(brand, &ads[at]) > world.worth(brand, &ads[at + 1]);
                    right += f64::from(u8::from((scores[at] > scores[at + 1]) == truth));
                    pairs += 1.0;
                }
                let best = (0..CANDIDATES).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).expect("eight");
                approval += world.approval(brand, &ads[best]);
            }
        }
        (right / pairs, approval / (brands.len() * sets) as f64)
    }

    /// Expected calibration error of all live forecasts, ten bins.
    pub fn calibration_error(&self) -> f64 {
        let mut error = 0.0;
        for bin in 0..10 {
            let inside = self.live.iter().filter(|(p, _)| ((p * 10.0) as usize).min(9) == bin);
            let (sum, yes) = inside.fold((0.0, 0.0), |(s, y), (p, o)| (s + p, y + f64::from(u8::from(*o))));
            error += f64::abs(sum - yes);
        }
        error / self.live.len() as f64
    }
}

/// The whole table's cell for one learner and seed: four brands in turn, two of which drift half-way.
pub fn run(kind: Kind, seed: u64, sets: usize) -> Outcome {
    let brands = 4;
    let mut looped = Loop::new(kind, seed, brands);
    let mut outcome = Outcome::default();
    let half = CHECKPOINTS[4] / 2;
    for decided in 0..=CHECKPOINTS[4] {
        if CHECKPOINTS.contains(&decided) {
            let (accuracy, approval) = looped.measure(&[0, 1, 2, 3], sets, seed ^ 0x5eed);
            outcome.accuracy.push(accuracy);
            outcome.approval.push(approval);
        }
        if decided == half {
            outcome.drift.push(looped.measure(&[0, 1], sets, seed ^ 0xd1).0);
            looped.world.drift(0);
            looped.world.drift(1);
        }
        if decided > half && (decided - half).is_multiple_of(200) {
            outcome.drift.push(looped.measure(&[0, 1], sets, seed ^ 0xd1).0);
        }
        if decided < CHECKPOINTS[4] {
            looped.step(decided % brands);
        }
    }
    outcome.calibration_error = looped.calibration_error();
    for person in 0..10 {
        let reliability = looped.learner.reliability(SignalKind::Download, &format!("usr_{person}"));
        let heard = if reliability.is_heard { reliability.slope } else { reliability.slope.min(0.0) };
        if person < super::people::MOCKERS { &mut outcome.mocking } else { &mut outcome.honest }.push(heard);
    }
    outcome.alarms = (0..brands)
        .filter_map(|at| looped.learner.find_brand(&looped.world.brands[at].name))
        .map(|b| b.drift().alarms)
        .sum();
    outcome
}

pub fn consent(brand: &str, level: Level) -> Event {
    Event {
        id: format!("consent_{brand}"),
        brand: brand.into(),
        campaign: String::new(),
        actor: "usr_owner".into(),
        at_ms: 0,
        body: Body::Consent(level),
    }
}

/// A download at face value: approved; none: not.
fn as_decision(event: &Event) -> Option<Event> {
    let Body::Signal(signal) = &event.body else { return None };
    let verdict = if signal.happened { Verdict::Approve } else { Verdict::Reject };
    let decision = Decision {
        subject: signal.subject.clone(),
        verdict,
        marks: vec![],
        shown: Shown::default(),
        seconds: None,
        is_first_pass: false,
    };
    Some(Event { body: Body::Decision(decision), ..event.clone() })
}
