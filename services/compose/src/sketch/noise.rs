//! Chance that repeats: numbers from a seed, film grain, slow waves.

/// Seeded random numbers (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scramble(self.0)
    }

    /// Between `from` and `to`.
    pub fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}

fn scramble(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// Light film grain for a pixel, which is also what keeps gradients from banding: in 1/255, about ±1.5.
pub fn grain(x: u32, y: u32, seed: u64) -> f32 {
    let bits = scramble((u64::from(x) << 32 | u64::from(y)) ^ seed.rotate_left(17));
    let unit = |shift: u32| ((bits >> shift) & 0xFFFF) as f32 / 65_536.0;
    (unit(0) + unit(16) + unit(32) + unit(48) - 2.0) * 1.9
}

/// A slow wave along one line: a few sines that never line up.
pub struct Wave {
    parts: [[f32; 3]; 3],
}

impl Wave {
    pub fn new(dice: &mut Dice, length: f32, height: f32) -> Wave {
        let mut part = |octave: f32| {
            [
                std::f32::consts::TAU / length * octave * dice.between(0.8, 1.25),
                dice.between(0.0, std::f32::consts::TAU),
                height / octave.powf(1.35) * dice.between(0.75, 1.2),
            ]
        };
        Wave { parts: [part(1.0), part(2.1), part(3.7)] }
    }

    pub fn at(&self, x: f32) -> f32 {
        self.parts.iter().map(|[rate, phase, height]| (x * rate + phase).sin() * height).sum()
    }
}
