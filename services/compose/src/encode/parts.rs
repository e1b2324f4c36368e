//! A file's body in parts that stand on their own, and which of them are known to be the same as
//! an ad's plate. Not a file format: `jpeg` and `png` say what a part is.

use std::sync::Arc;

/// Parts in order; one that is not known yet is none.
#[derive(Debug)]
pub struct Parts<T> {
    parts: Vec<Option<Arc<T>>>,
    /// Whether a part holds only what the plate holds.
    is_plate: Vec<bool>,
}

impl<T> Clone for Parts<T> {
    fn clone(&self) -> Parts<T> {
        Parts { parts: self.parts.clone(), is_plate: self.is_plate.clone() }
    }
}

impl<T> Default for Parts<T> {
    fn default() -> Parts<T> {
        Parts { parts: Vec::new(), is_plate: Vec::new() }
    }
}

impl<T> Parts<T> {
    /// `count` parts: a touched one is written by `write`, an untouched one is taken from `known`
    /// where it is there and written where not.
    pub fn build(
        count: usize,
        known: &Parts<T>,
        is_touched: impl Fn(usize) -> bool,
        mut write: impl FnMut(usize) -> T,
    ) -> Parts<T> {
        let mut built = Parts { parts: Vec::with_capacity(count), is_plate: Vec::with_capacity(count) };
        for index in 0..count {
            let is_plate = !is_touched(index);
            let found = known.parts.get(index).and_then(Option::as_ref).filter(|_| is_plate);
            built.parts.push(Some(found.cloned().unwrap_or_else(|| Arc::new(write(index)))));
            built.is_plate.push(is_plate);
        }
        built
    }

    /// Learns the plate's parts out of a file that was built over it.
    pub fn learn(&mut self, built: &Parts<T>) {
        self.parts.resize(built.parts.len(), None);
        for ((known, part), is_plate) in self.parts.iter_mut().zip(&built.parts).zip(&built.is_plate) {
            if *is_plate && known.is_none() {
                known.clone_from(part);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.parts.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.parts.iter().flatten().map(AsRef::as_ref)
    }
}
