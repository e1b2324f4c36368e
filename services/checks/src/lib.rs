//! The rules a finished ad must pass. Give [`check`] what was drawn and what should have been, and
//! it says what is wrong, each time as a [`Finding`]: a sentence for the producer, the limit, what
//! was measured, where the rule comes from.
//!
//! Rules are pure: no pixels, no files, no clock. The composer measured while it drew
//! ([`AdFacts`]); a rule compares. They belong to one of four [`GROUPS`], which a workflow's
//! `check` step names. Finding nothing is no approval: people approve, rules only refuse and warn.
//!
//! One rule is one file in `rules/`, a line in its list and one table of cases in `tests/cases/`.
//! A rule documents itself; `docs/checks.md` is written from [`rules`].

mod phrase;
mod rule;
mod rules;
mod subject;
mod wording;

use galley_domain::asset::Finding;

pub use rule::RuleDoc;
pub use subject::Subject;

/// The groups of rules that a workflow may ask for, in the order in which they answer.
pub const GROUPS: [&str; 4] = ["brand", "channel", "language", "legal"];

/// Raised when any rule's answer may change: what was checked before is then checked again.
pub const VERSION: u32 = 1;

/// What the rules of these groups find. The order is that of the rules, then that of the texts as
/// they were drawn, whatever the order of `groups`. A word that is no group asks for nothing.
pub fn check(groups: &[String], subject: &Subject<'_>) -> Vec<Finding> {
    let is_asked = |group: &str| groups.iter().any(|asked| asked == group);
    rules::RULES.iter().filter(|rule| is_asked(rule.group)).flat_map(|rule| rule.run(subject)).collect()
}

/// What each rule says of itself, in the order in which they answer.
pub fn rules() -> impl Iterator<Item = RuleDoc> {
    rules::RULES.iter().map(rule::Entry::doc)
}
