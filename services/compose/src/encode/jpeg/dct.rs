//! The forward cosine transform in floats (Arai, Agui and Nakajima's factorisation, as in Pennebaker
//! and Mitchell, *JPEG*, 4.3.5) and the rounding to steps. Single precision without fused
//! operations: the same on every machine.

use super::blocks::Block;

type Lanes = [f32; 8];

/// What the factorisation leaves out of each row and column.
const SCALES: [f32; 8] = [1.0, 1.387_039_9, 1.306_562_9, 1.175_875_6, 1.0, 0.785_694_96, 0.541_196_1, 0.275_899_38];

/// 1.5 × 2^23: adding it leaves a small float's nearest whole number in the low bits.
const ROUNDER: f32 = 12_582_912.0;

/// One over each step, with the transform's scales in it; transposed like the transform's output.
pub struct Quantizer {
    factors: [Lanes; 8],
}

impl Quantizer {
    /// For steps in rows and columns.
    pub fn new(steps: &[u8; 64]) -> Quantizer {
        let factor =
            |row: usize, column: usize| 1.0 / (f32::from(steps[row * 8 + column]) * SCALES[row] * SCALES[column] * 8.0);
        Quantizer { factors: std::array::from_fn(|column| std::array::from_fn(|row| factor(row, column))) }
    }

    /// Steps of a block's frequencies, column by column.
    pub fn quantize(&self, block: &Block) -> [i16; 64] {
        let columns = transform(&transposed(&transform(block)));
        let mut steps = [0i16; 64];
        for ((lane, factors), out) in columns.iter().zip(&self.factors).zip(steps.as_chunks_mut::<8>().0) {
            for index in 0..8 {
                let rounded = lane[index] * factors[index] + ROUNDER;
                out[index] = (rounded.to_bits() as i32).wrapping_sub(0x4B40_0000) as i16;
            }
        }
        steps
    }
}

#[inline]
fn transposed(block: &Block) -> Block {
    std::array::from_fn(|row| std::array::from_fn(|column| block[column][row]))
}

#[inline]
fn add(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] + b[i])
}

#[inline]
fn sub(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] - b[i])
}

#[inline]
fn times(a: Lanes, by: f32) -> Lanes {
    a.map(|value| value * by)
}

/// Transforms every column; a lane is a row of the block.
#[inline]
fn transform(rows: &Block) -> Block {
    let [a, b, c, d, e, f, g, h] = *rows;
    let (s0, s1, s2, s3) = (add(a, h), add(b, g), add(c, f), add(d, e));
    let (d0, d1, d2, d3) = (sub(a, h), sub(b, g), sub(c, f), sub(d, e));
    // Even part.
    let (p0, p1, p2, p3) = (add(s0, s3), add(s1, s2), sub(s1, s2), sub(s0, s3));
    let turned = times(add(p2, p3), std::f32::consts::FRAC_1_SQRT_2);
    // Odd part.
    let (q0, q1, q2) = (add(d3, d2), add(d2, d1), add(d1, d0));
    let z5 = times(sub(q0, q2), 0.382_683_43);
    let z2 = add(times(q0, 0.541_196_1), z5);
    let z4 = add(times(q2, 1.306_562_9), z5);
    let z3 = times(q1, std::f32::consts::FRAC_1_SQRT_2);
    let (z11, z13) = (add(d0, z3), sub(d0, z3));
    [add(p0, p1), add(z11, z4), add(p3, turned), sub(z13, z2), sub(p0, p1), add(z13, z2), sub(p3, turned), sub(z11, z4)]
}
