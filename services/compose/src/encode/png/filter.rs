//! PNG's row filters. Rows in groups take the filter that leaves the least; a band's first row never
//! looks above itself, so that bands stand alone.

use std::ops::Range;

use crate::canvas::Canvas;

/// Rows that share a filter.
const GROUP: usize = 8;
/// Bytes of a pixel.
const PIXEL: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    Sub = 1,
    Up = 2,
    Average = 3,
    Paeth = 4,
}

/// Appends these rows to `out`, each behind the number of its filter.
pub fn filter_rows(canvas: &Canvas, rows: Range<usize>, out: &mut Vec<u8>) {
    let length = canvas.width as usize * PIXEL;
    let (mut above, mut row) = (vec![0u8; length], vec![0u8; length]);
    let mut trial = vec![0u8; length];
    let mut filter = Filter::Sub;
    for y in rows.clone() {
        let stride = canvas.width as usize * 4;
        pack(&canvas.pixels()[y * stride..(y + 1) * stride], &mut row);
        let offset = y - rows.start;
        if offset % GROUP == 1 {
            filter = choose(&row, &above, &mut trial);
        } else if offset == 0 {
            filter = Filter::Sub;
        }
        out.push(filter as u8);
        let start = out.len();
        out.resize(start + length, 0);
        apply(filter, &row, &above, &mut out[start..]);
        std::mem::swap(&mut row, &mut above);
    }
}

/// Drops every fourth byte.
fn pack(rgba: &[u8], rgb: &mut [u8]) {
    let (quads, rest) = rgba.as_chunks::<16>();
    let (triples, rest_out) = rgb.as_chunks_mut::<12>();
    for (quad, triple) in quads.iter().zip(triples) {
        let word = |at: usize| u32::from_le_bytes([quad[at], quad[at + 1], quad[at + 2], quad[at + 3]]);
        let (a, b, c, d) = (word(0), word(4), word(8), word(12));
        triple[..4].copy_from_slice(&(a & 0xFF_FFFF | b << 24).to_le_bytes());
        triple[4..8].copy_from_slice(&(b >> 8 & 0xFFFF | c << 16).to_le_bytes());
        triple[8..].copy_from_slice(&(c >> 16 & 0xFF | d << 8).to_le_bytes());
    }
    for (pixel, out) in rest.chunks_exact(4).zip(rest_out.chunks_exact_mut(PIXEL)) {
        out.copy_from_slice(&pixel[..PIXEL]);
    }
}

/// The filter that leaves the smallest differences in a row; the dearer ones must be worth it.
fn choose(row: &[u8], above: &[u8], trial: &mut [u8]) -> Filter {
    let mut cost = |filter: Filter, handicap: u64| {
        apply(filter, row, above, trial);
        let sum: u32 = trial.iter().map(|byte| u32::from((*byte as i8).unsigned_abs())).sum();
        (u64::from(sum) * handicap, filter as u8, filter)
    };
    let costs = [cost(Filter::Up, 100), cost(Filter::Sub, 100), cost(Filter::Average, 101), cost(Filter::Paeth, 104)];
    costs.into_iter().min_by_key(|(cost, order, _)| (*cost, *order)).map_or(Filter::Up, |(_, _, filter)| filter)
}

fn apply(filter: Filter, row: &[u8], above: &[u8], out: &mut [u8]) {
    let first = PIXEL.min(row.len());
    let (now, left) = (&row[first..], &row[..row.len() - first]);
    let (up, up_left) = (&above[first..], &above[..row.len() - first]);
    for index in 0..first {
        out[index] = match filter {
            Filter::Sub => row[index],
            Filter::Up | Filter::Paeth => row[index].wrapping_sub(above[index]),
            Filter::Average => row[index].wrapping_sub(above[index] / 2),
        };
    }
    let out = &mut out[first..];
    match filter {
        Filter::Sub => out.iter_mut().zip(now).zip(left).for_each(|((out, now), left)| *out = now.wrapping_sub(*left)),
        Filter::Up => out.iter_mut().zip(now).zip(up).for_each(|((out, now), up)| *out = now.wrapping_sub(*up)),
        Filter::Average => {
            for (((out, now), left), up) in out.iter_mut().zip(now).zip(left).zip(up) {
                *out = now.wrapping_sub((left & up) + ((left ^ up) >> 1));
            }
        }
        Filter::Paeth => {
            for ((((out, now), left), up), corner) in out.iter_mut().zip(now).zip(left).zip(up).zip(up_left) {
                *out = now.wrapping_sub(paeth(*left, *up, *corner));
            }
        }
    }
}

/// The neighbour nearest to left + up − corner (PNG, 9.4).
#[inline]
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (to_left, to_up) = ((b - c).abs(), (a - c).abs());
    let to_corner = (a + b - 2 * c).abs();
    let other = if to_up <= to_corner { b } else { c };
    (if to_left <= to_up && to_left <= to_corner { a } else { other }) as u8
}
