//! Which ads a cost was for. Work is shared: one picture stands in many ads. Each settled cost is split evenly among
//! the ads that use its output, to the last nano unit, so that every sum of parts is the whole. A cost follows the
//! ads as they stand now; only where no such ad uses it does it belong to superseded ones, and where none ever
//! did it is unused.

use std::collections::{BTreeMap, HashMap};

use crate::digest::Digest;

/// What was settled or corrected at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The key of the output it paid for; none where it is about no single task.
    pub key: Option<Digest>,
    /// Empty where it is about no single task, like the lane.
    pub step: String,
    pub lane: String,
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    /// Nano units; none: nobody knows.
    pub amount_nano: Option<i64>,
    pub gpu_ms: i64,
    /// Nothing that can be used came of it, whoever uses what a later try made.
    pub is_failed: bool,
}

/// A version of an ad, or an ad that has none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Keys of the outputs it is made of; what went into those, `needs` tells.
    pub keys: [Digest; 2],
    pub outcome: Outcome,
    pub market: String,
    pub message: String,
    pub format: String,
    /// Why it was not approved: the element that was flagged. Empty where it was, or nobody said.
    pub reason: String,
}

/// What became of an ad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Approved,
    /// Somebody has looked at it, somebody else has yet to.
    InReview,
    NotLookedAt,
    InWork,
    ChangesRequested,
    Rejected,
    /// A newer version came.
    Superseded,
    /// Calls that were paid for and brought nothing of use.
    Failed,
    /// No ad uses it: its work failed, or the ad was dropped before it was made.
    Unused,
}

impl Outcome {
    /// The word in the API and in exports.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Approved => "approved",
            Outcome::InReview => "in_review",
            Outcome::NotLookedAt => "not_looked_at",
            Outcome::InWork => "in_work",
            Outcome::ChangesRequested => "changes_requested",
            Outcome::Rejected => "rejected",
            Outcome::Superseded => "superseded",
            Outcome::Failed => "failed",
            Outcome::Unused => "unused",
        }
    }

    /// Whether money for it bought nothing that can be published.
    pub fn is_waste(self) -> bool {
        use Outcome::{ChangesRequested, Failed, Rejected, Superseded, Unused};
        matches!(self, ChangesRequested | Rejected | Superseded | Failed | Unused)
    }
}

/// What spend is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    Outcome,
    Market,
    Message,
    Format,
    Step,
    Lane,
    Day,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Dimension; 7] = [
        Dimension::Outcome,
        Dimension::Market,
        Dimension::Message,
        Dimension::Format,
        Dimension::Step,
        Dimension::Lane,
        Dimension::Day,
    ];
}

/// A part of what was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    pub amount_nano: i64,
    pub gpu_ms: i64,
    /// Charges that it has a part in and whose amount nobody knows; they are in no sum.
    pub unknown: u64,
}

/// All that was spent, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allocation {
    pub total: Share,
    /// For each dimension its values; their amounts add up to the total. An empty value is what has none.
    pub by: BTreeMap<Dimension, BTreeMap<String, Share>>,
    /// What was spent in vain, by reason and market.
    pub waste: BTreeMap<(String, String), i64>,
    pub approved_ads: u64,
    /// What the approved ads cost together.
    pub approved_nano: i64,
}

/// Splits charges among uses. `needs` tells for an output which outputs went into it.
pub fn allocate(charges: &[Charge], uses: &[Use], needs: &HashMap<Digest, Vec<Digest>>) -> Allocation {
    let mut allocation = Allocation {
        approved_ads: uses.iter().filter(|used| used.outcome == Outcome::Approved).count() as u64,
        ..Allocation::default()
    };
    let users = Users::find(charges, uses, needs);
    for charge in charges {
        allocation.add_whole(charge);
        let users = charge.key.filter(|_| !charge.is_failed).map_or(&[][..], |key| users.of(key));
        if users.is_empty() {
            allocation.add(charge, None, (charge.amount_nano.unwrap_or(0), charge.gpu_ms));
            continue;
        }
        let count = users.len() as i64;
        for (place, &user) in users.iter().enumerate() {
            let part = |whole: i64| whole.div_euclid(count) + i64::from((place as i64) < whole.rem_euclid(count));
            allocation.add(charge, Some(&uses[user]), (part(charge.amount_nano.unwrap_or(0)), part(charge.gpu_ms)));
        }
    }
    allocation
}

impl Allocation {
    /// What is of the charge itself, whoever uses it.
    fn add_whole(&mut self, charge: &Charge) {
        let share = Share {
            amount_nano: charge.amount_nano.unwrap_or(0),
            gpu_ms: charge.gpu_ms,
            unknown: u64::from(charge.amount_nano.is_none()),
        };
        self.total.add(share);
        for (dimension, value) in
            [(Dimension::Step, &charge.step), (Dimension::Lane, &charge.lane), (Dimension::Day, &charge.day)]
        {
            self.part(dimension, value).add(share);
        }
    }

    fn add(&mut self, charge: &Charge, used: Option<&Use>, (amount_nano, gpu_ms): (i64, i64)) {
        let share = Share { amount_nano, gpu_ms, unknown: u64::from(charge.amount_nano.is_none()) };
        let of_none = if charge.is_failed { Outcome::Failed } else { Outcome::Unused };
        let outcome = used.map_or(of_none, |used| used.outcome);
        self.part(Dimension::Outcome, outcome.word()).add(share);
        let words = used.map_or(["", "", ""], |used| [&used.market, &used.message, &used.format].map(String::as_str));
        for (dimension, word) in [Dimension::Market, Dimension::Message, Dimension::Format].into_iter().zip(words) {
            self.part(dimension, word).add(share);
        }
        if outcome == Outcome::Approved {
            self.approved_nano += amount_nano;
        }
        if outcome.is_waste() {
            let reason = used.map_or("", |used| used.reason.as_str());
            *self.waste.entry((reason.to_owned(), words[0].to_owned())).or_default() += amount_nano;
        }
    }

    fn part(&mut self, dimension: Dimension, value: &str) -> &mut Share {
        self.by.entry(dimension).or_default().entry(value.to_owned()).or_default()
    }
}

impl Share {
    fn add(&mut self, other: Share) {
        self.amount_nano += other.amount_nano;
        self.gpu_ms += other.gpu_ms;
        self.unknown += other.unknown;
    }
}

/// Who uses each output that cost something.
struct Users(HashMap<Digest, Vec<usize>>);

impl Users {
    fn find(charges: &[Charge], uses: &[Use], needs: &HashMap<Digest, Vec<Digest>>) -> Users {
        let mut current: HashMap<Digest, Vec<usize>> =
            charges.iter().filter_map(|charge| charge.key).map(|key| (key, Vec::new())).collect();
        let mut superseded = current.clone();
        for (at, used) in uses.iter().enumerate() {
            let users = if used.outcome == Outcome::Superseded { &mut superseded } else { &mut current };
            let mut waiting = used.keys.to_vec();
            let mut seen = Vec::with_capacity(4);
            while let Some(key) = waiting.pop() {
                if seen.contains(&key) {
                    continue;
                }
                seen.push(key);
                if let Some(list) = users.get_mut(&key) {
                    list.push(at);
                }
                waiting.extend(needs.get(&key).into_iter().flatten().copied());
            }
        }
        for (key, list) in superseded {
            if let Some(users) = current.get_mut(&key).filter(|users| users.is_empty()) {
                *users = list;
            }
        }
        Users(current)
    }

    fn of(&self, key: Digest) -> &[usize] {
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Digest {
        Digest::of(name.as_bytes())
    }

    fn charge(name: &str, amount: Option<i64>) -> Charge {
        let (step, lane, day) = ("scene".to_owned(), "pool".to_owned(), "2026-11-24".to_owned());
        Charge { key: Some(key(name)), step, lane, day, amount_nano: amount, gpu_ms: 10, is_failed: false }
    }

    fn ad(name: &str, market: &str, outcome: Outcome) -> Use {
        let (message, format, reason) = ("m".to_owned(), "f".to_owned(), "headline".to_owned());
        Use { keys: [key(name), key(name)], outcome, market: market.to_owned(), message, format, reason }
    }

    #[test]
    fn parts_add_up_to_the_whole_and_follow_the_ads_as_they_stand() {
        let needs = HashMap::from([
            (key("a"), vec![key("scene")]),
            (key("b"), vec![key("scene")]),
            (key("c"), vec![key("scene"), key("other")]),
            (key("old"), vec![key("scene"), key("first")]),
        ]);
        let uses = [
            ad("a", "de", Outcome::Approved),
            ad("b", "de", Outcome::Rejected),
            ad("c", "gb", Outcome::Approved),
            ad("old", "gb", Outcome::Superseded),
        ];
        let charges = [
            charge("scene", Some(100)),
            charge("first", Some(7)),
            charge("other", None),
            charge("nobody", Some(5)),
            charge("scene", Some(-2)),
            Charge { is_failed: true, ..charge("scene", Some(3)) },
        ];
        let allocation = allocate(&charges, &uses, &needs);
        assert_eq!(allocation.total, Share { amount_nano: 113, gpu_ms: 60, unknown: 1 });
        for (dimension, values) in &allocation.by {
            let sum: i64 = values.values().map(|share| share.amount_nano).sum();
            let time: i64 = values.values().map(|share| share.gpu_ms).sum();
            assert_eq!((sum, time), (113, 60), "{dimension:?}");
        }
        let outcomes = &allocation.by[&Dimension::Outcome];
        let amount = |outcome: Outcome| outcomes[outcome.word()].amount_nano;
        // 100 among three is 34, 33, 33; −2 is −1, −1, 0 in any case to the last unit.
        assert_eq!(amount(Outcome::Approved) + amount(Outcome::Rejected), 98);
        assert_eq!((amount(Outcome::Superseded), amount(Outcome::Unused)), (7, 5));
        assert_eq!(amount(Outcome::Failed), 3, "whoever uses what a later try made");
        assert_eq!(allocation.waste[&("headline".to_owned(), "gb".to_owned())], 7);
        assert_eq!((allocation.approved_ads, allocation.approved_nano), (2, amount(Outcome::Approved)));
    }
}
