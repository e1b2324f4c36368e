//! Resampling: a part of a picture to a size, sharp and free of rings. Premultiplied pixels in
//! and out, whole-number arithmetic, so that every machine gives the same bytes.

use crate::canvas::Layer;

/// Weights are in 1/16384.
const ONE: i32 = 1 << 14;

/// The source pixels that make one target pixel.
struct Taps {
    start: usize,
    weights: Vec<i32>,
}

/// Scales the part `[x, y, w, h]` (in source pixels) of a picture to `width` × `height`.
pub fn resample(source: &Layer, part: [f32; 4], width: u32, height: u32) -> Layer {
    let (width, height) = (width.max(1), height.max(1));
    let across = taps(part[0], part[2], width, source.width);
    let down = taps(part[1], part[3], height, source.height);
    let first = down.iter().map(|tap| tap.start).min().unwrap_or(0);
    let last = down.iter().map(|tap| tap.start + tap.weights.len()).max().unwrap_or(0);
    let mut middle = vec![0u8; (last - first) * width as usize * 4];
    for (row, line) in middle.chunks_exact_mut(width as usize * 4).enumerate() {
        let start = (first + row) * source.width as usize * 4;
        scale_row(&source.pixels[start..start + source.width as usize * 4], &across, line);
    }
    let mut pixels = vec![0u8; width as usize * height as usize * 4];
    let stride = width as usize * 4;
    let mut sums = vec![0i32; stride];
    for (tap, line) in down.iter().zip(pixels.chunks_exact_mut(stride)) {
        sums.fill(ONE / 2);
        for (offset, weight) in tap.weights.iter().enumerate() {
            let start = (tap.start - first + offset) * stride;
            for (sum, value) in sums.iter_mut().zip(&middle[start..start + stride]) {
                *sum += i32::from(*value) * weight;
            }
        }
        for (target, sum) in line.iter_mut().zip(&sums) {
            *target = (sum >> 14).clamp(0, 255) as u8;
        }
    }
    if !source.is_opaque {
        clamp_to_alpha(&mut pixels);
    }
    Layer { width, height, pixels, is_opaque: source.is_opaque }
}

fn scale_row(source: &[u8], taps: &[Taps], line: &mut [u8]) {
    for (tap, target) in taps.iter().zip(line.chunks_exact_mut(4)) {
        let mut sums = [ONE / 2; 4];
        let pixels = source[tap.start * 4..].chunks_exact(4);
        for (pixel, weight) in pixels.zip(&tap.weights) {
            for channel in 0..4 {
                sums[channel] += i32::from(pixel[channel]) * weight;
            }
        }
        for channel in 0..4 {
            target[channel] = (sums[channel] >> 14).clamp(0, 255) as u8;
        }
    }
}

/// Colour beyond alpha (a ring of the filter) would shine; cut it off.
fn clamp_to_alpha(pixels: &mut [u8]) {
    for pixel in pixels.chunks_exact_mut(4) {
        let alpha = pixel[3];
        pixel[..3].iter_mut().for_each(|channel| *channel = (*channel).min(alpha));
    }
}

/// The taps of every target pixel along one axis. Shrinking by much uses Lanczos over three lobes,
/// the rest the softer and cheaper Catmull-Rom, which does not ring on the edges of cut-outs.
fn taps(start: f32, length: f32, size: u32, limit: u32) -> Vec<Taps> {
    let step = length / size as f32;
    let scale = step.max(1.0);
    let reach = if step > 1.5 { 3.0 } else { 2.0 };
    let radius = reach * scale;
    (0..size)
        .map(|index| {
            let center = start + (index as f32 + 0.5) * step;
            let from = ((center - radius).floor().max(0.0) as usize).min(limit as usize - 1);
            let to = ((center + radius).ceil().max(1.0) as usize).clamp(from + 1, limit as usize);
            let raw: Vec<f32> = (from..to)
                .map(|pixel| {
                    let distance = (pixel as f32 + 0.5 - center) / scale;
                    if reach > 2.5 { lanczos(distance) } else { catmull_rom(distance) }
                })
                .collect();
            Taps { start: from, weights: normalised(&raw) }
        })
        .collect()
}

/// Whole-number weights that add up to [`ONE`].
fn normalised(raw: &[f32]) -> Vec<i32> {
    let sum: f32 = raw.iter().sum();
    let scale = if sum.abs() < 1e-6 { 0.0 } else { ONE as f32 / sum };
    let mut weights: Vec<i32> = raw.iter().map(|weight| (weight * scale).round() as i32).collect();
    let rest = ONE - weights.iter().sum::<i32>();
    if let Some(heaviest) = weights.iter_mut().max() {
        *heaviest += rest;
    }
    weights
}

fn lanczos(x: f32) -> f32 {
    let x = x.abs();
    if x < 1e-5 {
        return 1.0;
    }
    if x >= 3.0 {
        return 0.0;
    }
    let angle = std::f32::consts::PI * x;
    3.0 * angle.sin() * (angle / 3.0).sin() / (angle * angle)
}

fn catmull_rom(x: f32) -> f32 {
    let x = x.abs();
    if x < 1.0 {
        1.5 * x * x * x - 2.5 * x * x + 1.0
    } else if x < 2.0 {
        -0.5 * x * x * x + 2.5 * x * x - 4.0 * x + 2.0
    } else {
        0.0
    }
}

/// The part of a picture that covers a box of the given size, enlarged `zoom` times beyond that, centred
/// as near its focal point as its edges allow.
pub fn cover_part(source: [u32; 2], size: [f32; 2], focal: [f32; 2], zoom: f32) -> [f32; 4] {
    let (width, height) = (source[0] as f32, source[1] as f32);
    let scale = (size[0] / width).max(size[1] / height) * zoom;
    let (w, h) = ((size[0] / scale).min(width), (size[1] / scale).min(height));
    let x = (focal[0] * width - w / 2.0).clamp(0.0, width - w);
    let y = (focal[1] * height - h / 2.0).clamp(0.0, height - h);
    [x, y, w, h]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_picture_stays_flat() {
        let source = Layer { width: 7, height: 5, pixels: [10, 20, 30, 255].repeat(35), is_opaque: true };
        for (width, height) in [(3, 2), (7, 5), (40, 31)] {
            let scaled = resample(&source, [0.0, 0.0, 7.0, 5.0], width, height);
            assert!(scaled.pixels.chunks_exact(4).all(|pixel| pixel == [10, 20, 30, 255]));
        }
    }

    #[test]
    fn a_cover_crop_keeps_the_focal_point_inside() {
        let part = cover_part([400, 100], [100.0, 100.0], [0.9, 0.5], 1.0);
        assert_eq!(part, [300.0, 0.0, 100.0, 100.0]);
        assert_eq!(cover_part([400, 100], [100.0, 100.0], [0.5, 0.9], 2.0), [175.0, 50.0, 50.0, 50.0]);
    }
}
