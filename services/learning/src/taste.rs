//! What one brand is believed to like: the brand's weights, how markets and reviewers differ from it, and small terms.
//! Takes rows in, gives moments out; what a row means is `rows`' business.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::belief::{Belief, Prior, Pseudo, logistic};
use crate::features::COLUMNS;
use crate::terms::{Deviation, TermUse, Terms};

/// Deviations are kept for at most this many markets and as many reviewers; later ones have none of their own, so that a
/// state stays below 1 MB.
const MOST_DEVIATIONS: usize = 48;
/// How far a market's and a reviewer's weights spread around the brand's, as a share of how far brands spread.
const MARKET_SHARE: f64 = 0.5;
const REVIEWER_SHARE: f64 = 0.4;

/// One logistic observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Over the schema's columns.
    pub columns: &'a [f64],
    /// Whose deviations take part; empty for nobody's.
    pub market: &'a str,
    pub reviewer: &'a str,
    pub terms: &'a [TermUse],
    /// A known part of the logit.
    pub offset: f64,
    /// 1, 0, or between.
    pub outcome: f64,
    /// How many observations this counts as.
    pub weight: f64,
}

/// See the file's header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taste {
    pub(crate) brand: Belief,
    markets: BTreeMap<String, Deviation>,
    reviewers: BTreeMap<String, Deviation>,
    terms: Terms,
}

/// The prior variances of deviations, column by column.
struct DeviationPriors {
    market: Vec<f64>,
    reviewer: Vec<f64>,
}

static DEVIATION_PRIORS: std::sync::LazyLock<DeviationPriors> = std::sync::LazyLock::new(|| {
    let scaled = |share: f64| {
        COLUMNS.iter().map(|column| (share * column.brand_spread) * (share * column.brand_spread)).collect()
    };
    DeviationPriors { market: scaled(MARKET_SHARE), reviewer: scaled(REVIEWER_SHARE) }
});

impl Taste {
    /// Nothing seen yet.
    pub fn new(prior: Prior) -> Taste {
        Taste {
            brand: Belief::new(prior),
            markets: BTreeMap::new(),
            reviewers: BTreeMap::new(),
            terms: Terms::default(),
        }
    }

    /// Mean and variance of a row's logit.
    pub fn moments(&self, row: &Row) -> (f64, f64) {
        let spread = self.brand.spread(row.columns);
        let brand = (dot(row.columns, self.brand.mean()), dot(row.columns, &spread));
        let rest = self.rest(row);
        (row.offset + brand.0 + rest.0, brand.1 + rest.1)
    }

    /// The mean of a row's logit alone, which is much cheaper.
    pub fn mean(&self, columns: &[f64], market: &str) -> f64 {
        let brand = dot(columns, self.brand.mean());
        brand + deviation(&self.markets, market, columns, &DEVIATION_PRIORS.market).0
    }

    /// Mean and variance of all but the brand's own weights.
    fn rest(&self, row: &Row) -> (f64, f64) {
        let market = deviation(&self.markets, row.market, row.columns, &DEVIATION_PRIORS.market);
        let reviewer = deviation(&self.reviewers, row.reviewer, row.columns, &DEVIATION_PRIORS.reviewer);
        let terms = self.terms.moments(row.terms);
        (market.0 + reviewer.0 + terms.0, market.1 + reviewer.1 + terms.1)
    }

    /// How a market's deviations add to the variance of a sum of columns.
    pub fn market_variance(&self, market: &str, columns: &[f64]) -> f64 {
        deviation(&self.markets, market, columns, &DEVIATION_PRIORS.market).1
    }

    /// Learns from one row.
    pub fn observe(&mut self, row: &Row) {
        let mut spread = self.brand.spread(row.columns);
        let brand = (dot(row.columns, self.brand.mean()), dot(row.columns, &spread));
        let rest = self.rest(row);
        let total = (brand.0 + rest.0, brand.1 + rest.1);
        let on_logit = logistic(row.offset + total.0, total.1, row.outcome, row.weight);
        let seen = Pseudo { target: on_logit.target - row.offset, ..on_logit };

        observe_deviation(&mut self.markets, row.market, (row.columns, &DEVIATION_PRIORS.market), seen, total);
        observe_deviation(&mut self.reviewers, row.reviewer, (row.columns, &DEVIATION_PRIORS.reviewer), seen, total);
        self.terms.observe(row.terms, seen, total);
        let precision = seen.precision / (1.0 + seen.precision * rest.1);
        self.brand.observe(row.columns, &mut spread, Pseudo { target: seen.target - rest.0, precision });
    }

    /// Takes in that one of the brand's weights was said to be 0, this surely.
    pub fn silence(&mut self, column: usize, precision: f64) {
        let mut x = vec![0.0; self.brand.mean().len()];
        x[column] = 1.0;
        let mut spread = self.brand.spread(&x);
        self.brand.observe(&x, &mut spread, Pseudo { target: 0.0, precision });
    }

    /// Keeps this share of what was seen, on top of this prior.
    pub fn refresh(&mut self, keep: f64, prior: Prior) {
        self.brand.fade(keep);
        self.terms.fade(keep);
        self.markets.values_mut().chain(self.reviewers.values_mut()).for_each(|deviation| deviation.fade(keep));
        self.brand.refresh(prior);
    }

    /// What one column weighs in a market.
    pub fn weight_at(&self, column: usize, market: &str) -> f64 {
        let own = self.markets.get(market).map_or(0.0, |m| m.mean_at(column, DEVIATION_PRIORS.market[column]));
        self.brand.mean()[column] + own
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    crate::symmetric::dot(a, b)
}

fn deviation(all: &BTreeMap<String, Deviation>, name: &str, columns: &[f64], prior: &[f64]) -> (f64, f64) {
    if name.is_empty() {
        return (0.0, 0.0);
    }
    match all.get(name) {
        Some(known) => known.moments(columns, prior),
        None => (0.0, columns.iter().zip(prior).map(|(x, variance)| x * x * variance).sum()),
    }
}

fn observe_deviation(
    all: &mut BTreeMap<String, Deviation>,
    name: &str,
    (columns, prior): (&[f64], &[f64]),
    seen: Pseudo,
    total: (f64, f64),
) {
    if name.is_empty() {
        return;
    }
    if !all.contains_key(name) {
        if all.len() >= MOST_DEVIATIONS {
            return;
        }
        all.insert(name.to_owned(), Deviation::new(columns.len()));
    }
    let known = all.get_mut(name).expect("put in above");
    known.observe(columns, prior, seen, total);
}
