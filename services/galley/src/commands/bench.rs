//! `galley bench`: the measurements of `cargo xtask bench`, each in a database of its own that is gone afterwards.
//! The last line printed is one JSON object. Not a command for users, so `--help` does not list it.

mod campaign;
mod place;
mod plan;
mod queue;
mod reads;

use std::time::Instant;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use serde_json::Value;

use crate::output::print;

/// Measure something.
#[derive(Debug, Subcommand)]
pub enum Bench {
    Plan(plan::Plan),
    Queue(queue::Queue),
    Reads(reads::Reads),
}

/// On which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Bench {
    pub async fn run(self) -> Result<()> {
        let measured: Value = match self {
            Bench::Plan(bench) => bench.run().await,
            Bench::Queue(bench) => bench.run().await,
            Bench::Reads(bench) => bench.run().await,
        }?;
        print(&measured);
        Ok(())
    }
}

/// Since then, in seconds with three decimals.
fn seconds(began: Instant) -> f64 {
    round(began.elapsed().as_secs_f64())
}

/// Three decimals are enough for anybody.
fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
