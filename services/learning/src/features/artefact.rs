//! An ad as the model sees it: a vector over the schema's columns and the predicates that hold, built from named values.
//! It holds nothing else of the ad: no text, no picture.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::{COLUMNS, Part};
use super::predicates::Predicates;
use super::schema::{CROSSES, FEATURES, Feature, Scale};

/// A feature's value as the engine measured it. A feature that was not measured is left out and counts as usual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Number(f64),
    Word(String),
}

/// Named values. Names and units are those of the schema's table.
pub type Values = BTreeMap<String, Value>;

/// Why values are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadValue {
    #[error("`{0}` is not a feature of galley-features/1")]
    UnknownFeature(String),
    #[error("`{feature}` is {expected}")]
    Misfit { feature: &'static str, expected: String },
}

/// Numbers beyond this many spreads say no more than this many.
const FAR: f64 = 3.0;
const NAME_BYTES: usize = 64;

/// What the model sees of one ad.
#[derive(Debug, Clone, PartialEq)]
pub struct Artefact {
    pub(crate) columns: Vec<f64>,
    pub(crate) predicates: Predicates,
    /// `feature=name` of each feature from an open list.
    pub(crate) names: Vec<String>,
}

impl Artefact {
    /// Builds the vector; refuses what the schema does not know instead of ignoring it.
    pub fn from_values(values: &Values) -> Result<Artefact, BadValue> {
        if let Some(stranger) = values.keys().find(|name| FEATURES.iter().all(|feature| feature.name != **name)) {
            return Err(BadValue::UnknownFeature(stranger.clone()));
        }
        let mut columns = Vec::with_capacity(COLUMNS.len());
        columns.push(1.0);
        for feature in FEATURES {
            push_columns(feature, values.get(feature.name), &mut columns)?;
        }
        push_crosses(&mut columns);
        let predicates = Predicates::of(&columns);
        let names = names_of(values)?;
        Ok(Artefact { columns, predicates, names })
    }

    /// The vector, one number a column of [`COLUMNS`].
    pub fn columns(&self) -> &[f64] {
        &self.columns
    }

    /// The same ad with one numeric feature moved by this many spreads: what a person who says "more contrast" would
    /// have liked better. `None` where the feature has no number.
    pub(crate) fn nudged(&self, feature: &str, spreads: f64) -> Option<Vec<f64>> {
        let at = super::columns::find_column(feature)?;
        if COLUMNS[at].part != Part::Linear {
            return None;
        }
        let mut columns = self.columns.clone();
        columns[at] = (columns[at] + spreads).clamp(-FAR, FAR);
        if COLUMNS.get(at + 1).is_some_and(|next| next.part == Part::Squared) {
            columns[at + 1] = squared(columns[at]);
        }
        columns.truncate(COLUMNS.len() - CROSSES.len());
        push_crosses(&mut columns);
        Some(columns)
    }
}

fn names_of(values: &Values) -> Result<Vec<String>, BadValue> {
    let open = FEATURES.iter().filter(|feature| feature.scale == Scale::Name);
    let mut names = Vec::new();
    for feature in open {
        match values.get(feature.name) {
            Some(Value::Word(name)) if name.len() <= NAME_BYTES => names.push(format!("{}={name}", feature.name)),
            Some(_) => {
                let expected = format!("a name of at most {NAME_BYTES} bytes");
                return Err(BadValue::Misfit { feature: feature.name, expected });
            }
            None => {}
        }
    }
    Ok(names)
}

fn push_columns(feature: &Feature, value: Option<&Value>, columns: &mut Vec<f64>) -> Result<(), BadValue> {
    let misfit = |expected: String| BadValue::Misfit { feature: feature.name, expected };
    match (feature.scale, value) {
        (Scale::Name, _) => {}
        (Scale::Number { usual, spread }, Some(Value::Number(x))) if x.is_finite() => {
            push_number((x - usual) / spread, columns);
        }
        (Scale::Factor { usual, spread }, Some(Value::Number(x))) if x.is_finite() && *x > 0.0 => {
            push_number(libm::log(x / usual) / spread, columns);
        }
        (Scale::Axis, Some(Value::Number(x))) if x.is_finite() => columns.push(x.clamp(-FAR, FAR)),
        (Scale::Flag, Some(Value::Flag(is_so))) => columns.push(f64::from(u8::from(*is_so))),
        (Scale::Choice(words), Some(Value::Word(word))) if words.contains(&word.as_str()) => {
            columns.extend(words.iter().map(|known| f64::from(u8::from(known == word))));
        }
        (Scale::Number { .. } | Scale::Factor { .. }, None) => push_number(0.0, columns),
        (Scale::Axis | Scale::Flag, None) => columns.push(0.0),
        (Scale::Choice(words), None) => columns.extend(words.iter().map(|_| 0.0)),
        (Scale::Number { .. } | Scale::Axis, Some(_)) => return Err(misfit("a number".into())),
        (Scale::Factor { .. }, Some(_)) => return Err(misfit("a number above 0".into())),
        (Scale::Flag, Some(_)) => return Err(misfit("true or false".into())),
        (Scale::Choice(words), Some(_)) => return Err(misfit(format!("one of {}", words.join(", ")))),
    }
    Ok(())
}

fn push_number(spreads: f64, columns: &mut Vec<f64>) {
    let z = spreads.clamp(-FAR, FAR);
    columns.push(z);
    columns.push(squared(z));
}

/// 0 for the usual value keeps an unmeasured feature silent: the constant −1/√2 is left to the house's weight.
fn squared(z: f64) -> f64 {
    z * z * std::f64::consts::FRAC_1_SQRT_2
}

fn push_crosses(columns: &mut Vec<f64>) {
    for cross in CROSSES {
        let beyond = |(name, side): (&str, f64)| {
            let at = super::columns::find_column(name).expect("a test reads every cross");
            (columns[at] * side).max(0.0)
        };
        let product = beyond(cross.one) * beyond(cross.other);
        columns.push(product.min(FAR));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::columns::find_column;

    fn values(pairs: &[(&str, Value)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    #[test]
    fn values_find_their_columns() {
        let artefact = Artefact::from_values(&values(&[
            ("headline.lines", Value::Number(4.0)),
            ("headline.tone", Value::Word("warm".into())),
            ("background.clutter", Value::Number(0.8)),
            ("headline.contrast", Value::Number(7.0 * libm::exp(-0.6))),
        ]))
        .expect("in the schema");
        let at = |name: &str, offset: usize| artefact.columns[find_column(name).expect("a feature") + offset];
        assert_eq!(at("headline.lines", 0), 2.0);
        assert_eq!((at("headline.tone", 0), at("headline.tone", 1)), (0.0, 1.0));
        assert!((at("low_contrast_on_clutter", 0) - 2.0).abs() < 1e-9);
        assert_eq!(at("logo.scale", 0), 0.0, "not measured is usual");
    }

    #[test]
    fn what_does_not_fit_is_refused_in_words() {
        let cases = [
            ("headline.mood", Value::Number(1.0), "`headline.mood` is not a feature of galley-features/1"),
            ("headline.lines", Value::Word("two".into()), "`headline.lines` is a number"),
            ("headline.lines", Value::Number(f64::NAN), "`headline.lines` is a number"),
            ("cta.contrast", Value::Number(0.0), "`cta.contrast` is a number above 0"),
            ("legal.present", Value::Number(1.0), "`legal.present` is true or false"),
            ("layout.align", Value::Word("up".into()), "`layout.align` is one of left, centre, right"),
        ];
        for (name, value, expected) in cases {
            let error = Artefact::from_values(&values(&[(name, value)])).expect_err(name);
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_nudge_moves_the_number_its_square_and_its_crosses() {
        let artefact = Artefact::from_values(&values(&[
            ("headline.contrast", Value::Number(7.0 * libm::exp(-1.2))),
            ("background.clutter", Value::Number(0.6)),
        ]))
        .expect("in the schema");
        let nudged = artefact.nudged("headline.contrast", 1.0).expect("a number");
        let moved: Vec<&str> = (0..COLUMNS.len())
            .filter(|&at| (nudged[at] - artefact.columns[at]).abs() > 1e-12)
            .map(|at| COLUMNS[at].feature)
            .collect();
        assert_eq!(moved, ["headline.contrast", "headline.contrast", "low_contrast_on_clutter"]);
        assert!(artefact.nudged("headline.tone", 1.0).is_none());
    }
}
