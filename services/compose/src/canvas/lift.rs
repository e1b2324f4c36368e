//! Takes what is painted off the canvas as a layer of its own. Colours are chosen by what is really behind, so the
//! painting itself stays as it is; the same paint also goes over black and over white, and the difference between
//! the two is how much of what is behind shows through.

use super::{Canvas, Layer};
use crate::palette::Rgb;

/// A layer and where it stood.
pub struct Lifted {
    pub layer: Layer,
    pub left: u32,
    pub top: u32,
}

impl Canvas {
    /// Whether a part is being lifted off.
    pub fn is_lifting(&self) -> bool {
        !self.mattes.is_empty()
    }

    /// From here on everything that is painted belongs to one part.
    pub fn begin_lift(&mut self) {
        let (width, height) = (self.width, self.height);
        self.mattes = [0, 255].map(|tone| Canvas::filled(width, height, Rgb([tone; 3]))).into();
    }

    /// The canvases that the paint of a part goes to as well.
    pub fn mattes_mut(&mut self) -> &mut [Canvas] {
        &mut self.mattes
    }

    /// What was painted since [`Canvas::begin_lift`]; None if that was nothing.
    pub fn end_lift(&mut self) -> Option<Lifted> {
        let white = self.mattes.pop()?;
        let black = self.mattes.pop()?;
        let [left, top, right, bottom] = painted(&black, &white)?;
        let (width, height) = (right - left, bottom - top);
        let mut pixels = Vec::with_capacity(width * height * 4);
        let mut is_opaque = true;
        for y in top..bottom {
            let row = (y * self.width as usize + left) * 4..(y * self.width as usize + right) * 4;
            for (dark, light) in black.pixels[row.clone()].chunks_exact(4).zip(white.pixels[row].chunks_exact(4)) {
                let alpha = alpha_of(dark, light);
                is_opaque &= alpha == 255;
                pixels.extend(dark[..3].iter().map(|channel| (*channel).min(alpha)));
                pixels.push(alpha);
            }
        }
        let layer = Layer { width: width as u32, height: height as u32, pixels, is_opaque };
        Some(Lifted { layer, left: left as u32, top: top as u32 })
    }
}

/// How much a pixel hides, from the same paint over black and over white.
fn alpha_of(dark: &[u8], light: &[u8]) -> u8 {
    let through = (0..3).map(|channel| light[channel].saturating_sub(dark[channel])).max().unwrap_or(255);
    255 - through
}

/// The smallest box round what was painted.
fn painted(black: &Canvas, white: &Canvas) -> Option<[usize; 4]> {
    let width = black.width as usize;
    let mut found: Option<[usize; 4]> = None;
    let rows = black.pixels.chunks_exact(width * 4).zip(white.pixels.chunks_exact(width * 4));
    for (y, (dark, light)) in rows.enumerate() {
        let touched = || dark.chunks_exact(4).zip(light.chunks_exact(4)).map(|(d, l)| alpha_of(d, l) > 0);
        let Some(first) = touched().position(|is_touched| is_touched) else { continue };
        let last = touched().rposition(|is_touched| is_touched).unwrap_or(first);
        let [left, top, right, _] = found.unwrap_or([first, y, last + 1, y + 1]);
        found = Some([left.min(first), top, right.max(last + 1), y + 1]);
    }
    found
}
