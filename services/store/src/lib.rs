//! The store: the only crate with SQL and blob I/O. It keeps what `domain` decides and gives it
//! back; it decides nothing itself, reads no clock and makes no ids (both arrive as arguments).
//!
//! **Two databases, one code path.** [`Store::open`] takes a `sqlite://` or `postgres://` URL and
//! a folder or bucket for blobs. Queries are built once and rendered for the database at hand;
//! what only one database can do is not used. JSON is text, times are unix milliseconds, digests
//! are 32 bytes, money is whole nano units, ids are UUIDs: the same on both sides.
//!
//! **Scope.** Every function on tenant data takes a [`Scope`](galley_domain::access::Scope) and
//! filters by its organization and its brands; a row outside is absent, not forbidden. Functions
//! without one end in `_everywhere` and are few: signing in (a secret's hash or an address *is*
//! the look-up) and sweeps of the dispatcher. Rows are written with the organization of the scope,
//! never with one the caller names. Leases belong to processes, not tenants, and have no scope.
//!
//! **Names.** One file a noun, plural. `find_` gives an `Option`, `get_` fails with
//! [`StoreError::NotFound`], `list_` pages by the last id seen ([`Page`]), `insert_` fails with
//! [`StoreError::Conflict`] where something with that name is already there. Functions take any
//! connection ([`Reader`]), the [`Store`] itself or a [`Tx`]; those that write several rows take a
//! `&Tx`, so that they cannot be torn apart.
//!
//! **Writing.** [`Store::begin`] starts a write transaction. On SQLite there is one writer at a
//! time, and writers of this process queue in order of arrival. Two things are locked by design,
//! and late in a transaction: a campaign's budget ([`ledger`]) and an organization's journal head
//! ([`journal`]); the journal is appended last before the commit.
//!
//! **Books.** Ledger and journal are only ever added to; the database refuses the rest. Blobs are
//! named by their hash and checked against it whenever they are read ([`Blobs`]).

pub mod accounts;
pub mod adjustments;
mod blobs;
pub mod brands;
pub mod budget_overrides;
pub mod calls;
pub mod campaigns;
pub mod closed_months;
mod config;
pub mod consents;
mod database;
pub mod decisions;
pub mod entities;
mod error;
pub mod export_keys;
pub mod guest_links;
pub mod idempotency;
pub mod journal;
mod json;
pub mod learned_states;
pub mod leases;
pub mod ledger;
pub mod media;
pub mod organizations;
pub mod outputs;
mod page;
pub mod people;
pub mod plans;
pub mod read_metrics;
pub mod read_provenance;
pub mod read_review;
pub mod read_skills;
pub mod read_spend;
pub mod releases;
pub mod revision_features;
pub mod revision_skills;
pub mod revisions;
pub mod runs;
mod scope;
mod scratch;
pub mod sessions;
pub mod signals;
pub mod skills;
mod sql;
pub mod stages;
pub mod tasks;
pub mod tokens;
pub mod turns;
pub mod variants;
pub mod workflows;

pub use blobs::Blobs;
pub use config::{Durability, StoreConfig};
pub use database::{Pool, Reader, Store, Tx};
pub use error::StoreError;
pub use page::Page;
pub use scratch::Scratch;
