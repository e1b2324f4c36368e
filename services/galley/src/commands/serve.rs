//! `galley serve`: the API, the desk and workers in one process, until it is told to stop.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::Context;
use crate::log;
use crate::server::Server;

/// Serve the API and the desk, with workers for every lane.
#[derive(Debug, Args)]
pub struct Serve {}

impl Serve {
    pub async fn run(self, context: &Context) -> Result<()> {
        let config = context.config()?;
        log::start(&config.log)?;
        let server = Server::start(&config).await?;
        context.output.line(format_args!("galley answers at {}", server.url()));
        context.output.value(&json!({ "address": server.url() }));
        until_stopped(server).await
    }
}

/// Waits for a signal, then stops in order. A server that ends by itself has failed.
pub async fn until_stopped(mut server: Server) -> Result<()> {
    tokio::select! {
        ended = server.ended() => ended,
        () = told_to_stop() => server.stop().await,
    }
}

/// SIGTERM or SIGINT; Ctrl-C elsewhere.
pub async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // Without a handler the signal ends the process at once: rough, but stopped all the same.
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = tokio::signal::ctrl_c().await;
    }
}
