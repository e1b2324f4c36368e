//! Large soft fields of colour that flow into one another.

use super::color::Lab;
use super::noise::Wave;
use super::{Setting, Shade, smooth};

pub const NAME: &str = "mesh_gradient";

struct Blob {
    center: [f32; 2],
    /// Wider than high, or the other way round.
    stretch: [f32; 2],
    color: Lab,
    pull: f32,
}

pub fn shade(mut setting: Setting) -> Shade {
    let tones = setting.tones;
    let (width, height) = (setting.width, setting.height);
    let palette = [
        (tones.ground, 1.5),
        (tones.accent.mix(tones.ground, 0.25), 1.0),
        (tones.primary.mix(tones.ground, 0.1), 0.95),
        (tones.near, 1.2),
        (tones.light, 0.9),
        (tones.primary.mix(tones.accent, 0.5).mix(tones.ground, 0.2), 0.8),
    ];
    // The ground keeps the reading side calm; colour gathers towards the opposite corner.
    let corners = [[0.12, 0.14], [0.92, 0.32], [0.8, 0.96], [0.1, 0.9], [0.62, 0.02], [0.98, 0.72]];
    let blobs: Vec<Blob> = palette
        .into_iter()
        .zip(corners)
        .map(|((color, pull), corner)| Blob {
            center: [
                (corner[0] + setting.dice.between(-0.09, 0.09)) * width,
                (corner[1] + setting.dice.between(-0.09, 0.09)) * height,
            ],
            stretch: [
                setting.dice.between(0.75, 1.15) / width.max(1.0),
                setting.dice.between(0.75, 1.15) / height.max(1.0),
            ],
            color,
            pull,
        })
        .collect();
    let (along, across) = (Wave::new(&mut setting.dice, 1.7, 0.075), Wave::new(&mut setting.dice, 2.1, 0.06));
    let folds = Wave::new(&mut setting.dice, 0.9, 0.5);
    Box::new(move |x, y| {
        let (wx, wy) = (x + along.at(y * 0.9 + x * 0.35), y + across.at(x * 0.8 - y * 0.3));
        let (mut sum, mut total) = ([0.0f32; 3], 0.0f32);
        for blob in &blobs {
            let (dx, dy) = ((wx - blob.center[0]) * blob.stretch[0], (wy - blob.center[1]) * blob.stretch[1]);
            let weight = blob.pull * (-(dx * dx + dy * dy) * 7.5).exp() + 1e-5;
            blob.color.0.iter().zip(&mut sum).for_each(|(part, sum)| *sum += part * weight);
            total += weight;
        }
        let color = Lab(sum.map(|part| part / total));
        // A breath of light along the folds gives depth.
        let fold = folds.at(wx * 0.7 + wy * 1.1);
        color.lit(0.018 * fold + 0.012 * smooth(0.2, 0.9, fold))
    })
}
