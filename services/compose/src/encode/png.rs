//! PNG without alpha, written in bands of rows that do not depend on one another: each is a
//! deflate block and a chunk of its own, so that bands an ad shares with its plate need not be
//! written again. The code of a format's ads is fitted to its plate. Whole numbers only.

mod code;
mod deflate;
mod filter;

use super::parts::Parts;
use super::tiles::Tiles;
use crate::canvas::Canvas;
use code::Code;
use deflate::{adler32_of_both, write_block};
use filter::filter_rows;

/// Rows in a band; a multiple of a tile's side.
const BAND: usize = 32;
/// One band in so many is looked at to fit the code.
const SAMPLED: usize = 3;

/// Chunks of pixels, in order.
pub type Bands = Parts<Band>;

/// A band as it stands in the file.
#[derive(Debug)]
pub struct Band {
    chunk: Vec<u8>,
    /// Checksum and length of what was packed.
    adler: u32,
    length: usize,
}

/// How the files of a plate are packed.
pub struct Packing(Code);

impl Packing {
    /// Fits the code to a picture.
    pub fn fitted(canvas: &Canvas) -> Packing {
        let mut counts = [0u32; 286];
        let count = band_count(canvas);
        let mut rows = Vec::new();
        // Spread over the whole picture, whatever its height.
        for index in (0..count).step_by(SAMPLED.min(count)) {
            rows.clear();
            filter_rows(canvas, band_rows(canvas, index), &mut rows);
            deflate::count_symbols(&rows, &mut counts);
        }
        Packing(Code::fitted(&counts))
    }
}

fn band_count(canvas: &Canvas) -> usize {
    (canvas.height as usize).div_ceil(BAND)
}

fn band_rows(canvas: &Canvas, index: usize) -> std::ops::Range<usize> {
    index * BAND..((index + 1) * BAND).min(canvas.height as usize)
}

/// Writes the bands of a picture, taking those that are known and untouched from `known`.
pub fn write_bands(canvas: &Canvas, packing: &Packing, known: &Bands, tiles: Option<&Tiles>) -> Bands {
    let mut rows = Vec::new();
    let is_touched = |index: usize| tiles.is_none_or(|tiles| tiles.is_row_touched(band_rows(canvas, index)));
    Bands::build(band_count(canvas), known, is_touched, |index| {
        rows.clear();
        filter_rows(canvas, band_rows(canvas, index), &mut rows);
        let mut packed = Vec::new();
        if index == 0 {
            // Deflate with a window of 32 kB, made fast.
            packed.extend([0x78, 0x01]);
        }
        write_block(&rows, &packing.0, &mut packed);
        Band { chunk: chunk(b"IDAT", &packed), adler: simd_adler32::adler32(&rows.as_slice()), length: rows.len() }
    })
}

/// The finished file.
pub fn file(canvas: &Canvas, bands: &Bands) -> Vec<u8> {
    let body: usize = bands.iter().map(|band| band.chunk.len()).sum();
    let mut bytes = Vec::with_capacity(body + 96);
    bytes.extend(b"\x89PNG\r\n\x1a\n");
    let mut header = Vec::from(canvas.width.to_be_bytes());
    header.extend(canvas.height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    bytes.extend(chunk(b"IHDR", &header));
    bytes.extend(chunk(b"sRGB", &[0]));
    let mut adler = 1;
    for band in bands.iter() {
        bytes.extend_from_slice(&band.chunk);
        adler = adler32_of_both(adler, band.adler, band.length);
    }
    // An empty last block, and the checksum of everything.
    let mut end = vec![0x03, 0x00];
    end.extend(adler.to_be_bytes());
    bytes.extend(chunk(b"IDAT", &end));
    bytes.extend(chunk(b"IEND", &[]));
    bytes
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 12);
    bytes.extend((content.len() as u32).to_be_bytes());
    bytes.extend(kind);
    bytes.extend_from_slice(content);
    let crc = crc32fast::hash(&bytes[4..]);
    bytes.extend(crc.to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::palette::Rgb;

    /// A picture with flat parts, slopes and specks.
    fn picture(width: u32, height: u32) -> Canvas {
        let mut canvas = Canvas::filled(width, height, Rgb([200, 180, 90]));
        for (at, pixel) in canvas.pixels_mut([0, 0, width as usize, height as usize]).chunks_exact_mut(4).enumerate() {
            let (x, y) = (at % width as usize, at / width as usize);
            if x > 7 && y > 11 {
                let speck = (at as u32).wrapping_mul(2_654_435_761) >> 30;
                pixel[..3].copy_from_slice(&[(x * 3) as u8, (y * 2) as u8, (x + y + speck as usize) as u8]);
            }
        }
        canvas
    }

    #[test]
    fn what_is_written_can_be_read() {
        for (width, height) in [(1, 1), (3, 2), (8, 33), (100, 7), (333, 130)] {
            let canvas = picture(width, height);
            let bands = write_bands(&canvas, &Packing::fitted(&canvas), &Bands::default(), None);
            let read = image::load_from_memory(&file(&canvas, &bands)).expect("a PNG").to_rgba8();
            assert!(read.as_raw() == canvas.pixels(), "{width} × {height}");
        }
    }
}
