//! Points of light far out of focus, over a deep gradient.

use super::color::Lab;
use super::{Setting, Shade, smooth};

pub const NAME: &str = "bokeh";

struct Disc {
    center: [f32; 2],
    radius: f32,
    blur: f32,
    color: Lab,
    strength: f32,
}

pub fn shade(mut setting: Setting) -> Shade {
    let tones = setting.tones;
    let (width, height) = (setting.width, setting.height);
    let dice = &mut setting.dice;
    let count = (26.0 * (width * height).sqrt()) as usize;
    let hues = [tones.accent, tones.light, tones.primary.mix(tones.accent, 0.5), tones.accent.mix(tones.light, 0.5)];
    let discs: Vec<Disc> = (0..count)
        .map(|index| {
            let depth = dice.between(0.0, 1.0);
            // Lights gather along a band that rises towards the end of the line.
            let x = dice.between(-0.1, 1.1) * width;
            let band = height * (0.78 - 0.42 * x / width);
            let spread = dice.between(-1.0, 1.0) * dice.between(0.2, 1.0) * 0.55 * height;
            Disc {
                center: [x, band + spread],
                radius: 0.028 + 0.15 * depth * depth,
                blur: 0.006 + 0.03 * depth,
                color: hues[index % hues.len()],
                strength: dice.between(0.16, 0.5) * (1.0 - 0.62 * depth),
            }
        })
        .collect();
    let glow = [width * dice.between(0.7, 0.85), height * dice.between(0.35, 0.55)];
    let lift = if tones.is_dark { 1.0 } else { 0.8 };
    Box::new(move |x, y| {
        let to_glow = ((x - glow[0]) / (0.85 * width.max(0.8))).hypot((y - glow[1]) / (0.8 * height.max(0.8)));
        let warm = (-to_glow * to_glow * 2.2).exp();
        let base = tones.ground.mix(tones.shade, 0.55 * smooth(0.0, height, y));
        let mut color = base.mix(tones.primary.mix(tones.accent, 0.35), 0.55 * warm * lift);
        for disc in &discs {
            let distance = (x - disc.center[0]).hypot(y - disc.center[1]);
            if distance > disc.radius + disc.blur {
                continue;
            }
            let inside = 1.0 - smooth(disc.radius - disc.blur, disc.radius + disc.blur, distance);
            // A lens draws the rim of a disc a little brighter than its middle.
            let rim = 0.72 + 0.28 * smooth(0.55, 0.98, distance / disc.radius);
            color = color.mix(disc.color.lit(0.05), inside * rim * disc.strength * lift);
        }
        color
    })
}
