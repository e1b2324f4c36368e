//! What the engine takes in: one struct a kind of journal entry, filled from the journal and the features of the
//! revisions it names. Plain data, without behaviour, without text or pictures.
//!
//! Each event carries all it needs, so events of different campaigns may be left out (consent, deletion) without others
//! losing their meaning. Ids are opaque; people are pseudonymous ids. Strings longer than [`NAME_BYTES`] are refused.

use galley_domain::review::Verdict;

use crate::features::Artefact;

/// The longest id or name that is taken in, in bytes.
pub const NAME_BYTES: usize = 128;

/// One entry of the journal that teaches or governs learning.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The journal entry's id; explanations and exports lead back to it.
    pub id: String,
    pub brand: String,
    /// Empty for what concerns a brand as a whole.
    pub campaign: String,
    /// Who, pseudonymous.
    pub actor: String,
    /// Milliseconds since 1970, UTC. Learning goes by order, not by time; exports and figures use it.
    pub at_ms: i64,
    pub body: Body,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Decision(Decision),
    Comparison(Comparison),
    Edit(Edit),
    Turn(Turn),
    Signal(Signal),
    Objection(Objection),
    /// From here on this brand grants this much. The actor and brand are the event's.
    Consent(Level),
    /// What came before is taken out of learning and of every export.
    Forget(Target),
}

/// How much of a brand's work may be learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    #[default]
    Nothing,
    /// How ads were made and judged, not what they are.
    TracesOnly,
    Everything,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Level; 3] = [Level::Nothing, Level::TracesOnly, Level::Everything];

    /// The word in files, database and API.
    pub fn word(self) -> &'static str {
        match self {
            Level::Nothing => "nothing",
            Level::TracesOnly => "traces_only",
            Level::Everything => "everything",
        }
    }

    /// The level with this word.
    pub fn find(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// Whose rows are to be forgotten: all before the event, whatever the brand granted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Campaign(String),
    Person(String),
    Revision(String),
}

/// One revision as learning may see it. A sensitive campaign's is made by [`Subject::sensitive`], which takes no
/// artefact: what is not handed in cannot be learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    revision: String,
    traces: Traces,
    artefact: Option<Artefact>,
}

impl Subject {
    /// A revision of a campaign that is not sensitive.
    pub fn open(revision: impl Into<String>, traces: Traces, artefact: Artefact) -> Subject {
        Subject { revision: revision.into(), traces, artefact: Some(artefact) }
    }

    /// A revision of a sensitive campaign, or one whose features were not measured.
    pub fn sensitive(revision: impl Into<String>, traces: Traces) -> Subject {
        Subject { revision: revision.into(), traces, artefact: None }
    }

    /// The same revision without what describes the ad itself.
    pub fn without_artefact(&self) -> Subject {
        Subject { artefact: None, ..self.clone() }
    }

    pub fn revision(&self) -> &str {
        &self.revision
    }

    pub fn traces(&self) -> &Traces {
        &self.traces
    }

    pub fn artefact(&self) -> Option<&Artefact> {
        self.artefact.as_ref()
    }
}

/// How an ad was made: the trace class. Empty strings are unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traces {
    pub market: String,
    pub format: String,
    /// The review stage.
    pub stage: String,
    pub backend: String,
    pub model: String,
    /// `name@version` of each skill used.
    pub skills: Vec<String>,
}

/// In which company and by whose choice something was shown; what position bias and honest evaluation need.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shown {
    /// Revisions beside it.
    pub beside: Vec<String>,
    /// 0 is first or left.
    pub position: u32,
    /// Which policy put it there.
    pub arm: Arm,
    /// With which probability that policy chose it; none where nothing was chosen.
    pub probability: Option<f64>,
}

/// Who chose what was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// Nobody: all there was, or a person's own choice.
    #[default]
    None,
    /// The model.
    Model,
    /// At random, to measure the model against.
    Holdout,
}

/// One person's word on one revision at one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub subject: Subject,
    pub verdict: Verdict,
    pub marks: Vec<Mark>,
    pub shown: Shown,
    /// From opening to deciding, where measured.
    pub seconds: Option<f64>,
    /// No one asked for changes on this variant before.
    pub is_first_pass: bool,
}

/// What exactly is good or bad.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// One of [`galley_domain::review::ELEMENTS`].
    pub element: String,
    /// From the organization's closed list; empty where none was chosen.
    pub aspect: String,
    pub is_praise: bool,
    /// 1 is usual; 0.5 a trifle, 2 grave. Kept to 0.25 … 2.
    pub severity: f64,
    /// "More contrast": a numeric feature and whether there should be more of it.
    pub wish: Option<Wish>,
}

/// A direction somebody wants a feature to go.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Wish {
    pub feature: String,
    pub more: bool,
}

/// One person's choice between two revisions side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub left: Subject,
    pub right: Subject,
    pub preferred: Preferred,
    pub shown: Shown,
}

/// Which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preferred {
    Left,
    Right,
    Tie,
}

/// A person changed a revision by their own hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pub before: Subject,
    pub after: Subject,
}

/// A change request was carried out and somebody ticked what is fixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub before: Subject,
    pub after: Subject,
    pub fixed: u32,
    pub still_open: u32,
}

/// Something somebody did, or had the chance to do and did not, without being asked for an opinion.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    pub subject: Subject,
    pub kind: SignalKind,
    pub happened: bool,
    pub shown: Shown,
}

/// What can be read as liking, if it turns out to mean that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    Download,
    ShareOutside,
    Reopen,
    LongView,
    Zoom,
}

impl SignalKind {
    /// The word in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            SignalKind::Download => "download",
            SignalKind::ShareOutside => "share_outside",
            SignalKind::Reopen => "reopen",
            SignalKind::LongView => "long_view",
            SignalKind::Zoom => "zoom",
        }
    }

    /// The kind with this word.
    pub fn find(word: &str) -> Option<SignalKind> {
        SignalKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Every kind, in the order of the state.
    pub const ALL: [SignalKind; 5] =
        [SignalKind::Download, SignalKind::ShareOutside, SignalKind::Reopen, SignalKind::LongView, SignalKind::Zoom];
}

/// "This explanation is wrong": the feature should not count as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    pub feature: String,
}
