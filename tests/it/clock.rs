//! A clock that stands still until a test turns it. It is the only clock that the tested program has.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use galley_domain::ports::Clock;

/// A Tuesday morning: two business days later is no weekend anywhere.
const START: &str = "2026-12-01T09:00:00Z";

pub struct TestClock {
    now_ms: AtomicI64,
}

impl Default for TestClock {
    fn default() -> TestClock {
        let start: DateTime<Utc> = START.parse().expect("the constant is a date");
        TestClock { now_ms: AtomicI64::new(start.timestamp_millis()) }
    }
}

impl TestClock {
    /// Lets time pass. Only while nothing runs: leases would run out under those who hold them.
    pub fn advance(&self, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).expect("tests do not last for ages");
        self.now_ms.fetch_add(by_ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now_ms.load(Ordering::SeqCst)).expect("it began with a date")
    }
}
