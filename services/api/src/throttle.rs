//! Slows down those who guess passwords: after some failures, a name waits. Kept in memory and by
//! the engine's clock; with several servers each counts for itself.

use std::collections::HashMap;
use std::sync::Mutex;

/// Failures within the window before a name has to wait.
const MAX_FAILURES: usize = 8;
/// How long a failure counts.
const WINDOW_MS: i64 = 15 * 60_000;
/// Most names remembered; the oldest are forgotten beyond it.
const MAX_NAMES: usize = 10_000;

/// Failed attempts by name, such as an address and where it came from.
#[derive(Default)]
pub struct Throttle {
    failures: Mutex<HashMap<String, Vec<i64>>>,
}

impl Throttle {
    /// Whether a name may try now; else the seconds until it may.
    pub fn check(&self, name: &str, now_ms: i64) -> Result<(), u64> {
        let failures = self.lock();
        let recent: Vec<i64> =
            failures.get(name).into_iter().flatten().copied().filter(|at| *at > now_ms - WINDOW_MS).collect();
        match recent.first() {
            Some(first) if recent.len() >= MAX_FAILURES => {
                Err(u64::try_from(first + WINDOW_MS - now_ms).unwrap_or_default() / 1_000 + 1)
            }
            _ => Ok(()),
        }
    }

    /// Counts an attempt before it is known how it ends, so that many at once all count.
    pub fn attempt(&self, name: &str, now_ms: i64) {
        let mut failures = self.lock();
        if failures.len() >= MAX_NAMES && !failures.contains_key(name) {
            failures.retain(|_, times| times.last().is_some_and(|last| *last > now_ms - WINDOW_MS));
            if failures.len() >= MAX_NAMES {
                failures.clear();
            }
        }
        let times = failures.entry(name.to_owned()).or_default();
        times.retain(|at| *at > now_ms - WINDOW_MS);
        times.push(now_ms);
    }

    /// Forgets a name that got in.
    pub fn forgive(&self, name: &str) {
        self.lock().remove(name);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<i64>>> {
        self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_has_to_wait_and_success_is_forgiven() {
        let throttle = Throttle::default();
        for at in 0..MAX_FAILURES as i64 {
            assert_eq!(throttle.check("a", at), Ok(()));
            throttle.attempt("a", at);
        }
        assert_eq!(throttle.check("a", 1_000), Err(900));
        assert_eq!(throttle.check("b", 1_000), Ok(()));
        assert_eq!(throttle.check("a", WINDOW_MS), Ok(()));
        throttle.forgive("a");
        assert_eq!(throttle.check("a", 1_000), Ok(()));
    }
}
