//! What a layout says: slots, their boxes and their rules, per shape. See `LAYOUTS.md`.
//! Not where a slot stands in pixels (that is `arrange`) and not its contents (that is a job).

mod file;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::digest::Digest;
use galley_domain::format::{Format, Shape};
use galley_domain::source::Problems;

/// A parsed layout.
#[derive(Debug, Clone)]
pub struct Layout {
    pub name: String,
    pub title: String,
    /// The digest of the file it was read from.
    pub digest: Digest,
    shapes: BTreeMap<Shape, Arrangement>,
    formats: BTreeMap<String, Arrangement>,
}

/// The slots of one shape or of one format.
#[derive(Debug, Clone)]
pub struct Arrangement {
    pub fill: String,
    /// Of the short side.
    pub margin: f32,
    pub min_margin_px: f32,
    pub slots: Vec<Slot>,
}

#[derive(Debug, Clone)]
pub struct Slot {
    pub frame: Frame,
    pub kind: Kind,
}

/// Where a slot stands.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub fractions: [f32; 4],
    pub inside: Inside,
    pub is_mirrored: bool,
    pub drop_below: [u32; 2],
    pub drop_above: [u32; 2],
    pub align: Align,
    pub anchor: Anchor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inside {
    Canvas,
    Safe,
    Content,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Start,
    Center,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    Top,
    Middle,
    Bottom,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Scene(SceneSlot),
    Panel(PanelSlot),
    Picture(PictureSlot),
    Logo(LogoSlot),
    Text(TextSlot),
    Button(ButtonSlot),
    Stack(StackSlot),
    Row(RowSlot),
    Cards(CardsSlot),
}

#[derive(Debug, Clone)]
pub struct SceneSlot {
    pub slot: String,
    pub focal: [f32; 2],
    pub radius: f32,
}

#[derive(Debug, Clone)]
pub struct PanelSlot {
    pub fill: PanelFill,
    pub form: Form,
    pub radius: f32,
}

#[derive(Debug, Clone)]
pub enum PanelFill {
    Solid { color: String, opacity: f32 },
    Gradient { from: String, to: String, from_opacity: f32, to_opacity: f32, toward: Toward, middle: f32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Toward {
    Top,
    Bottom,
    Start,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Rect,
    Pill,
    Circle,
    Arch,
}

#[derive(Debug, Clone)]
pub struct PictureSlot {
    pub slot: String,
    pub is_cover: bool,
    pub radius: f32,
    pub shadow: f32,
}

#[derive(Debug, Clone)]
pub struct LogoSlot {
    pub slot: String,
    pub on: LogoOn,
    /// In a stack: of the short side.
    pub height: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogoOn {
    Auto,
    Light,
    Dark,
}

#[derive(Debug, Clone)]
pub struct TextSlot {
    pub slot: String,
    pub role: Role,
    pub weight: f32,
    /// Smallest and largest, of the short side.
    pub size: [f32; 2],
    pub min_px: f32,
    pub max_px: f32,
    pub max_lines: u32,
    pub fit: Fit,
    pub is_balanced: bool,
    pub leading: f32,
    pub tracking: f32,
    pub colors: Vec<String>,
    pub opacity: f32,
    pub is_struck: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Display,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    Shrink,
    Wrap,
    Both,
}

#[derive(Debug, Clone)]
pub struct ButtonSlot {
    pub text: TextSlot,
    /// The first that stands out from what is behind.
    pub fills: Vec<String>,
    /// Vertical and horizontal, in ems.
    pub padding: [f32; 2],
    /// In ems; none is a pill.
    pub radius: Option<f32>,
    pub has_arrow: bool,
}

#[derive(Debug, Clone)]
pub struct StackSlot {
    pub items: Vec<Item>,
    pub gap: f32,
}

#[derive(Debug, Clone)]
pub struct RowSlot {
    pub items: Vec<Item>,
    pub gap: f32,
}

/// Products beside and below one another, each a card: a picture and words under or beside it.
#[derive(Debug, Clone)]
pub struct CardsSlot {
    /// Of the pictures; the slots of a card end in its number.
    pub slot: String,
    pub most: u32,
    /// Between cards, of the short side.
    pub gap: f32,
    /// The card's surface; none leaves what is behind.
    pub fill: Option<String>,
    pub opacity: f32,
    pub radius: f32,
    /// Inside a card, of its short side.
    pub padding: f32,
    /// The picture's part of the card.
    pub share: f32,
    pub shadow: f32,
    pub items: Vec<Item>,
}

impl CardsSlot {
    /// The name of a slot on a card, counted from 1: `price_2`.
    pub(crate) fn slot_of(slot: &str, card: u32) -> String {
        format!("{slot}_{card}")
    }
}

/// A part of a stack or a row.
#[derive(Debug, Clone)]
pub struct Item {
    pub gap: Option<f32>,
    pub align: Option<Align>,
    pub kind: Kind,
}

impl Layout {
    /// Reads a layout file; `file` is its name in error messages.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Layout, Problems> {
        read::parse(file, bytes)
    }

    /// The arrangement for a format: its own, else its shape's.
    pub fn find_arrangement(&self, format: &Format) -> Option<&Arrangement> {
        self.formats.get(&format.id).or_else(|| self.shapes.get(&format.shape()))
    }

    /// The shapes it can be composed in.
    pub fn list_shapes(&self) -> impl Iterator<Item = Shape> {
        self.shapes.keys().copied()
    }

    /// Every content slot it names, with the kind of content that belongs there.
    pub fn list_slots(&self) -> BTreeMap<String, SlotKind> {
        let mut found = BTreeMap::new();
        for arrangement in self.shapes.values().chain(self.formats.values()) {
            arrangement.slots.iter().for_each(|slot| slot.kind.collect(&mut found));
        }
        found
    }
}

impl Arrangement {
    /// The names of all colours that it may be drawn with: those it names, and those of shadows, veils and
    /// of words that none of theirs stands out enough for.
    pub fn list_colors(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::from(["background", "ink", self.fill.as_str()]);
        self.slots.iter().for_each(|slot| slot.kind.colors(&mut found));
        found
    }
}

/// What kind of content a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    Picture,
    Logo,
    Text,
}

impl CardsSlot {
    fn collect(&self, found: &mut BTreeMap<String, SlotKind>) {
        let mut own = BTreeMap::from([(self.slot.clone(), SlotKind::Picture)]);
        self.items.iter().for_each(|item| item.kind.collect(&mut own));
        for (slot, kind) in own {
            found.extend((1..=self.most).map(|card| (CardsSlot::slot_of(&slot, card), kind)));
            // The first card takes what has no number.
            found.insert(slot, kind);
        }
    }
}

impl Kind {
    fn collect(&self, found: &mut BTreeMap<String, SlotKind>) {
        match self {
            Kind::Scene(scene) => drop(found.insert(scene.slot.clone(), SlotKind::Picture)),
            Kind::Picture(picture) => drop(found.insert(picture.slot.clone(), SlotKind::Picture)),
            Kind::Logo(logo) => drop(found.insert(logo.slot.clone(), SlotKind::Logo)),
            Kind::Text(text) => drop(found.insert(text.slot.clone(), SlotKind::Text)),
            Kind::Button(button) => drop(found.insert(button.text.slot.clone(), SlotKind::Text)),
            Kind::Stack(StackSlot { items, .. }) | Kind::Row(RowSlot { items, .. }) => {
                items.iter().for_each(|item| item.kind.collect(found));
            }
            Kind::Cards(cards) => cards.collect(found),
            Kind::Panel(_) => {}
        }
    }

    fn colors<'a>(&'a self, found: &mut BTreeSet<&'a str>) {
        match self {
            Kind::Panel(PanelSlot { fill: PanelFill::Solid { color, .. }, .. }) => drop(found.insert(color)),
            Kind::Panel(PanelSlot { fill: PanelFill::Gradient { from, to, .. }, .. }) => found.extend([&**from, &**to]),
            Kind::Text(text) => found.extend(text.colors.iter().map(String::as_str)),
            Kind::Button(button) => {
                found.extend(button.text.colors.iter().chain(&button.fills).map(String::as_str));
            }
            Kind::Stack(StackSlot { items, .. }) | Kind::Row(RowSlot { items, .. }) => {
                items.iter().for_each(|item| item.kind.colors(found));
            }
            Kind::Cards(cards) => {
                found.extend(cards.fill.as_deref());
                cards.items.iter().for_each(|item| item.kind.colors(found));
            }
            Kind::Scene(_) | Kind::Picture(_) | Kind::Logo(_) => {}
        }
    }
}
