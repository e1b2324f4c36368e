//! Entropy coding of blocks: zigzag, runs of zeros, Huffman codes, stuffed bytes.

use super::tables::{Huffman, ZIGZAG_COLUMNS};

/// Bits on their way into bytes, highest first.
#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl BitWriter {
    /// Appends the low `length` (at most 32) bits of `bits`; the others must be zero.
    #[inline]
    fn put(&mut self, bits: u32, length: u32) {
        self.held = self.held << length | u64::from(bits);
        self.count += length;
        if self.count >= 32 {
            self.count -= 32;
            self.spill((self.held >> self.count) as u32);
        }
    }

    #[inline]
    fn spill(&mut self, word: u32) {
        // A byte of ones is followed by a zero, so that it is no marker.
        if word & 0x8080_8080 & !word.wrapping_add(0x0101_0101) == 0 {
            self.bytes.extend(word.to_be_bytes());
        } else {
            word.to_be_bytes().into_iter().for_each(|byte| self.push(byte));
        }
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
        if byte == 0xFF {
            self.bytes.push(0);
        }
    }

    /// Fills the last byte with ones and hands over what was written.
    pub fn finish(&mut self) -> Vec<u8> {
        let padding = (8 - self.count % 8) % 8;
        self.held = self.held << padding | ((1 << padding) - 1);
        self.count += padding;
        while self.count > 0 {
            self.count -= 8;
            self.push((self.held >> self.count) as u8);
        }
        let bytes = self.bytes.clone();
        self.bytes.clear();
        bytes
    }
}

/// The codes of a component.
pub struct Coder<'a> {
    pub dc: &'a Huffman,
    pub ac: &'a Huffman,
}

impl Coder<'_> {
    /// Writes a block whose steps come column by column; `before` is the last block's first step.
    #[inline]
    pub fn write(&self, bits: &mut BitWriter, steps: &[i16; 64], before: &mut i32) {
        let first = i32::from(steps[0]);
        put_value(bits, self.dc, 0, first - *before);
        *before = first;
        let ordered: [i16; 64] = std::array::from_fn(|at| steps[usize::from(ZIGZAG_COLUMNS[at]) & 63]);
        let mut present = mask(&ordered) & !1;
        let mut last = 0;
        while present != 0 {
            let at = present.trailing_zeros();
            present &= present - 1;
            let mut zeros = at - last - 1;
            while zeros > 15 {
                let (code, length) = self.ac.code(0xF0);
                bits.put(code, length);
                zeros -= 16;
            }
            put_value(bits, self.ac, zeros << 4, i32::from(ordered[at as usize & 63]));
            last = at;
        }
        if last < 63 {
            let (code, length) = self.ac.code(0);
            bits.put(code, length);
        }
    }
}

/// A bit for each value that is not zero.
#[inline]
fn mask(values: &[i16; 64]) -> u64 {
    let mut mask = 0u64;
    for (group, eight) in values.as_chunks::<8>().0.iter().enumerate() {
        if *eight != [0; 8] {
            for (index, value) in eight.iter().enumerate() {
                mask |= u64::from(*value != 0) << (group * 8 + index);
            }
        }
    }
    mask
}

/// A code for the number of bits of `value`, then those bits.
#[inline]
fn put_value(bits: &mut BitWriter, codes: &Huffman, zeros: u32, value: i32) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let (code, length) = codes.code(zeros | size);
    // Negative values are written one lower, in ones' complement.
    let low = (value + (value >> 31)) as u32 & ((1 << size) - 1);
    bits.put(code << size | low, length + size);
}
