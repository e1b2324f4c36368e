//! Learning from decisions: what each brand likes, element by element, from what people decide, mark, compare, edit and do.
//!
//! **Numbers in, numbers out.** No I/O, no clock, no randomness but a seeded generator the caller passes in. The engine reads the
//! journal and the features of revisions, hands in [`Event`]s in the journal's order, and keeps the blob. The same events
//! give the same state bit for bit, live or rebuilt; functions of the standard library that differ between machines are not
//! used (see `numeric`).
//!
//! **The way of an event.** [`Learner::apply`] asks what the brand granted; traces only drops the [`Artefact`], nothing drops the
//! event. `rows` says what the feedback means as logistic rows; `taste` learns each row: the brand's weights jointly
//! (`belief`), deviations of market and reviewer and small terms one by one (`terms`), each taking the others' doubt into
//! account. What was seen is kept apart from what was believed before, so that every few decisions it can be faded
//! and put on the newest prior, which is what the organization's other brands taught (`house`).
//!
//! **Signals never train alone.** Each brand has two tastes: the anchor sees explicit feedback only, the hybrid sees signals
//! too, as far as `heads` found that this person's clicks tell what the anchor believes. The hybrid acts only while it
//! forecasts decisions no worse.
//!
//! **Where it acts** ([`Learner::choose`]) it is measured against a random holdout arm, and steps back for a brand where it does
//! not beat it (`guard`). Every choice carries its exact probability. It never approves.
//!
//! **What leaves** for training elsewhere goes through [`exports`]: consent and sensitivity first.
//!
//! A sensitive campaign's ads are not forbidden here but absent: [`Subject::sensitive`] has no place for them.
//!
//! `examples/simulate.rs` prints how well all this works in a simulated organization, `examples/speed.rs` what it costs.

mod belief;
mod brand;
mod calibrator;
mod choose;
mod consent;
mod drift;
mod event;
mod explain;
pub mod exports;
mod features;
mod figures;
mod guard;
mod heads;
mod history;
mod house;
mod interval;
mod learner;
mod numeric;
mod rows;
mod symmetric;
mod taste;
mod terms;

pub use brand::{Brand, Twin};
pub use choose::{Choice, First, Forecast, MOST_CANDIDATES};
pub use consent::{Grant, Ledger, revisions_of};
pub use drift::Drift;
pub use event::{
    Arm, Body, Comparison, Decision, Edit, Event, Level, Mark, NAME_BYTES, Objection, Preferred, Shown, Signal,
    SignalKind, Subject, Target, Traces, Turn, Wish,
};
pub use explain::Reason;
pub use features::{
    Artefact, BadValue, COLUMNS, COPY_AXES, CROSSES, Column, Cross, FEATURES, Feature, PREDICATES, Part, Predicate,
    Predicates, SCHEMA, Scale, Value, Values,
};
pub use figures::{Bin, Figures, Reviewer};
pub use guard::{Count, Lift, Standing, lift};
pub use heads::Reliability;
pub use history::{History, Past};
pub use interval::Share;
pub use learner::{Applied, BadBlob, BadEvent, Learner, VERSION};
pub use numeric::Dice;
