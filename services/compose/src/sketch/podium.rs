//! A round plinth on a seamless floor, a disc behind it, soft light from one side.

use super::noise::Wave;
use super::{Setting, Shade, smooth};

pub const NAME: &str = "podium";

/// How much flatter than wide a circle on the floor looks.
const TILT: f32 = 0.26;

pub fn shade(mut setting: Setting) -> Shade {
    let tones = setting.tones;
    let (width, height) = (setting.width, setting.height);
    // Wide scenes keep the middle free: the plinth stands where a product would.
    let x0 = if width > 1.5 { width * 0.72 } else { width * 0.5 };
    let top = height * if height > 1.3 { 0.7 } else { 0.74 };
    let half = 0.34 * width.clamp(0.8, 1.25);
    let drop = 0.15;
    let (wall, floor) = (tones.ground.mix(tones.near, 0.35), tones.ground.mix(tones.light, 0.4));
    let (plinth, disc) = if tones.is_dark {
        (tones.primary.with_light(0.42), tones.primary.mix(tones.ground, 0.45))
    } else {
        (tones.primary.mix(tones.ground, 0.12), tones.accent.mix(tones.ground, 0.45))
    };
    let horizon = top - 0.02;
    let disc_radius = half * 1.18;
    let disc_at = [x0, top - disc_radius * 0.62];
    let light = setting.dice.between(0.15, 0.3) * width;
    let drift = Wave::new(&mut setting.dice, 2.4, 0.02);
    let rim = setting.rim;
    // The same width on the flattened circles, whose narrow side is measured in parts of itself.
    let edge = rim / (half * TILT);
    Box::new(move |x, y| {
        let lamp = (-((x - light).powi(2) / (0.8 * width * width).max(0.5) + (y - 0.05).powi(2) / 1.4)).exp();
        let mut color = wall.lit(0.07 * lamp - 0.05 * smooth(0.0, height, y) + drift.at(x + y) * 0.3);
        let to_disc = (x - disc_at[0]).hypot(y - disc_at[1]);
        let disc_shadow = (x - disc_at[0] - 0.03).hypot(y - disc_at[1] - 0.03) - disc_radius;
        color = color.lit(-0.05 * (-disc_shadow.max(0.0) / 0.08).exp());
        let face = disc.lit(0.05 * (disc_at[1] - y) / disc_radius - 0.04 * (x - disc_at[0]) / disc_radius);
        color = color.mix(face, 1.0 - smooth(disc_radius - rim, disc_radius + rim, to_disc));
        // The wall curves into the floor; there is no line between them.
        let ground = floor.lit(0.05 * lamp - 0.04 * smooth(horizon, height, y));
        color = color.mix(ground, smooth(horizon - 0.1, horizon + 0.16, y));
        let flat = |cx: f32, cy: f32, grow: f32| ((x - cx) / (half + grow)).hypot((y - cy) / ((half + grow) * TILT));
        let foot = top + drop;
        let cast = smooth(1.55, 0.75, flat(x0 + 0.13, foot + 0.03, 0.06));
        color = color.lit(-0.17 * cast).mix(tones.shade, 0.2 * cast);
        let contact = smooth(1.1, 0.94, flat(x0, foot + 0.004, 0.0));
        color = color.lit(-0.16 * contact);
        let side = ((x - x0) / half).clamp(-1.0, 1.0);
        let sheen = (-((side + 0.45) * 2.4).powi(2)).exp();
        let body = plinth.shaded(0.10 + 0.13 * side.max(0.0).powi(2) - 0.08 * sheen + 0.06 * (y - top) / drop);
        // Straight sides down to the foot, its rounded edge below.
        let upright = smooth(half + rim, half - rim, (x - x0).abs()) * f32::from(y > top);
        let rounded = smooth(1.0 + edge, 1.0 - edge, flat(x0, foot, 0.0));
        color = color.mix(body, if y < foot { upright } else { rounded });
        let lid = flat(x0, top, 0.0);
        let shine = plinth.lit(0.045 + 0.05 * lamp - 0.05 * side);
        color.mix(shine, smooth(1.0 + edge, 1.0 - edge, lid))
    })
}
