//! Things worth keeping between ads, by content hash, within a budget of bytes. What was used
//! longest ago goes first. Forgetting is always safe: everything can be made again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use galley_domain::digest::Digest;

pub struct Cache<T> {
    budget: usize,
    state: Mutex<State<T>>,
}

struct State<T> {
    entries: HashMap<Digest, Entry<T>>,
    used: usize,
    clock: u64,
}

struct Entry<T> {
    value: Arc<T>,
    weight: usize,
    last_used: u64,
}

impl<T> Cache<T> {
    pub fn new(budget: usize) -> Cache<T> {
        let state = State { entries: HashMap::new(), used: 0, clock: 0 };
        Cache { budget, state: Mutex::new(state) }
    }

    /// What is kept under `key`, else what `make` makes. Two threads may make the same thing at
    /// once; that costs time, never correctness, and nobody waits for a slow decode of something else.
    pub fn get_or_make<E>(
        &self,
        key: Digest,
        weigh: impl Fn(&T) -> usize,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(found) = self.find(&key) {
            return Ok(found);
        }
        let value = Arc::new(make()?);
        self.keep(key, &value, weigh(&value));
        Ok(value)
    }

    fn find(&self, key: &Digest) -> Option<Arc<T>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clock += 1;
        let now = state.clock;
        let entry = state.entries.get_mut(key)?;
        entry.last_used = now;
        Some(entry.value.clone())
    }

    fn keep(&self, key: Digest, value: &Arc<T>, weight: usize) {
        if weight > self.budget {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clock += 1;
        let entry = Entry { value: value.clone(), weight, last_used: state.clock };
        state.used += weight;
        if let Some(replaced) = state.entries.insert(key, entry) {
            state.used -= replaced.weight;
        }
        while state.used > self.budget {
            let Some(oldest) = state.entries.iter().min_by_key(|(_, entry)| entry.last_used).map(|(key, _)| *key)
            else {
                break;
            };
            if let Some(entry) = state.entries.remove(&oldest) {
                state.used -= entry.weight;
            }
        }
    }

    /// Bytes kept.
    #[cfg(test)]
    fn used(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unused_goes_first() {
        let cache: Cache<Vec<u8>> = Cache::new(10);
        let key = |n: u8| Digest::of(&[n]);
        let put = |n: u8| cache.get_or_make(key(n), Vec::len, || Ok::<_, ()>(vec![n; 4])).is_ok();
        assert!(put(1) && put(2) && put(1) && put(3));
        assert!(cache.find(&key(1)).is_some() && cache.find(&key(2)).is_none());
        assert_eq!(cache.used(), 8);
    }
}
