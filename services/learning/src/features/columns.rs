//! From the table of features to the columns of a vector: which column is which feature's number, square, word or flag,
//! and what the factory knows about it. Built once; the order is part of the schema's version.

use std::sync::LazyLock;

use super::schema::{CROSSES, FEATURES, Feature, Scale};

/// What of a feature a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The constant 1: how generous the house is.
    House,
    /// Spreads above the usual.
    Linear,
    /// z² / √2, so that it too has spread 1.
    Squared,
    /// 1 where this word was chosen.
    Word(&'static str),
    /// 1 where true.
    Flag,
    /// See [`super::schema::Cross`].
    Cross,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The feature's or cross' name; `house` for the constant.
    pub feature: &'static str,
    /// Which of the elements it belongs to; none for the constant.
    pub element: Option<&'static str>,
    pub part: Part,
    /// Prior mean of an organization's weight before its first decision, log-odds per unit of the column.
    pub factory_mean: f64,
    /// Prior spread of an organization's weight around that.
    pub factory_spread: f64,
    /// How far brands of one organization spread around the organization's weight.
    pub brand_spread: f64,
}

/// Every column, the constant first.
pub static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(build);

fn build() -> Vec<Column> {
    let mut columns = vec![Column {
        feature: "house",
        element: None,
        part: Part::House,
        factory_mean: -0.5,
        factory_spread: 0.8,
        brand_spread: 0.6,
    }];
    for feature in FEATURES {
        columns.extend(columns_of(feature));
    }
    columns.extend(CROSSES.iter().map(|cross| Column {
        feature: cross.name,
        element: Some(cross.element),
        part: Part::Cross,
        factory_mean: cross.factory,
        factory_spread: 0.2,
        brand_spread: 0.2,
    }));
    columns
}

fn columns_of(feature: &Feature) -> Vec<Column> {
    let column = |part, factory_mean, factory_spread, brand_spread| Column {
        feature: feature.name,
        element: Some(feature.element),
        part,
        factory_mean,
        factory_spread,
        brand_spread,
    };
    match feature.scale {
        Scale::Number { .. } | Scale::Factor { .. } => {
            vec![column(Part::Linear, feature.factory, 0.2, 0.2), column(Part::Squared, 0.0, 0.12, 0.12)]
        }
        Scale::Name => Vec::new(),
        Scale::Axis => vec![column(Part::Linear, 0.0, 0.1, 0.1)],
        Scale::Flag => vec![column(Part::Flag, 0.0, 0.25, 0.25)],
        Scale::Choice(words) => words.iter().map(|word| column(Part::Word(word), 0.0, 0.3, 0.3)).collect(),
    }
}

/// Where a feature's first column is.
pub fn find_column(feature: &str) -> Option<usize> {
    COLUMNS.iter().position(|column| column.feature == feature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use galley_domain::review::ELEMENTS;

    #[test]
    fn about_ninety_columns_each_with_a_known_element() {
        assert!((85..=100).contains(&COLUMNS.len()), "{}", COLUMNS.len());
        for column in COLUMNS.iter().skip(1) {
            assert!(column.element.is_some_and(|element| ELEMENTS.contains(&element)), "{column:?}");
        }
    }

    #[test]
    fn names_and_crosses_fit_the_table() {
        for (at, feature) in FEATURES.iter().enumerate() {
            assert!(FEATURES[..at].iter().all(|before| before.name != feature.name), "{} twice", feature.name);
        }
        for cross in CROSSES {
            for (name, _) in [cross.one, cross.other] {
                assert!(find_column(name).is_some(), "{name}");
            }
        }
    }
}
