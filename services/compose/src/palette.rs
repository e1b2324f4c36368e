//! A brand's colours by name, and the arithmetic of contrast. Not a colour picker: layouts name
//! colours, brands define them.

use std::collections::BTreeMap;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgb(pub [u8; 3]);

/// The colours every layout may name.
pub const NAMES: [&str; 6] = ["background", "surface", "ink", "primary", "accent", "on_primary"];

/// Colours by name. Names a brand leaves out have a quiet default, `black` and `white` always exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    colors: BTreeMap<String, Rgb>,
}

impl Palette {
    pub fn new(colors: impl IntoIterator<Item = (String, [u8; 3])>) -> Palette {
        Palette { colors: colors.into_iter().map(|(name, color)| (name, Rgb(color))).collect() }
    }

    /// The colour of that name.
    pub fn color(&self, name: &str) -> Rgb {
        if let Some(color) = self.colors.get(name) {
            return *color;
        }
        Rgb(match name {
            "white" | "background" => [255, 255, 255],
            "surface" => [244, 242, 238],
            "primary" | "accent" => [60, 60, 66],
            "on_primary" => return readable(self.color("primary"), &[Rgb([255, 255, 255]), Rgb([0, 0, 0])]),
            _ => [20, 20, 22],
        })
    }

    /// Whether there is a colour of that name, the brand's or one that every layout may use.
    pub fn has(&self, name: &str) -> bool {
        self.colors.contains_key(name) || NAMES.contains(&name) || matches!(name, "black" | "white")
    }

    /// All colours, for cache keys.
    pub fn list(&self) -> impl Iterator<Item = (&str, Rgb)> {
        self.colors.iter().map(|(name, color)| (name.as_str(), *color))
    }
}

impl Rgb {
    /// Relative luminance as WCAG 2.2 defines it, 0 to 1.
    pub fn luminance(self) -> f32 {
        luminance(&LINEAR, self.0)
    }

    /// The colour part of the way to another.
    pub fn mix(self, other: Rgb, t: f32) -> Rgb {
        let channel = |i: usize| {
            let (a, b) = (f32::from(self.0[i]), f32::from(other.0[i]));
            (a + (b - a) * t).round().clamp(0.0, 255.0) as u8
        };
        Rgb([channel(0), channel(1), channel(2)])
    }

    /// The WCAG contrast ratio between two colours, 1 to 21.
    pub fn contrast(self, other: Rgb) -> f32 {
        contrast(self.luminance(), other.luminance())
    }
}

/// Relative luminance by the table of linear light; for many pixels the table is looked up once.
#[inline]
pub fn luminance(linear: &[f32; 256], [r, g, b]: [u8; 3]) -> f32 {
    0.2126 * linear[usize::from(r)] + 0.7152 * linear[usize::from(g)] + 0.0722 * linear[usize::from(b)]
}

/// The WCAG contrast ratio between two luminances.
pub fn contrast(a: f32, b: f32) -> f32 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The candidate that stands out most from `behind`.
fn readable(behind: Rgb, candidates: &[Rgb]) -> Rgb {
    let by_contrast = |a: &&Rgb, b: &&Rgb| a.contrast(behind).total_cmp(&b.contrast(behind));
    candidates.iter().max_by(by_contrast).copied().unwrap_or(behind)
}

/// sRGB to linear light for each 8-bit value.
pub static LINEAR: std::sync::LazyLock<[f32; 256]> = std::sync::LazyLock::new(|| {
    std::array::from_fn(|value| {
        let v = value as f32 / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_of_known_pairs() {
        let (black, white, grey) = (Rgb([0; 3]), Rgb([255; 3]), Rgb([118; 3]));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        assert!((grey.contrast(white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_missing_ink_on_primary_is_the_readable_one() {
        let palette = Palette::new([("primary".to_owned(), [250, 240, 200])]);
        assert_eq!(palette.color("on_primary"), Rgb([0, 0, 0]));
    }
}
