//! The machine's clock: the one place where the program reads the time of day.

use chrono::{DateTime, Utc};
use galley_domain::ports::Clock;

/// The time as the machine tells it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
