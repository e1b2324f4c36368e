//! Makes identifiers from the engine's clock and the machine's randomness. Those of one process come
//! in the order in which they were asked for, also within a millisecond: lists follow ids.

use std::sync::{Arc, Mutex, PoisonError};

use galley_domain::ids::Id;
use galley_domain::ports::Clock;

/// Bits of a UUID version 7 that are neither time nor version nor variant.
const RANDOM_BITS: u32 = 74;

/// A source of new identifiers.
#[derive(Clone)]
pub struct Ids {
    clock: Arc<dyn Clock>,
    last: Arc<Mutex<Last>>,
}

/// The identifier that was made last.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    ms: u64,
    /// Its random bits as a number.
    bits: u128,
}

impl Ids {
    /// Identifiers that carry this clock's time.
    pub fn new(clock: Arc<dyn Clock>) -> Ids {
        Ids { clock, last: Arc::default() }
    }

    /// A new identifier.
    pub fn next<T: Id>(&self) -> T {
        let now_ms = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = last.next(now_ms, rand::random(), rand::random());
        let Last { ms, bits } = *last;
        drop(last);
        T::at(ms, &bytes(bits))
    }

    /// A new secret of 32 random bytes.
    pub fn secret(&self) -> [u8; 32] {
        rand::random()
    }
}

impl Last {
    /// A later millisecond begins anew, in the lower half; within one, or where the clock went back, the
    /// next lies a random step above the last (RFC 9562, 6.2, method 2).
    fn next(self, now_ms: u64, fresh: u128, step: u32) -> Last {
        if now_ms > self.ms {
            return Last { ms: now_ms, bits: fresh >> (u128::BITS - RANDOM_BITS + 1) };
        }
        let bits = self.bits + u128::from(step) + 1;
        match bits >> RANDOM_BITS {
            0 => Last { ms: self.ms, bits },
            // 2^41 identifiers of one millisecond: the next millisecond has room.
            _ => Last { ms: self.ms + 1, bits: 0 },
        }
    }
}

/// The bits where a UUID version 7 keeps them: 12 behind the version, 62 behind the variant.
fn bytes(bits: u128) -> [u8; 10] {
    let [_, _, _, _, _, _, low @ ..] = bits.to_be_bytes();
    let mut bytes = low;
    let above = (bits >> 62) as u16;
    bytes[..2].copy_from_slice(&above.to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use galley_domain::ids::VariantId;

    use super::*;

    #[test]
    fn ids_come_in_order_whatever_the_clock_does() {
        let last = u128::MAX >> (u128::BITS - RANDOM_BITS);
        let steps = [(5, 0, 0), (5, 0, u32::MAX), (4, 0, 0), (6, u128::MAX, 7), (6, 0, 1), (2, 0, u32::MAX), (7, 1, 0)];
        let mut made = Last::default();
        let mut before = VariantId::at(0, &[0; 10]);
        for (now_ms, fresh, step) in steps.into_iter().chain([(7, 0, 9)]) {
            made = made.next(now_ms, fresh, step);
            let id = VariantId::at(made.ms, &bytes(made.bits));
            assert!(id > before, "{id} after {before}");
            before = id;
        }
        let full = Last { ms: 7, bits: last };
        let over = full.next(7, 0, 0);
        assert!(VariantId::at(over.ms, &bytes(over.bits)) > VariantId::at(full.ms, &bytes(full.bits)));
        assert_eq!(over.ms, 8);
    }

    #[test]
    fn no_bit_is_lost() {
        for bit in 0..RANDOM_BITS {
            let (one, none) = (VariantId::at(1, &bytes(1 << bit)), VariantId::at(1, &bytes(0)));
            assert_ne!(one, none, "bit {bit}");
        }
    }
}
