//! Money: what a ledger line is and how a budget is kept. Amounts are whole numbers of 1e-9 of
//! a currency unit, so sums are exact. Not the rows themselves: `store` keeps those, and the
//! database refuses to change them.

mod allocation;
mod focus;

use serde::{Deserialize, Serialize};

pub use allocation::{Allocation, Charge, Dimension, Outcome, Share, Use, allocate};
pub use focus::{FocusAccount, FocusRow, Month, write_focus};

/// What a ledger line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Money set aside before work.
    Hold,
    /// The real cost after work.
    Settlement,
    /// What is left of a hold, given back.
    HoldRelease,
    /// A finance person's correction of an earlier line.
    Correction,
}

impl LineKind {
    /// The word in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            LineKind::Hold => "hold",
            LineKind::Settlement => "settlement",
            LineKind::HoldRelease => "hold_release",
            LineKind::Correction => "correction",
        }
    }
}

/// A campaign's budget and what has been used of it. Nano units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// `None`: no limit.
    pub limit_nano: Option<i64>,
    /// A hard limit refuses; a soft one warns.
    pub is_hard: bool,
    pub held_nano: i64,
    pub spent_nano: i64,
}

impl Account {
    /// What may still be held; `None` where nothing limits it.
    pub fn free_nano(&self) -> Option<i64> {
        self.limit_nano.map(|limit| limit - self.held_nano - self.spent_nano)
    }

    /// Whether a hold of this size fits a hard budget.
    pub fn admits(&self, hold_nano: i64) -> bool {
        !self.is_hard || self.free_nano().is_none_or(|free| hold_nano <= free)
    }
}

/// Whose budget it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Campaign,
    Brand,
    Organization,
}

impl Level {
    /// The word in the API.
    pub fn word(self) -> &'static str {
        match self {
            Level::Campaign => "campaign",
            Level::Brand => "brand",
            Level::Organization => "organization",
        }
    }
}

/// Which of the budgets over a piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetPlace {
    pub level: Level,
    /// `None`: in all.
    pub month: Option<Month>,
}

impl BudgetPlace {
    /// The campaign's own.
    pub const CAMPAIGN: BudgetPlace = BudgetPlace { level: Level::Campaign, month: None };

    /// In people's words.
    pub fn written(self) -> String {
        let whose = format!("the {}'s budget", self.level.word());
        self.month.map_or(whose.clone(), |month| format!("{whose} for {}", month.written()))
    }
}

/// Writes nano units as a decimal with at least two places: `1.25`, `0.0004`.
pub fn decimal(nano: i64) -> String {
    let sign = if nano < 0 { "-" } else { "" };
    let magnitude = nano.unsigned_abs();
    let whole = magnitude / 1_000_000_000;
    let fraction = format!("{:09}", magnitude % 1_000_000_000);
    let kept = fraction.trim_end_matches('0').len().max(2);
    format!("{sign}{whole}.{}", &fraction[..kept])
}
