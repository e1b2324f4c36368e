//! What people like: for each measurement an ideal and how much missing it hurts, or a pull in one direction that wears off; likings
//! for words; quirks that join two things. Utility comes in parts, one an element, because that is what people point at.

use super::ads::{Ad, FLAGS, NUMBERS, WORDS, random_ad};
use super::rng::Rng;

/// A taste, as a sum of parts by element.
#[derive(Clone)]
pub struct Taste {
    ideals: Vec<(f64, f64)>,
    pulls: Vec<f64>,
    words: Vec<Vec<f64>>,
    flags: Vec<f64>,
    meaning: [f64; 8],
    /// Number, number, strength: good when both are high.
    pairs: Vec<(usize, usize, f64)>,
    /// Word feature and word, number, strength.
    quirks: Vec<(usize, usize, usize, f64)>,
}

/// What every designer knows, by number and strength of pull.
const CRAFT: [(&str, f64); 7] = [
    ("headline.contrast", 0.8),
    ("headline.lines", -0.5),
    ("background.clutter", -0.7),
    ("product.saliency", 0.7),
    ("logo.clear_space", 0.5),
    ("layout.balance", 0.5),
    ("colour.brand_distance", -0.6),
];

pub fn number_at(name: &str) -> usize {
    NUMBERS.iter().position(|number| number.0 == name).expect("a name of the list")
}

impl Taste {
    /// A random taste; about every second measurement matters to it.
    pub fn random(rng: &mut Rng) -> Taste {
        let sparse = |rng: &mut Rng, size: f64| if rng.chance(0.5) { size * rng.normal() } else { 0.0 };
        Taste {
            ideals: NUMBERS.iter().map(|_| (0.6 * rng.normal(), sparse(rng, 0.7).abs())).collect(),
            pulls: NUMBERS.iter().map(|_| sparse(rng, 1.0)).collect(),
            words: WORDS.iter().map(|(_, list)| list.iter().map(|_| 0.45 * rng.normal()).collect()).collect(),
            flags: FLAGS.iter().map(|_| 0.4 * rng.normal()).collect(),
            meaning: std::array::from_fn(|_| 0.12 * rng.normal()),
            pairs: (0..3).map(|_| (rng.below(NUMBERS.len()), rng.below(NUMBERS.len()), 0.6 * rng.normal())).collect(),
            quirks: (0..4)
                .map(|_| {
                    let word = rng.below(WORDS.len());
                    (word, rng.below(WORDS[word].1.len()), rng.below(NUMBERS.len()), 0.7 * rng.normal())
                })
                .collect(),
        }
    }

    /// A taste half-way to another one.
    pub fn towards(&self, other: &Taste) -> Taste {
        let half = |a: f64, b: f64| (a + b) * std::f64::consts::FRAC_1_SQRT_2;
        let both = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| half(*a, *b)).collect::<Vec<f64>>();
        Taste {
            ideals: other.ideals.clone(),
            pulls: both(&self.pulls, &other.pulls),
            words: self.words.iter().zip(&other.words).map(|(a, b)| both(a, b)).collect(),
            flags: both(&self.flags, &other.flags),
            meaning: std::array::from_fn(|at| half(self.meaning[at], other.meaning[at])),
            pairs: other.pairs.clone(),
            quirks: other.quirks.clone(),
        }
    }

    /// What every designer knows.
    pub fn craft() -> Taste {
        let mut taste = Taste::nothing();
        for (name, strength) in CRAFT {
            taste.pulls[number_at(name)] = strength;
        }
        let (contrast, clutter) = (number_at("headline.contrast"), number_at("background.clutter"));
        taste.pairs.push((contrast, clutter, 0.5));
        taste
    }

    fn nothing() -> Taste {
        Taste {
            ideals: vec![(0.0, 0.0); NUMBERS.len()],
            pulls: vec![0.0; NUMBERS.len()],
            words: WORDS.iter().map(|(_, list)| vec![0.0; list.len()]).collect(),
            flags: vec![0.0; FLAGS.len()],
            meaning: [0.0; 8],
            pairs: vec![],
            quirks: vec![],
        }
    }

    /// What one number's value is worth.
    fn number_worth(&self, at: usize, share: f64) -> f64 {
        let (ideal, hurt) = self.ideals[at];
        let missed = (share - ideal).abs().min(1.2);
        self.pulls[at] * (1.6 * share).tanh() - hurt * missed * missed
    }

    /// Worth by element, in the order first met; quirks count to the whole.
    pub fn parts(&self, ad: &Ad) -> Vec<(&'static str, f64)> {
        let mut parts: Vec<(&'static str, f64)> = Vec::new();
        let mut add = |name: &'static str, worth: f64| {
            let element = name.split('.').next().expect("a name has a first part");
            match parts.iter_mut().find(|part| part.0 == element) {
                Some(part) => part.1 += worth,
                None => parts.push((element, worth)),
            }
        };
        for (at, number) in NUMBERS.iter().enumerate() {
            add(number.0, self.number_worth(at, ad.share(at)));
        }
        for (at, (name, list)) in WORDS.iter().enumerate() {
            let chosen = list.iter().position(|word| *word == ad.words[name]).expect("from the list");
            add(name, self.words[at][chosen]);
        }
        for (at, name) in FLAGS.iter().enumerate() {
            add(name, if ad.flags[name] { self.flags[at] } else { 0.0 });
        }
        add("headline.words", ad.meaning.iter().zip(self.meaning).map(|(x, weight)| x * weight).sum());
        for (one, other, strength) in &self.pairs {
            add("whole.pair", strength * ad.share(*one).min(ad.share(*other)));
        }
        for (word, chosen, number, strength) in &self.quirks {
            let (name, list) = WORDS[*word];
            let is_so = ad.words[name] == list[*chosen];
            add("whole.quirk", if is_so { strength * ad.share(*number) } else { 0.0 });
        }
        parts
    }

    pub fn worth(&self, ad: &Ad) -> f64 {
        self.parts(ad).iter().map(|part| part.1).sum()
    }

    /// How much better one number moved by `step` of its range would be.
    pub fn gain(&self, ad: &Ad, at: usize, step: f64) -> f64 {
        let share = ad.share(at);
        self.number_worth(at, (share + step).clamp(-1.0, 1.0)) - self.number_worth(at, share)
    }
}

/// A mixture of tastes, brought to a known mean and spread over random ads.
#[derive(Clone)]
pub struct Mixture {
    pub tastes: Vec<(f64, Taste)>,
    offset: f64,
}

impl Mixture {
    /// `shares` are variances; the whole has standard deviation `spread` and mean `mean`.
    pub fn new(shares: Vec<(f64, Taste)>, mean: f64, spread: f64, seed: u64) -> Mixture {
        let ads = sample(seed);
        let tastes: Vec<(f64, Taste)> = shares
            .into_iter()
            .map(|(share, taste)| {
                let (_, own) = moments(&ads, |ad| taste.worth(ad));
                (share.sqrt() / own, taste)
            })
            .collect();
        let mut mixture = Mixture { tastes, offset: 0.0 };
        let (_, whole) = moments(&ads, |ad| mixture.worth(ad));
        mixture.tastes.iter_mut().for_each(|(scale, _)| *scale *= spread / whole);
        mixture.offset = mean - moments(&ads, |ad| mixture.worth(ad)).0;
        mixture
    }

    pub fn worth(&self, ad: &Ad) -> f64 {
        self.offset + self.tastes.iter().map(|(scale, taste)| scale * taste.worth(ad)).sum::<f64>()
    }

    pub fn gain(&self, ad: &Ad, at: usize, step: f64) -> f64 {
        self.tastes.iter().map(|(scale, taste)| scale * taste.gain(ad, at, step)).sum()
    }

    /// Worth by element, each less what it usually is, so that they compare.
    pub fn parts(&self, ad: &Ad) -> Vec<(&'static str, f64)> {
        let mut all: Vec<(&'static str, f64)> = Vec::new();
        for (scale, taste) in &self.tastes {
            for (element, worth) in taste.parts(ad) {
                match all.iter_mut().find(|part| part.0 == element) {
                    Some(part) => part.1 += scale * worth,
                    None => all.push((element, scale * worth)),
                }
            }
        }
        all
    }
}

fn sample(seed: u64) -> Vec<Ad> {
    let mut rng = Rng::new(seed ^ 0xadad);
    (0..400).map(|_| random_ad(&mut rng, 0, String::new())).collect()
}

fn moments(ads: &[Ad], worth: impl Fn(&Ad) -> f64) -> (f64, f64) {
    let n = ads.len() as f64;
    let mean = ads.iter().map(&worth).sum::<f64>() / n;
    let variance = ads.iter().map(|ad| (worth(ad) - mean).powi(2)).sum::<f64>() / n;
    (mean, variance.sqrt().max(1e-9))
}
