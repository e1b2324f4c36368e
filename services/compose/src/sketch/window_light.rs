//! Sun through a window onto a plain wall, with the shadow of leaves in it.

use super::noise::Dice;
use super::{Setting, Shade, smooth};

pub const NAME: &str = "window_light";

struct Leaf {
    center: [f32; 2],
    /// Cosine and sine of its direction.
    turn: [f32; 2],
    length: f32,
    girth: f32,
    blur: f32,
}

impl Leaf {
    /// How much of the light the leaf takes at a point.
    fn shade(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.center[0], y - self.center[1]);
        let along = (dx * self.turn[0] + dy * self.turn[1]) / self.length;
        if along.abs() > 1.3 {
            return 0.0;
        }
        let across = (dy * self.turn[0] - dx * self.turn[1]).abs();
        let half = self.girth * (1.0 - along * along).max(0.0).powf(0.8);
        smooth(self.blur, -self.blur, across - half)
    }
}

/// A branch: leaves to both sides of a bent stem.
fn branch(dice: &mut Dice, start: [f32; 2], direction: f32, size: f32) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let (mut at, mut angle) = (start, direction);
    for index in 0..13 {
        angle += dice.between(-0.05, 0.11);
        at = [at[0] + angle.cos() * size * 0.19, at[1] + angle.sin() * size * 0.19];
        let side = if index % 2 == 0 { 1.0 } else { -1.0 };
        let turn = angle + side * dice.between(0.55, 0.95);
        let length = size * dice.between(0.2, 0.3) * (1.0 - index as f32 * 0.035);
        leaves.push(Leaf {
            center: [at[0] + turn.cos() * length * 0.95, at[1] + turn.sin() * length * 0.95],
            turn: [turn.cos(), turn.sin()],
            length,
            girth: length * dice.between(0.22, 0.3),
            blur: dice.between(0.008, 0.022),
        });
    }
    leaves
}

pub fn shade(mut setting: Setting) -> Shade {
    let tones = setting.tones;
    let (width, height) = (setting.width, setting.height);
    let dice = &mut setting.dice;
    let wall = if tones.is_dark { tones.ground.mix(tones.near, 0.5) } else { tones.near.mix(tones.accent, 0.12) };
    let sun =
        if tones.is_dark { tones.near.mix(tones.accent, 0.5).lit(0.13) } else { tones.light.mix(tones.accent, 0.1) };
    let shear = dice.between(0.3, 0.42);
    let pane = [dice.between(0.36, 0.42) * width.clamp(0.9, 1.8), dice.between(0.5, 0.58) * height.clamp(0.9, 1.5)];
    let corner = [width * dice.between(0.3, 0.38), height * dice.between(-0.12, -0.04)];
    let mut leaves = branch(dice, [width * 1.02, height * 0.05], 2.5, 0.62);
    leaves.extend(branch(dice, [width * 1.05, height * 0.52], 2.9, 0.55));
    Box::new(move |x, y| {
        let fall = smooth(-0.2, 1.3, x / width * 0.6 + y / height * 0.7);
        let shaded = wall.lit(-0.035 * fall).mix(tones.shade, 0.18 + 0.2 * fall);
        // The window's light lies askew on the wall, sharper near the top.
        let (u, v) = (x - corner[0] + shear * y, y - corner[1] + 0.1 * x);
        let blur = 0.012 + 0.03 * (v / height).clamp(0.0, 1.2);
        let bars = |at: f32, size: f32, count: f32| {
            let inside = smooth(-blur, blur, at) * smooth(-blur, blur, size * count - at);
            let to_bar = (at / size - (at / size).round()).abs() * size;
            inside * smooth(0.016 - blur, 0.016 + blur, to_bar)
        };
        let mut light = bars(u, pane[0], 2.0) * bars(v, pane[1], 2.0);
        for leaf in &leaves {
            light *= 1.0 - 0.8 * leaf.shade(x, y);
        }
        let bounce = 0.14 * (-((x - width * 0.6).powi(2) + (y - height * 0.5).powi(2)) / 0.9).exp();
        shaded.mix(sun, (0.86 * light + bounce).min(1.0))
    })
}
