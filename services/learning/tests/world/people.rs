//! The people of the simulated organization: reviewers with moods and biases, lookers-on who download because they
//! like it or to laugh. They turn ads into the engine's events.

use galley_domain::review::Verdict;
use galley_learning::{Arm, Body, Comparison, Decision, Edit, Event, Mark, Preferred, Shown, Signal, SignalKind, Wish};

use super::ads::{Ad, MARKETS, NUMBERS, random_ad};
use super::rng::{Rng, squash};
use super::taste::{Mixture, Taste};

pub const CANDIDATES: usize = 8;
const REVIEWERS: usize = 5;
const LOOKERS: usize = 10;
/// The lookers-on with the lowest numbers laugh: 20 %.
pub const MOCKERS: usize = 2;

#[derive(Clone)]
pub struct BrandWorld {
    pub name: String,
    /// The taste in each market.
    pub markets: Vec<Mixture>,
    own: Taste,
    /// A reviewer's own taste (scale and taste) and generosity.
    reviewers: Vec<(f64, Mixture)>,
}

#[derive(Clone)]
pub struct World {
    pub rng: Rng,
    pub brands: Vec<BrandWorld>,
    house: Taste,
    seed: u64,
    serial: u64,
}

/// Shares of the variance: what every designer knows, the house, the brand, the market.
const SHARES: [f64; 4] = [0.12, 0.40, 0.42, 0.06];
const MEAN: f64 = -1.1;
const SPREAD: f64 = 1.7;

impl World {
    pub fn new(seed: u64, brands: usize) -> World {
        let mut rng = Rng::new(seed);
        let house = Taste::random(&mut rng);
        let brands = (0..brands).map(|at| brand(&mut rng, &house, at, seed)).collect();
        World { rng, brands, house, seed, serial: 0 }
    }

    /// One brand's own taste moves: pulls and likings half-way to new ones; ideals, quirks and markets are all new.
    pub fn drift(&mut self, brand: usize) {
        let own = self.brands[brand].own.towards(&Taste::random(&mut self.rng));
        let world = &mut self.brands[brand];
        world.own = own;
        let old = world.clone();
        world.markets = markets(&mut self.rng, &self.house, &old.own, self.seed);
    }

    pub fn candidates(&mut self, brand: usize) -> Vec<Ad> {
        let market = self.rng.below(MARKETS.len());
        (0..CANDIDATES)
            .map(|_| {
                self.serial += 1;
                random_ad(&mut self.rng, market, format!("rev_{brand}_{}", self.serial))
            })
            .collect()
    }

    pub fn worth(&self, brand: usize, ad: &Ad) -> f64 {
        self.brands[brand].markets[ad.market].worth(ad)
    }

    /// The probability that a typical reviewer approves.
    pub fn approval(&self, brand: usize, ad: &Ad) -> f64 {
        let world = &self.brands[brand];
        let views = world.reviewers.iter().map(|(mood, own)| squash(self.worth(brand, ad) + mood + own.worth(ad)));
        views.sum::<f64>() / world.reviewers.len() as f64
    }

    fn event(&mut self, brand: usize, actor: String, body: Body) -> Event {
        self.serial += 1;
        Event {
            id: format!("ev_{}", self.serial),
            brand: self.brands[brand].name.clone(),
            campaign: format!("cmp_{brand}_{}", self.serial / 200),
            actor,
            at_ms: 1_700_000_000_000 + self.serial as i64 * 1000,
            body,
        }
    }

    /// A reviewer decides on the picked candidate, says why, sometimes compares or edits; others look on.
    pub fn feedback(&mut self, brand: usize, ads: &[Ad], picked: usize, arm: Arm, probability: f64) -> Vec<Event> {
        let ad = &ads[picked];
        let reviewer = self.rng.below(REVIEWERS);
        let name = format!("rvw_{brand}_{reviewer}");
        let position = self.rng.below(6) as u32;
        let shown = Shown { beside: vec![], position, arm, probability: Some(probability) };
        let view = self.view(brand, reviewer, ad) - 0.06 * f64::from(position);
        let approved = self.rng.chance(squash(view));
        let verdict = self.verdict(approved, view);
        let marks = if approved { vec![] } else { self.marks(brand, ad) };
        let decision = Decision {
            subject: ad.subject(),
            verdict,
            marks,
            shown,
            seconds: Some(4.0 + 20.0 * self.rng.unit()),
            is_first_pass: true,
        };
        let mut events = self.signals(brand, ads, picked);
        events.push(self.event(brand, name.clone(), Body::Decision(decision)));
        if self.rng.chance(0.15) {
            let other = (picked + 1 + self.rng.below(CANDIDATES - 1)) % CANDIDATES;
            events.push(self.comparison(brand, reviewer, [ad, &ads[other]]));
        }
        if !approved && self.rng.chance(0.12) {
            events.push(self.edit(brand, ad, name));
        }
        events
    }

    fn view(&self, brand: usize, reviewer: usize, ad: &Ad) -> f64 {
        let (mood, own) = &self.brands[brand].reviewers[reviewer];
        self.worth(brand, ad) + mood + own.worth(ad)
    }

    fn verdict(&mut self, approved: bool, view: f64) -> Verdict {
        match approved {
            true if self.rng.chance(0.15) => Verdict::ApproveWithChanges,
            true => Verdict::Approve,
            false if self.rng.chance(squash(view + 2.2)) => Verdict::RequestChanges,
            false => Verdict::Reject,
        }
    }

    /// Most name the element they like least, as far as they can tell; some say in which direction it should go.
    fn marks(&mut self, brand: usize, ad: &Ad) -> Vec<Mark> {
        if !self.rng.chance(0.7) {
            return vec![];
        }
        let taste = self.brands[brand].markets[ad.market].clone();
        let mut parts: Vec<(&str, f64)> =
            taste.parts(ad).into_iter().map(|(element, worth)| (element, worth + 0.5 * self.rng.normal())).collect();
        parts.sort_by(|a, b| a.1.total_cmp(&b.1));
        let element = parts[0].0;
        let wish = if self.rng.chance(0.4) { self.wish(&taste, ad, element) } else { None };
        vec![Mark { element: element.into(), aspect: String::new(), is_praise: false, severity: 1.0, wish }]
    }

    fn wish(&mut self, taste: &Mixture, ad: &Ad, element: &str) -> Option<Wish> {
        let options = (0..NUMBERS.len()).filter(|at| NUMBERS[*at].0.split('.').next() == Some(element));
        let best = options
            .flat_map(|at| [(at, 0.4), (at, -0.4)])
            .map(|(at, step)| (at, step, taste.gain(ad, at, step) + 0.15 * self.rng.normal()))
            .max_by(|a, b| a.2.total_cmp(&b.2))?;
        Some(Wish { feature: NUMBERS[best.0].0.into(), more: best.1 > 0.0 })
    }

    fn comparison(&mut self, brand: usize, reviewer: usize, pair: [&Ad; 2]) -> Event {
        let [left, right] = if self.rng.chance(0.5) { pair } else { [pair[1], pair[0]] };
        let lean = self.view(brand, reviewer, left) - self.view(brand, reviewer, right) + 0.3;
        let preferred = if lean.abs() < 0.2 {
            Preferred::Tie
        } else if self.rng.chance(squash(lean)) {
            Preferred::Left
        } else {
            Preferred::Right
        };
        let body = Comparison { left: left.subject(), right: right.subject(), preferred, shown: Shown::default() };
        self.event(brand, format!("rvw_{brand}_{reviewer}"), Body::Comparison(body))
    }

    /// Somebody moves the number that gains most, roughly.
    fn edit(&mut self, brand: usize, ad: &Ad, name: String) -> Event {
        let taste = self.brands[brand].markets[ad.market].clone();
        let best = (0..NUMBERS.len())
            .flat_map(|at| [(at, 0.4), (at, -0.4)])
            .map(|(at, step)| (at, step, taste.gain(ad, at, step) + 0.2 * self.rng.normal()))
            .max_by(|a, b| a.2.total_cmp(&b.2))
            .expect("there are numbers");
        let (number, low, high, _) = NUMBERS[best.0];
        let mut after = ad.clone();
        let moved = after.numbers[number] + best.1 * (high - low) / 2.0;
        after.numbers.insert(number, moved.clamp(low, high));
        after.id = format!("{}_b", ad.id);
        self.event(brand, name, Body::Edit(Edit { before: ad.subject(), after: after.subject() }))
    }

    /// Three people look at the picked ad, and each at another one beside it.
    fn signals(&mut self, brand: usize, ads: &[Ad], picked: usize) -> Vec<Event> {
        let mut events = Vec::new();
        for _ in 0..3 {
            let looker = self.rng.below(LOOKERS);
            for at in [picked, self.rng.below(ads.len())] {
                let kinds = [(SignalKind::Download, 0.55), (SignalKind::LongView, 0.15), (SignalKind::Zoom, 0.0)];
                for (kind, slope) in kinds {
                    let slope = if looker < MOCKERS { -0.7 * slope } else { slope };
                    let position = (at % 6) as u32;
                    let logit = -1.0 + slope * (self.worth(brand, &ads[at]) - MEAN) - 0.1 * f64::from(position);
                    let happened = self.rng.chance(squash(logit));
                    let shown = Shown { position, ..Shown::default() };
                    let signal = Signal { subject: ads[at].subject(), kind, happened, shown };
                    events.push(self.event(brand, format!("usr_{looker}"), Body::Signal(signal)));
                }
            }
        }
        events
    }
}

fn brand(rng: &mut Rng, house: &Taste, at: usize, seed: u64) -> BrandWorld {
    let own = Taste::random(rng);
    let markets = markets(rng, house, &own, seed);
    let reviewers = (0..REVIEWERS)
        .map(|_| (0.5 * rng.normal(), Mixture::new(vec![(1.0, Taste::random(rng))], 0.0, 0.4, seed)))
        .collect();
    BrandWorld { name: format!("brand_{at}"), markets, own, reviewers }
}

fn markets(rng: &mut Rng, house: &Taste, own: &Taste, seed: u64) -> Vec<Mixture> {
    let [craft, of_house, of_brand, of_market] = SHARES;
    MARKETS
        .iter()
        .map(|_| {
            let shares = vec![
                (craft, Taste::craft()),
                (of_house, house.clone()),
                (of_brand, own.clone()),
                (of_market, Taste::random(rng)),
            ];
            Mixture::new(shares, MEAN, SPREAD, seed)
        })
        .collect()
}
