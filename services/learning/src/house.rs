//! What a brand is believed to like before it says anything: what the organization's other brands taught, on top of what
//! every designer knows. A leave-one-out random-effects mean, column by column (DerSimonian and Laird 1986, with the
//! spread between brands given). Nothing here ever sees two organizations.

use crate::belief::{Belief, Prior};
use crate::features::COLUMNS;

/// The prior of a brand whose organization has these other brands.
pub fn pooled_prior<'a>(others: impl Iterator<Item = &'a Belief> + Clone) -> Prior {
    let mut prior = Prior { mean: Vec::with_capacity(COLUMNS.len()), variance: Vec::with_capacity(COLUMNS.len()) };
    for (at, column) in COLUMNS.iter().enumerate() {
        let between = column.brand_spread * column.brand_spread;
        let factory = 1.0 / (column.factory_spread * column.factory_spread);
        let (mut precision, mut pull) = (factory, factory * column.factory_mean);
        for other in others.clone() {
            let seen = other.evidence_at(at);
            if seen.precision > 0.0 {
                let weight = 1.0 / (between + 1.0 / seen.precision);
                precision += weight;
                pull += weight * seen.target;
            }
        }
        prior.mean.push(pull / precision);
        prior.variance.push(between + 1.0 / precision);
    }
    prior
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::belief::Pseudo;

    #[test]
    fn alone_it_is_the_factory_and_others_move_it() {
        let alone = pooled_prior(std::iter::empty());
        assert!(alone.mean.iter().zip(COLUMNS.iter()).all(|(mean, column)| (mean - column.factory_mean).abs() < 1e-12));

        let mut other = Belief::new(alone.clone());
        let mut x = vec![0.0; COLUMNS.len()];
        x[3] = 1.0;
        let mut spread = other.spread(&x);
        other.observe(&x, &mut spread, Pseudo { target: 1.0, precision: 100.0 });
        let moved = pooled_prior([&other].into_iter());
        assert!(moved.mean[3] > alone.mean[3] + 0.2 && moved.variance[3] < alone.variance[3]);
        assert_eq!(moved.mean[4], alone.mean[4]);
    }
}
