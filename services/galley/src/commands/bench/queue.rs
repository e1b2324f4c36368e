//! The queue: tasks that do nothing, through the dispatcher and apalis, with one and with two worker processes.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, OrganizationId, RunId};
use galley_domain::task::TaskState;
use galley_engine::worker;
use galley_engine::{Engine, NOOP};
use galley_store::brands::{NewBrand, insert_brand};
use galley_store::campaigns::{NewCampaign, insert_campaign};
use galley_store::organizations::insert_organization_everywhere;
use galley_store::runs::{self, Run};
use galley_store::tasks::{self, NewTask, TaskBatch};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

use super::place::Place;
use super::{Database, round};
use crate::config::Lane;
use crate::server;

const LANE: &str = "cpu";
/// How many tasks a process carries out at a time. They wait for the database alone.
const CONCURRENCY: u32 = 64;
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Carry out tasks that do nothing.
#[derive(Debug, Args)]
pub struct Queue {
    #[arg(long, value_enum)]
    database: Database,
    #[arg(long, default_value_t = 20_000)]
    tasks: i32,
}

impl Queue {
    pub async fn run(self) -> Result<Value> {
        let one = self.measure(1).await?;
        let two = self.measure(2).await?;
        Ok(json!({
            "tasks": self.tasks, "concurrency": CONCURRENCY,
            "tasks_per_s": { "1_process": one, "2_processes": two },
        }))
    }

    async fn measure(&self, processes: usize) -> Result<f64> {
        Place::with(self.database, async |place| {
            place.config.lanes.insert(LANE.to_owned(), Lane { concurrency: CONCURRENCY });
            let engine = place.open().await?;
            let mut others = Vec::new();
            for _ in 1..processes {
                others.push(start_worker(place).await?);
            }
            let (stop, stopped) = watch::channel(false);
            let lanes = [LANE.to_owned()];
            let workers = tokio::spawn(worker::run(engine.clone(), server::workers(&engine, &lanes), stopped));
            let measured = carry_out(&engine, self.tasks).await;
            stop.send_replace(true);
            workers.await?;
            for mut other in others {
                other.kill().await?;
            }
            engine.store.close().await;
            measured
        })
        .await
    }
}

/// Another process that works on the same database; ready when it says so.
async fn start_worker(place: &Place) -> Result<Child> {
    let config = &place.config;
    let mut child = Command::new(std::env::current_exe()?)
        .args(["work", "--lane", LANE])
        .current_dir(place.folder.path())
        .env("GALLEY_DATABASE_URL", &config.database_url)
        .env("GALLEY_BLOBS_URL", &config.blobs_url)
        .env("GALLEY_STORE__DURABILITY", "process")
        .env("GALLEY_LANES__CPU__CONCURRENCY", CONCURRENCY.to_string())
        .env("GALLEY_LOG__FILTER", "warn,galley=info")
        .env_remove("GALLEY_CONFIG")
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(child.stderr.take().context("its log is piped")?).lines();
    while let Some(line) = lines.next_line().await? {
        if line.contains("working") {
            // Somebody has to read on, or it stands still when the pipe is full.
            tokio::spawn(async move {
                while let Ok(Some(line)) = lines.next_line().await {
                    eprintln!("{line}")
                }
            });
            return Ok(child);
        }
        eprintln!("{line}");
    }
    anyhow::bail!("the second worker ended before it began")
}

/// Tasks a second, from the moment that they are there until the run is over.
async fn carry_out(engine: &Engine, count: i32) -> Result<f64> {
    let (scope, run) = insert(engine, count).await?;
    let began = Instant::now();
    let mut look = tokio::time::interval(LOOK_EVERY);
    while runs::get_everywhere(&engine.store, run).await?.finished_ms.is_none() {
        look.tick().await;
    }
    let took = began.elapsed().as_secs_f64();
    let ends = tasks::count(&engine.store, &scope, run).await?;
    let done: i64 = ends.iter().filter(|(_, state, _)| *state == TaskState::Done).map(|(_, _, count)| count).sum();
    ensure!(done == i64::from(count), "{done} of {count} tasks were done");
    Ok(round(f64::from(count) / took))
}

async fn insert(engine: &Engine, count: i32) -> Result<(Scope, RunId)> {
    let now_ms = engine.now_ms();
    let (organization, brand): (OrganizationId, BrandId) = (engine.ids.next(), engine.ids.next());
    let (campaign, id): (CampaignId, RunId) = (engine.ids.next(), engine.ids.next());
    let (scope, by) = (Scope::whole(organization), "galley".to_owned());
    let tx = engine.store.begin().await?;
    insert_organization_everywhere(&tx, organization, "bench", "Bench", now_ms).await?;
    let new = NewBrand { id: brand, slug: "bench".to_owned(), title: "Bench".to_owned(), created_ms: now_ms };
    insert_brand(&tx, &scope, new).await?;
    let new = NewCampaign {
        id: campaign,
        brand,
        slug: "bench".to_owned(),
        title: "Bench".to_owned(),
        workflow: "bench".to_owned(),
        is_sensitive: false,
        currency: "EUR".to_owned(),
        limit_nano: None,
        is_hard: false,
        created_by: by.clone(),
        created_ms: now_ms,
    };
    insert_campaign(&tx, &scope, new).await?;
    let run = Run {
        id,
        organization,
        brand,
        campaign,
        plan: None,
        release: None,
        kind: "make".to_owned(),
        state: "active".to_owned(),
        weight: 1,
        launched_by: by,
        launched_ms: now_ms,
        finished_ms: None,
        currency: "EUR".to_owned(),
        hold_nano: 0,
        spent_nano: 0,
        task_count: count,
        reused_count: 0,
    };
    runs::insert(&tx, &run).await?;
    let (step, kind, lane) = (NOOP.to_owned(), NOOP.to_owned(), LANE.to_owned());
    let batch = TaskBatch { organization, brand, campaign, run: id, step, kind, lane, now_ms };
    let new = |ordinal: i32| {
        let cell = format!("task={ordinal}");
        NewTask { id: engine.ids.next(), ordinal, key: Digest::of(cell.as_bytes()), cell, needs: vec![], pending: 0 }
    };
    tasks::insert(&tx, &batch, &(0..count).map(new).collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok((scope, id))
}
