//! One deflate block (RFC 1951) out of filtered rows: literals, and runs of zeros as repeats of the
//! byte before. Not a general packer: filtered pictures have little else to find.

use super::code::{Code, SYMBOLS};

/// Shortest and longest repeat.
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
/// End of a block.
const END: usize = 256;

/// The symbol of each repeat length, its extra bits and how many.
static REPEATS: [(u16, u16, u8); LONGEST + 1] = {
    let mut table = [(0, 0, 0); LONGEST + 1];
    let (mut symbol, mut base) = (257u16, SHORTEST);
    while symbol < 285 {
        let extra = if symbol < 265 { 0 } else { (symbol - 261) / 4 };
        let mut offset = 0;
        while offset < 1 << extra && base + offset <= LONGEST {
            table[base + offset] = (symbol, offset as u16, extra as u8);
            offset += 1;
        }
        base += 1 << extra;
        symbol += 1;
    }
    table[LONGEST] = (285, 0, 0);
    table
};

/// What a stretch of bytes is packed as.
enum Piece<'a> {
    Literals(&'a [u8; 8]),
    /// So many zeros.
    Zeros(usize),
    Rest(&'a [u8]),
}

/// Cuts rows into pieces.
fn pieces<'a>(bytes: &'a [u8], mut take: impl FnMut(Piece<'a>)) {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut index = 0;
    while index < eights.len() {
        let start = index;
        while index < eights.len() && u64::from_ne_bytes(eights[index]) == 0 {
            index += 1;
        }
        if index > start {
            take(Piece::Zeros((index - start) * 8));
        } else {
            take(Piece::Literals(&eights[index]));
            index += 1;
        }
    }
    take(Piece::Rest(rest));
}

/// Repeats after a first zero, longest first.
fn repeats(zeros: usize, mut take: impl FnMut(usize)) {
    let mut left = zeros - 1;
    while left >= SHORTEST {
        // What is left over must not be too short for a repeat.
        let length = if left > LONGEST && left < LONGEST + SHORTEST { LONGEST - SHORTEST } else { left.min(LONGEST) };
        take(length);
        left -= length;
    }
    debug_assert!(left == 0);
}

/// Adds up the symbols that packing would use.
pub fn count_symbols(bytes: &[u8], counts: &mut [u32; SYMBOLS]) {
    let mut own = [[0u32; 256]; 2];
    let mut lengths = [0u32; SYMBOLS];
    pieces(bytes, |piece| match piece {
        Piece::Literals(eight) => {
            for pair in eight.as_chunks::<2>().0 {
                own[0][usize::from(pair[0])] += 1;
                own[1][usize::from(pair[1])] += 1;
            }
        }
        Piece::Zeros(count) => {
            own[0][0] += 1;
            repeats(count, |length| lengths[usize::from(REPEATS[length].0)] += 1);
        }
        Piece::Rest(rest) => rest.iter().for_each(|byte| own[0][usize::from(*byte)] += 1),
    });
    for (symbol, count) in counts.iter_mut().enumerate() {
        *count += lengths[symbol] + if symbol < 256 { own[0][symbol] + own[1][symbol] } else { 0 };
    }
    counts[END] += 1;
}

/// Bits into bytes, lowest first, in a buffer that is always long enough.
struct Bits<'a> {
    bytes: &'a mut Vec<u8>,
    at: usize,
    held: u64,
    count: u32,
}

impl Bits<'_> {
    /// Adds bits; at most 56 may be held between two spills.
    #[inline]
    fn add(&mut self, bits: u64, length: u32) {
        self.held |= bits << self.count;
        self.count += length;
    }

    /// Writes what is whole bytes.
    #[inline]
    fn spill(&mut self) {
        self.bytes[self.at..self.at + 8].copy_from_slice(&self.held.to_le_bytes());
        self.at += (self.count >> 3) as usize;
        self.held >>= self.count & 56;
        self.count &= 7;
    }
}

/// Appends a block that is not the last and ends on a whole byte.
pub fn write_block(rows: &[u8], code: &Code, out: &mut Vec<u8>) {
    let at = out.len();
    // The longest code has 12 bits; eight bytes more for the last spill.
    out.resize(at + rows.len() * 3 / 2 + code.header.len() + 64, 0);
    let mut bits = Bits { bytes: out, at, held: 0, count: 0 };
    for (value, length) in &code.header {
        bits.add(u64::from(*value), *length);
        bits.spill();
    }
    let literal = |bits: &mut Bits<'_>, byte: u8| {
        let (value, length) = code.codes[usize::from(byte)];
        bits.add(u64::from(value), u32::from(length));
    };
    pieces(rows, |piece| match piece {
        Piece::Literals(eight) => {
            for four in eight.as_chunks::<4>().0 {
                four.iter().for_each(|byte| literal(&mut bits, *byte));
                bits.spill();
            }
        }
        Piece::Zeros(count) => {
            literal(&mut bits, 0);
            bits.spill();
            repeats(count, |length| {
                let (symbol, extra, extra_length) = REPEATS[length];
                let (value, length) = code.codes[usize::from(symbol)];
                bits.add(u64::from(value), u32::from(length));
                // The extra bits, then the one distance: a single zero bit.
                bits.add(u64::from(extra), u32::from(extra_length) + 1);
                bits.spill();
            });
        }
        Piece::Rest(rest) => rest.iter().for_each(|byte| {
            literal(&mut bits, *byte);
            bits.spill();
        }),
    });
    let (end, length) = code.codes[END];
    bits.add(u64::from(end), u32::from(length));
    bits.spill();
    // An empty stored block brings the next one to a whole byte.
    bits.add(0, 3);
    bits.spill();
    let at = bits.at + usize::from(bits.count > 0);
    out.truncate(at);
    out.extend([0x00, 0x00, 0xFF, 0xFF]);
}

/// The checksum of two stretches, the second `length` bytes long, from the checksums of each.
pub fn adler32_of_both(first: u32, second: u32, length: usize) -> u32 {
    const BASE: u64 = 65_521;
    let (a1, b1) = (u64::from(first & 0xFFFF), u64::from(first >> 16));
    let (a2, b2) = (u64::from(second & 0xFFFF), u64::from(second >> 16));
    let a = (a1 + a2 + BASE - 1) % BASE;
    // Every byte of the second stretch counts the first one's sum, less the 1 that both start from.
    let b = (b1 + b2 + (length as u64 % BASE) * ((a1 + BASE - 1) % BASE)) % BASE;
    (b as u32) << 16 | a as u32
}
