//! `galley migrate`: brings the database up to date.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::Context;
use crate::{log, wiring};

/// Bring the database up to date. Safe to repeat.
#[derive(Debug, Args)]
pub struct Migrate {}

impl Migrate {
    pub async fn run(self, context: &Context) -> Result<()> {
        let config = context.config()?;
        log::start(&config.log)?;
        let engine = wiring::open(&config).await?;
        wiring::migrate(&engine).await?;
        engine.store.close().await;
        context.output.line("the database is up to date");
        context.output.value(&json!({ "ok": true }));
        Ok(())
    }
}
