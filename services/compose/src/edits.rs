//! What people changed in one ad, slot by slot, as data: it survives a re-make and is part of the ad's
//! key ([`Edits::digest`]). Says what was changed, not how it is drawn.

use std::collections::BTreeMap;

use galley_domain::digest::{Digest, Hasher};
use serde::{Deserialize, Serialize};

use crate::layout::{Layout, SlotKind};
use crate::palette::{Palette, Rgb};

/// Changes by slot name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edits {
    pub slots: BTreeMap<String, SlotEdit>,
}

/// The changes to one slot; what is left out stays as the layout has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SlotEdit {
    /// Forward and down, in parts of the ad's width and height. Forward is the way the ad's language is read, as
    /// layouts mirror, so that one edit is right in every market: a right-to-left ad moves to the left.
    pub shift: [f32; 2],
    /// Times its size: of the letters, or of the picture round its middle. Letters never become smaller than the
    /// least size of their slot.
    pub scale: f32,
    /// Other words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Of the letters: a palette name or `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Of a button's surface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill: Option<String>,
    /// What a crop keeps in sight, in parts of the picture, which is never mirrored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focal: Option<[f32; 2]>,
    /// Times a crop is enlarged.
    pub zoom: f32,
    /// Left out of the ad.
    pub is_hidden: bool,
}

impl Default for SlotEdit {
    fn default() -> SlotEdit {
        SlotEdit {
            shift: [0.0; 2],
            scale: 1.0,
            text: None,
            color: None,
            fill: None,
            focal: None,
            zoom: 1.0,
            is_hidden: false,
        }
    }
}

/// Why an edit cannot be made.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum EditError {
    #[error("the layout has no slot “{slot}”; it has {known}")]
    UnknownSlot { slot: String, known: String },
    #[error("slot “{slot}”: {what} is {found}; it may be {allowed}")]
    OutOfRange { slot: String, what: &'static str, found: String, allowed: &'static str },
    #[error("slot “{slot}”: “{color}” is neither a colour of the palette nor #rrggbb")]
    UnknownColor { slot: String, color: String },
    #[error("slot “{slot}” holds {kind}, which has no {what}")]
    WrongKind { slot: String, kind: &'static str, what: &'static str },
}

/// An edit that changes nothing.
static UNCHANGED: std::sync::LazyLock<SlotEdit> = std::sync::LazyLock::new(SlotEdit::default);

impl Edits {
    /// The changes to a slot.
    pub fn of(&self, slot: &str) -> &SlotEdit {
        self.slots.get(slot).unwrap_or(&UNCHANGED)
    }

    /// Names these changes; edits that change nothing have one digest, whatever they list.
    pub fn digest(&self) -> Digest {
        self.digest_where(|_| true)
    }

    /// Names the changes to pictures and logos, which a plate depends on.
    pub(crate) fn digest_of_pictures(&self, layout: &Layout) -> Digest {
        let slots = layout.list_slots();
        self.digest_where(|slot| slots.get(slot).is_some_and(|kind| *kind != SlotKind::Text))
    }

    fn digest_where(&self, is_wanted: impl Fn(&str) -> bool) -> Digest {
        let mut key = Hasher::new("edits");
        for (slot, edit) in self.slots.iter().filter(|(slot, edit)| is_wanted(slot) && **edit != *UNCHANGED) {
            key.text("slot", slot).part("hidden", &[u8::from(edit.is_hidden)]);
            for number in edit.shift.iter().chain([&edit.scale, &edit.zoom]).chain(edit.focal.iter().flatten()) {
                key.part("number", &number.to_be_bytes());
            }
            for (name, text) in [("text", &edit.text), ("color", &edit.color), ("fill", &edit.fill)] {
                if let Some(text) = text {
                    key.text(name, text);
                }
            }
        }
        key.finish()
    }

    /// Whether a layout and a palette can carry them out.
    pub fn check(&self, layout: &Layout, palette: &Palette) -> Result<(), EditError> {
        let slots = layout.list_slots();
        for (slot, edit) in &self.slots {
            let kind = slots.get(slot).ok_or_else(|| EditError::UnknownSlot {
                slot: slot.clone(),
                known: slots.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
            })?;
            edit.check_ranges(slot)?;
            edit.check_kind(slot, *kind)?;
            for color in edit.color.iter().chain(&edit.fill) {
                if find_color(color, palette).is_none() {
                    return Err(EditError::UnknownColor { slot: slot.clone(), color: color.clone() });
                }
            }
        }
        Ok(())
    }
}

impl SlotEdit {
    fn check_ranges(&self, slot: &str) -> Result<(), EditError> {
        let focal = self.focal.unwrap_or([0.5; 2]);
        let rules: [(&'static str, &[f32], f32, f32, &'static str); 4] = [
            ("shift", &self.shift, -1.0, 1.0, "−1 to 1"),
            ("scale", &[self.scale], 0.25, 4.0, "0.25 to 4"),
            ("zoom", &[self.zoom], 1.0, 8.0, "1 to 8"),
            ("focal", &focal, 0.0, 1.0, "0 to 1"),
        ];
        for (what, values, least, most, allowed) in rules {
            if let Some(value) = values.iter().find(|value| !(least..=most).contains(*value)) {
                let found = value.to_string();
                return Err(EditError::OutOfRange { slot: slot.to_owned(), what, found, allowed });
            }
        }
        Ok(())
    }

    fn check_kind(&self, slot: &str, kind: SlotKind) -> Result<(), EditError> {
        let is_text = kind == SlotKind::Text;
        let named = match kind {
            SlotKind::Text => "a text",
            SlotKind::Picture => "a picture",
            SlotKind::Logo => "a logo",
        };
        let misfits = [
            (self.text.is_some() && !is_text, "words"),
            (self.color.is_some() && !is_text, "colour"),
            (self.fill.is_some() && !is_text, "surface"),
            (self.focal.is_some() && kind != SlotKind::Picture, "crop"),
            (self.zoom != 1.0 && kind != SlotKind::Picture, "crop"),
        ];
        match misfits.into_iter().find(|(is_misfit, _)| *is_misfit) {
            Some((_, what)) => Err(EditError::WrongKind { slot: slot.to_owned(), kind: named, what }),
            None => Ok(()),
        }
    }
}

/// The colour of a palette name or of `#rrggbb`.
pub fn find_color(text: &str, palette: &Palette) -> Option<Rgb> {
    let Some(digits) = text.strip_prefix('#') else {
        return palette.has(text).then(|| palette.color(text));
    };
    let number = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 6 && !digits.starts_with('+'))?;
    Some(Rgb([(number >> 16) as u8, (number >> 8) as u8, number as u8]))
}
