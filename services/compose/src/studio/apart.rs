//! Takes an ad apart: the same drawing, its parts kept one by one instead of the plate that its locales share.

use crate::arrange::Stage;
use crate::canvas::Canvas;
use crate::draw::{Painter, Part};
use crate::job::{ComposeError, Job};
use crate::order::Order;
use crate::palette::Rgb;
use galley_domain::locale::Direction;

use super::{Studio, arrangement, ordered};

/// An ad in parts. Laid on the ground in their order they are the ad.
pub struct Apart {
    /// Pixels.
    pub width: u32,
    pub height: u32,
    pub is_rtl: bool,
    /// What is behind all parts.
    pub ground: Rgb,
    pub parts: Vec<Part>,
}

impl Studio {
    /// The parts of one ad as it was ordered; the order's files are not made.
    pub fn take_apart(&self, job: &Job, order: &Order) -> Result<Apart, ComposeError> {
        order.edits.check(&job.layout, &job.palette)?;
        let job = &ordered(job, order);
        let arrangement = arrangement(job)?;
        let is_rtl = job.locale.direction == Direction::Rtl;
        let stage = Stage::new(&job.format, arrangement, is_rtl, order.density.times() as f32);
        let ground = job.palette.color(&arrangement.fill);
        let canvas = Canvas::filled(job.format.width, job.format.height, ground);
        let watch = &mut |_| {};
        let mut painter = Painter::new((job, &order.edits), stage, &self.layers, canvas, watch);
        painter.parts = Some(Vec::new());
        let mut pen = self.pens.take(&job.fonts)?;
        let drawn = arrangement.slots.iter().try_for_each(|slot| painter.draw_slot(slot, &mut pen));
        self.pens.put_back(&job.fonts, pen);
        drawn?;
        let parts = painter.parts.take().unwrap_or_default();
        Ok(Apart { width: job.format.width, height: job.format.height, is_rtl, ground, parts })
    }
}
