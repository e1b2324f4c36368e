//! Named, versioned features: the table (`schema`), the vector's columns, an ad as the model sees it, and the statements
//! explanations count. Measuring the values is the engine's; nothing here looks at pixels or words.

mod artefact;
mod columns;
mod predicates;
mod schema;

pub use artefact::{Artefact, BadValue, Value, Values};
pub use columns::{COLUMNS, Column, Part};
pub use predicates::{PREDICATES, Predicate, Predicates};
pub use schema::{COPY_AXES, CROSSES, Cross, FEATURES, Feature, SCHEMA, Scale};
