//! Baseline JPEG, written in short runs of blocks that do not depend on one another (restart
//! intervals), so that what an ad shares with its plate need not be written again: a run that was
//! written before from the same pixels is the same bytes by construction. Arithmetic is IEEE single
//! precision in a fixed order and whole numbers, so every machine writes the same file.

mod bits;
mod blocks;
mod dct;
mod tables;

use super::parts::Parts;
use super::tiles::Tiles;
use crate::canvas::Canvas;
use bits::{BitWriter, Coder};
use blocks::Blocks;
use dct::Quantizer;
use tables::{AC_CHROMA, AC_LUMA, CHROMA, DC_CHROMA, DC_LUMA, Huffman, LUMA, quantization};

/// Most pixels a side, by the format.
pub const MAX_SIDE: u32 = 65_535;

/// Runs of entropy-coded blocks.
pub type Runs = Parts<Vec<u8>>;

/// How a JPEG is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JpegSettings {
    /// 1 to 100.
    pub quality: u8,
    /// Colour at half the resolution each way.
    pub has_half_color: bool,
}

impl JpegSettings {
    /// Pixels a side of the smallest unit that is written.
    fn unit(self) -> usize {
        if self.has_half_color { 16 } else { 8 }
    }

    /// Units in a run: short enough to save the untouched end of a line, long enough that the
    /// marks between runs stay below about a hundredth of the file.
    fn run_length(self) -> usize {
        if self.has_half_color { 14 } else { 22 }
    }
}

/// Writes the runs of a picture, taking those that are known and untouched from `known`.
pub fn write_runs(canvas: &Canvas, settings: JpegSettings, known: &Runs, tiles: Option<&Tiles>) -> Runs {
    let unit = settings.unit();
    let (across, down) = ((canvas.width as usize).div_ceil(unit), (canvas.height as usize).div_ceil(unit));
    let count = (across * down).div_ceil(settings.run_length());
    let mut writer = RunWriter::new(canvas, settings);
    let run = |index: usize| index * settings.run_length()..((index + 1) * settings.run_length()).min(across * down);
    let is_touched =
        |index: usize, tiles: &Tiles| run(index).any(|at| tiles.is_touched_at(at % across * unit, at / across * unit));
    Parts::build(
        count,
        known,
        |index| tiles.is_none_or(|tiles| is_touched(index, tiles)),
        |index| writer.write(run(index).map(|at| [at % across, at / across])),
    )
}

/// Length of the finished file in bytes.
pub fn file_length(canvas: &Canvas, settings: JpegSettings, runs: &Runs) -> usize {
    header(canvas, settings).len() + runs.iter().map(Vec::len).sum::<usize>() + (runs.len() - 1) * 2 + 2
}

/// The finished file.
pub fn file(canvas: &Canvas, settings: JpegSettings, runs: &Runs) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(file_length(canvas, settings, runs));
    bytes.extend(header(canvas, settings));
    for (index, run) in runs.iter().enumerate() {
        if index > 0 {
            bytes.extend([0xFF, 0xD0 + ((index - 1) % 8) as u8]);
        }
        bytes.extend_from_slice(run);
    }
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// What writing a run needs.
struct RunWriter<'a> {
    canvas: &'a Canvas,
    settings: JpegSettings,
    luma: Quantizer,
    chroma: Quantizer,
    blocks: Blocks,
    bits: BitWriter,
}

impl<'a> RunWriter<'a> {
    fn new(canvas: &'a Canvas, settings: JpegSettings) -> RunWriter<'a> {
        RunWriter {
            canvas,
            settings,
            luma: Quantizer::new(&quantization(&LUMA, settings.quality)),
            chroma: Quantizer::new(&quantization(&CHROMA, settings.quality)),
            blocks: Blocks::default(),
            bits: BitWriter::default(),
        }
    }

    fn write(&mut self, units: impl Iterator<Item = [usize; 2]>) -> Vec<u8> {
        let mut before = [0i32; 3];
        let luma = Coder { dc: &DC_LUMA, ac: &AC_LUMA };
        let chroma = Coder { dc: &DC_CHROMA, ac: &AC_CHROMA };
        for [x, y] in units {
            let unit = self.settings.unit();
            self.blocks.read(self.canvas, [x * unit, y * unit], self.settings.has_half_color);
            for block in &self.blocks.luma[..if self.settings.has_half_color { 4 } else { 1 }] {
                luma.write(&mut self.bits, &self.luma.quantize(block), &mut before[0]);
            }
            for (index, block) in self.blocks.chroma.iter().enumerate() {
                chroma.write(&mut self.bits, &self.chroma.quantize(block), &mut before[index + 1]);
            }
        }
        self.bits.finish()
    }
}

fn segment(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    bytes.extend([0xFF, marker]);
    bytes.extend((content.len() as u16 + 2).to_be_bytes());
    bytes.extend_from_slice(content);
}

/// Everything before the first run.
fn header(canvas: &Canvas, settings: JpegSettings) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    segment(&mut bytes, 0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    for (id, base) in [(0u8, &LUMA), (1, &CHROMA)] {
        let table = quantization(base, settings.quality);
        let mut content = vec![id];
        content.extend(tables::ZIGZAG.iter().map(|at| table[usize::from(*at)]));
        segment(&mut bytes, 0xDB, &content);
    }
    let mut frame = vec![8];
    frame.extend((canvas.height as u16).to_be_bytes());
    frame.extend((canvas.width as u16).to_be_bytes());
    let sampling = if settings.has_half_color { 0x22 } else { 0x11 };
    frame.extend([3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1]);
    segment(&mut bytes, 0xC0, &frame);
    let codes: [(u8, &Huffman); 4] = [(0x00, &DC_LUMA), (0x10, &AC_LUMA), (0x01, &DC_CHROMA), (0x11, &AC_CHROMA)];
    for (id, code) in codes {
        let mut content = vec![id];
        content.extend(code.counts);
        content.extend(code.symbols);
        segment(&mut bytes, 0xC4, &content);
    }
    segment(&mut bytes, 0xDD, &(settings.run_length() as u16).to_be_bytes());
    segment(&mut bytes, 0xDA, &[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::palette::Rgb;

    /// Slopes of colour with a hard edge.
    fn picture(width: u32, height: u32) -> Canvas {
        let mut canvas = Canvas::filled(width, height, Rgb([120, 60, 30]));
        for (at, pixel) in canvas.pixels_mut([0, 0, width as usize, height as usize]).chunks_exact_mut(4).enumerate() {
            let (x, y) = ((at % width as usize) as u32, (at / width as usize) as u32);
            if x + y > 20 {
                pixel[..3].copy_from_slice(&[(x * 2) as u8, (255 - y) as u8, 140]);
            }
        }
        canvas
    }

    fn read(bytes: &[u8]) -> Vec<u8> {
        image::load_from_memory(bytes).expect("a JPEG").to_rgba8().into_raw()
    }

    #[test]
    fn what_is_written_looks_like_what_was_drawn() {
        for (width, height) in [(1, 1), (9, 17), (100, 75), (250, 131)] {
            for has_half_color in [false, true] {
                let settings = JpegSettings { quality: 90, has_half_color };
                let canvas = picture(width, height);
                let runs = write_runs(&canvas, settings, &Runs::default(), None);
                let bytes = file(&canvas, settings, &runs);
                assert_eq!(bytes.len(), file_length(&canvas, settings, &runs));
                let far = read(&bytes).iter().zip(canvas.pixels()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
                assert!(far / canvas.pixels().len() as u64 <= 4, "{width} × {height}: {far}");
            }
        }
    }

    #[test]
    fn what_is_written_over_a_plate_is_what_is_written_in_one_go() {
        for has_half_color in [false, true] {
            let settings = JpegSettings { quality: 84, has_half_color };
            let plate = picture(301, 160);
            let mut known = Runs::default();
            for (left, top) in [(0, 0), (37, 20), (290, 150), (120, 64)] {
                let mut canvas = plate.copied_into(Vec::new());
                let span = [left, top, left + 11, top + 9];
                let pixels = canvas.pixels_mut(span);
                for y in span[1]..span[3] {
                    pixels[(y * 301 + span[0]) * 4..(y * 301 + span[2]) * 4].fill(255);
                }
                let runs = write_runs(&canvas, settings, &known, Some(&canvas.tiles));
                known.learn(&runs);
                let anew = write_runs(&canvas, settings, &Runs::default(), None);
                assert!(file(&canvas, settings, &runs) == file(&canvas, settings, &anew));
            }
        }
    }
}
