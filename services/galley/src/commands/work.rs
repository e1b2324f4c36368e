//! `galley work`: more workers beside a server, on this machine or another.

use anyhow::{Result, bail};
use clap::Args;
use galley_domain::source::nearest;
use galley_engine::worker;
use tokio::sync::watch;

use super::serve::told_to_stop;
use super::{Context, Usage};
use crate::{log, server, wiring};

/// Run workers only.
#[derive(Debug, Args)]
pub struct Work {
    /// The lane to work in, several times for several; else every lane.
    #[arg(long = "lane")]
    lanes: Vec<String>,
}

impl Work {
    pub async fn run(self, context: &Context) -> Result<()> {
        let config = context.config()?;
        log::start(&config.log)?;
        let all = wiring::lanes(&config);
        let known = || all.keys().map(String::as_str);
        if let Some(lane) = self.lanes.iter().find(|lane| !all.contains_key(*lane)) {
            let hint = nearest(lane, known()).map_or_else(String::new, |near| format!("; did you mean {near}?"));
            bail!(Usage(format!(
                "there is no lane {lane}; there are {}{hint}",
                known().collect::<Vec<_>>().join(", ")
            )));
        }
        let engine = wiring::open(&config).await?;
        let lanes = if self.lanes.is_empty() { all.keys().cloned().collect() } else { self.lanes };
        let (stop, stopped) = watch::channel(false);
        let workers = tokio::spawn(worker::run(engine.clone(), server::workers(&engine, &lanes), stopped));
        tracing::info!(?lanes, "working");
        told_to_stop().await;
        stop.send_replace(true);
        workers.await?;
        engine.store.close().await;
        tracing::info!("stopped");
        Ok(())
    }
}
