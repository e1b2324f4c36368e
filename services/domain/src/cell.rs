//! Axes, cells and the matrix they span. A cell is one combination of axis values; `shape` and
//! `locale` are derived from `format` and `market` and never listed in a brief.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One axis with the values a brief gives it, or a derived axis with the values that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    pub name: String,
    pub values: Vec<String>,
    /// For a derived axis: which axis it follows from, and for each value there, which here.
    pub derived: Option<Derivation>,
}

/// How a derived axis follows from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// Index of the axis it follows from.
    pub from: usize,
    /// For each value of that axis, the index of the value here.
    pub map: Vec<u16>,
}

/// The full matrix of a brief: base axes first, derived ones behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    axes: Vec<Axis>,
    base: usize,
    /// Cells that are left out: each rule is a list of `(axis, value)` that must all hold.
    excluded: Vec<Vec<(usize, u16)>>,
    /// For axes that only exist in some combinations (a feed's rows): allowed value pairs.
    allowed: Vec<Allowed>,
}

/// Two axes of which only some pairs exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    pub first: usize,
    pub second: usize,
    /// Sorted pairs of value indices.
    pub pairs: Vec<(u16, u16)>,
}

/// The most cells a matrix may span: far above any real campaign, low enough to fit in memory.
pub const MAX_CELLS: u64 = 1_000_000;

impl Matrix {
    /// A matrix over base axes in the order of the workflow.
    pub fn new(base: Vec<(String, Vec<String>)>) -> Matrix {
        let axes: Vec<Axis> = base.into_iter().map(|(name, values)| Axis { name, values, derived: None }).collect();
        Matrix { base: axes.len(), axes, excluded: Vec::new(), allowed: Vec::new() }
    }

    /// Adds an axis that follows from another; nothing happens where that other is absent.
    pub fn derive(&mut self, name: &str, from: &str, value_of: impl Fn(&str) -> Option<String>) {
        let Some(from) = self.axis(from) else { return };
        let mut values: Vec<String> = Vec::new();
        let map = self.axes[from]
            .values
            .iter()
            .map(|value| {
                let derived = value_of(value).unwrap_or_default();
                let found = values.iter().position(|known| *known == derived);
                let index = found.unwrap_or_else(|| {
                    values.push(derived);
                    values.len() - 1
                });
                index as u16
            })
            .collect();
        let derived = Some(Derivation { from, map });
        self.axes.push(Axis { name: name.to_owned(), values, derived });
    }

    /// Leaves out every cell in which all of these hold. A value nobody uses changes nothing.
    pub fn exclude(&mut self, rule: &BTreeMap<String, String>) {
        let resolved: Option<Vec<(usize, u16)>> = rule
            .iter()
            .map(|(axis, value)| {
                let axis = self.axis(axis)?;
                Some((axis, self.value(axis, value)?))
            })
            .collect();
        if let Some(rule) = resolved.filter(|rule| !rule.is_empty()) {
            self.excluded.push(rule);
        }
    }

    /// Keeps only those cells whose values on two axes are one of these pairs.
    pub fn allow(&mut self, first: &str, second: &str, pairs: &[(String, String)]) {
        let (Some(first), Some(second)) = (self.axis(first), self.axis(second)) else { return };
        let mut pairs: Vec<(u16, u16)> =
            pairs.iter().filter_map(|(a, b)| Some((self.value(first, a)?, self.value(second, b)?))).collect();
        pairs.sort_unstable();
        self.allowed.push(Allowed { first, second, pairs });
    }

    /// The index of an axis.
    pub fn axis(&self, name: &str) -> Option<usize> {
        self.axes.iter().position(|axis| axis.name == name)
    }

    /// All axes: base axes, then derived ones.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// How many cells there are before anything is left out.
    pub fn size(&self) -> u64 {
        self.axes[..self.base].iter().fold(1u64, |product, axis| product.saturating_mul(axis.values.len() as u64))
    }

    fn value(&self, axis: usize, value: &str) -> Option<u16> {
        self.axes[axis].values.iter().position(|known| known == value).map(|index| index as u16)
    }

    /// Calls `visit` with the value index on every axis (derived ones too), for each cell that
    /// is not left out, the last axis fastest.
    pub fn for_each(&self, mut visit: impl FnMut(&[u16])) {
        if self.axes[..self.base].iter().any(|axis| axis.values.is_empty()) {
            return;
        }
        let mut values = vec![0u16; self.axes.len()];
        loop {
            for index in self.base..self.axes.len() {
                let derivation = self.axes[index].derived.as_ref().expect("derived axes say how");
                values[index] = derivation.map[values[derivation.from] as usize];
            }
            if self.contains(&values) {
                visit(&values);
            }
            if !self.advance(&mut values) {
                return;
            }
        }
    }

    fn advance(&self, values: &mut [u16]) -> bool {
        for index in (0..self.base).rev() {
            values[index] += 1;
            if (values[index] as usize) < self.axes[index].values.len() {
                return true;
            }
            values[index] = 0;
        }
        false
    }

    fn contains(&self, values: &[u16]) -> bool {
        let is_excluded = self.excluded.iter().any(|rule| rule.iter().all(|&(axis, value)| values[axis] == value));
        let is_allowed = self.allowed.iter().all(|allowed| {
            let pair = (values[allowed.first], values[allowed.second]);
            allowed.pairs.binary_search(&pair).is_ok()
        });
        !is_excluded && is_allowed
    }
}

/// A cell of some of the matrix' axes.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    pub matrix: &'a Matrix,
    /// Indices of axes.
    pub axes: &'a [usize],
    /// Value index on each of `axes`.
    pub values: &'a [u16],
}

impl Cell<'_> {
    /// The value on an axis, also on an axis derived from one that the cell has.
    pub fn get(&self, name: &str) -> Option<&str> {
        let wanted = self.matrix.axis(name)?;
        let axis = &self.matrix.axes[wanted];
        if let Some(at) = self.axes.iter().position(|&axis| axis == wanted) {
            return Some(&axis.values[self.values[at] as usize]);
        }
        let derivation = axis.derived.as_ref()?;
        let at = self.axes.iter().position(|&axis| axis == derivation.from)?;
        Some(&axis.values[derivation.map[self.values[at] as usize] as usize])
    }

    /// The canonical writing: `market=de message=morning format=meta.feed_square`.
    pub fn written(&self) -> String {
        let mut out = String::with_capacity(48);
        for (&axis, &value) in self.axes.iter().zip(self.values) {
            if !out.is_empty() {
                out.push(' ');
            }
            let axis = &self.matrix.axes[axis];
            let _ = write!(out, "{}={}", axis.name, axis.values[value as usize]);
        }
        out
    }
}

/// Reads the canonical writing of a cell back into pairs. Values hold no white space: briefs
/// with such values are refused.
pub fn pairs(written: &str) -> impl Iterator<Item = (&str, &str)> {
    written.split(' ').filter_map(|pair| pair.split_once('='))
}

/// The value on one axis of a written cell.
pub fn value_of<'a>(written: &'a str, axis: &str) -> Option<&'a str> {
    pairs(written).find(|(name, _)| *name == axis).map(|(_, value)| value)
}
