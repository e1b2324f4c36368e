//! Sheets of cut paper behind one another, each throwing a soft shadow on the one behind, and a
//! paper sun.

use super::color::Lab;
use super::noise::Wave;
use super::{Setting, Shade, smooth};

pub const NAME: &str = "paper_cut";

struct Sheet {
    edge: f32,
    wave: Wave,
    slope: f32,
    color: Lab,
}

impl Sheet {
    /// How far below the sheet's edge a point lies; negative is above it.
    fn depth(&self, x: f32, y: f32) -> f32 {
        y - (self.edge + self.wave.at(x) + self.slope * x)
    }
}

pub fn shade(mut setting: Setting) -> Shade {
    let tones = setting.tones;
    let (width, height) = (setting.width, setting.height);
    let front = if tones.is_dark { tones.primary.mix(tones.shade, 0.25) } else { tones.primary };
    let middle = tones.accent.mix(tones.primary, 0.3);
    let ramp = |t: f32| if t < 0.5 { tones.near.mix(middle, t * 2.0) } else { middle.mix(front, t * 2.0 - 1.0) };
    let count = 5;
    let lean = setting.dice.between(-0.1, 0.1);
    let sheets: Vec<Sheet> = (0..count)
        .map(|index| {
            let t = index as f32 / (count - 1) as f32;
            let (from, to) = (height * 0.5, height * 0.93);
            Sheet {
                edge: from + (to - from) * t.powf(0.85) + setting.dice.between(-0.02, 0.02) * height,
                wave: Wave::new(&mut setting.dice, 1.1 + 0.5 * width.min(2.5), 0.065 * height.min(1.3)),
                slope: lean * (1.0 - t) / width.max(1.0),
                color: ramp(t),
            }
        })
        .collect();
    let sun = [width * setting.dice.between(0.68, 0.78), height * setting.dice.between(0.3, 0.38)];
    let radius = 0.2 * setting.dice.between(0.9, 1.15);
    let sun_color =
        if tones.is_dark { tones.accent.mix(tones.light, 0.4) } else { tones.accent.mix(tones.light, 0.45) };
    let rim = setting.rim;
    Box::new(move |x, y| {
        let sky = tones.ground.mix(tones.light, 0.55 * (1.0 - smooth(0.0, height * 0.7, y)));
        let to_sun = (x - sun[0]).hypot(y - sun[1]);
        let glow = (-(to_sun / 0.55) * (to_sun / 0.55)).exp();
        let mut color = sky.mix(sun_color, 0.32 * glow);
        let fallen = (x - sun[0] - 0.008).hypot(y - sun[1] - 0.022) - radius;
        color = color.lit(-0.07 * (-fallen.max(0.0) / 0.035).exp() * f32::from(to_sun > radius));
        color =
            color.mix(sun_color.lit(0.03 * (sun[1] - y) / radius), 1.0 - smooth(radius - rim, radius + rim, to_sun));
        for sheet in &sheets {
            let depth = sheet.depth(x, y);
            // The shadow falls upwards and outwards onto what is behind.
            let shadow = (-(-depth).max(0.0) / 0.05).exp();
            color = color.lit(-0.085 * shadow).mix(tones.shade, 0.10 * shadow);
            let face = sheet.color.lit(0.028 * (-depth.max(0.0) / 0.03).exp() - 0.05 * smooth(0.0, 0.5, depth));
            color = color.mix(face, smooth(-rim, rim, depth));
        }
        color
    })
}
