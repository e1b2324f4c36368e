//! Reads: pages of 100 out of 100,000 variants through the API while the workers of the same server carry a run out.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use galley_domain::ids::RunId;
use galley_engine::actions::approve_plan::approve_plan;
use galley_engine::actions::launch_plan::launch_plan;
use galley_engine::actions::make_plan::make_plan;
use galley_store::{runs, tasks};
use serde_json::{Value, json};

use super::campaign::{Campaign, EMAIL, PASSWORD};
use super::place::Place;
use super::{Database, round};
use crate::client::{Client, escape};
use crate::server::Server;
use crate::wiring;

/// Answers before the first that counts.
const WARM_UP: usize = 10;

/// Read pages of variants while a run is going on.
#[derive(Debug, Args)]
pub struct Reads {
    #[arg(long, value_enum)]
    database: Database,
    #[arg(long, default_value_t = 300)]
    requests: usize,
}

impl Reads {
    pub async fn run(self) -> Result<Value> {
        Place::with(self.database, async |place| {
            let engine = wiring::open(&place.config).await?;
            wiring::migrate(&engine).await?;
            let server = Server::start_with(engine, &place.config).await?;
            let measured = self.measure(&server).await;
            server.stop().await?;
            measured
        })
        .await
    }

    async fn measure(&self, server: &Server) -> Result<Value> {
        let engine = &server.engine;
        let campaign = Campaign::make(engine).await?;
        let plan = make_plan(engine, &campaign.access, campaign.id).await?;
        approve_plan(engine, &campaign.access, plan).await?;
        let run = launch_plan(engine, &campaign.access, plan).await?;
        let client = Client::new(&server.url())?.sign_in(EMAIL, PASSWORD).await?;

        let done_before = count_done(server, &campaign, run).await?;
        let began = Instant::now();
        let mut times = self.read(&client, &campaign).await?;
        let took = began.elapsed().as_secs_f64();
        let done = count_done(server, &campaign, run).await? - done_before;
        let run = runs::get_everywhere(&engine.store, run).await?;
        ensure!(run.finished_ms.is_none(), "the run ended before the reads did");
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        Ok(json!({
            "requests": self.requests, "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1.0),
            "tasks_done_meanwhile": done, "seconds": round(took), "limits": { "p99_ms": 30 },
        }))
    }

    /// How long each page took, milliseconds.
    async fn read(&self, client: &Client, campaign: &Campaign) -> Result<Vec<f64>> {
        let first = format!("/variants?campaign={}&limit=100", campaign.id);
        let mut path = first.clone();
        let mut times = Vec::with_capacity(self.requests);
        for request in 0..WARM_UP + self.requests {
            let began = Instant::now();
            let page = client.get(&path).await?;
            if request >= WARM_UP {
                times.push(round(began.elapsed().as_secs_f64() * 1000.0));
            }
            let next = page["next"].as_str().context("there are more pages than are read")?;
            ensure!(page["items"].as_array().is_some_and(|items| items.len() == 100), "a page has 100 variants");
            path = format!("{first}&after={}", escape(next));
        }
        Ok(times)
    }
}

/// How many tasks of the run have ended.
async fn count_done(server: &Server, campaign: &Campaign, run: RunId) -> Result<i64> {
    let counts = tasks::count(&server.engine.store, &campaign.access.scope(), run).await?;
    Ok(counts.iter().filter(|(_, state, _)| state.is_over()).map(|(_, _, count)| count).sum())
}
