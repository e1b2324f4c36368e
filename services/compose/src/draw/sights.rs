//! What must stay in sight in an ad, the product and its buttons, and what came to lie on them; and the flat surfaces.
//! Counts pixels only where something is drawn over them, which is rare. Judges nothing.

use std::sync::{Arc, OnceLock};

use galley_domain::measures::{ButtonMeasure, Cover, Fill, ProductMeasure};

use crate::canvas::{Canvas, Layer, Radii, RoundedRect};
use crate::geometry::Rect;
use crate::palette::Rgb;

/// A pixel is hidden if one of its channels changed by more than this: less is the breath of a shadow.
const HIDDEN: u8 = 12;
/// From this alpha on a pixel of a picture is the thing it shows.
const OPAQUE: u8 = 128;

/// What was drawn so far, as far as it is measured.
#[derive(Clone, Default)]
pub struct Sights {
    product: Option<Product>,
    buttons: Vec<Button>,
    fills: Vec<Fill>,
}

#[derive(Clone)]
struct Product {
    rect: Rect,
    /// The picture as it was laid down; None where it fills its box.
    layer: Option<Arc<Layer>>,
    /// Its opaque pixels, once somebody asked; all ads of a plate know then.
    opaque: Arc<OnceLock<f32>>,
    covers: Vec<Cover>,
    cut: f32,
}

#[derive(Clone)]
struct Button {
    slot: String,
    rect: Rect,
    radii: Radii,
    covered: f32,
}

/// Pixels of the canvas that lie under what is drawn next, as they were.
pub struct Before {
    /// A button's index; None is the product.
    button: Option<usize>,
    part: Rect,
    span: [usize; 4],
    pixels: Vec<u8>,
}

impl Sights {
    /// Bytes it keeps others from forgetting.
    pub fn weight(&self) -> usize {
        self.product.as_ref().and_then(|product| product.layer.as_ref()).map_or(0, |layer| layer.weight())
    }

    /// The product from now on; what lay on another no longer counts.
    pub fn set_product(&mut self, rect: Rect, layer: Option<Arc<Layer>>, canvas: Rect) {
        let mut product = Product { rect, layer, opaque: Arc::default(), covers: Vec::new(), cut: 0.0 };
        let seen = rect.overlap(canvas);
        if seen != Some(rect) {
            product.cut = 1.0 - seen.map_or(0.0, |seen| product.count_opaque(seen)) / product.opaque();
        }
        self.product = Some(product);
    }

    pub fn add_button(&mut self, slot: &str, rect: Rect, radii: Radii) {
        self.buttons.push(Button { slot: slot.to_owned(), rect, radii, covered: 0.0 });
    }

    pub fn add_fill(&mut self, slot: &str, color: Rgb, rect: Rect) {
        self.fills.push(Fill { slot: slot.to_owned(), color: color.0, rect: rect.to_array() });
    }

    /// A picture lies wholly on what is inside this box.
    pub fn bury_fills(&mut self, rect: Rect) {
        let is_inside = |fill: &Fill| {
            let [x, y, width, height] = fill.rect;
            x >= rect.x && y >= rect.y && x + width <= rect.right() && y + height <= rect.bottom()
        };
        self.fills.retain(|fill| !is_inside(fill));
    }

    /// Looks at what the next thing, drawn in this box, may hide.
    pub fn before(&self, canvas: &Canvas, rect: Rect) -> Vec<Before> {
        let buttons = self.buttons.iter().enumerate().map(|(index, button)| (Some(index), button.rect));
        let product = self.product.iter().map(|product| (None, product.rect));
        let before = |(button, own): (Option<usize>, Rect)| {
            let part = own.overlap(rect)?;
            let span = canvas.pixel_span(part);
            let mut pixels = Vec::with_capacity((span[2] - span[0]) * (span[3] - span[1]) * 4);
            rows(canvas, span).for_each(|row| pixels.extend_from_slice(row));
            Some(Before { button, part, span, pixels })
        };
        buttons.chain(product).filter_map(before).collect()
    }

    /// Counts what was hidden by the thing in this slot.
    pub fn after(&mut self, canvas: &Canvas, before: &Before, slot: &str) {
        match before.button {
            Some(index) => {
                let button = &mut self.buttons[index];
                let shape = RoundedRect::new(button.rect, button.radii);
                let hidden = before.count_hidden(canvas, |x, y| shape.coverage(x as f32 + 0.5, y as f32 + 0.5) > 0.5);
                let whole = (button.rect.w * button.rect.h).max(1.0);
                button.covered = (button.covered + hidden as f32 / whole).min(1.0);
            }
            None => {
                let Some(product) = &mut self.product else { return };
                let hidden = before.count_hidden(canvas, |x, y| product.is_opaque(x, y));
                if hidden > 0 {
                    product.add_cover(slot, hidden, before.part);
                }
            }
        }
    }

    pub fn measure_buttons(&self) -> Vec<ButtonMeasure> {
        let measure = |button: &Button| ButtonMeasure {
            slot: button.slot.clone(),
            rect: button.rect.to_array(),
            covered: button.covered,
        };
        self.buttons.iter().map(measure).collect()
    }

    pub fn measure_product(&self) -> Option<ProductMeasure> {
        let product = self.product.as_ref()?;
        Some(ProductMeasure { covers: product.covers.clone(), cut: product.cut })
    }

    pub fn into_fills(self) -> Vec<Fill> {
        self.fills
    }
}

impl Before {
    /// How many of the pixels that `is_of` the thing have come to look different.
    fn count_hidden(&self, canvas: &Canvas, is_of: impl Fn(usize, usize) -> bool) -> usize {
        let [left, top, right, _] = self.span;
        let then = self.pixels.chunks_exact((right - left).max(1) * 4);
        let pairs = then.zip(rows(canvas, self.span)).zip(top..);
        // Most rows have not changed at all.
        let changed = pairs.filter(|((then, now), _)| then != now);
        let count = |((then, now), y): ((&[u8], &[u8]), usize)| {
            let pixels = then.as_chunks::<4>().0.iter().zip(now.as_chunks::<4>().0).zip(left..);
            let is_changed =
                |then: &[u8; 4], now: &[u8; 4]| then.iter().zip(now).any(|(then, now)| then.abs_diff(*now) > HIDDEN);
            pixels.filter(|((then, now), x)| is_changed(then, now) && is_of(*x, y)).count()
        };
        changed.map(count).sum()
    }
}

impl Product {
    fn is_opaque(&self, x: usize, y: usize) -> bool {
        let Some(layer) = &self.layer else { return true };
        let (x, y) = (x as i64 - self.rect.x as i64, y as i64 - self.rect.y as i64);
        let is_inside = x >= 0 && y >= 0 && x < i64::from(layer.width) && y < i64::from(layer.height);
        is_inside && layer.pixels[(y as usize * layer.width as usize + x as usize) * 4 + 3] >= OPAQUE
    }

    /// All its opaque pixels, at least one.
    fn opaque(&self) -> f32 {
        *self.opaque.get_or_init(|| self.count_opaque(self.rect).max(1.0))
    }

    /// Opaque pixels in a box of the canvas.
    fn count_opaque(&self, part: Rect) -> f32 {
        let Some(layer) = &self.layer else { return part.w * part.h };
        let rows = (part.y - self.rect.y) as usize..(part.bottom() - self.rect.y) as usize;
        let columns = (part.x - self.rect.x) as usize * 4..(part.right() - self.rect.x) as usize * 4;
        let lines = layer.pixels.chunks_exact(layer.width as usize * 4).take(rows.end).skip(rows.start);
        let pixels = lines.flat_map(|line| line[columns.clone()].as_chunks::<4>().0);
        pixels.filter(|pixel| pixel[3] >= OPAQUE).count() as f32
    }

    fn add_cover(&mut self, slot: &str, hidden: usize, part: Rect) {
        let share = hidden as f32 / self.opaque();
        match self.covers.iter_mut().find(|cover| cover.slot == slot) {
            Some(cover) => {
                let [x, y, w, h] = cover.rect;
                cover.share = (cover.share + share).min(1.0);
                cover.rect = Rect::new(x, y, w, h).union(part).to_array();
            }
            None => self.covers.push(Cover { slot: slot.to_owned(), share: share.min(1.0), rect: part.to_array() }),
        }
    }
}

/// The pixels of each row of a span.
fn rows(canvas: &Canvas, [left, top, right, bottom]: [usize; 4]) -> impl Iterator<Item = &[u8]> {
    let width = canvas.width as usize;
    (top..bottom.max(top)).map(move |y| &canvas.pixels()[(y * width + left) * 4..(y * width + right.max(left)) * 4])
}
