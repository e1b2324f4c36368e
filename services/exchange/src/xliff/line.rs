//! A line as text with codes: the same for every version but for how a code looks.

use crate::held::{Held, Kind, Piece};
use crate::write::Writing;

/// The held texts of a source line in order: the first has the id 1.
pub fn codes<'a>(held: &Held, source: &'a str) -> Vec<(Kind, &'a str)> {
    let found = held.pieces(source).into_iter().filter_map(|piece| match piece {
        Piece::Held(kind, text) => Some((kind, text)),
        Piece::Text(_) => None,
    });
    found.collect()
}

/// A line whose held texts are codes where the source has them, each once. `code` writes one, by its id.
pub fn write_line(
    out: &mut Writing,
    held: &Held,
    line: &str,
    codes: &[(Kind, &str)],
    code: fn(&mut Writing, usize, &str),
) {
    let mut is_used = vec![false; codes.len()];
    for piece in held.pieces(line) {
        let (Piece::Text(text) | Piece::Held(_, text)) = piece;
        let is_free = |index: &usize| codes[*index].1 == text && !is_used[*index];
        let found = match piece {
            Piece::Held(..) => (0..codes.len()).find(is_free),
            Piece::Text(_) => None,
        };
        match found {
            Some(index) => {
                is_used[index] = true;
                code(out, index + 1, text);
            }
            None => out.text(text),
        }
    }
}
