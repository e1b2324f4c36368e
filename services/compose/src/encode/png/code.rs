//! A Huffman code for deflate's literals and lengths, fitted to counts. Short codes only, so that
//! four of them always fit into one word.

/// Longest code in bits.
const LONGEST: u32 = 12;

/// Literals, the end of a block, lengths.
pub const SYMBOLS: usize = 286;

/// A code ready to write with.
pub struct Code {
    /// Bits in deflate's order, and how many.
    pub codes: [(u16, u8); SYMBOLS],
    /// The start of a block: its kind and the code itself, as bits with their lengths.
    pub header: Vec<(u32, u32)>,
}

impl Code {
    /// The code that suits the counts; symbols that were not seen have one as well.
    pub fn fitted(counts: &[u32; SYMBOLS]) -> Code {
        let total: u64 = counts.iter().map(|count| u64::from(*count)).sum::<u64>().max(1);
        let mut weights: Vec<u64> = counts
            .iter()
            .enumerate()
            .map(|(symbol, count)| u64::from(*count) * 4096 + total * 32 / likely_distance(symbol) + 1)
            .collect();
        let mut lengths = lengths(&weights);
        while lengths.iter().any(|length| *length > LONGEST) {
            let least = weights.iter().sum::<u64>() / 8192;
            weights.iter_mut().for_each(|weight| *weight = *weight / 2 + least);
            lengths = self::lengths(&weights);
        }
        Code { codes: codes(&lengths), header: header(&lengths) }
    }
}

/// Letters set on a plate leave small differences more often than large ones.
fn likely_distance(symbol: usize) -> u64 {
    match symbol {
        0..=255 => 4 + u64::from((symbol as u8 as i8).unsigned_abs()),
        256 => 256,
        _ => 40,
    }
}

/// Code lengths of a Huffman tree over the weights.
fn lengths(weights: &[u64]) -> Vec<u32> {
    let count = weights.len();
    let mut leaves: Vec<usize> = (0..count).collect();
    leaves.sort_by_key(|symbol| (weights[*symbol], *symbol));
    // Two queues, each in rising order: leaves and joined nodes.
    let (mut nodes, mut parents) = (Vec::with_capacity(count), vec![0usize; count * 2]);
    let (mut next_leaf, mut next_node) = (0, 0);
    let mut take = |nodes: &Vec<u64>| {
        let leaf = leaves.get(next_leaf).map(|symbol| weights[*symbol]);
        let is_leaf = leaf.is_some_and(|leaf| nodes.get(next_node).is_none_or(|node| leaf <= *node));
        if is_leaf {
            next_leaf += 1;
            (leaves[next_leaf - 1], leaf.unwrap_or(0))
        } else {
            next_node += 1;
            (count + next_node - 1, nodes[next_node - 1])
        }
    };
    for joined in 0..count - 1 {
        let (a, b) = (take(&nodes), take(&nodes));
        nodes.push(a.1 + b.1);
        parents[a.0] = count + joined;
        parents[b.0] = count + joined;
    }
    let root = count * 2 - 2;
    let mut depths = vec![0u32; count * 2];
    for node in (0..root).rev().filter(|node| *node >= count) {
        depths[node] = depths[parents[node]] + 1;
    }
    (0..count).map(|leaf| depths[parents[leaf]] + 1).collect()
}

/// The canonical codes of these lengths, their bits turned round as deflate wants them.
fn codes(lengths: &[u32]) -> [(u16, u8); SYMBOLS] {
    let mut codes = [(0u16, 0u8); SYMBOLS];
    let mut code = 0u32;
    for length in 1..=LONGEST {
        for (symbol, _) in lengths.iter().enumerate().filter(|(_, own)| **own == length) {
            codes[symbol] = ((code.reverse_bits() >> (32 - length)) as u16, length as u8);
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// A block that is not the last, with a dynamic code (RFC 1951, 3.2.7): lengths are written plainly,
/// four bits each; the one distance is 1.
fn header(lengths: &[u32]) -> Vec<(u32, u32)> {
    let mut bits = vec![(0, 1), (2, 2), (SYMBOLS as u32 - 257, 5), (0, 5), (15, 4)];
    // The lengths of the code for lengths: 0 to 15 have four bits, the repeats none.
    bits.extend([0u32, 0, 0].map(|length| (length, 3)));
    bits.extend([4u32; 16].map(|length| (length, 3)));
    bits.extend(lengths.iter().chain(&[1]).map(|length| (length.reverse_bits() >> 28, 4)));
    bits
}
