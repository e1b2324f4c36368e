//! Where the store keeps things and how careful it is. Only the values; opening is elsewhere.

use serde::Deserialize;

/// The `[store]` section of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreConfig {
    /// `sqlite://path?mode=rwc` or `postgres://user@host/database`.
    pub database_url: String,
    /// `file:///folder`, or `s3://bucket/prefix` with `AWS_*` in the environment.
    pub blobs_url: String,
    /// Connections in the pool, shared with the queue.
    pub max_connections: u32,
    /// Page cache of one SQLite connection.
    pub sqlite_cache_mb: u32,
    /// What a commit survives: on SQLite, and for blobs in a folder.
    pub durability: Durability,
}

/// What a commit survives. PostgreSQL and S3 have settings of their own and are left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Durability {
    /// Also the loss of power: every commit waits for the disk. An approval or an amount that
    /// somebody saw confirmed must not be gone after a power cut, so this is the default.
    Power,
    /// A killed process, but not the loss of power, which may undo the last commits (never half
    /// of one). For throw-away stores: tests, demos, benchmarks.
    Process,
}

impl Default for StoreConfig {
    fn default() -> StoreConfig {
        StoreConfig {
            database_url: "sqlite://galley.db?mode=rwc".to_owned(),
            blobs_url: "file:///var/lib/galley/blobs".to_owned(),
            max_connections: 16,
            sqlite_cache_mb: 8,
            durability: Durability::Power,
        }
    }
}
