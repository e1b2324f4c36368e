//! The work for one language, as a translator needs it. Knows no file format.

use crate::held::Held;

/// A language and which way it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag: `de-DE`.
    pub tag: String,
    pub is_rtl: bool,
}

/// The lines of one copy deck from one language into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What the lines belong to: tools carry it through, and the way back begins with it.
    pub original: String,
    /// For people.
    pub title: String,
    /// What holds for all lines, each with its sort.
    pub notes: Vec<(&'static str, String)>,
    pub source: Language,
    pub target: Language,
    pub units: Vec<Unit>,
    /// What comes back as it went out.
    pub held: Held,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Unique in the job and the same in every export. Letters, digits, `-`, `_` and dots.
    pub id: String,
    /// What the line is, for people.
    pub name: String,
    /// What the translator must know, each with its sort: `slot`, `limit`, `picture`, …
    pub notes: Vec<(&'static str, String)>,
    pub source: String,
    pub target: Option<String>,
    pub state: State,
    /// Sent along to be read, not to be translated.
    pub is_locked: bool,
    /// Most columns it may take, see [`galley_domain::copy_deck::display_width`].
    pub max_width: Option<u32>,
    pub terms: Vec<Term>,
    pub matches: Vec<Match>,
}

/// A term of the glossary that the line uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub source: String,
    pub target: String,
}

/// What was said for such a line before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub source: String,
    pub target: String,
    /// 0 to 100.
    pub score: u8,
    /// It stood in the same place, too.
    pub is_in_context: bool,
    /// Whence, for people.
    pub origin: String,
}

/// How far a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Initial,
    Translated,
    Reviewed,
    Final,
}

impl State {
    /// The word that XLIFF 2 uses.
    pub fn word(self) -> &'static str {
        match self {
            State::Initial => "initial",
            State::Translated => "translated",
            State::Reviewed => "reviewed",
            State::Final => "final",
        }
    }

    /// The state with this word.
    pub fn find(word: &str) -> Option<State> {
        [State::Initial, State::Translated, State::Reviewed, State::Final]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

impl Job {
    /// The unit with this id.
    pub fn find(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }
}
