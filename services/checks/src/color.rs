//! Colours as numbers: how far apart two look, and how well one can be read on the other. Knows no palette and no ad.

/// A colour: red, green, blue (sRGB).
pub(crate) type Rgb = [u8; 3];

/// A colour in CIE L*a*b*, for daylight (D65).
type Lab = [f64; 3];

/// The difference between two colours by CIEDE2000 (ISO/CIE 11664-6): about 1 is just to be seen side by side, 100 is
/// black and white.
pub(crate) fn distance(one: Rgb, other: Rgb) -> f64 {
    ciede2000(lab(one), lab(other))
}

/// The contrast of a text on what is behind it by APCA (0.0.98G-4g): Lc up to 106 for dark on light, down to -108 for
/// light on dark, 0 for what cannot be told apart.
pub(crate) fn apca(text: Rgb, behind: Rgb) -> f64 {
    let (text, behind) = (screen_luminance(text), screen_luminance(behind));
    if (behind - text).abs() < 0.0005 {
        return 0.0;
    }
    let raw = match behind > text {
        true => 1.14 * (behind.powf(0.56) - text.powf(0.57)),
        false => 1.14 * (behind.powf(0.65) - text.powf(0.62)),
    };
    if raw.abs() < 0.1 { 0.0 } else { 100.0 * (raw - 0.027 * raw.signum()) }
}

/// The colour that is seen where one lies over another, `alpha` of 255.
pub(crate) fn over(color: Rgb, alpha: u8, behind: Rgb) -> Rgb {
    let share = f32::from(alpha) / 255.0;
    let mix = |at: usize| f32::from(color[at]) * share + f32::from(behind[at]) * (1.0 - share);
    [0, 1, 2].map(|at| mix(at).round() as u8)
}

/// `#1a2b3c`.
pub(crate) fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Luminance as APCA estimates it for a screen: a plain power, with the darkest tones lifted by stray light.
fn screen_luminance(color: Rgb) -> f64 {
    let [red, green, blue] = color.map(|channel| (f64::from(channel) / 255.0).powf(2.4));
    let luminance = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue;
    luminance + (0.022 - luminance).max(0.0).powf(1.414)
}

/// IEC 61966-2-1 to CIE XYZ to CIE L*a*b*, white point D65.
fn lab(color: Rgb) -> Lab {
    let [red, green, blue] = color.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047;
    let y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue;
    let z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883;
    let root = |t: f64| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 };
    let [x, y, z] = [x, y, z].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Sharma, Wu and Dalal, “The CIEDE2000 Color-Difference Formula” (2005), with all weights 1.
fn ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab) -> f64 {
    let seventh = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let turn = turn(h1, h2, c1 * c2);
    let h = if c1 * c2 == 0.0 { h1 + h2 } else { mean_hue(h1, h2) };
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0) - 0.20 * cos(4.0 * h - 63.0);
    let light = (l2 - l1) / (1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt());
    let chroma = (c2 - c1) / (1.0 + 0.045 * c);
    let tone = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * c * t);
    let spread = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rotation = -2.0 * seventh(c) * (2.0 * spread).to_radians().sin();
    (light.powi(2) + chroma.powi(2) + tone.powi(2) + rotation * chroma * tone).sqrt()
}

fn cos(degrees: f64) -> f64 {
    degrees.to_radians().cos()
}

/// Degrees from 0 up to 360; 0 for grey.
fn hue(a: f64, b: f64) -> f64 {
    if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) }
}

/// The shorter way round from one hue to the other.
fn turn(h1: f64, h2: f64, chromas: f64) -> f64 {
    match h2 - h1 {
        _ if chromas == 0.0 => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    }
}

fn mean_hue(h1: f64, h2: f64) -> f64 {
    let sum = h1 + h2;
    match (h1 - h2).abs() <= 180.0 {
        true => sum / 2.0,
        false if sum < 360.0 => (sum + 360.0) / 2.0,
        false => (sum - 360.0) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test data that Sharma, Wu and Dalal published with their paper.
    const SHARMA: &str = include_str!("../tests/data/ciede2000.txt");

    #[test]
    fn every_published_pair_has_its_published_distance_both_ways() {
        let rows: Vec<Vec<f64>> = SHARMA
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_whitespace().map(|cell| cell.parse().expect("it is a number")).collect())
            .collect();
        assert_eq!(rows.len(), 34);
        for row in rows {
            let (one, other) = ([row[0], row[1], row[2]], [row[3], row[4], row[5]]);
            for found in [ciede2000(one, other), ciede2000(other, one)] {
                assert!((found - row[6]).abs() < 0.00005, "{one:?} {other:?}: {found}, published {}", row[6]);
            }
        }
    }

    /// Lab of sRGB's corners as Lindbloom's calculator gives them.
    #[test]
    fn srgb_corners_in_lab() {
        let corners = [
            ([255, 255, 255], [100.0, 0.0, 0.0]),
            ([0, 0, 0], [0.0, 0.0, 0.0]),
            ([255, 0, 0], [53.2408, 80.0925, 67.2032]),
            ([0, 255, 0], [87.7347, -86.1827, 83.1793]),
            ([0, 0, 255], [32.2970, 79.1875, -107.8602]),
        ];
        for (color, expected) in corners {
            let found = lab(color);
            let is_near = found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.02);
            assert!(is_near, "{color:?}: {found:?}");
        }
    }

    /// The pairs that come with the published APCA-W3 for testing implementations.
    #[test]
    fn published_apca_pairs() {
        let grey = |value: u8| [value; 3];
        let pairs = [
            (grey(0x88), grey(0xFF), 63.056469930209424),
            (grey(0xFF), grey(0x88), -68.54146436644962),
            (grey(0x00), grey(0xAA), 58.146262578561334),
            (grey(0xAA), grey(0x00), -56.24113336839742),
            ([0x11, 0x22, 0x33], [0xDD, 0xEE, 0xFF], 91.66830811481631),
            ([0xDD, 0xEE, 0xFF], [0x11, 0x22, 0x33], -93.06770049484275),
            ([0x11, 0x22, 0x33], grey(0x44), 8.32326136957393),
            (grey(0x44), [0x11, 0x22, 0x33], -7.526878460278154),
            (grey(0x50), grey(0x50), 0.0),
        ];
        for (text, behind, expected) in pairs {
            let found = apca(text, behind);
            assert!((found - expected).abs() < 1e-6, "{text:?} on {behind:?}: {found}, published {expected}");
        }
    }

    #[test]
    fn what_shines_through() {
        assert_eq!(over([255, 255, 255], 255, [9, 9, 9]), [255, 255, 255]);
        assert_eq!(over([255, 0, 0], 0, [9, 9, 9]), [9, 9, 9]);
        assert_eq!(over([255, 0, 100], 51, [0, 0, 0]), [51, 0, 20]);
        assert_eq!(hex([1, 170, 255]), "#01aaff");
    }
}
