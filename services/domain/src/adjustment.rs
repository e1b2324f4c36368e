//! Adjustments: what people changed in one ad, slot by slot, as data. Pure and bounded; how they are drawn is the
//! composer's matter, and which slots an ad has is its layout's.
//!
//! One form only: numbers are ten-thousandths, and a field that would change nothing is not there. So the same
//! changes are always the same text, and an ad that nobody adjusted has the key that it would have without all this.

mod field;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::digest::Hasher;
use crate::source::{Problem, Problems};

pub use field::{Field, MAX_CHARS, Setting, Share};

/// Most slots that one ad may have adjusted: more than any layout has.
pub const MAX_SLOTS: usize = 64;
/// The longest name of a slot, bytes.
const MAX_SLOT_BYTES: usize = 64;

/// The adjustments of one slot: what is not there stays as the layout has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adjustment {
    fields: BTreeMap<Field, Setting>,
}

/// The adjustments of one ad, by slot. Slots without any are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Adjustments {
    slots: BTreeMap<String, Adjustment>,
}

/// What one turn changes: for each slot and field a new setting, or none to take the adjustment back. A slot
/// without fields takes back all of its adjustments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    slots: BTreeMap<String, Option<BTreeMap<Field, Option<Setting>>>>,
}

/// One field of one slot, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub slot: String,
    pub field: Field,
    pub from: Option<Setting>,
    pub to: Option<Setting>,
}

impl Adjustment {
    /// The setting of a field.
    pub fn get(&self, field: Field) -> Option<&Setting> {
        self.fields.get(&field)
    }

    /// What is set, in the order of the fields.
    pub fn list(&self) -> impl Iterator<Item = (Field, &Setting)> {
        self.fields.iter().map(|(field, setting)| (*field, setting))
    }

    /// A field of words or of a name.
    pub fn word(&self, field: Field) -> Option<&str> {
        match self.get(field) {
            Some(Setting::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The words set in place of others.
    pub fn text(&self) -> Option<&str> {
        self.word(Field::Text)
    }

    /// Whether it is left out of the ad.
    pub fn is_hidden(&self) -> bool {
        self.get(Field::Hide).is_some()
    }

    /// The palette's colours that it names.
    pub fn colors(&self) -> impl Iterator<Item = &str> {
        [Field::Color, Field::Fill].into_iter().filter_map(|field| self.word(field))
    }

    /// A field in ten-thousandths.
    pub fn number(&self, field: Field) -> Option<Share> {
        match self.get(field) {
            Some(Setting::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A field of two numbers.
    pub fn pair(&self, field: Field) -> Option<[Share; 2]> {
        match self.get(field) {
            Some(Setting::Pair(pair)) => Some(*pair),
            _ => None,
        }
    }
}

impl Adjustments {
    /// The adjustment of a slot.
    pub fn find(&self, slot: &str) -> Option<&Adjustment> {
        self.slots.get(slot)
    }

    /// Slots with their adjustments, by name.
    pub fn list(&self) -> impl Iterator<Item = (&String, &Adjustment)> {
        self.slots.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Texts that stand in for others, by slot.
    pub fn texts(&self) -> impl Iterator<Item = (&String, &str)> {
        self.slots.iter().filter_map(|(slot, adjustment)| Some((slot, adjustment.text()?)))
    }

    /// Texts alone, as they were kept before anything else could be adjusted.
    pub fn of_texts(texts: impl IntoIterator<Item = (String, String)>) -> Adjustments {
        let one = |text| Adjustment { fields: BTreeMap::from([(Field::Text, Setting::Word(text))]) };
        Adjustments { slots: texts.into_iter().map(|(slot, text)| (slot, one(text))).collect() }
    }

    /// These with the changes of a turn laid over them.
    pub fn with(mut self, changes: &Changes) -> Adjustments {
        for (slot, change) in &changes.slots {
            let Some(fields) = change else {
                self.slots.remove(slot);
                continue;
            };
            let adjustment = self.slots.entry(slot.clone()).or_default();
            for (field, setting) in fields {
                match setting.clone().filter(|setting| !field.is_neutral(setting)) {
                    Some(setting) => drop(adjustment.fields.insert(*field, setting)),
                    None => drop(adjustment.fields.remove(field)),
                }
            }
            if adjustment.fields.is_empty() {
                self.slots.remove(slot);
            }
        }
        self
    }

    /// Field by field what differs in `after`.
    pub fn differences(&self, after: &Adjustments) -> Vec<Difference> {
        let none = Adjustment::default();
        let mut found = Vec::new();
        let slots: std::collections::BTreeSet<&String> = self.slots.keys().chain(after.slots.keys()).collect();
        for slot in slots {
            let [old, new] = [self, after].map(|side| side.slots.get(slot).unwrap_or(&none));
            for field in Field::ALL {
                let (from, to) = (old.get(field).cloned(), new.get(field).cloned());
                if from != to {
                    found.push(Difference { slot: slot.clone(), field, from, to });
                }
            }
        }
        found
    }

    /// Feeds them into the key of what is made with them. Texts come first and in the form that they have had
    /// since only they could be changed: those ads keep their keys.
    pub fn feed(&self, out: &mut Hasher) {
        for (slot, text) in self.texts() {
            out.text("edit", slot).text("text", text);
        }
        for (slot, adjustment) in &self.slots {
            for (field, setting) in adjustment.list().filter(|(field, _)| *field != Field::Text) {
                out.text("adjusted", slot).text(field.word(), &setting.written());
            }
        }
    }
}

impl Changes {
    /// Reads changes as people send them: an object of slots, each null or an object of fields, each null or a
    /// setting. Tells everything that is wrong; `pointer` is where it stands.
    pub fn parse(pointer: &str, value: &Map<String, Value>) -> Result<Changes, Problems> {
        let mut reading = Reading::default();
        if value.len() > MAX_SLOTS {
            return Err(Problems::field(pointer, format!("at most {MAX_SLOTS} slots of an ad can be adjusted")));
        }
        for (slot, fields) in value {
            let pointer = format!("{pointer}/{}", escaped(slot));
            if slot.is_empty() || slot.len() > MAX_SLOT_BYTES {
                reading.tell(&pointer, format!("the name of a slot has 1 to {MAX_SLOT_BYTES} bytes"));
                continue;
            }
            let read = match fields {
                Value::Null => None,
                Value::Object(fields) => Some(reading.fields(&pointer, fields)),
                _ => {
                    reading.tell(&pointer, "expected fields such as {\"scale\": 1.2}, or null".to_owned());
                    continue;
                }
            };
            reading.slots.insert(slot.clone(), read);
        }
        Problems::unless_empty(Changes { slots: reading.slots }, reading.problems)
    }

    /// Texts alone.
    pub fn of_texts(texts: &BTreeMap<String, String>) -> Changes {
        let mut changes = Changes::default();
        for (slot, text) in texts {
            changes.set(slot, Field::Text, Some(Setting::Word(text.clone())));
        }
        changes
    }

    /// The changes that make `to` of `from`.
    pub fn between(from: &Adjustments, to: &Adjustments) -> Changes {
        let mut changes = Changes::default();
        for Difference { slot, field, to, .. } in from.differences(to) {
            changes.set(&slot, field, to);
        }
        changes
    }

    /// These, then those.
    pub fn then(mut self, later: Changes) -> Changes {
        for (slot, change) in later.slots {
            match (change, self.slots.get_mut(&slot)) {
                (Some(fields), Some(Some(own))) => own.extend(fields),
                // All is taken back, then some set anew: what is not named stays taken back.
                (Some(fields), Some(own @ None)) => {
                    let all = Field::ALL.into_iter().map(|field| (field, None));
                    *own = Some(all.chain(fields).collect());
                }
                (change, _) => drop(self.slots.insert(slot, change)),
            }
        }
        self
    }

    fn set(&mut self, slot: &str, field: Field, setting: Option<Setting>) {
        let fields = self.slots.entry(slot.to_owned()).or_default().get_or_insert_default();
        fields.insert(field, setting);
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The slots that are named.
    pub fn slots(&self) -> impl Iterator<Item = &String> {
        self.slots.keys()
    }

    /// What is set, not what is taken back.
    pub fn settings(&self) -> impl Iterator<Item = (&String, Field, &Setting)> {
        self.slots.iter().flat_map(|(slot, fields)| {
            let fields = fields.iter().flatten();
            fields.filter_map(move |(field, setting)| Some((slot, *field, setting.as_ref()?)))
        })
    }

    /// Without the words: they are for ads of one language.
    pub fn without_texts(&self) -> Changes {
        let mut changes = self.clone();
        for fields in changes.slots.values_mut() {
            let fields = fields.get_or_insert_with(|| Field::ALL.into_iter().map(|field| (field, None)).collect());
            fields.remove(&Field::Text);
        }
        changes.slots.retain(|_, fields| fields.as_ref().is_none_or(|fields| !fields.is_empty()));
        changes
    }

    /// Whether words are set or taken back.
    pub fn has_texts(&self) -> bool {
        self.slots.values().any(|fields| fields.as_ref().is_none_or(|fields| fields.contains_key(&Field::Text)))
    }
}

#[derive(Default)]
struct Reading {
    slots: BTreeMap<String, Option<BTreeMap<Field, Option<Setting>>>>,
    problems: Vec<Problem>,
}

impl Reading {
    fn tell(&mut self, pointer: &str, message: String) {
        self.problems.extend(Problems::field(pointer, message).0);
    }

    fn fields(&mut self, pointer: &str, fields: &Map<String, Value>) -> BTreeMap<Field, Option<Setting>> {
        let mut read = BTreeMap::new();
        for (name, value) in fields {
            let pointer = format!("{pointer}/{}", escaped(name));
            let Some(field) = Field::find(name) else {
                let known: Vec<&str> = Field::ALL.iter().map(|field| field.word()).collect();
                self.tell(&pointer, format!("an adjustment has no such field; it has {}", known.join(", ")));
                continue;
            };
            match field.read(value) {
                Ok(setting) => drop(read.insert(field, setting)),
                Err(message) => self.tell(&pointer, message),
            }
        }
        read
    }
}

/// A name as a part of a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl Serialize for Adjustment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields.iter().map(|(field, setting)| (field.word(), setting)))
    }
}

impl<'de> Deserialize<'de> for Adjustment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = BTreeMap::new();
        for (name, value) in Map::deserialize(deserializer)? {
            let field = Field::find(&name).ok_or_else(|| serde::de::Error::custom(format!("no field {name}")))?;
            let setting = field.read(&value).map_err(serde::de::Error::custom)?;
            fields.extend(setting.map(|setting| (field, setting)));
        }
        Ok(Adjustment { fields })
    }
}

#[cfg(test)]
mod tests;
