//! Review: what people may say about a revision, what a stage makes of it, and when it is due.
//! Everything here is decided per item; nothing approves by itself.

use chrono::{DateTime, Datelike, Days, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::access::{Access, Actor, Role};
use crate::ids::{BrandId, RevisionId};

/// What a person says about one revision at one stage. Ordered from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Approve,
    /// Good as it is; the changes named are for next time.
    ApproveWithChanges,
    RequestChanges,
    Reject,
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Verdict; 4] =
        [Verdict::Approve, Verdict::ApproveWithChanges, Verdict::RequestChanges, Verdict::Reject];

    /// The word in files, database and API.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Approve => "approve",
            Verdict::ApproveWithChanges => "approve_with_changes",
            Verdict::RequestChanges => "request_changes",
            Verdict::Reject => "reject",
        }
    }

    /// The verdict with this word.
    pub fn find(word: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.word() == word)
    }

    /// Only a plain approval may go without a reason.
    pub fn needs_reason(self) -> bool {
        self != Verdict::Approve
    }

    /// Whether it counts towards passing a stage.
    pub fn is_approval(self) -> bool {
        matches!(self, Verdict::Approve | Verdict::ApproveWithChanges)
    }
}

/// How many of the people asked must approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// At least this many.
    Any(u32),
    /// Everyone who holds the role, for the market where the stage is per market.
    All,
}

/// Where one stage of one revision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageState {
    /// An earlier stage is not passed.
    Waiting,
    Open,
    Passed,
    ChangesRequested,
    Rejected,
}

impl StageState {
    /// Every state.
    pub const ALL: [StageState; 5] =
        [StageState::Waiting, StageState::Open, StageState::Passed, StageState::ChangesRequested, StageState::Rejected];

    /// The word in database and API.
    pub fn word(self) -> &'static str {
        match self {
            StageState::Waiting => "waiting",
            StageState::Open => "open",
            StageState::Passed => "passed",
            StageState::ChangesRequested => "changes_requested",
            StageState::Rejected => "rejected",
        }
    }

    /// The state with this word.
    pub fn find(word: &str) -> Option<StageState> {
        StageState::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The state of a stage after these verdicts, one per person, each person's latest. The worst
/// decides. `asked` is how many people may decide, for [`Rule::All`].
pub fn outcome(rule: Rule, asked: usize, verdicts: &[Verdict]) -> StageState {
    match verdicts.iter().max() {
        Some(Verdict::Reject) => return StageState::Rejected,
        Some(Verdict::RequestChanges) => return StageState::ChangesRequested,
        _ => {}
    }
    let needed = match rule {
        Rule::Any(count) => count.max(1) as usize,
        // With nobody to ask, nothing passes: an empty room approves nothing.
        Rule::All => asked.max(1),
    };
    if verdicts.len() >= needed { StageState::Passed } else { StageState::Open }
}

/// Whom a stage asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask<'a> {
    pub role: Role,
    pub brand: BrandId,
    /// The variant's market where the stage is per market.
    pub market: Option<&'a str>,
}

/// Why a decision is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this stage does not ask you: it asks people with its role for this brand and market")]
    NotAsked,
    #[error("nobody approves their own work: you made this revision")]
    OwnWork,
    #[error("this token may not decide")]
    TokenMayNot,
    #[error("only people decide")]
    NotAPerson,
}

/// Whether somebody may decide. `authors` are all who made the revision: who launched it and who
/// asked for its last turn.
pub fn may_decide(access: &Access, ask: &Ask, authors: &[String]) -> Result<(), Refusal> {
    if access.actor == Actor::Galley {
        return Err(Refusal::NotAPerson);
    }
    if !access.token_may_decide() {
        return Err(Refusal::TokenMayNot);
    }
    if authors.contains(&access.actor.written()) {
        return Err(Refusal::OwnWork);
    }
    if !access.holds(ask.role, ask.brand, ask.market) {
        return Err(Refusal::NotAsked);
    }
    Ok(())
}

/// The moment a stage is due: so many business days after it opened, at the same time of day.
/// A stage that opens on a weekend day counts from the next business day. UTC.
pub fn due_at(opened: DateTime<Utc>, business_days: u32, weekend: &[Weekday]) -> DateTime<Utc> {
    // A calendar without a working day cannot be counted in: then every day counts.
    let is_working = |at: DateTime<Utc>| weekend.len() >= 7 || !weekend.contains(&at.weekday());
    let next = |at: DateTime<Utc>| at.checked_add_days(Days::new(1)).unwrap_or(at);
    let mut at = opened;
    let mut left = business_days;
    while left > 0 {
        at = next(at);
        if is_working(at) {
            left -= 1;
        }
    }
    at
}

/// The granular part of a decision: what exactly is good or bad, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// One of [`ELEMENTS`].
    pub element: String,
    /// One of [`ASPECTS`].
    pub aspect: String,
    pub polarity: Polarity,
    /// In the person's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// `x, y, width, height`, each 0 to 1 of the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<[f64; 4]>,
}

/// In which company somebody saw what they decided on. Learning from decisions needs it: what stands first is liked more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShownBeside {
    /// Revisions that stood beside it; at most [`ShownBeside::MOST`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<RevisionId>,
    /// Its place among them; 0 is first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// Seconds from opening it to deciding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

impl ShownBeside {
    /// Most revisions that are noted beside one.
    pub const MOST: usize = 64;

    /// Whether it can be true; if not, why.
    pub fn validate(&self) -> Result<(), String> {
        if self.beside.len() > ShownBeside::MOST {
            return Err(format!("at most {} revisions beside it", ShownBeside::MOST));
        }
        if self.seconds.is_some_and(|seconds| !(0.0..=86_400.0).contains(&seconds)) {
            return Err("seconds are 0 to 86400".into());
        }
        Ok(())
    }
}

/// Whether a mark praises or blames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    Positive,
    Negative,
}

/// What a mark can point at.
pub const ELEMENTS: [&str; 12] = [
    "headline",
    "subline",
    "cta",
    "product",
    "background",
    "logo",
    "legal",
    "layout",
    "colour",
    "motion",
    "sound",
    "whole",
];

/// In which respect.
pub const ASPECTS: [&str; 9] =
    ["legibility", "wording", "tone", "cultural_fit", "brand", "composition", "realism", "error", "legal"];

impl Mark {
    /// Checks the closed lists and the region; says what was expected.
    pub fn validate(&self) -> Result<(), String> {
        if !ELEMENTS.contains(&self.element.as_str()) {
            return Err(format!("element is one of {}", ELEMENTS.join(", ")));
        }
        if !ASPECTS.contains(&self.aspect.as_str()) {
            return Err(format!("aspect is one of {}", ASPECTS.join(", ")));
        }
        if let Some([x, y, width, height]) = self.region {
            let is_inside = x >= 0.0 && y >= 0.0 && width > 0.0 && height > 0.0;
            // A hair over the edge is rounding, not a mistake.
            if !(is_inside && x + width <= 1.000_001 && y + height <= 1.000_001) {
                return Err("region is x, y, width, height, each a share of the picture".into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> DateTime<Utc> {
        text.parse().expect("a date in the test")
    }

    #[test]
    fn the_worst_decision_wins() {
        use Verdict::{Approve, ApproveWithChanges, Reject, RequestChanges};
        let cases: [(Rule, usize, &[Verdict], StageState); 8] = [
            (Rule::Any(1), 3, &[], StageState::Open),
            (Rule::Any(1), 3, &[Approve], StageState::Passed),
            (Rule::Any(2), 3, &[Approve], StageState::Open),
            (Rule::Any(2), 3, &[Approve, ApproveWithChanges], StageState::Passed),
            (Rule::Any(1), 3, &[Approve, RequestChanges], StageState::ChangesRequested),
            (Rule::Any(1), 3, &[Approve, RequestChanges, Reject], StageState::Rejected),
            (Rule::All, 2, &[Approve], StageState::Open),
            (Rule::All, 0, &[], StageState::Open),
        ];
        for (rule, asked, verdicts, expected) in cases {
            assert_eq!(outcome(rule, asked, verdicts), expected, "{rule:?} {verdicts:?}");
        }
    }

    #[test]
    fn due_times_skip_the_markets_weekend() {
        let western = [Weekday::Sat, Weekday::Sun];
        let gulf = [Weekday::Fri, Weekday::Sat];
        let thursday = day("2026-11-26T09:00:00Z");
        assert_eq!(due_at(thursday, 2, &western), day("2026-11-30T09:00:00Z"));
        assert_eq!(due_at(thursday, 2, &gulf), day("2026-11-30T09:00:00Z"));
        assert_eq!(due_at(day("2026-11-27T09:00:00Z"), 1, &gulf), day("2026-11-29T09:00:00Z"));
        assert_eq!(due_at(day("2026-11-28T09:00:00Z"), 1, &western), day("2026-11-30T09:00:00Z"));
    }
}
