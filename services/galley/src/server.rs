//! A running server: the API and, beside it in the same process, workers and the dispatcher. What
//! it listens to signals for is the command's business.

use std::net::{SocketAddr, TcpListener};

use anyhow::{Context as _, Result};
use galley_api::{ApiConfig, ApiState};
use galley_engine::Engine;
use galley_engine::worker::{self, WorkerConfig};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::wiring;

/// An API with its workers. Dropped without [`Server::stop`] it goes on in the background.
pub struct Server {
    pub engine: Engine,
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    api: JoinHandle<std::io::Result<()>>,
    workers: JoinHandle<()>,
}

impl Server {
    /// Opens the store, brings an embedded one up to date, and starts to answer.
    pub async fn start(config: &Config) -> Result<Server> {
        Server::start_with(wiring::open(config).await?, config).await
    }

    /// The same with an engine that is wired already.
    pub async fn start_with(engine: Engine, config: &Config) -> Result<Server> {
        if wiring::is_embedded(config) {
            wiring::migrate(&engine).await?;
        }
        let listener =
            TcpListener::bind(&config.listen).with_context(|| format!("could not listen at {}", config.listen))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let state = ApiState::new(engine.clone(), api_config(config, address));
        let api = tokio::spawn(galley_api::serve(listener, state, stopped_signal(stopped.clone())));
        let workers = tokio::spawn(worker::run(engine.clone(), workers(&engine, engine.lanes.keys()), stopped));
        tracing::info!(%address, "serving");
        Ok(Server { engine, address, stop, api, workers })
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the API ends by itself, which it does only when it fails.
    pub async fn ended(&mut self) -> Result<()> {
        Ok((&mut self.api).await.context("the API broke off")??)
    }

    /// Lets requests and running tasks end, then closes the store.
    pub async fn stop(self) -> Result<()> {
        self.stop.send_replace(true);
        let api = self.api.await.context("the API broke off");
        let workers = self.workers.await.context("the workers broke off");
        self.engine.store.close().await;
        tracing::info!("stopped");
        workers?;
        Ok(api??)
    }
}

/// Ready once the server is told to stop, or is gone.
async fn stopped_signal(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
}

/// Workers of this process for some lanes.
pub fn workers<'a>(engine: &Engine, lanes: impl IntoIterator<Item = &'a String>) -> WorkerConfig {
    // Two processes may have one number, on two machines or one after the other.
    let number = u64::from_be_bytes(engine.ids.secret()[..8].try_into().expect("32 bytes begin with 8"));
    WorkerConfig { name: format!("{}-{number:016x}", std::process::id()), lanes: lanes.into_iter().cloned().collect() }
}

fn api_config(config: &Config, address: SocketAddr) -> ApiConfig {
    let public_url = match config.api.public_url.trim_end_matches('/') {
        "" => format!("http://{address}"),
        url => url.to_owned(),
    };
    ApiConfig {
        web_dir: (!config.api.web_dir.is_empty()).then(|| config.api.web_dir.clone().into()),
        is_https: public_url.starts_with("https://"),
        public_url,
    }
}
