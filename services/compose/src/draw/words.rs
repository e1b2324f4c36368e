//! Texts, buttons, stacks and rows: from content to fitted parts to ink, and the facts about it.

use super::{Painter, apart, behind};
use crate::arrange::{Cap, Part, Sized, Surface, aligned, anchored, button_baseline, find_caps, set_stack};
use crate::canvas::{Paint, Radii};
use crate::edits::find_color;
use crate::geometry::Rect;
use crate::job::{ComposeError, SlotContent};
use crate::layout::{Align, Anchor, ButtonSlot, Frame, Item, Kind, Role, TextSlot};
use crate::palette::Rgb;
use crate::phase::Phase;
use crate::text::fit::{Block, Candidate, LEVELS, TextRules};
use crate::text::hyphens::{SOFT, harden, soften};
use crate::text::ink::{Ink, Inking, Pen, Place};
use crate::text::prepare::pauses;
use crate::text::shape::{Breaks, Shaped, Style};

/// How much of a stack's height a headline may count on when its line ends are chosen.
const HEADLINE_SHARE: f32 = 0.62;
/// The shortest line of a broken headline, as a part of its longest.
const EVEN: f32 = 0.52;
/// Room for an arrow after a button's text, in ems.
const ARROW: f32 = 1.25;

/// What a sized part is, for drawing it.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    item: &'a Item,
    align: Align,
}

/// Items with their content, not yet of a size.
pub(super) struct Gathered<'a> {
    pub parts: Vec<Part<Tag<'a>>>,
    /// Before each part, in pixels.
    pub gaps: Vec<f32>,
    /// Which item of the list each part is.
    pub places: Vec<usize>,
}

impl Painter<'_> {
    pub(super) fn draw_stack(
        &mut self,
        frame: Frame,
        items: &[Item],
        gap: f32,
        pen: &mut Pen,
    ) -> Result<(), ComposeError> {
        let rect = self.stage.rect(&frame);
        let mut gathered = self.gather((items, gap), frame.align, rect, pen)?;
        if gathered.parts.is_empty() {
            return Ok(());
        }
        let caps = find_caps(&mut gathered.parts, &gathered.gaps, rect.w, rect.h);
        self.lay_stack(gathered, &caps, (rect, frame.anchor, frame.is_mirrored), pen)
    }

    /// The items that have content; `list` is they and the gap between them.
    pub(super) fn gather<'a>(
        &self,
        list: (&'a [Item], f32),
        align: Align,
        rect: Rect,
        pen: &mut Pen,
    ) -> Result<Gathered<'a>, ComposeError> {
        let (items, gap) = list;
        let is_alone = items.iter().filter(|item| self.has_content(&item.kind)).count() < 2;
        let room = Rect { h: rect.h * if is_alone { 1.0 } else { HEADLINE_SHARE }, ..rect };
        let mut gathered = Gathered { parts: Vec::new(), gaps: Vec::new(), places: Vec::new() };
        for (place, item) in items.iter().enumerate() {
            let align = item.align.unwrap_or(align);
            if let Some(part) = self.part(Tag { item, align }, room, pen)? {
                gathered.parts.push(part);
                gathered.gaps.push(item.gap.unwrap_or(gap) * self.stage.short);
                gathered.places.push(place);
            }
        }
        Ok(gathered)
    }

    /// Sets and draws gathered items in a box; `place` is the box, its anchor, and whether it mirrors.
    pub(super) fn lay_stack(
        &mut self,
        gathered: Gathered<'_>,
        caps: &[Cap],
        place: (Rect, Anchor, bool),
        pen: &mut Pen,
    ) -> Result<(), ComposeError> {
        let (rect, anchor, is_mirrored) = place;
        let gaps = gathered.gaps;
        let sized = set_stack(gathered.parts, caps, rect.w);
        let total = sized.iter().map(Sized::height).sum::<f32>() + gaps.iter().skip(1).sum::<f32>();
        (self.watch)(Phase::Layout);
        let anchor = if total > rect.h { Anchor::Top } else { anchor };
        let mut y = anchored(rect, total, anchor);
        for (index, part) in sized.iter().enumerate() {
            y += if index > 0 { gaps[index] } else { 0.0 };
            self.draw_sized(part, Rect::new(rect.x, y, rect.w, part.height()), (is_mirrored, pen))?;
            y += part.height();
        }
        (self.watch)(Phase::Raster);
        Ok(())
    }

    fn has_content(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Text(text) | Kind::Button(ButtonSlot { text, .. }) => self.job.slots.contains_key(&text.slot),
            Kind::Logo(logo) => self.job.slots.contains_key(&logo.slot),
            Kind::Row(row) => row.items.iter().any(|item| self.has_content(&item.kind)),
            Kind::Scene(_) | Kind::Panel(_) | Kind::Picture(_) | Kind::Stack(_) | Kind::Cards(_) => false,
        }
    }

    /// An item with its content, or nothing if it has none; `rect` is the room that it may count on.
    fn part<'a>(&self, tag: Tag<'a>, rect: Rect, pen: &mut Pen) -> Result<Option<Part<Tag<'a>>>, ComposeError> {
        Ok(match &tag.item.kind {
            Kind::Text(text) => self.candidate(text, pen, rect)?.map(|candidate| Part::Text { candidate, tag }),
            Kind::Button(button) => {
                let arrow = if button.has_arrow { ARROW } else { 0.0 };
                let surface = Surface { padding: button.padding, arrow };
                self.candidate(&button.text, pen, rect)?.map(|candidate| Part::Button { candidate, surface, tag })
            }
            Kind::Row(row) => {
                let mut parts = Vec::new();
                for item in &row.items {
                    parts.extend(self.part(Tag { item, align: tag.align }, rect, pen)?);
                }
                let gap = row.gap * self.stage.short;
                (!parts.is_empty()).then_some(Part::Row { parts, gap, tag })
            }
            Kind::Logo(logo) => match self.find_logo(logo)? {
                None => None,
                Some(content) => {
                    let ratio = self.logo_ratio(logo, &content)?;
                    let height =
                        (logo.height * self.stage.short).max(content.min_width_px as f32 / ratio).min(rect.w / ratio);
                    Some(Part::Fixed { width: height * ratio, height, tag })
                }
            },
            Kind::Scene(_) | Kind::Panel(_) | Kind::Picture(_) | Kind::Stack(_) | Kind::Cards(_) => None,
        })
    }

    fn candidate(&self, slot: &TextSlot, pen: &mut Pen, rect: Rect) -> Result<Option<Candidate>, ComposeError> {
        let text = match self.job.slots.get(&slot.slot) {
            None => return Ok(None),
            Some(SlotContent::Text(text)) if text.trim().is_empty() => return Ok(None),
            Some(SlotContent::Text(text)) => text,
            Some(other) => return Err(self.wrong(&slot.slot, other, "a text")),
        };
        let times = self.edits.of(&slot.slot).scale;
        let rules = TextRules::new(slot, (self.stage.short, self.stage.density), times, &self.job.locale.script);
        let mut candidate =
            Candidate { shaped: self.shape(slot, text, pen, breaks(slot, &self.job.locale.script)), rules };
        // A phrase that is too long for the box at any size is broken between words, a word like any other text.
        for looser in [Breaks::Words, Breaks::Anywhere] {
            if self.job.locale.script == "Jpan" && candidate.find_level(rect.w, f32::MAX).is_none() {
                candidate.shaped = self.shape(slot, text, pen, looser);
            }
        }
        self.divide_words(slot, text, &mut candidate, (&mut *pen, rect));
        if slot.is_balanced && slot.role == Role::Display {
            self.break_at_pauses(slot, text, &mut candidate, (pen, rect));
        }
        Ok(Some(candidate))
    }

    /// Divides long words where the text would not fit otherwise, or only very small.
    fn divide_words(&self, slot: &TextSlot, text: &str, candidate: &mut Candidate, tools: (&mut Pen, Rect)) {
        let (pen, rect) = tools;
        let Some(softened) = soften(text, &self.job.locale.tag) else { return };
        let whole = candidate.find_level(rect.w, rect.h);
        if whole.is_some_and(|level| level >= LEVELS / 4) && !text.contains(SOFT) {
            return;
        }
        let mut soft = Candidate { shaped: self.shape(slot, &softened, pen, Breaks::Anywhere), rules: candidate.rules };
        let Some(level) = soft.find_level(rect.w, rect.h) else { return };
        // The hyphens themselves take room, so a level lower may be needed.
        for level in (whole.map_or(0, |level| level + LEVELS / 6)..=level).rev() {
            let hard = harden(soft.line_texts(level, rect.w));
            let mut divided =
                Candidate { shaped: self.shape(slot, &hard, pen, Breaks::Anywhere), rules: candidate.rules };
            if divided.height(level, rect.w).is_some_and(|height| height <= rect.h + 0.5) {
                divided.rules.max_lines = divided.count_lines(level, rect.w);
                *candidate = divided;
                return;
            }
        }
    }

    /// Ends lines where a reader pauses, if that needs no more lines, hardly a smaller size, and
    /// leaves no line much shorter than the others.
    fn break_at_pauses(&self, slot: &TextSlot, text: &str, candidate: &mut Candidate, tools: (&mut Pen, Rect)) {
        let (pen, rect) = tools;
        let (width, height) = (rect.w, rect.h);
        if candidate.has_forced_lines() {
            return;
        }
        let Some((paused, phrases)) = pauses(text) else { return };
        let Some(level) = candidate.find_own_level(width, height) else { return };
        let lines = candidate.count_lines(level, width);
        let breaks = breaks(slot, &self.job.locale.script);
        let mut broken = Candidate { shaped: self.shape(slot, &paused, pen, breaks), rules: candidate.rules };
        let Some(broken_level) = broken.find_own_level(width, height) else { return };
        let broken_lines = broken.count_lines(broken_level, width);
        let is_even = broken_lines == phrases || broken.evenness(broken_level, width) >= EVEN;
        if lines > 1 && broken_level + LEVELS / 6 >= level && broken_lines <= lines && is_even {
            broken.rules.max_lines = broken_lines;
            *candidate = broken;
        }
    }

    fn shape(&self, slot: &TextSlot, text: &str, pen: &mut Pen, breaks: Breaks) -> Shaped {
        let locale = &self.job.locale;
        let brand = match slot.role {
            Role::Display => &self.job.fonts.display,
            Role::Text => &self.job.fonts.text,
        };
        let families = pen.chooser.choose(&mut pen.fonts, brand, &locale.script, slot.role);
        let style = Style {
            families: &families,
            weight: slot.weight,
            tracking: if locale.letter_spacing { slot.tracking } else { 0.0 },
            script: &locale.script,
            language: &locale.tag,
            is_rtl: self.is_rtl(),
            breaks,
        };
        Shaped::new(&mut pen.fonts, &mut pen.layouts, text, &style)
    }

    /// Draws a sized part in its full-width line of the stack; `tools` is whether it mirrors, and the pen.
    fn draw_sized(&mut self, part: &Sized<Tag<'_>>, line: Rect, tools: (bool, &mut Pen)) -> Result<(), ComposeError> {
        let (Sized::Text { tag, .. } | Sized::Button { tag, .. } | Sized::Row { tag, .. } | Sized::Fixed { tag, .. }) =
            part;
        self.apart(apart::name_of(tag.item), |painter| painter.draw_part(part, line, tools))
    }

    fn draw_part(&mut self, part: &Sized<Tag<'_>>, line: Rect, tools: (bool, &mut Pen)) -> Result<(), ComposeError> {
        let (is_mirrored, pen) = tools;
        let side = |tag: &Tag<'_>| self.stage.side(tag.align, is_mirrored);
        match part {
            Sized::Text { block, tag } => {
                let Kind::Text(slot) = &tag.item.kind else { return Ok(()) };
                let place = Place { rect: line, align: side(tag) };
                self.draw_text(block, slot, place, pen);
            }
            Sized::Button { block, width, height, tag, .. } => {
                let Kind::Button(slot) = &tag.item.kind else { return Ok(()) };
                let rect = Rect::new(aligned(line, *width, side(tag)).round(), line.y.round(), width.round(), *height);
                self.draw_button(block, slot, rect, pen);
            }
            Sized::Row { parts, gap, width, tag, .. } => {
                let mut x = aligned(line, *width, side(tag));
                let baseline = part.baseline();
                let is_reversed = self.is_rtl() && is_mirrored;
                let order: Vec<&Sized<Tag<'_>>> =
                    if is_reversed { parts.iter().rev().collect() } else { parts.iter().collect() };
                for part in order {
                    let rect = Rect::new(x, line.y + baseline - part.baseline(), part.width(), part.height());
                    self.draw_sized(part, rect, (is_mirrored, &mut *pen))?;
                    x += part.width() + gap;
                }
            }
            Sized::Fixed { width, height, tag } => {
                let Kind::Logo(slot) = &tag.item.kind else { return Ok(()) };
                let Some(content) = self.find_logo(slot)? else { return Ok(()) };
                let rect = Rect::new(aligned(line, *width, side(tag)), line.y, *width, *height);
                self.lay_logo(slot, &content, self.edited(&slot.slot, rect))?;
            }
        }
        Ok(())
    }

    fn draw_text(&mut self, block: &Block, slot: &TextSlot, place: Place, pen: &mut Pen) {
        let place = Place { rect: place.rect.moved(self.shift(&slot.slot), 1.0), ..place };
        let Some(rect) = crate::text::ink::block_rect(block, &place) else {
            return self.note(block, slot, place, (self.job.palette.color("ink"), None));
        };
        let color = self.pick_ink(rect, slot, block.size);
        let paint = Inking { color, opacity: slot.opacity };
        let ink = self.cover(&slot.slot, rect, |painter| {
            let ink = pen.draw(&mut painter.canvas, block, &place, paint);
            if let (Some(ink), true) = (&ink, slot.is_struck) {
                painter.strike(block, place, ink.rect, color);
            }
            ink
        });
        if let (Some(ink), true) = (&ink, slot.is_struck) {
            self.placed.sights.add_fill(&slot.slot, color, ink.rect);
        }
        self.note(block, slot, place, (color, ink));
    }

    /// Strikes a text through.
    fn strike(&mut self, block: &Block, place: Place, rect: Rect, color: Rgb) {
        let y = place.rect.y + block.baselines.first().copied().unwrap_or_default()
            - block.shaped.cap_height * block.size * 0.47;
        let (reach, thickness) = (block.size * 0.09, (block.size * 0.07).max(1.0));
        self.canvas.stroke([rect.x - reach, y], [rect.right() + reach, y], thickness, color);
    }

    fn pick_ink(&self, rect: Rect, slot: &TextSlot, size: f32) -> Rgb {
        if let Some(color) = &self.edits.of(&slot.slot).color {
            return find_color(color, &self.job.palette).unwrap_or_else(|| self.job.palette.color("ink"));
        }
        let colors: Vec<Rgb> = slot.colors.iter().map(|name| self.job.palette.color(name)).collect();
        behind::pick(&self.canvas, rect, &colors, size / self.stage.density)
            .unwrap_or_else(|| self.job.palette.color("ink"))
    }

    fn draw_button(&mut self, block: &Block, slot: &ButtonSlot, rect: Rect, pen: &mut Pen) {
        let label = &slot.text;
        let rect = rect.moved(self.shift(&label.slot).map(f32::round), 1.0);
        let radii = [slot.radius.map_or(rect.h / 2.0, |ems| ems * block.size); 4];
        let (place, color, ink) = self.cover(&label.slot, rect, |painter| {
            painter.draw_surface(slot, rect, radii);
            painter.draw_label(block, slot, rect, pen)
        });
        self.placed.sights.add_button(&label.slot, rect, radii);
        self.note(block, label, place, (color, ink));
    }

    fn draw_surface(&mut self, slot: &ButtonSlot, rect: Rect, radii: Radii) {
        let fills: Vec<Rgb> = slot.fills.iter().map(|name| self.job.palette.color(name)).collect();
        let edited = self.edits.of(&slot.text.slot).fill.as_deref();
        let edited = edited.and_then(|fill| find_color(fill, &self.job.palette));
        if let Some(fill) = edited.or_else(|| behind::pick_surface(&self.canvas, rect, &fills)) {
            self.canvas.fill(rect, radii, Paint::Solid(fill, 1.0));
            self.placed.sights.add_fill(&slot.text.slot, fill, rect);
        }
    }

    /// Draws a button's words and its arrow; says where, in which colour, and what ink that was.
    fn draw_label(&mut self, block: &Block, slot: &ButtonSlot, rect: Rect, pen: &mut Pen) -> (Place, Rgb, Option<Ink>) {
        let padding = slot.padding[1] * block.size;
        let is_rtl = self.is_rtl();
        let x = if slot.has_arrow && is_rtl { rect.right() - padding - block.width } else { rect.x + padding };
        let first = block.baselines.first().copied().unwrap_or_default();
        let extra = block.baselines.last().copied().unwrap_or_default() - first;
        let y = rect.y + button_baseline(block, rect.h - extra) - first;
        let place = Place { rect: Rect::new(x, y, block.width, block.height), align: Align::Center };
        let color = self.pick_ink(place.rect, &slot.text, block.size);
        let ink = pen.draw(&mut self.canvas, block, &place, Inking { color, opacity: slot.text.opacity });
        if slot.has_arrow {
            self.draw_arrow(rect, block.size, padding, color);
        }
        (place, color, ink)
    }

    /// An arrow at the reading end of a button.
    fn draw_arrow(&mut self, rect: Rect, size: f32, padding: f32, color: Rgb) {
        let forward = if self.is_rtl() { -1.0 } else { 1.0 };
        let tip_x = if self.is_rtl() { rect.x + padding * 0.92 } else { rect.right() - padding * 0.92 };
        let y = rect.y + rect.h / 2.0;
        let (length, head, thickness) = (size * 0.82, size * 0.27, (size * 0.1).max(1.2));
        self.canvas.stroke([tip_x - forward * length, y], [tip_x, y], thickness, color);
        for way in [-1.0, 1.0] {
            self.canvas.stroke([tip_x - forward * head, y + way * head], [tip_x, y], thickness, color);
        }
    }
}

fn breaks(slot: &TextSlot, script: &str) -> Breaks {
    if slot.is_balanced && script == "Jpan" { Breaks::Phrases } else { Breaks::Anywhere }
}
