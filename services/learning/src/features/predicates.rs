//! Statements about an ad that are true or false and have words: what explanations count. Not what the model learns from.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::columns::{COLUMNS, Part};
use super::schema::{CROSSES, FEATURES, Scale};

/// A number counts as more or less than usual from this many spreads on.
const NOTABLE_SPREADS: f64 = 0.7;

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate {
    /// As the beginning of a sentence: `headline low in contrast`.
    pub words: String,
    /// The column it looks at.
    pub column: usize,
    /// The column's value is beyond this …
    bound: f64,
    /// … on this side: 1 above, -1 below.
    pub(crate) side: f64,
}

/// Every statement, in an order that is part of the schema's version.
pub static PREDICATES: LazyLock<Vec<Predicate>> = LazyLock::new(build);

fn build() -> Vec<Predicate> {
    let mut predicates = Vec::new();
    for (column, entry) in COLUMNS.iter().enumerate() {
        let mut push = |words: String, bound, side| predicates.push(Predicate { words, column, bound, side });
        let Some(feature) = FEATURES.iter().find(|feature| feature.name == entry.feature) else {
            if let Some(cross) = CROSSES.iter().find(|cross| cross.name == entry.feature) {
                push(cross.words.to_owned(), 0.5, 1.0);
            }
            continue;
        };
        match (entry.part, feature.scale) {
            (Part::Linear, Scale::Number { .. } | Scale::Factor { .. }) => {
                push(format!("{} {}", feature.words, feature.more), NOTABLE_SPREADS, 1.0);
                push(format!("{} {}", feature.words, feature.less), -NOTABLE_SPREADS, -1.0);
            }
            (Part::Flag, _) => {
                push(format!("{} {}", feature.words, feature.more), 0.5, 1.0);
                push(format!("{} {}", feature.words, feature.less), 0.5, -1.0);
            }
            (Part::Word(word), _) => push(format!("{}: {}", feature.words, word.replace('_', " ")), 0.5, 1.0),
            _ => {}
        }
    }
    predicates
}

/// Which statements hold of one ad, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Predicates(u128);

impl Predicates {
    /// Looks at a vector over [`COLUMNS`].
    pub(crate) fn of(columns: &[f64]) -> Predicates {
        let mut bits = 0;
        for (at, predicate) in PREDICATES.iter().enumerate() {
            if predicate.side * (columns[predicate.column] - predicate.bound) > 0.0 {
                bits |= 1 << at;
            }
        }
        Predicates(bits)
    }

    /// Whether the statement with this place in [`PREDICATES`] holds.
    pub fn holds(self, at: usize) -> bool {
        self.0 >> at & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_has_a_bit_and_its_own_words() {
        assert!(PREDICATES.len() <= 128, "{}", PREDICATES.len());
        for (at, predicate) in PREDICATES.iter().enumerate() {
            assert!(!predicate.words.contains("  ") && !predicate.words.ends_with(' '), "{:?}", predicate.words);
            assert!(PREDICATES[..at].iter().all(|before| before.words != predicate.words), "{} twice", predicate.words);
        }
    }

    #[test]
    fn the_usual_ad_has_no_notable_number() {
        let mut columns = vec![0.0; COLUMNS.len()];
        columns[0] = 1.0;
        let held: Vec<&str> = PREDICATES
            .iter()
            .enumerate()
            .filter(|(at, _)| Predicates::of(&columns).holds(*at))
            .map(|(_, predicate)| predicate.words.as_str())
            .collect();
        let expected = ["headline without a number", "headline that asks no question", "ad without a legal line"];
        assert_eq!(held, expected);
    }
}
