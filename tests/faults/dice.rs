//! Randomness that one number repeats: the seed is printed, and GALLEY_TEST_SEED gives it. Decides nothing by itself.

use std::hash::{BuildHasher, Hasher, RandomState};

const SEED: &str = "GALLEY_TEST_SEED";

/// SplitMix64: small, and good enough to choose moments with.
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice with the seed of the environment, or one that nobody has thrown yet; says which.
    pub fn new() -> Dice {
        let given = std::env::var(SEED).ok();
        let seed = match &given {
            Some(text) => text.parse().unwrap_or_else(|_| panic!("{SEED}={text} is no whole number")),
            None => RandomState::new().build_hasher().finish(),
        };
        eprintln!("repeat with {SEED}={seed}");
        Dice { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` up to and without `high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        assert!(low < high, "there is nothing between {low} and {high}");
        low + (self.next() % (high - low) as u64) as usize
    }

    /// Different numbers between two, in order.
    pub fn several(&mut self, count: usize, low: usize, high: usize) -> Vec<usize> {
        let mut drawn = std::collections::BTreeSet::new();
        while drawn.len() < count {
            drawn.insert(self.between(low, high));
        }
        drawn.into_iter().collect()
    }

    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.between(0, last + 1));
        }
    }
}
