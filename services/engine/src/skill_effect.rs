//! What a skill does to what people say: first passes and marks of ads with it and without it, brand by brand. Counts
//! with their uncertainty; where they are too few, that is what is said.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::access::{Brands, Scope};
use galley_domain::ids::{BrandId, RevisionId, SkillId};
use galley_domain::review::Polarity;
use galley_store::StoreError;
use galley_store::read_skills::{list_first_marks, list_first_passes};

use crate::Engine;

pub use galley_learning::Share;

/// Most decisions whose marks are read.
const MOST_MARKED: u64 = 20_000;
/// An effect on fewer ads on either side is not told, whatever the interval says.
const LEAST_ADS: u64 = 10;

/// A skill's effect in one brand.
#[derive(Debug, Clone)]
pub struct BrandEffect {
    pub brand: BrandId,
    /// First revisions in which no version of it had a say, that were decided on and not refused.
    pub without: Share,
    /// The latest version first.
    pub versions: Vec<VersionEffect>,
}

/// The effect of one version.
#[derive(Debug, Clone)]
pub struct VersionEffect {
    pub version: i32,
    pub with: Share,
    /// How much larger the share is with it, as an interval of 95 %.
    pub lift: (f64, f64),
    pub says: Says,
    /// Marks that are rarer or more frequent with it, the surest first.
    pub marks: Vec<MarkEffect>,
}

/// A mark with a skill and without it.
#[derive(Debug, Clone)]
pub struct MarkEffect {
    pub element: String,
    pub aspect: String,
    pub with: Share,
    pub without: Share,
    /// Less or More: others are not told.
    pub says: Says,
}

/// What the counts say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Fewer than [`LEAST_ADS`] ads on a side.
    TooFew,
    /// The interval holds 0.
    NoDifference,
    Less,
    More,
}

/// What two shares say of each other.
fn says(with: &Share, without: &Share) -> Says {
    let (low, high) = with.less(without);
    if with.of.min(without.of) < LEAST_ADS {
        Says::TooFew
    } else if low > 0.0 {
        Says::More
    } else if high < 0.0 {
        Says::Less
    } else {
        Says::NoDifference
    }
}

/// A mark: element and aspect. Negative ones alone are counted.
type What = (String, String);
/// First revisions of a version (None: without the skill) that somebody marked so.
type Marked = BTreeMap<(Option<i32>, What), BTreeSet<RevisionId>>;

/// The effect of a skill in each brand in which it had a say.
pub async fn skill_effect(
    engine: &Engine,
    scope: &Scope,
    (skill, brand): (SkillId, Option<BrandId>),
) -> Result<Vec<BrandEffect>, StoreError> {
    let scope = match brand {
        Some(brand) => Scope { brands: Brands::Only(vec![brand]), ..scope.clone() },
        None => scope.clone(),
    };
    let mut marked: BTreeMap<BrandId, Marked> = BTreeMap::new();
    for row in list_first_marks(&engine.store, &scope, skill, MOST_MARKED).await? {
        let of_brand = marked.entry(row.brand).or_default();
        for mark in row.marks.into_iter().filter(|mark| mark.polarity == Polarity::Negative) {
            of_brand.entry((row.version, (mark.element, mark.aspect))).or_default().insert(row.revision);
        }
    }
    let mut passes: BTreeMap<BrandId, BTreeMap<Option<i32>, Share>> = BTreeMap::new();
    for row in list_first_passes(&engine.store, &scope, skill).await? {
        passes.entry(row.brand).or_default().insert(row.version, Share::new(row.passed, row.decided));
    }
    let had_a_say = passes.into_iter().filter(|(_, shares)| shares.keys().any(Option::is_some));
    let effect = |(brand, mut shares): (BrandId, BTreeMap<Option<i32>, Share>)| {
        let without = shares.remove(&None).unwrap_or(Share::new(0, 0));
        let marked = marked.remove(&brand).unwrap_or_default();
        let versions = shares.into_iter().rev().filter_map(|(version, with)| {
            let marks = marks(&marked, version?, with.of, without.of);
            Some(VersionEffect {
                version: version?,
                lift: with.less(&without),
                says: says(&with, &without),
                with,
                marks,
            })
        });
        BrandEffect { brand, versions: versions.collect(), without }
    };
    Ok(had_a_say.map(effect).collect())
}

/// Marks that a version cures or causes.
fn marks(marked: &Marked, version: i32, with_of: u64, without_of: u64) -> Vec<MarkEffect> {
    let count = |version, what: &What| marked.get(&(version, what.clone())).map_or(0, |of| of.len() as u64);
    let whats: BTreeSet<&What> = marked.keys().map(|(_, what)| what).collect();
    let effect = |what: &What| {
        let (with, without) =
            (Share::new(count(Some(version), what), with_of), Share::new(count(None, what), without_of));
        let says = says(&with, &without);
        let (element, aspect) = what.clone();
        matches!(says, Says::Less | Says::More).then_some(MarkEffect { element, aspect, with, without, says })
    };
    let mut found: Vec<MarkEffect> = whats.into_iter().filter_map(effect).collect();
    let least = |effect: &MarkEffect| {
        let (low, high) = effect.with.less(&effect.without);
        low.abs().min(high.abs())
    };
    found.sort_by(|one, other| least(other).total_cmp(&least(one)));
    found
}
