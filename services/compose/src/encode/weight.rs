//! Finding the best quality that keeps a file within its weight, in a bounded number of tries. The
//! same tries for the same pictures, whatever was written before.

/// A finished file.
#[derive(Debug)]
pub struct Encoded {
    pub bytes: Vec<u8>,
    /// 0 for what loses nothing.
    pub quality: u8,
}

/// A file whose length is known.
pub struct Draft<'a> {
    pub length: usize,
    pub finish: Box<dyn FnOnce() -> Vec<u8> + 'a>,
}

/// Qualities to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub best: u8,
    pub least: u8,
}

/// The best file within the weight, or the lightest, which is not within it.
#[derive(Debug)]
pub enum Weighed {
    Within(Encoded),
    TooHeavy(Encoded),
}

/// Tries the best quality, then the least, then halves what lies between: at most nine tries for
/// any range within 1 to 90.
pub fn weigh<'a, E>(
    range: Range,
    max_bytes: u64,
    mut write: impl FnMut(u8) -> Result<Draft<'a>, E>,
) -> Result<Weighed, E> {
    let is_within = |draft: &Draft<'_>| draft.length as u64 <= max_bytes;
    let finished = |draft: Draft<'a>, quality: u8| Encoded { bytes: (draft.finish)(), quality };
    let best = write(range.best)?;
    if is_within(&best) {
        return Ok(Weighed::Within(finished(best, range.best)));
    }
    let least = if range.least < range.best { write(range.least)? } else { best };
    if !is_within(&least) {
        return Ok(Weighed::TooHeavy(finished(least, range.least)));
    }
    let (mut found, mut low, mut high) = (least, range.least, range.best);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let draft = write(middle)?;
        if is_within(&draft) {
            (found, low) = (draft, middle);
        } else {
            high = middle;
        }
    }
    Ok(Weighed::Within(finished(found, low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quality found for files of `quality × 10` bytes, and how many tries it took.
    fn search(least: u8, max_bytes: u64) -> (bool, u8, u32) {
        let mut tries = 0;
        let weighed = weigh(Range { best: 90, least }, max_bytes, |quality| {
            tries += 1;
            let length = usize::from(quality) * 10;
            Ok::<_, ()>(Draft { length, finish: Box::new(move || vec![0; length]) })
        });
        match weighed.expect("writing does not fail") {
            Weighed::Within(encoded) => (true, encoded.quality, tries),
            Weighed::TooHeavy(encoded) => (false, encoded.quality, tries),
        }
    }

    #[test]
    fn the_best_quality_within_the_weight_is_found_in_few_tries() {
        for (least, max_bytes, is_within, quality) in
            [(1, 900, true, 90), (1, 899, true, 89), (1, 555, true, 55), (30, 299, false, 30), (90, 10, false, 90)]
        {
            let found = search(least, max_bytes);
            assert_eq!((found.0, found.1), (is_within, quality), "{max_bytes}");
            assert!(found.2 <= 9, "{max_bytes}: {} tries", found.2);
        }
    }
}
