//! Where the parts of a value stand in its file: a tree beside the value.
//! Knows nothing of any file format.

use std::collections::BTreeMap;

/// A place in a text: line and column in characters, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub line: u32,
    pub column: u32,
}

impl Mark {
    /// The very beginning.
    pub const START: Mark = Mark { line: 1, column: 1 };

    /// The same line, some characters further on.
    pub fn right(self, characters: u32) -> Mark {
        Mark { column: self.column + characters, ..self }
    }
}

/// Where one value stands, and where its parts do.
#[derive(Debug, Clone)]
pub struct Place {
    /// Where the name of the field begins, if the value is a field.
    pub key: Option<Mark>,
    /// Where the value begins.
    pub value: Mark,
    /// The value is written on one line, so a column inside it can be told.
    pub inner: Option<Mark>,
    /// The fields of a group.
    pub fields: BTreeMap<String, Place>,
    /// The items of a list.
    pub items: Vec<Place>,
}

impl Place {
    /// A value without parts.
    pub fn new(value: Mark) -> Place {
        Place { key: None, value, inner: None, fields: BTreeMap::new(), items: Vec::new() }
    }

    /// Where the field's name begins; where the value begins, if it has no name.
    pub fn name(&self) -> Mark {
        self.key.unwrap_or(self.value)
    }

    /// The place at a JSON pointer, or of the deepest part of it that exists.
    pub fn find(&self, pointer: &str) -> &Place {
        let mut place = self;
        for part in pointer.split('/').skip(1) {
            let name = part.replace("~1", "/").replace("~0", "~");
            let item = || name.parse::<usize>().ok().and_then(|index| place.items.get(index));
            match place.fields.get(&name).or_else(item) {
                Some(inner) => place = inner,
                None => break,
            }
        }
        place
    }

    /// Lets a field of the group at a JSON pointer be found under another name, if that is free.
    pub(super) fn rename(&mut self, pointer: &str, name: &str, meant: &str) {
        let mut place = self;
        for part in pointer.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            let index = part.parse::<usize>().ok().filter(|_| !place.fields.contains_key(&part));
            let inner = match index {
                Some(index) => place.items.get_mut(index),
                None => place.fields.get_mut(&part),
            };
            let Some(inner) = inner else { return };
            place = inner;
        }
        if let Some(field) = place.fields.remove(name) {
            place.fields.entry(meant.to_owned()).or_insert(field);
        }
    }

    /// The names of a group's fields in the order of the file.
    pub fn names_in_order(&self) -> Vec<&str> {
        let mut names: Vec<(&str, Mark)> =
            self.fields.iter().map(|(name, place)| (name.as_str(), place.name())).collect();
        names.sort_by_key(|(_, mark)| *mark);
        names.into_iter().map(|(name, _)| name).collect()
    }
}
