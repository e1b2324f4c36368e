//! Which parts of an ad differ from its plate, in squares of 16 pixels. Writers use it to write
//! again only what changed. Not a clip: painting marks what it touches and is never held back.

use std::ops::Range;

/// Side of a tile in pixels.
pub const TILE: usize = 16;

/// Touched tiles, row by row.
#[derive(Clone, Debug, Default)]
pub struct Tiles {
    across: usize,
    touched: Vec<bool>,
}

impl Tiles {
    /// Tiles for a picture, none of them touched.
    pub fn new(width: u32, height: u32) -> Tiles {
        let (across, down) = ((width as usize).div_ceil(TILE), (height as usize).div_ceil(TILE));
        Tiles { across, touched: vec![false; across * down] }
    }

    /// Marks the pixels from `left, top` up to but without `right, bottom`, all inside the picture.
    pub fn touch(&mut self, [left, top, right, bottom]: [usize; 4]) {
        if left >= right || top >= bottom {
            return;
        }
        for row in top / TILE..=(bottom - 1) / TILE {
            let start = row * self.across;
            self.touched[start + left / TILE..=start + (right - 1) / TILE].fill(true);
        }
    }

    /// Whether the tile that holds this pixel is touched.
    pub fn is_touched_at(&self, x: usize, y: usize) -> bool {
        self.touched[y / TILE * self.across + x / TILE]
    }

    /// Whether any tile that reaches into these columns and rows is touched.
    pub fn is_any_touched(&self, columns: Range<usize>, rows: Range<usize>) -> bool {
        let (left, right) = (columns.start / TILE, columns.end.saturating_sub(1) / TILE);
        let row = |y: usize| &self.touched[y * self.across + left..=y * self.across + right];
        (rows.start / TILE..=rows.end.saturating_sub(1) / TILE).any(|y| row(y).contains(&true))
    }

    /// Whether any pixel of these rows is touched.
    pub fn is_row_touched(&self, rows: Range<usize>) -> bool {
        self.is_any_touched(0..self.across * TILE, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_marks_every_tile_it_reaches() {
        let mut tiles = Tiles::new(50, 40);
        tiles.touch([15, 16, 17, 33]);
        tiles.touch([3, 3, 3, 9]);
        let touched: Vec<(usize, usize)> = (0..3)
            .flat_map(|y| (0..4).map(move |x| (x, y)))
            .filter(|(x, y)| tiles.is_touched_at(x * TILE, y * TILE))
            .collect();
        assert_eq!(touched, [(0, 1), (1, 1), (0, 2), (1, 2)]);
        assert!(!tiles.is_row_touched(0..16) && tiles.is_row_touched(10..17));
    }
}
