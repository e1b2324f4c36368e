//! A turn of a variant's conversation: how far what it changes reaches, and which notes it answers. What it changes
//! is an adjustment; who may take one is `access`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::cell::pairs;
use crate::ids::{DecisionId, Id, NotAnId};
use crate::review::Mark;

const MARKET: &str = "market";
const FORMAT: &str = "format";

/// Which variants a turn changes, from the one that it is taken at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TurnScope {
    /// That one.
    #[default]
    Variant,
    /// All formats of its market and message: what lies together on the desk.
    Set,
    /// The same ad in all markets.
    Markets,
    /// All of the campaign.
    Campaign,
}

impl TurnScope {
    /// Every scope, the narrowest first.
    pub const ALL: [TurnScope; 4] = [TurnScope::Variant, TurnScope::Set, TurnScope::Markets, TurnScope::Campaign];

    /// The word in database and API.
    pub fn word(self) -> &'static str {
        match self {
            TurnScope::Variant => "variant",
            TurnScope::Set => "set",
            TurnScope::Markets => "markets",
            TurnScope::Campaign => "campaign",
        }
    }

    /// The scope with this word.
    pub fn find(word: &str) -> Option<TurnScope> {
        TurnScope::ALL.into_iter().find(|scope| scope.word() == word)
    }

    /// Whether a turn at one written cell changes another.
    pub fn reaches(self, from: &str, cell: &str) -> bool {
        match self {
            TurnScope::Variant => from == cell,
            TurnScope::Set => is_alike(from, cell, &[FORMAT]),
            TurnScope::Markets => is_alike(from, cell, &[MARKET]),
            TurnScope::Campaign => true,
        }
    }
}

/// Whether two written cells say the same, if their markets speak the same language: they differ in market and
/// format at most.
pub fn says_the_same(one: &str, other: &str) -> bool {
    is_alike(one, other, &[MARKET, FORMAT])
}

fn is_alike(one: &str, other: &str, but_for: &[&str]) -> bool {
    let rest = |cell| pairs(cell).filter(|(axis, _)| !but_for.contains(axis));
    rest(one).eq(rest(other))
}

/// Something that somebody noted in a decision: what the decision as a whole says, or one of its marks, counted
/// from 1. Written `dec_…` and `dec_….2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    pub decision: DecisionId,
    pub mark: Option<u16>,
}

/// Most notes that one turn claims to fix, or that one decision answers.
pub const MAX_NOTES: usize = 200;

impl Note {
    /// The mark at this place of a decision's list.
    pub fn mark(decision: DecisionId, index: usize) -> Note {
        Note { decision, mark: u16::try_from(index + 1).ok() }
    }

    /// Reads the written form.
    pub fn parse(text: &str) -> Result<Note, NotAnId> {
        let error = || NotAnId { prefix: DecisionId::PREFIX };
        let (decision, mark) = match text.split_once('.') {
            None => (text, None),
            Some((decision, mark)) => {
                let is_number = !mark.starts_with('0') && mark.bytes().all(|byte| byte.is_ascii_digit());
                let mark = mark.parse().ok().filter(|_| is_number).ok_or_else(error)?;
                (decision, Some(mark))
            }
        };
        Ok(Note { decision: DecisionId::parse(decision)?, mark })
    }

    /// Whether a decision with these marks has it.
    pub fn is_among(&self, marks: &[Mark]) -> bool {
        self.mark.is_none_or(|mark| usize::from(mark) <= marks.len())
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mark {
            None => write!(f, "{}", self.decision),
            Some(mark) => write!(f, "{}.{mark}", self.decision),
        }
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Note, D::Error> {
        let text = String::deserialize(deserializer)?;
        Note::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_reach_as_far_as_their_names_say() {
        let from = "format=a|market=de|message=one";
        let cells = [
            ("format=a|market=de|message=one", [true, true, true, true]),
            ("format=b|market=de|message=one", [false, true, false, true]),
            ("format=a|market=fr|message=one", [false, false, true, true]),
            ("format=b|market=fr|message=one", [false, false, false, true]),
            ("format=a|market=de|message=two", [false, false, false, true]),
        ];
        let written = |cell: &str| cell.replace('|', " ");
        for (cell, expected) in cells {
            let reached = TurnScope::ALL.map(|scope| scope.reaches(&written(from), &written(cell)));
            assert_eq!(reached, expected, "{cell}");
        }
        assert!(says_the_same(&written(from), &written(cells[3].0)));
        assert!(!says_the_same(&written(from), &written(cells[4].0)));
    }

    #[test]
    fn notes_are_read_as_they_are_written() {
        let decision = DecisionId::at(5, &[7; 10]);
        for note in [Note { decision, mark: None }, Note::mark(decision, 0), Note::mark(decision, 41)] {
            assert_eq!(Note::parse(&note.to_string()).ok(), Some(note));
        }
        for wrong in ["", "rev_01", &format!("{decision}."), &format!("{decision}.0"), &format!("{decision}.+1")] {
            assert!(Note::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Note { decision, mark: None }.is_among(&[]) && !Note::mark(decision, 0).is_among(&[]));
    }
}
