//! What an action may answer instead of doing its work: by what the caller should do about it.
//! Status codes are not here; `api/error.rs` alone knows those.

use galley_domain::source::Problems;
use galley_store::StoreError;
use serde_json::{Value, json};

/// Why an action did nothing. Whatever it is, nothing half-done stays behind.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// The files or fields are wrong: every problem at once.
    #[error("{0}")]
    Invalid(Problems),
    /// It does not exist for this person: absent, or outside what they may see.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// They see it and may not do this.
    #[error("{0}")]
    NotAllowed(String),
    /// It cannot be done as things stand; `code` is stable, `extras` carry the facts.
    #[error("{detail}")]
    Conflict { code: &'static str, detail: String, extras: Value },
    /// A database or a blob store did not answer.
    #[error("the store did not answer")]
    Unavailable(#[source] StoreError),
}

impl ActionError {
    /// A conflict without further facts.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> ActionError {
        ActionError::Conflict { code, detail: detail.into(), extras: json!({}) }
    }

    /// A single wrong field.
    pub fn invalid(field: &str, message: impl Into<String>) -> ActionError {
        ActionError::Invalid(Problems::field(field, message))
    }
}

impl From<StoreError> for ActionError {
    fn from(error: StoreError) -> ActionError {
        match error {
            StoreError::NotFound { what } => ActionError::NotFound(what),
            StoreError::Conflict { what } => {
                ActionError::conflict("conflict", format!("{what} changed or exists already"))
            }
            other => ActionError::Unavailable(other),
        }
    }
}

impl From<Problems> for ActionError {
    fn from(problems: Problems) -> ActionError {
        ActionError::Invalid(problems)
    }
}
