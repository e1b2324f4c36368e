//! The words and rules of Galley: what a brief, a plan, a task, a variant, a review stage, a
//! seal, the ledger and the journal are, and what may follow from what.
//!
//! This crate decides and does nothing else: no I/O, no clock, no randomness. Time and random
//! bytes arrive as arguments; files arrive as bytes. `engine` carries out what is decided here,
//! `store` keeps it, `api` and `adapters` translate it.

pub mod access;
pub mod adjustment;
pub mod asset;
pub mod brand_kit;
pub mod brief;
pub mod bundle;
pub mod catalog;
pub mod cell;
pub mod copy_deck;
pub mod digest;
pub mod expression;
pub mod fairness;
pub mod format;
pub mod gate;
pub mod ids;
pub mod journal;
pub mod ledger;
pub mod locale;
pub mod measures;
pub mod plan;
pub mod ports;
pub mod price;
pub mod product_feed;
pub mod review;
pub mod seal;
pub mod skill;
pub mod source;
pub mod task;
pub mod turn;
pub mod workflow;
