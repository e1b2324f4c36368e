//! Everybody else's computers, each behind a port of `domain::ports`: the places where models run and
//! the places where releases go.
//!
//! An adapter translates and nothing more. It maps its vendor's failures to the port's few, by what the
//! caller should do. What it cannot be sure of is *not done*, and where money may have been spent it says
//! that nobody knows. It decides nothing about campaigns, knows no database of ours, and reads its own
//! part of the configuration, which reaches it whole.
//!
//! Adding a backend or a destination: one file in its folder and one entry in the list of `backends.rs` or
//! `destinations.rs`. The file's type is private to that folder, so that forgetting the entry does not
//! compile.

pub mod backends;
pub mod destinations;

/// Settings an adapter cannot work with.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {message}")]
pub struct SettingsError {
    /// The key within the adapter's own settings.
    pub key: String,
    pub message: String,
}

impl SettingsError {
    fn new(key: &str, message: impl Into<String>) -> SettingsError {
        SettingsError { key: key.to_owned(), message: message.into() }
    }
}
