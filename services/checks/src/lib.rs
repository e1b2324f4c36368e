//! The rules a finished ad must pass. Give [`check`] what was drawn and what should have been, and
//! it says what is wrong, each time as a [`Finding`]: a sentence for the producer, the limit, what
//! was measured, where on the picture, where the rule comes from and how to mend it.
//!
//! Rules are pure: no pixels, no files, no clock. The composer measured while it drew
//! ([`galley_domain::asset::AdFacts`], [`galley_domain::measures::Measures`]); a rule compares. A rule that lacks a fact makes none up: it does
//! not run and says so ([`Unchecked`]). Rules belong to one of four [`GROUPS`], which a workflow's `check` step names.
//! Finding nothing is no approval: people approve, rules only refuse and warn.
//!
//! A brand's own limits and words are data ([`BrandRules`]), read from its kit and its skills.
//!
//! One rule is one file in `rules/`, a line in its list and one table of cases in `tests/cases/`.
//! A rule documents itself; `docs/checks.md` is written from [`rules`].

mod area;
mod brand_rules;
mod characters;
mod color;
mod dates;
mod known;
mod numerals;
mod phrase;
mod rule;
mod rules;
mod subject;
mod wording;

use std::collections::BTreeSet;

use galley_domain::asset::Finding;
use galley_domain::brand_kit::BrandKit;
use serde::{Deserialize, Serialize};

pub use brand_rules::{
    BrandRules, Edge, FILE as RULES_FILE, Forbidden, Forms, LegalLimits, LogoLimits, Name, PaletteLimits,
    ProductLimits, Required, TextLimits, Weight,
};
pub use known::{Banner, BannerWeight, Known, Sibling};
pub use rule::RuleDoc;
pub use subject::Subject;

/// The groups of rules that a workflow may ask for, in the order in which they answer.
pub const GROUPS: [&str; 4] = ["brand", "channel", "language", "legal"];

/// Raised when any rule's answer may change: what was checked before is then checked again.
pub const VERSION: u32 = 3;

/// What was found, and what could not be looked at.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Checked {
    pub findings: Vec<Finding>,
    pub unchecked: Vec<Unchecked>,
}

/// A rule that did not run, or not in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchecked {
    pub rule: String,
    /// What it would have needed to know; never empty.
    pub lacks: Vec<String>,
}

/// What the rules of these groups find. The order is that of the rules, then that of the texts as
/// they were drawn, whatever the order of `groups`. A word that is no group asks for nothing.
pub fn check(groups: &[String], subject: &Subject<'_>) -> Checked {
    let is_asked = |group: &str| groups.iter().any(|asked| asked == group);
    let mut checked = Checked::default();
    for rule in rules::RULES.iter().filter(|rule| is_asked(rule.group)) {
        let (findings, unchecked) = rule.run(subject);
        checked.findings.extend(findings);
        checked.unchecked.extend(unchecked);
    }
    checked
}

/// The markets whose legal lines some of these texts hold, or whose lines stand within another market's. A
/// rule looks for other markets' lines in an ad; where an ad's texts are among these, the lines of the
/// markets that are not told lead to no finding, whatever they say.
pub fn quoted_lines<'t>(kit: &BrandKit, texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<String> {
    rules::quoted_lines(kit, texts)
}

/// What each rule says of itself, in the order in which they answer.
pub fn rules() -> impl Iterator<Item = RuleDoc> {
    rules::RULES.iter().map(rule::Entry::doc)
}
