//! What the store may answer instead of rows, by what the caller should do about it.

use sea_orm::{DbErr, SqlErr};

/// Why the store did not do what was asked. Nothing half-done stays behind.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Absent, or outside the scope: the two look the same.
    #[error("there is no such {what}")]
    NotFound { what: &'static str },
    /// Something with that name is already there, or the row is no longer in the state it must
    /// be in. Look again.
    #[error("{what}: exists already or has changed")]
    Conflict { what: &'static str },
    /// The database or the blob store did not answer, or refused. Try again later.
    #[error("the store did not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is kept cannot be right: people must look.
    #[error("{what} in the store is damaged")]
    Corrupt { what: String },
}

impl StoreError {
    /// Names the thing that a broken unique or foreign key was about.
    pub(crate) fn about(what: &'static str) -> impl FnOnce(DbErr) -> StoreError {
        move |error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Conflict { what },
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => StoreError::NotFound { what },
            _ => error.into(),
        }
    }

    /// Something kept that cannot be read back.
    pub(crate) fn corrupt(what: impl Into<String>) -> StoreError {
        StoreError::Corrupt { what: what.into() }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> StoreError {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Conflict { what: "a row" },
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => StoreError::NotFound { what: "row" },
            _ => StoreError::Unavailable(Box::new(error)),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        StoreError::Unavailable(Box::new(error))
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> StoreError {
        match error {
            object_store::Error::NotFound { .. } => StoreError::NotFound { what: "blob" },
            other => StoreError::Unavailable(Box::new(other)),
        }
    }
}
