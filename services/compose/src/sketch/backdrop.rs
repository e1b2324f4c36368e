//! A seamless studio ground: the wall turns into the floor without a line, one pool of soft light.

use super::{Setting, Shade, smooth};

pub const NAME: &str = "backdrop";

pub fn shade(mut setting: Setting) -> Shade {
    let tones = setting.tones;
    let (width, height) = (setting.width, setting.height);
    let wall = tones.ground.mix(tones.near, 0.3);
    let floor = tones.ground.mix(tones.near, 0.75);
    let bend = height * setting.dice.between(0.6, 0.66);
    let lamp = [width * setting.dice.between(0.28, 0.4), height * 0.22];
    let pool = [width * setting.dice.between(0.55, 0.66), height * 0.86];
    Box::new(move |x, y| {
        let reach = width.max(height);
        let near = |at: [f32; 2], across: f32, down: f32| {
            let (dx, dy) = ((x - at[0]) / (across * reach), (y - at[1]) / (down * reach));
            (-(dx * dx + dy * dy)).exp()
        };
        let turn = smooth(bend - 0.24 * height, bend + 0.3 * height, y);
        let color = wall.mix(floor, turn);
        // A little darker where the wall bends away from the light.
        let fold = (-((y - bend) / (0.16 * height)).powi(2)).exp();
        let corner = smooth(0.55, 1.15, ((x - width * 0.45) / width).hypot((y - height * 0.45) / height) * 1.35);
        let lit = 0.045 * near(lamp, 0.55, 0.5) + 0.04 * near(pool, 0.5, 0.16) - 0.02 * fold - 0.055 * corner;
        color.lit(lit).mix(tones.light, 0.35 * near(lamp, 0.4, 0.36))
    })
}
