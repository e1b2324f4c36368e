//! Makes identifiers from the engine's clock and the machine's randomness.

use std::sync::Arc;

use galley_domain::ids::Id;
use galley_domain::ports::Clock;

/// A source of new identifiers.
#[derive(Clone)]
pub struct Ids {
    clock: Arc<dyn Clock>,
}

impl Ids {
    /// Identifiers that carry this clock's time.
    pub fn new(clock: Arc<dyn Clock>) -> Ids {
        Ids { clock }
    }

    /// A new identifier.
    pub fn next<T: Id>(&self) -> T {
        let ms = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        T::at(ms, &rand::random())
    }

    /// A new secret of 32 random bytes.
    pub fn secret(&self) -> [u8; 32] {
        rand::random()
    }
}
