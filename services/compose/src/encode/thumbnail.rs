//! Small versions of a finished ad: every small pixel the mean of the area it stands for. Whole
//! numbers, one pass down and one across. Not for pictures in an ad: `picture::scale` is sharper.

use super::tiles::{TILE, Tiles};
use crate::canvas::Canvas;

/// Weights of a line add up to this: sums of bytes fill sixteen bits and no more.
const ONE: u64 = 1 << 8;

/// The source pixels under one target pixel.
struct Span {
    start: usize,
    weights: Vec<u16>,
}

/// The size of a version at most `height` pixels high, never enlarged.
pub fn size_within(width: u32, height: u32, most: u32) -> [u32; 2] {
    if height <= most {
        return [width, height];
    }
    [(u64::from(width) * u64::from(most)).div_ceil(u64::from(height)) as u32, most]
}

/// The picture at a smaller (or the same) size.
pub fn shrunk(canvas: &Canvas, [width, height]: [u32; 2]) -> Canvas {
    if [width, height] == [canvas.width, canvas.height] {
        return canvas.clone();
    }
    let (across, down) = (spans(canvas.width, width), spans(canvas.height, height));
    let stride = canvas.width as usize * 4;
    let mut sums = vec![0u16; stride];
    let mut pixels = Vec::with_capacity((width * height * 4) as usize);
    for span in &down {
        sums.fill(0);
        for (row, weight) in span.weights.iter().enumerate() {
            let start = (span.start + row) * stride;
            for (sum, value) in sums.iter_mut().zip(&canvas.pixels()[start..start + stride]) {
                *sum += u16::from(*value) * weight;
            }
        }
        sums.iter_mut().for_each(|sum| *sum = (*sum + 128) >> 8);
        let columns = sums.as_chunks::<4>().0;
        match across.first().map_or(0, |span| span.weights.len()) {
            2 => across.iter().for_each(|span| pixels.extend(mean_of::<2>(columns, span))),
            3 => across.iter().for_each(|span| pixels.extend(mean_of::<3>(columns, span))),
            4 => across.iter().for_each(|span| pixels.extend(mean_of::<4>(columns, span))),
            5 => across.iter().for_each(|span| pixels.extend(mean_of::<5>(columns, span))),
            _ => across.iter().for_each(|span| pixels.extend(mean(columns[span.start..].iter(), span))),
        }
    }
    let mut small = Canvas::of(width, height, pixels);
    touch_shrunk(&canvas.tiles, &mut small, [&across, &down]);
    small
}

/// The mean of a number of pixels that the compiler knows, which lets it work on all of them at once.
#[inline]
fn mean_of<const COUNT: usize>(columns: &[[u16; 4]], span: &Span) -> [u8; 4] {
    columns[span.start..].first_chunk::<COUNT>().map_or([0; 4], |columns| mean(columns.iter(), span))
}

/// All four channels in one word, sixteen bits each: a sum of weighted bytes never leaves its part.
#[inline(always)]
fn mean<'a>(columns: impl Iterator<Item = &'a [u16; 4]>, span: &Span) -> [u8; 4] {
    let mut sum = 0x0080_0080_0080_0080u64;
    for ([r, g, b, a], weight) in columns.zip(&span.weights) {
        let lanes = u64::from(*r) | u64::from(*g) << 16 | u64::from(*b) << 32 | u64::from(*a) << 48;
        sum += lanes * u64::from(*weight);
    }
    [(sum >> 8) as u8, (sum >> 24) as u8, (sum >> 40) as u8, (sum >> 56) as u8]
}

/// A small tile is touched if anything under it is.
fn touch_shrunk(tiles: &Tiles, small: &mut Canvas, [across, down]: [&[Span]; 2]) {
    let reach = |spans: &[Span], from: usize| {
        let last = (from + TILE).min(spans.len()) - 1;
        spans[from].start..spans[last].start + spans[last].weights.len()
    };
    for y in (0..down.len()).step_by(TILE) {
        for x in (0..across.len()).step_by(TILE) {
            if tiles.is_any_touched(reach(across, x), reach(down, y)) {
                small.tiles.touch([x, y, x + 1, y + 1]);
            }
        }
    }
}

/// The spans of every target pixel along one axis, all of one length.
fn spans(from: u32, to: u32) -> Vec<Span> {
    let mut spans = own_spans(from, to);
    let longest = spans.iter().map(|span| span.weights.len()).max().unwrap_or(0);
    for span in &mut spans {
        let start = span.start.min(from as usize - longest);
        span.weights.splice(0..0, std::iter::repeat_n(0, span.start - start));
        span.weights.resize(longest, 0);
        span.start = start;
    }
    spans
}

fn own_spans(from: u32, to: u32) -> Vec<Span> {
    let (from, to) = (u64::from(from), u64::from(to));
    (0..to)
        .map(|index| {
            // In parts of a source pixel, `to` of which make one.
            let (start, end) = (index * from, (index + 1) * from);
            let first = start / to;
            let last = (end - 1) / to;
            let edges: Vec<u64> = (first..=last)
                .map(|pixel| (pixel * to).max(start)..((pixel + 1) * to).min(end))
                .scan(0, |seen, part| {
                    *seen += part.end - part.start;
                    Some(*seen * ONE / from)
                })
                .collect();
            // Differences of rounded sums: they add up exactly.
            let weights = edges.iter().scan(0, |before, edge| {
                let weight = edge - *before;
                *before = *edge;
                Some(weight as u16)
            });
            Span { start: first as usize, weights: weights.collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::palette::Rgb;

    #[test]
    fn flat_pictures_stay_flat_and_halves_are_means() {
        let flat = Canvas::filled(37, 29, Rgb([255, 9, 130]));
        let small = shrunk(&flat, [11, 7]);
        assert!(small.pixels().chunks_exact(4).all(|pixel| pixel == [255, 9, 130, 255]));
        let mut pair = Canvas::filled(2, 2, Rgb([10, 10, 10]));
        pair.pixels_mut([0, 0, 1, 1])[..3].copy_from_slice(&[50, 90, 10]);
        assert_eq!(shrunk(&pair, [1, 1]).pixels(), [20, 30, 10, 255]);
    }

    #[test]
    fn sizes_round_up_and_never_grow() {
        assert_eq!(size_within(1080, 1350, 240), [192, 240]);
        assert_eq!(size_within(970, 90, 240), [970, 90]);
        assert_eq!(size_within(1, 4000, 240), [1, 240]);
    }
}
