//! Scenes, panels, product pictures and logos.

use std::sync::Arc;

use galley_domain::asset::PlacedBox;

use super::{Painter, behind};
use crate::arrange::{aligned, anchored};
use crate::canvas::{Gradient, Layer, Paint, Radii};
use crate::geometry::Rect;
use crate::job::{Asset, ComposeError, Logo, SlotContent};
use crate::layers::{Crop, Decoded};
use crate::layout::{
    Align, Anchor, Form, LogoOn, LogoSlot, PanelFill, PanelSlot, PictureSlot, SceneSlot, Slot, Toward,
};
use crate::palette::Rgb;
use crate::phase::Phase;

/// A logo drawn for dark surfaces is used where the mean luminance is below this.
const DARK_BELOW: f32 = 0.22;
/// A panel as opaque as this hides what is behind it.
const COVERING: f32 = 0.5;
/// What measures call a panel.
const PANEL: &str = "panel";
/// The colour of a panel in the tone of what is behind it.
const BEHIND: &str = "behind";

/// How a picture stands in its box.
#[derive(Clone, Copy)]
pub(super) struct Contain {
    pub align: Align,
    pub anchor: Anchor,
    pub shadow: f32,
}

impl Painter<'_> {
    pub(super) fn draw_scene(&mut self, slot: &Slot, scene: &SceneSlot) -> Result<(), ComposeError> {
        let (asset, focal) = match self.job.slots.get(&scene.slot) {
            None => return Ok(()),
            Some(SlotContent::Picture { asset, focal }) => (asset, focal.unwrap_or(scene.focal)),
            Some(other) => return Err(self.wrong(&scene.slot, other, "a picture")),
        };
        let rect = self.edited(&scene.slot, self.stage.rect(&slot.frame));
        self.lay_cover(&scene.slot, asset, rect, (focal, scene.radius * self.stage.short))
    }

    /// A picture that fills its box; `look` is its focal point and the radius of its corners.
    fn lay_cover(&mut self, slot: &str, asset: &Asset, rect: Rect, look: ([f32; 2], f32)) -> Result<(), ComposeError> {
        let [left, top, right, bottom] = [rect.x, rect.y, rect.right(), rect.bottom()].map(f32::round);
        let size = [(right - left).max(1.0) as u32, (bottom - top).max(1.0) as u32];
        self.read_picture(slot, asset)?;
        let crop = Crop { focal: look.0, zoom: self.edits.of(slot).zoom };
        let layer = self.layers.cover(slot, asset, size, crop)?;
        let is_whole = look.1 <= 0.0;
        let layer = if is_whole { layer } else { Arc::new(rounded(&layer, look.1)) };
        let rect = Rect::from_corners(left, top, right, bottom);
        if layer.is_opaque {
            self.placed.sights.bury_fills(rect);
        }
        self.cover(slot, rect, |painter| painter.canvas.draw(&layer, left as i32, top as i32, 1.0));
        Ok(())
    }

    fn read_picture(&mut self, slot: &str, asset: &Asset) -> Result<Arc<Decoded>, ComposeError> {
        (self.watch)(Phase::Raster);
        let decoded = self.layers.decoded(slot, asset)?;
        (self.watch)(Phase::Decode);
        Ok(decoded)
    }

    pub(super) fn draw_panel(&mut self, slot: &Slot, panel: &PanelSlot) {
        let mut rect = self.stage.rect(&slot.frame);
        if panel.form == Form::Circle {
            let side = rect.w.min(rect.h);
            rect = Rect::new(rect.x + (rect.w - side) / 2.0, rect.y + (rect.h - side) / 2.0, side, side);
        }
        let radius = panel.radius * self.stage.short;
        let radii: Radii = match panel.form {
            Form::Rect => [radius; 4],
            Form::Pill | Form::Circle => [rect.w.min(rect.h) / 2.0; 4],
            Form::Arch => [rect.w / 2.0, rect.w / 2.0, radius, radius],
        };
        let paint = self.panel_paint(&panel.fill, rect, slot.frame.is_mirrored);
        match paint {
            Paint::Solid(color, opacity) if opacity >= COVERING => {
                let is_of_the_brand = !matches!(&panel.fill, PanelFill::Solid { color, .. } if color == BEHIND);
                if opacity >= 1.0 && is_of_the_brand {
                    self.placed.sights.add_fill(PANEL, color, rect);
                }
                self.cover(PANEL, rect, |painter| painter.canvas.fill(rect, radii, paint));
            }
            // A veil hides nothing.
            _ => self.canvas.fill(rect, radii, paint),
        }
    }

    fn panel_paint(&self, fill: &PanelFill, rect: Rect, is_mirrored: bool) -> Paint {
        match fill {
            PanelFill::Solid { color, opacity } => Paint::Solid(self.panel_color(color, rect), *opacity),
            PanelFill::Gradient { from, to, from_opacity, to_opacity, toward, middle } => {
                let turned = if self.is_rtl() && is_mirrored { -1.0 } else { 1.0 };
                Paint::Gradient(Gradient {
                    from: self.panel_color(from, rect),
                    to: self.panel_color(to, rect),
                    from_opacity: *from_opacity,
                    to_opacity: *to_opacity,
                    toward: match toward {
                        Toward::Top => [0.0, -1.0],
                        Toward::Bottom => [0.0, 1.0],
                        Toward::End => [turned, 0.0],
                        Toward::Start => [-turned, 0.0],
                    },
                    middle: *middle,
                })
            }
        }
    }

    fn panel_color(&self, name: &str, rect: Rect) -> Rgb {
        if name == BEHIND { behind::veil(&self.canvas, rect, &self.job.palette) } else { self.job.palette.color(name) }
    }

    pub(super) fn draw_picture(&mut self, slot: &Slot, picture: &PictureSlot) -> Result<(), ComposeError> {
        let (asset, focal) = match self.job.slots.get(&picture.slot) {
            None => return Ok(()),
            Some(SlotContent::Picture { asset, focal }) => (asset, focal.unwrap_or([0.5, 0.5])),
            Some(other) => return Err(self.wrong(&picture.slot, other, "a picture")),
        };
        let rect = self.edited(&picture.slot, self.stage.rect(&slot.frame));
        if picture.is_cover {
            self.lay_cover(&picture.slot, asset, rect, (focal, picture.radius * self.stage.short))?;
            self.note_product(&picture.slot, rect, None);
            return Ok(());
        }
        let fit = Contain { align: slot.frame.align, anchor: slot.frame.anchor, shadow: picture.shadow };
        self.lay_contained(&picture.slot, asset, rect, (fit, slot.frame.is_mirrored))
    }

    /// A picture whole in its box, with the shadow it throws; `fit` and whether it mirrors.
    pub(super) fn lay_contained(
        &mut self,
        slot: &str,
        asset: &Asset,
        rect: Rect,
        (fit, is_mirrored): (Contain, bool),
    ) -> Result<(), ComposeError> {
        let decoded = self.read_picture(slot, asset)?;
        let [left, top, right, bottom] = decoded.bounds.map(|edge| edge as f32);
        let scale = (rect.w / (right - left)).min(rect.h / (bottom - top));
        let (width, height) = (((right - left) * scale).round().max(1.0), ((bottom - top) * scale).round().max(1.0));
        let side = self.stage.side(fit.align, is_mirrored);
        let x = aligned(rect, width, side).round();
        let y = anchored(rect, height, fit.anchor).round();
        let layer = self.layers.contain(asset, &decoded, [width as u32, height as u32])?;
        if fit.shadow > 0.0 && !layer.is_opaque {
            let color = self.job.palette.color("ink").mix(Rgb([0, 0, 0]), 0.55);
            let shadow = self.layers.shadow(asset, &layer, color, fit.shadow);
            self.canvas.draw(&shadow.layer, x as i32 + shadow.offset[0], y as i32 + shadow.offset[1], 1.0);
        }
        let rect = Rect::new(x, y, width, height);
        self.cover(slot, rect, |painter| painter.canvas.draw(&layer, x as i32, y as i32, 1.0));
        self.note_product(slot, rect, Some(layer));
        Ok(())
    }

    fn note_product(&mut self, slot: &str, rect: Rect, layer: Option<Arc<Layer>>) {
        if slot == "product" || self.placed.product.is_none() {
            self.placed.product = Some(PlacedBox { rect: rect.to_array() });
            self.placed.sights.set_product(rect, layer, self.stage.canvas);
        }
    }

    pub(super) fn draw_logo_slot(&mut self, slot: &Slot, logo: &LogoSlot) -> Result<(), ComposeError> {
        let Some(content) = self.find_logo(logo)? else { return Ok(()) };
        let rect = self.stage.rect(&slot.frame);
        let ratio = self.logo_ratio(logo, &content)?;
        // Clear space is kept towards the inside; the margin keeps it towards the edges.
        let room = |align_is_middle: bool| if align_is_middle { 2.0 } else { 1.0 } * content.clear_space;
        let across = room(slot.frame.align == Align::Center);
        let down = room(slot.frame.anchor == Anchor::Middle);
        let fitting = (rect.h / (1.0 + down)).min(rect.w / (ratio + across));
        let least = (content.min_width_px as f32 / ratio).min(rect.h).min(rect.w / ratio);
        let height = fitting.max(least);
        let width = height * ratio;
        let side = self.stage.side(slot.frame.align, slot.frame.is_mirrored);
        let place = Rect::new(aligned(rect, width, side), anchored(rect, height, slot.frame.anchor), width, height);
        self.lay_logo(logo, &content, self.edited(&logo.slot, place))
    }

    pub(super) fn find_logo(&self, logo: &LogoSlot) -> Result<Option<Logo>, ComposeError> {
        match self.job.slots.get(&logo.slot) {
            None => Ok(None),
            Some(SlotContent::Logo(content)) => Ok(Some(content.clone())),
            Some(other) => Err(self.wrong(&logo.slot, other, "a logo")),
        }
    }

    /// Width over height.
    pub(super) fn logo_ratio(&self, logo: &LogoSlot, content: &Logo) -> Result<f32, ComposeError> {
        let info = self.layers.logo_info(&logo.slot, &content.svg)?;
        Ok(info.width / info.height)
    }

    pub(super) fn lay_logo(&mut self, logo: &LogoSlot, content: &Logo, rect: Rect) -> Result<(), ComposeError> {
        let is_dark = match logo.on {
            LogoOn::Light => false,
            LogoOn::Dark => true,
            LogoOn::Auto => behind::mean(&self.canvas, rect).luminance() < DARK_BELOW,
        };
        let asset = content.on_dark.as_ref().filter(|_| is_dark).unwrap_or(&content.svg);
        let size = [rect.w.round().max(1.0) as u32, rect.h.round().max(1.0) as u32];
        let layer = self.layers.logo(&logo.slot, asset, size)?;
        let (x, y) = (rect.x.round(), rect.y.round());
        let rect = Rect::new(x, y, size[0] as f32, size[1] as f32);
        self.cover(&logo.slot, rect, |painter| painter.canvas.draw(&layer, x as i32, y as i32, 1.0));
        self.placed.logo = Some(PlacedBox { rect: rect.to_array() });
        Ok(())
    }
}

/// The layer with its corners cut round.
fn rounded(layer: &Layer, radius: f32) -> Layer {
    let (width, height) = (layer.width as f32, layer.height as f32);
    let radius = radius.min(width / 2.0).min(height / 2.0);
    let mut pixels = layer.pixels.clone();
    for (at, pixel) in pixels.chunks_exact_mut(4).enumerate() {
        let (x, y) = ((at as u32 % layer.width) as f32 + 0.5, (at as u32 / layer.width) as f32 + 0.5);
        let dx = (radius - x).max(x - (width - radius)).max(0.0);
        let dy = (radius - y).max(y - (height - radius)).max(0.0);
        if dx > 0.0 && dy > 0.0 {
            let share = (radius - dx.hypot(dy) + 0.5).clamp(0.0, 1.0);
            pixel.iter_mut().for_each(|channel| *channel = (f32::from(*channel) * share).round() as u8);
        }
    }
    Layer { width: layer.width, height: layer.height, pixels, is_opaque: false }
}
