//! From pixels to blocks of luma and chroma (JFIF's full-range BT.601), padded at the edges by
//! the last pixel. Not the transform: that is `dct`.

use crate::canvas::Canvas;

/// 8 × 8 values around zero, row by row.
pub type Block = [[f32; 8]; 8];

/// The blocks of one unit: four of luma (one at full colour resolution), one each of Cb and Cr.
#[derive(Default)]
pub struct Blocks {
    pub luma: [Block; 4],
    pub chroma: [Block; 2],
}

/// A row of up to 16 pixels, widened.
type Row = [u32; 16];

impl Blocks {
    /// Reads the unit whose first pixel is `x, y`.
    pub fn read(&mut self, canvas: &Canvas, [x, y]: [usize; 2], has_half_color: bool) {
        if has_half_color {
            for row in (0..16).step_by(2) {
                let (upper, lower) = (pixels::<16>(canvas, x, y + row), pixels::<16>(canvas, x, y + row + 1));
                let (top, column) = (row / 8 * 2, row % 8);
                [self.luma[top][column], self.luma[top + 1][column]] = luma(&upper);
                [self.luma[top][column + 1], self.luma[top + 1][column + 1]] = luma(&lower);
                [self.chroma[0][row / 2], self.chroma[1][row / 2]] = halved_chroma(&upper, &lower);
            }
        } else {
            for row in 0..8 {
                let line = pixels::<8>(canvas, x, y + row);
                self.luma[0][row] = luma(&line)[0];
                [self.chroma[0][row], self.chroma[1][row]] = chroma(std::array::from_fn(|i| split(line[i])), 1.0);
            }
        }
    }
}

/// The pixels of a row from `x` on, the last one repeated beyond the edges.
#[inline]
fn pixels<const COUNT: usize>(canvas: &Canvas, x: usize, y: usize) -> Row {
    let (width, height) = (canvas.width as usize, canvas.height as usize);
    let start = y.min(height - 1) * width + x;
    let mut row = [0u32; 16];
    let there = COUNT.min(width - x);
    let bytes = &canvas.pixels()[start * 4..(start + there) * 4];
    for (pixel, bytes) in row.iter_mut().zip(bytes.chunks_exact(4)) {
        *pixel = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    if there < COUNT {
        let last = row[there - 1];
        row[there..COUNT].fill(last);
    }
    row
}

#[inline]
fn split(pixel: u32) -> [i32; 3] {
    [(pixel & 255) as i32, ((pixel >> 8) & 255) as i32, ((pixel >> 16) & 255) as i32]
}

/// Luma less 128.
#[inline]
fn luma(row: &Row) -> [[f32; 8]; 2] {
    let mut values = [[0.0; 8]; 2];
    for (half, pixels) in values.iter_mut().zip(row.as_chunks::<8>().0) {
        for (value, pixel) in half.iter_mut().zip(pixels) {
            let [r, g, b] = split(*pixel);
            *value = 0.299 * r as f32 + 0.587 * g as f32 + 0.114 * b as f32 - 128.0;
        }
    }
    values
}

/// Cb and Cr of eight pixels whose channels are `1 / scale` times what they should be.
#[inline]
fn chroma(pixels: [[i32; 3]; 8], scale: f32) -> [[f32; 8]; 2] {
    let mut values = [[0.0; 8]; 2];
    for (index, [r, g, b]) in pixels.into_iter().enumerate() {
        let [r, g, b] = [r as f32, g as f32, b as f32];
        values[0][index] = (-0.168_735_9 * r - 0.331_264_1 * g + 0.5 * b) * scale;
        values[1][index] = (0.5 * r - 0.418_687_6 * g - 0.081_312_4 * b) * scale;
    }
    values
}

#[inline]
fn halved_chroma(upper: &Row, lower: &Row) -> [[f32; 8]; 2] {
    let sums = std::array::from_fn(|index| {
        let four = [upper[index * 2], upper[index * 2 + 1], lower[index * 2], lower[index * 2 + 1]].map(split);
        std::array::from_fn(|channel| four.iter().map(|pixel| pixel[channel]).sum())
    });
    chroma(sums, 0.25)
}
