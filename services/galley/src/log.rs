//! Sets the log up: words for people on a terminal, JSON lines elsewhere, always on standard error.
//! What is logged never holds a secret, copy or a picture; ids and counts do.

use std::io::{self, IsTerminal};

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Said first, so that a filter in the configuration can still turn them up.
const QUIET: &str = "apalis=warn,apalis_core=warn,apalis_sqlite=warn,apalis_postgres=warn,sqlx=warn,sea_orm=warn,\
                     sea_orm_migration=warn,hyper=warn,actix_server=warn,h2=warn,rustls=warn,object_store=warn";

/// Starts logging. A second call changes nothing.
pub fn start(log: &Log) -> Result<()> {
    let filter = EnvFilter::try_new(format!("{QUIET},{}", log.filter)).context("the log filter is not one")?;
    let is_json = match log.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !io::stderr().is_terminal(),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Already started, by a test or by the demo: then that one stays.
    let _ = if is_json { builder.json().try_init() } else { builder.with_target(false).try_init() };
    Ok(())
}
