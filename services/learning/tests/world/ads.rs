//! Random ads as raw measurements: skewed, correlated and rounded as real ones are.

use std::collections::BTreeMap;

use galley_learning::{Artefact, Subject, Traces, Value, Values};

use super::rng::Rng;

/// An ad: raw numbers, words and flags.
#[derive(Clone, Debug)]
pub struct Ad {
    pub numbers: BTreeMap<&'static str, f64>,
    pub words: BTreeMap<&'static str, &'static str>,
    pub flags: BTreeMap<&'static str, bool>,
    pub meaning: [f64; 8],
    pub market: usize,
    pub model: usize,
    pub id: String,
}

/// Name, lowest and highest value, and where the middle of the crowd is (0 to 1 between them).
pub const NUMBERS: [(&str, f64, f64, f64); 21] = [
    ("headline.lines", 1.0, 5.0, 0.25),
    ("headline.chars", 8.0, 60.0, 0.4),
    ("headline.size", 0.04, 0.18, 0.4),
    ("headline.contrast", 1.8, 18.0, 0.35),
    ("subline.chars", 0.0, 110.0, 0.4),
    ("subline.contrast", 1.8, 16.0, 0.35),
    ("background.clutter", 0.0, 1.0, 0.4),
    ("background.luma", 0.05, 0.95, 0.5),
    ("product.scale", 0.08, 0.8, 0.4),
    ("product.saliency", 0.05, 1.0, 0.5),
    ("product.offset", 0.0, 0.6, 0.3),
    ("logo.scale", 0.03, 0.3, 0.35),
    ("logo.clear_space", 0.0, 2.5, 0.4),
    ("cta.contrast", 1.2, 15.0, 0.3),
    ("legal.size", 0.006, 0.03, 0.4),
    ("layout.whitespace", 0.05, 0.8, 0.4),
    ("layout.balance", 0.2, 1.0, 0.65),
    ("layout.aspect", 0.4, 2.2, 0.4),
    ("colour.saturation", 0.0, 1.0, 0.5),
    ("colour.warmth", -1.0, 1.0, 0.5),
    ("colour.brand_distance", 0.0, 0.8, 0.3),
];

pub const WORDS: [(&str, &[&str]); 7] = [
    ("headline.tone", &["plain", "warm", "playful", "urgent", "premium"]),
    ("background.kind", &["plain", "gradient", "studio", "scene", "people", "abstract"]),
    ("logo.corner", &["top_left", "top_right", "bottom_left", "bottom_right", "centre"]),
    ("cta.style", &["filled", "outlined", "text", "none"]),
    ("cta.verb", &["buy", "discover", "try", "join", "other"]),
    ("layout.align", &["left", "centre", "right"]),
    ("colour.palette", &["brand", "mono", "analogous", "complementary", "dark"]),
];

pub const FLAGS: [&str; 3] = ["headline.number", "headline.question", "legal.present"];
pub const MARKETS: [&str; 4] = ["de-DE", "fr-FR", "ja-JP", "ar-AE"];
pub const MODELS: [&str; 3] = ["sketch-1", "painter-2", "painter-3"];

pub fn random_ad(rng: &mut Rng, market: usize, id: String) -> Ad {
    let mut numbers = BTreeMap::new();
    // Two hidden causes make some measurements go together: how much is in the picture, and how dark it is.
    let (fullness, darkness) = (rng.normal(), rng.normal());
    for (name, low, high, middle) in NUMBERS {
        let cause = match name {
            "background.clutter" | "headline.chars" | "subline.chars" => 0.5 * fullness,
            "layout.whitespace" | "logo.clear_space" => -0.5 * fullness,
            "background.luma" => -0.5 * darkness,
            "colour.saturation" => 0.3 * darkness,
            _ => 0.0,
        };
        let share = (middle + 0.19 * (cause + 0.85 * rng.normal())).clamp(0.0, 1.0);
        let value = low + (high - low) * share;
        numbers.insert(name, if name == "headline.lines" { value.round() } else { value });
    }
    let words = WORDS.iter().map(|(name, list)| (*name, list[skewed(rng, list.len())])).collect();
    let flags = FLAGS.iter().map(|name| (*name, rng.chance(0.35))).collect();
    let meaning = std::array::from_fn(|_| rng.normal());
    let model = rng.below(MODELS.len());
    Ad { numbers, words, flags, meaning, market, model, id }
}

/// Early words are more usual than late ones.
fn skewed(rng: &mut Rng, n: usize) -> usize {
    rng.below(n).min(rng.below(n + 1).min(n - 1))
}

impl Ad {
    /// Where a number lies in its range, −1 to 1.
    pub fn share(&self, at: usize) -> f64 {
        let (name, low, high, _) = NUMBERS[at];
        2.0 * (self.numbers[name] - low) / (high - low) - 1.0
    }

    pub fn traces(&self) -> Traces {
        Traces {
            market: MARKETS[self.market].into(),
            format: "feed".into(),
            stage: "creative".into(),
            backend: "gpu".into(),
            model: MODELS[self.model].into(),
            skills: vec![],
        }
    }

    pub fn values(&self) -> Values {
        let mut values = Values::new();
        values.extend(self.numbers.iter().map(|(name, x)| ((*name).to_owned(), Value::Number(*x))));
        values.extend(self.words.iter().map(|(name, word)| ((*name).to_owned(), Value::Word((*word).to_owned()))));
        values.extend(self.flags.iter().map(|(name, is_so)| ((*name).to_owned(), Value::Flag(*is_so))));
        values.extend(self.meaning.iter().enumerate().map(|(at, x)| (format!("copy.{}", at + 1), Value::Number(*x))));
        values
    }

    pub fn subject(&self) -> Subject {
        let artefact = Artefact::from_values(&self.values()).expect("the world uses the schema's names");
        Subject::open(self.id.clone(), self.traces(), artefact)
    }
}
