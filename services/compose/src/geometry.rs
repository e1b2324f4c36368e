//! Boxes in pixels. Not where a slot stands: that is `arrange`.

/// A box: left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Rect {
    pub fn new(x: f32, y: f32, w: f32, h: f32) -> Rect {
        Rect { x, y, w: w.max(0.0), h: h.max(0.0) }
    }

    pub fn from_corners(left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        Rect::new(left, top, right - left, bottom - top)
    }

    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// The smallest box round both.
    pub fn union(&self, other: Rect) -> Rect {
        Rect::from_corners(
            self.x.min(other.x),
            self.y.min(other.y),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }

    /// Where both are; None where they only touch.
    pub fn overlap(&self, other: Rect) -> Option<Rect> {
        let (left, top) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        (right > left && bottom > top).then(|| Rect::from_corners(left, top, right, bottom))
    }

    /// The part of `self` given in fractions.
    pub fn part(&self, fractions: [f32; 4]) -> Rect {
        let [x, y, w, h] = fractions;
        Rect::new(self.x + x * self.w, self.y + y * self.h, w * self.w, h * self.h)
    }

    /// The box moved, and made larger or smaller round its middle.
    pub fn moved(&self, shift: [f32; 2], scale: f32) -> Rect {
        let (w, h) = (self.w * scale, self.h * scale);
        Rect::new(self.x + shift[0] + (self.w - w) / 2.0, self.y + shift[1] + (self.h - h) / 2.0, w, h)
    }

    /// The box seen in a mirror that stands in the middle of `whole`.
    pub fn mirrored(&self, whole: Rect) -> Rect {
        Rect { x: whole.x + whole.right() - self.right(), ..*self }
    }

    pub fn to_array(self) -> [f32; 4] {
        [self.x, self.y, self.w, self.h]
    }
}
