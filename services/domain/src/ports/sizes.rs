//! The sizes of pictures that backends make, and the one that is nearest to what is wanted. Nothing is
//! scaled here: the layout crops.

/// The sizes it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sizes {
    /// What it likes.
    Own,
    /// Each side a multiple, so many pixels at most, and one side at most so many times the other.
    Multiples { of: u32, most_pixels: u64, most_stretch: u32 },
    /// These proportions, in pixels of its own choice.
    Ratios(&'static [(u32, u32)]),
    /// These and no others.
    Listed(&'static [(u32, u32)]),
}

impl Sizes {
    /// The size it makes that is nearest to this one; `None` where it cannot be told a size.
    pub fn nearest(self, (width, height): (u32, u32)) -> Option<(u32, u32)> {
        match self {
            Sizes::Own => None,
            Sizes::Multiples { of, most_pixels, most_stretch } => {
                let most = most_stretch.max(1);
                let is_wide = u64::from(width) > u64::from(height) * u64::from(most);
                let is_tall = u64::from(height) > u64::from(width) * u64::from(most);
                let size = match (is_wide, is_tall) {
                    (true, _) => in_ratio((width, height), (most, 1)),
                    (_, true) => in_ratio((width, height), (1, most)),
                    _ => (width, height),
                };
                let (across, down) = multiples(size, of.max(1), most_pixels);
                // Rounding may have stretched it again.
                let longest = |other: u32| (other.saturating_mul(most) / of.max(1)).max(1) * of.max(1);
                Some((across.min(longest(down)), down.min(longest(across))))
            }
            Sizes::Listed(sizes) => sizes.iter().copied().min_by_key(|size| distance(*size, (width, height))),
            Sizes::Ratios(ratios) => {
                let ratio = ratios.iter().min_by_key(|ratio| distance(**ratio, (width, height)))?;
                Some(in_ratio((width, height), *ratio))
            }
        }
    }

    /// Whether a picture of this size is what was asked for.
    pub fn are_met(self, asked: (u32, u32), got: (u32, u32)) -> bool {
        match self {
            Sizes::Own => true,
            // Pixels are the vendor's choice, within reason; three in a hundred are its rounding.
            Sizes::Ratios(_) => distance(asked, got) <= 30 && 4 * pixels(got) >= pixels(asked),
            Sizes::Multiples { .. } | Sizes::Listed(_) => asked == got,
        }
    }
}

fn pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

/// How far two proportions are apart, in thousandths.
fn distance(left: (u32, u32), right: (u32, u32)) -> u64 {
    let ratio = |(width, height): (u32, u32)| f64::from(width.max(1)) / f64::from(height.max(1));
    let (left, right) = (ratio(left), ratio(right));
    ((left.max(right) / left.min(right) - 1.0) * 1_000.0).round() as u64
}

/// About as many pixels in another proportion.
fn in_ratio((width, height): (u32, u32), (across, down): (u32, u32)) -> (u32, u32) {
    let scale = (f64::from(width) * f64::from(height) / (f64::from(across) * f64::from(down))).sqrt();
    let side = |units: u32| ((f64::from(units) * scale).round() as u32).max(1);
    (side(across), side(down))
}

/// Never smaller than asked, unless that is more than it makes.
fn multiples((width, height): (u32, u32), of: u32, most_pixels: u64) -> (u32, u32) {
    let pixels = f64::from(width.max(1)) * f64::from(height.max(1));
    let scale = (most_pixels as f64 / pixels).sqrt();
    if scale >= 1.0 {
        let (up_width, up_height) = (width.max(1).div_ceil(of) * of, height.max(1).div_ceil(of) * of);
        if u64::from(up_width) * u64::from(up_height) <= most_pixels {
            return (up_width, up_height);
        }
    }
    let side = |units: u32| (((f64::from(units) * scale.min(1.0)) as u32) / of).max(1) * of;
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_the_nearest_there_are() {
        let multiples = Sizes::Multiples { of: 16, most_pixels: 2_000_000, most_stretch: 3 };
        let listed = Sizes::Listed(&[(1_024, 1_024), (1_536, 1_024), (1_024, 1_536)]);
        let ratios = Sizes::Ratios(&[(1, 1), (16, 9), (2, 3)]);
        // Sizes, asked → nearest; got, and whether that will do.
        let cases = [
            (multiples, (1_080, 1_080), Some((1_088, 1_088)), (1_088, 1_088), true),
            (multiples, (1_080, 1_080), Some((1_088, 1_088)), (1_024, 1_024), false),
            (multiples, (1_920, 1_080), Some((1_872, 1_056)), (1_872, 1_056), true),
            (multiples, (1_940, 500), Some((1_712, 576)), (1_712, 576), true),
            (multiples, (100, 900), Some((176, 528)), (176, 528), true),
            (multiples, (0, 1), Some((16, 16)), (16, 16), true),
            (listed, (1_920, 1_080), Some((1_536, 1_024)), (1_536, 1_024), true),
            (listed, (640, 1_600), Some((1_024, 1_536)), (512, 768), false),
            (ratios, (1_920, 1_080), Some((1_920, 1_080)), (2_048, 1_152), true),
            (ratios, (1_920, 1_080), Some((1_920, 1_080)), (960, 540), true),
            (ratios, (1_920, 1_080), Some((1_920, 1_080)), (320, 180), false),
            (ratios, (1_940, 500), Some((1_313, 739)), (1_344, 768), true),
            (ratios, (1_940, 500), Some((1_313, 739)), (1_024, 1_024), false),
            (Sizes::Own, (10, 10), None, (3, 4), true),
        ];
        for (sizes, asked, expected, got, is_met) in cases {
            assert_eq!(sizes.nearest(asked), expected, "{sizes:?} {asked:?}");
            let wanted = expected.unwrap_or(asked);
            assert_eq!(sizes.are_met(wanted, got), is_met, "{sizes:?} {wanted:?} {got:?}");
        }
        assert!(sizes_never_exceed(multiples));
    }

    /// Whatever is asked, what is sent is legal.
    fn sizes_never_exceed(sizes: Sizes) -> bool {
        let Sizes::Multiples { of, most_pixels, most_stretch } = sizes else { return false };
        (1..60).flat_map(|width| (1..60).map(move |height| (width * 67, height * 71))).all(|asked| {
            let (width, height) = sizes.nearest(asked).unwrap_or_default();
            let is_stretched = width > height * most_stretch || height > width * most_stretch;
            !is_stretched && width % of == 0 && height % of == 0 && u64::from(width) * u64::from(height) <= most_pixels
        })
    }
}
