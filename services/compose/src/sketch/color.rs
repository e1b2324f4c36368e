//! Colours in Oklab, where mixing looks like mixing. Only what scenes need.

use crate::palette::{LINEAR, Rgb};

/// Lightness, green–red, blue–yellow.
#[derive(Clone, Copy, Debug)]
pub struct Lab(pub [f32; 3]);

impl Lab {
    pub fn from_rgb(color: Rgb) -> Lab {
        let [r, g, b] = color.0.map(|channel| LINEAR[channel as usize]);
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        Lab([
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        ])
    }

    /// sRGB channels, 0 to 1.
    pub fn to_srgb(self) -> [f32; 3] {
        let [light, a, b] = self.0;
        let l = (light + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let m = (light - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let s = (light - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        [
            gamma(4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s),
            gamma(-1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s),
            gamma(-0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s),
        ]
    }

    pub fn mix(self, other: Lab, t: f32) -> Lab {
        let part = |i: usize| self.0[i] + (other.0[i] - self.0[i]) * t;
        Lab([part(0), part(1), part(2)])
    }

    /// The same hue at another lightness, its chroma kept in proportion.
    pub fn with_light(self, light: f32) -> Lab {
        Lab([light, self.0[1], self.0[2]])
    }

    /// In shade: darker, and as much less colourful, so that deep tones stay inside what a screen can show.
    pub fn shaded(self, by: f32) -> Lab {
        let light = (self.0[0] - by).clamp(0.0, 1.0);
        let kept = if self.0[0] > 0.0 { (light / self.0[0]).min(1.0) } else { 1.0 };
        Lab([light, self.0[1] * kept, self.0[2] * kept])
    }

    /// Lighter or darker.
    pub fn lit(self, by: f32) -> Lab {
        Lab([(self.0[0] + by).clamp(0.0, 1.0), self.0[1], self.0[2]])
    }
}

const STEPS: usize = 4096;

/// Linear light to sRGB by table: a power per channel and pixel would take most of the time.
fn gamma(linear: f32) -> f32 {
    static TABLE: std::sync::LazyLock<Vec<f32>> = std::sync::LazyLock::new(|| {
        (0..=STEPS)
            .map(|step| {
                // The table is over the square root, so that dark tones get their share of steps.
                let root = step as f32 / STEPS as f32;
                let v = root * root;
                if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
            })
            .collect()
    });
    let at = linear.clamp(0.0, 1.0).sqrt() * STEPS as f32;
    let step = (at as usize).min(STEPS - 1);
    TABLE[step] + (TABLE[step + 1] - TABLE[step]) * (at - step as f32)
}
