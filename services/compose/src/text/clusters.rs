//! What the shaper made of a text, told in places of the text as it was given: without the isolates, hyphens and line
//! ends that shaping put into it. Compares nothing; a check does.

use galley_domain::measures::Cluster;

use super::fit::Block;
use super::hyphens::SOFT;
use super::ink::{Place, line_left};
use super::shape::{Piece, REFERENCE_PX};

/// Parts of a pixel that a cluster's edge is told in.
const PARTS_OF_PX: f32 = 8.0;

/// The clusters of a block in the order of `given`, the text it was made of. None where what was shaped cannot be
/// traced back to it.
pub fn clusters(block: &Block, place: &Place, given: &str) -> Option<Vec<Cluster>> {
    let traced = Traced::new(block.shaped.text(), given)?;
    let scale = block.size / REFERENCE_PX;
    let origin = |piece: &Piece| block.lines.get(piece.line as usize).map(|line| line_left(place, line) - line.left);
    let mut pieces = block.shaped.pieces();
    pieces.sort_by_key(|piece| piece.range.start);
    let mut clusters: Vec<Cluster> = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let (from, to) = (traced.starts[piece.range.start], traced.ends[piece.range.end]);
        let x = origin(piece)? + piece.x * scale;
        let x = (x * PARTS_OF_PX).round() / PARTS_OF_PX;
        match clusters.last_mut().filter(|_| piece.is_joined) {
            Some(first) => *first = Cluster { range: [first.range[0], to], x: first.x.min(x), ..*first },
            None if from == to => {}
            None => clusters.push(Cluster { range: [from, to], glyphs: piece.glyphs, line: piece.line, x }),
        }
    }
    Some(clusters)
}

/// For each byte of a shaped text where a character starts, and where one ends, the byte of the given text.
struct Traced {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Traced {
    fn new(shaped: &str, given: &str) -> Option<Traced> {
        if shaped == given {
            let same: Vec<u32> = (0..=given.len() as u32).collect();
            return Some(Traced { starts: same.clone(), ends: same });
        }
        let (mut starts, mut ends) = (vec![0; shaped.len() + 1], vec![0; shaped.len() + 1]);
        let mut rest = given.chars();
        let at = |rest: &std::str::Chars<'_>| (given.len() - rest.as_str().len()) as u32;
        for (index, drawn) in shaped.char_indices() {
            let is_same = |own: char| own == drawn || own.is_whitespace() && drawn.is_whitespace();
            let mut ahead = rest.clone();
            let found = loop {
                match ahead.next() {
                    Some(own) if is_same(own) => break true,
                    // Left out where a line ends.
                    Some(own) if own.is_whitespace() || own == SOFT => {}
                    _ => break false,
                }
            };
            let is_added = matches!(drawn, '\n' | '-' | '\u{2066}' | '\u{2069}');
            if !found && !is_added {
                return None;
            }
            let length = drawn.len_utf8();
            starts[index] = if found { at(&ahead) - own_length(given, at(&ahead)) } else { at(&rest) };
            rest = if found { ahead } else { rest };
            ends[index + length] = at(&rest);
        }
        let is_whole = rest.all(|own| own.is_whitespace() || own == SOFT);
        is_whole.then_some(Traced { starts, ends })
    }
}

/// Bytes of the character that ends at a place.
fn own_length(text: &str, end: u32) -> u32 {
    text[..end as usize].chars().next_back().map_or(0, |own| own.len_utf8() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shaping_added_and_left_out_is_traced() {
        let ranges = |shaped: &str, given: &str| {
            let traced = Traced::new(shaped, given)?;
            let of = |(at, c): (usize, char)| [traced.starts[at], traced.ends[at + c.len_utf8()]];
            Some(shaped.char_indices().map(of).collect::<Vec<_>>())
        };
        let steps = |ends: &[u32]| Some(ends.windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>());
        assert_eq!(ranges("ab", "ab"), steps(&[0, 1, 2]));
        assert_eq!(ranges("ا\u{2066}a\u{2069}", "اa"), steps(&[0, 2, 2, 3, 3]));
        assert_eq!(ranges("a\nb", "a b"), steps(&[0, 1, 2, 3]));
        assert_eq!(ranges("a-\nb", "ab"), steps(&[0, 1, 1, 1, 2]));
        assert_eq!(ranges("a-b", "a-b"), steps(&[0, 1, 2, 3]));
        assert_eq!(ranges("a-\nb", "a\u{AD}b "), Some(vec![[0, 1], [1, 1], [1, 1], [3, 4]]));
        assert_eq!(ranges("a\nb", "a  b"), Some(vec![[0, 1], [1, 2], [3, 4]]));
        assert_eq!(ranges("ab", "abc"), None);
        assert_eq!(ranges("abc", "ab"), None);
    }
}
