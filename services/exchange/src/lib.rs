//! Exchange: the files in which translators and their tools send lines to and fro. XLIFF carries work out and back, TMX
//! carries memories, TBX carries glossaries. Pure: bytes and words in, bytes and words out.
//!
//! [`Job`] is the work for one language: a unit for each line of the copy deck, with what the translator has to know.
//! [`xliff::write`] makes a file of it and [`xliff::read`] reads one that came back, whatever version the tool speaks.
//! [`merge::merge`] then compares three things: the job as it was sent, the file that came back, and the job as it
//! would be sent today. What differs between the first two is what the translator did; nothing else is taken over. If
//! anything at all is wrong, nothing is, and every problem is told with its line and column.
//!
//! Files come from strangers. There are no document types and no entities of a file's own, and size, depth and number
//! of everything are bounded (`xml.rs`). Which campaign a file belongs to and who may hand it in is not decided here.

pub mod held;
mod job;
pub mod merge;
pub mod tbx;
pub mod tmx;
mod write;
pub mod xliff;
mod xml;

pub use job::{Job, Language, Match, State, Term, Unit};
