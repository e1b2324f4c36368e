//! From a layout file to a layout: styles laid under slots, defaults filled in, every mistake
//! told at once. Not a drawing step: nothing here knows a format's size.

use std::collections::BTreeMap;

use galley_domain::digest::Digest;
use galley_domain::format::Shape;
use galley_domain::source::{Document, Problem, Problems, join, text_of};
use serde_json::{Map, Value};

use super::file::{Colors, KindWord, LayoutFile, LooseKeys, PictureFit};
use super::{
    Align, Anchor, Arrangement, ButtonSlot, CardsSlot, Fit, Form, Frame, Inside, Item, Kind, Layout, LogoOn, LogoSlot,
    PanelFill, PanelSlot, PictureSlot, Role, RowSlot, SceneSlot, Slot, StackSlot, TextSlot,
};

/// Colour names beside the palette's that every layout may use.
const PLAIN_COLORS: [&str; 3] = ["black", "white", "behind"];

pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Layout, Problems> {
    let text = text_of(file, bytes)?;
    let mut doc = Document::parse_toml(file, text)?;
    name_items(&mut doc.value);
    let (_, problems) = doc.read::<LayoutFile>();
    if !problems.is_empty() {
        return Err(Problems::sorted(problems));
    }
    let mut reader = Reader { doc: &doc, problems };
    let layout = reader.layout(Digest::of(bytes));
    Problems::unless_empty(layout, reader.problems)
}

/// `"headline"` among items is short for `{ style = "headline" }`.
fn name_items(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                if let (true, Value::Array(items)) = (key == "items", &mut *inner) {
                    for item in items.iter_mut().filter(|item| item.is_string()) {
                        let style = item.take();
                        *item = Value::Object(Map::from_iter([("style".to_owned(), style)]));
                    }
                }
                name_items(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(name_items),
        _ => {}
    }
}

struct Reader<'a> {
    doc: &'a Document,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn layout(&mut self, digest: Digest) -> Layout {
        let text = |name: &str| self.doc.value[name].as_str().unwrap_or_default().to_owned();
        let (name, title) = (text("layout"), text("title"));
        let mut shapes = BTreeMap::new();
        for shape in Shape::ALL {
            let pointer = format!("/shapes/{}", shape.word());
            if self.doc.value.pointer(&pointer).is_some() {
                shapes.insert(shape, self.arrangement(&pointer));
            }
        }
        if shapes.is_empty() {
            self.complain("/layout", "the layout has no shape");
        }
        let formats = self.formats(&shapes);
        Layout { name, title, digest, shapes, formats }
    }

    /// Arrangements of single formats: their own, or the one they are `like`.
    fn formats(&mut self, shapes: &BTreeMap<Shape, Arrangement>) -> BTreeMap<String, Arrangement> {
        let ids: Vec<String> =
            self.doc.value["formats"].as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
        let like = |id: &String| self.doc.value["formats"][id]["like"].as_str().map(str::to_owned);
        let (own, borrowed): (Vec<_>, Vec<_>) =
            ids.into_iter().map(|id| (like(&id), id)).partition(|(like, _)| like.is_none());
        let mut formats = BTreeMap::new();
        for (_, id) in own {
            let arrangement = self.arrangement(&join("/formats", &id));
            formats.insert(id, arrangement);
        }
        for (like, id) in borrowed {
            let like = like.unwrap_or_default();
            let found = Shape::find(&like).and_then(|shape| shapes.get(&shape)).or_else(|| formats.get(&like)).cloned();
            match found {
                Some(arrangement) => drop(formats.insert(id, arrangement)),
                None => {
                    let pointer = format!("{}/like", join("/formats", &id));
                    let known = shapes.keys().map(|shape| shape.word()).chain(formats.keys().map(String::as_str));
                    let problem = self.doc.problem(&pointer, format!("the layout does not arrange “{like}”"));
                    self.problems.push(problem.one_of(&like, known));
                }
            }
        }
        formats
    }

    fn arrangement(&mut self, pointer: &str) -> Arrangement {
        let value = self.doc.value.pointer(pointer).cloned().unwrap_or_default();
        let number = |name: &str, default: f32| value[name].as_f64().map_or(default, |v| v as f32);
        let (margin, min_margin_px) = (number("margin", 0.06), number("min_margin_px", 8.0));
        let fill = value["fill"].as_str().unwrap_or("background").to_owned();
        self.check_color(&fill, &format!("{pointer}/fill"));
        let count = value["slots"].as_array().map_or(0, Vec::len);
        let slots = (0..count).filter_map(|index| self.slot(&format!("{pointer}/slots/{index}"))).collect();
        Arrangement { fill, margin, min_margin_px, slots }
    }

    fn slot(&mut self, pointer: &str) -> Option<Slot> {
        let keys = self.keys(pointer)?;
        let kind = self.kind(&keys, pointer)?;
        let is_behind = matches!(kind, Kind::Scene(_) | Kind::Panel(_));
        let frame = Frame {
            fractions: keys.fractions.unwrap_or([0.0, 0.0, 1.0, 1.0]),
            inside: keys.inside.unwrap_or(if is_behind { Inside::Canvas } else { Inside::Content }),
            is_mirrored: keys.mirror.unwrap_or(!matches!(kind, Kind::Scene(_))),
            drop_below: keys.drop_below.unwrap_or([0, 0]),
            drop_above: keys.drop_above.unwrap_or([u32::MAX, u32::MAX]),
            align: keys.align.unwrap_or(Align::Start),
            anchor: keys.anchor.unwrap_or(Anchor::Top),
        };
        Some(Slot { frame, kind })
    }

    /// The slot's own keys over its style's.
    fn keys(&mut self, pointer: &str) -> Option<LooseKeys> {
        let own = self.doc.value.pointer(pointer)?.as_object()?.clone();
        let mut merged = Map::new();
        if let Some(style) = own.get("style").and_then(Value::as_str) {
            match self.doc.value["styles"].get(style).and_then(Value::as_object) {
                Some(keys) => merged = keys.clone(),
                None => {
                    let styles = self.doc.value["styles"].as_object();
                    let names = styles.into_iter().flat_map(|map| map.keys().map(String::as_str));
                    let problem = self.doc.problem(&format!("{pointer}/style"), format!("there is no style “{style}”"));
                    self.problems.push(problem.one_of(style, names));
                    return None;
                }
            }
        }
        merged.extend(own);
        // The schema has been checked, so this reads what is known to be readable.
        match serde_json::from_value(Value::Object(merged)) {
            Ok(keys) => Some(keys),
            Err(error) => {
                self.complain(pointer, &error.to_string());
                None
            }
        }
    }

    fn kind(&mut self, keys: &LooseKeys, pointer: &str) -> Option<Kind> {
        let Some(word) = keys.kind else {
            self.complain(pointer, "neither the slot nor its style says of what kind it is");
            return None;
        };
        let slot = |default: &str| keys.slot.clone().unwrap_or_else(|| default.to_owned());
        let radius = keys.radius.unwrap_or(0.0);
        Some(match word {
            KindWord::Scene => {
                Kind::Scene(SceneSlot { slot: slot("scene"), focal: keys.focal.unwrap_or([0.5, 0.5]), radius })
            }
            KindWord::Panel => Kind::Panel(self.panel(keys, pointer)?),
            KindWord::Picture => Kind::Picture(PictureSlot {
                slot: slot("product"),
                is_cover: keys.fit == Some(PictureFit::Cover),
                radius,
                shadow: keys.shadow.unwrap_or(0.0),
            }),
            KindWord::Logo => Kind::Logo(LogoSlot {
                slot: slot("logo"),
                on: keys.on.unwrap_or(LogoOn::Auto),
                height: keys.height.unwrap_or(0.1),
            }),
            KindWord::Text => Kind::Text(self.text(keys, pointer, false)?),
            KindWord::Button => Kind::Button(self.button(keys, pointer)?),
            KindWord::Stack => {
                Kind::Stack(StackSlot { items: self.items(keys, pointer, word), gap: keys.gap.unwrap_or(0.03) })
            }
            KindWord::Row => {
                Kind::Row(RowSlot { items: self.items(keys, pointer, word), gap: keys.gap.unwrap_or(0.03) })
            }
            KindWord::Cards => Kind::Cards(self.cards(keys, pointer)),
        })
    }

    fn cards(&mut self, keys: &LooseKeys, pointer: &str) -> CardsSlot {
        let fill = keys.fill.as_ref().and_then(|colors| colors.list().into_iter().next());
        fill.iter().for_each(|color| self.check_color(color, &format!("{pointer}/fill")));
        CardsSlot {
            slot: keys.slot.clone().unwrap_or_else(|| "product".to_owned()),
            most: keys.most.unwrap_or(4),
            gap: keys.gap.unwrap_or(0.03),
            fill,
            opacity: keys.opacity.unwrap_or(1.0),
            radius: keys.radius.unwrap_or(0.0),
            padding: keys.padding.map_or(0.08, |[padding, _]| padding),
            share: keys.share.unwrap_or(0.58),
            shadow: keys.shadow.unwrap_or(0.0),
            items: self.items(keys, pointer, KindWord::Stack),
        }
    }

    fn items(&mut self, keys: &LooseKeys, pointer: &str, word: KindWord) -> Vec<Item> {
        let count = keys.items.as_ref().map_or(0, Vec::len);
        // Items that come from a style stand in the style.
        let own = format!("{pointer}/items");
        let base = match (&keys.style, self.doc.value.pointer(&own)) {
            (Some(style), None) => format!("{}/items", join("/styles", style)),
            _ => own,
        };
        if count == 0 {
            self.complain(pointer, "a stack or a row without items");
        }
        (0..count).filter_map(|index| self.item(&format!("{base}/{index}"), word)).collect()
    }

    fn item(&mut self, pointer: &str, parent: KindWord) -> Option<Item> {
        let keys = self.keys(pointer)?;
        let may_stand = match keys.kind {
            Some(KindWord::Text | KindWord::Button) | None => true,
            Some(KindWord::Row | KindWord::Logo) => parent == KindWord::Stack,
            Some(_) => false,
        };
        if !may_stand {
            let expected = if parent == KindWord::Row { "text or button" } else { "text, button, row or logo" };
            let problem = self.doc.problem(pointer, "this kind cannot be an item here").expected(expected);
            self.problems.push(problem);
            return None;
        }
        if keys.fractions.is_some() {
            self.complain(pointer, "an item has no box: the stack or row places it");
        }
        Some(Item { gap: keys.gap, align: keys.align, kind: self.kind(&keys, pointer)? })
    }

    fn panel(&mut self, keys: &LooseKeys, pointer: &str) -> Option<PanelSlot> {
        let fill = match (&keys.fill, &keys.gradient) {
            (Some(Colors::One(color)), None) => {
                self.check_color(color, &format!("{pointer}/fill"));
                PanelFill::Solid { color: color.clone(), opacity: keys.opacity.unwrap_or(1.0) }
            }
            (None, Some(g)) => {
                self.check_color(&g.from, &format!("{pointer}/gradient/from"));
                self.check_color(&g.to, &format!("{pointer}/gradient/to"));
                PanelFill::Gradient {
                    from: g.from.clone(),
                    to: g.to.clone(),
                    from_opacity: g.from_opacity,
                    to_opacity: g.to_opacity,
                    toward: g.toward,
                    middle: g.middle,
                }
            }
            _ => {
                let problem = self.doc.problem(pointer, "a panel has one filling");
                self.problems.push(problem.expected("either fill (one colour) or gradient"));
                return None;
            }
        };
        Some(PanelSlot { fill, form: keys.form.unwrap_or(Form::Rect), radius: keys.radius.unwrap_or(0.0) })
    }

    fn text(&mut self, keys: &LooseKeys, pointer: &str, is_button: bool) -> Option<TextSlot> {
        let (Some(slot), Some(size)) = (keys.slot.clone(), keys.size) else {
            let missing = if keys.slot.is_none() { "slot" } else { "size" };
            self.complain(pointer, &format!("a text says “{missing}”, here or in its style"));
            return None;
        };
        if size[0] > size[1] {
            self.complain(&format!("{pointer}/size"), "the smallest size is larger than the largest");
        }
        let role = keys.font.unwrap_or(Role::Text);
        let is_display = role == Role::Display;
        let usual = if is_button { "on_primary" } else { "ink" };
        let colors = keys.color.as_ref().map_or_else(|| vec![usual.to_owned()], Colors::list);
        colors.iter().for_each(|color| self.check_color(color, &format!("{pointer}/color")));
        let weight = match (is_button, is_display) {
            (true, _) => 700.0,
            (_, true) => 600.0,
            _ => 500.0,
        };
        let fit = keys.fit.and_then(PictureFit::text);
        Some(TextSlot {
            slot,
            role,
            weight: keys.weight.unwrap_or(weight),
            size,
            min_px: keys.min_px.unwrap_or(9.0),
            max_px: keys.max_px.unwrap_or(f32::MAX),
            max_lines: keys.max_lines.unwrap_or(if is_button { 1 } else { 3 }),
            fit: fit.unwrap_or(if is_button { Fit::Shrink } else { Fit::Both }),
            is_balanced: keys.balance.unwrap_or(is_display),
            leading: keys.leading.unwrap_or(if is_display { 1.08 } else { 1.35 }),
            tracking: keys.tracking.unwrap_or(0.0),
            colors,
            opacity: keys.opacity.unwrap_or(1.0),
            is_struck: keys.strike.unwrap_or(false),
        })
    }

    fn button(&mut self, keys: &LooseKeys, pointer: &str) -> Option<ButtonSlot> {
        let fills = keys.fill.as_ref().map_or_else(|| vec!["primary".to_owned()], Colors::list);
        fills.iter().for_each(|color| self.check_color(color, &format!("{pointer}/fill")));
        Some(ButtonSlot {
            text: self.text(keys, pointer, true)?,
            fills,
            padding: keys.padding.unwrap_or([0.62, 1.15]),
            radius: keys.radius,
            has_arrow: keys.arrow.unwrap_or(false),
        })
    }

    /// Layouts keep to the names that every brand has.
    fn check_color(&mut self, name: &str, pointer: &str) {
        let known = || crate::palette::NAMES.into_iter().chain(PLAIN_COLORS);
        if known().any(|color| color == name) {
            return;
        }
        let problem = self.doc.problem(pointer, format!("there is no colour “{name}”")).one_of(name, known());
        self.problems.push(problem);
    }

    fn complain(&mut self, pointer: &str, message: &str) {
        self.problems.push(self.doc.problem(pointer, message));
    }
}
