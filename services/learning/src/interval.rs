//! Shares with their uncertainty: how sure a count is, and whether two differ. No model: the formulas are the textbook's.

/// The normal quantile of a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A share and the interval in which it lies with 95 % (Wilson 1927). Nothing counted is anything from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub count: u64,
    pub of: u64,
    pub low: f64,
    pub high: f64,
}

impl Share {
    /// `count` of `of`.
    pub fn new(count: u64, of: u64) -> Share {
        if of == 0 {
            return Share { count, of, low: 0.0, high: 1.0 };
        }
        let (n, p) = (of as f64, count as f64 / of as f64);
        let middle = p + Z * Z / (2.0 * n);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        Share { count, of, low: ((middle - spread) / whole).max(0.0), high: ((middle + spread) / whole).min(1.0) }
    }

    fn share(&self) -> f64 {
        self.count as f64 / self.of.max(1) as f64
    }

    /// The interval of this share less another one (Newcombe 1998, method 10).
    pub fn less(&self, other: &Share) -> (f64, f64) {
        let (one, two) = (self.share(), other.share());
        let low = ((one - self.low).powi(2) + (other.high - two).powi(2)).sqrt();
        let high = ((self.high - one).powi(2) + (two - other.low).powi(2)).sqrt();
        if self.of == 0 || other.of == 0 { (-1.0, 1.0) } else { (one - two - low, one - two + high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-4, "{found} is not {expected}");
    }

    #[test]
    fn intervals_are_those_of_the_papers() {
        // Newcombe 1998, table I, method 3; and table II (a), method 10: 56/70 less 48/80.
        let share = Share::new(81, 263);
        near(share.low, 0.2553);
        near(share.high, 0.3662);
        let (low, high) = Share::new(56, 70).less(&Share::new(48, 80));
        near(low, 0.0524);
        near(high, 0.3339);
    }

    #[test]
    fn nothing_counted_says_nothing() {
        assert_eq!((Share::new(0, 0).low, Share::new(0, 0).high), (0.0, 1.0));
        assert_eq!(Share::new(0, 0).less(&Share::new(9, 10)), (-1.0, 1.0));
        let none = Share::new(0, 10);
        assert!(none.low == 0.0 && none.high > 0.2, "{none:?}");
    }
}
