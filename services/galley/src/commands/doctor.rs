//! `galley doctor`: looks whether this process could work with its configuration, and says what is
//! wrong in the operator's words. Repairs nothing.

use anyhow::Result;
use clap::Args;
use galley_compose::list_bundled_families;
use galley_engine::Engine;
use galley_store::tasks;
use serde_json::{Value, json};

use super::Context;
use crate::config::Config;
use crate::wiring;
use crate::workflows::Workflows;

/// A machine that is wrong by more writes times nobody can work with. Before 2025 the clock was never set.
const EARLIEST_MS: i64 = 1_735_689_600_000;

/// Look whether everything Galley needs is there.
#[derive(Debug, Args)]
pub struct Doctor {}

/// What was looked at and what was found.
struct Finding {
    name: &'static str,
    found: Result<String, String>,
}

impl Doctor {
    pub async fn run(self, context: &Context) -> Result<()> {
        let findings = look(context).await;
        let failed = findings.iter().filter(|finding| finding.found.is_err()).count();
        for Finding { name, found } in &findings {
            match found {
                Ok(detail) => context.output.line(format_args!("ok    {name}: {detail}")),
                Err(detail) => context.output.line(format_args!("WRONG {name}: {detail}")),
            }
        }
        let shown = |Finding { name, found }: &Finding| {
            let (Ok(detail) | Err(detail)) = found;
            json!({ "name": name, "ok": found.is_ok(), "detail": detail })
        };
        let checks: Vec<Value> = findings.iter().map(shown).collect();
        context.output.value(&json!({ "ok": failed == 0, "checks": checks }));
        if failed == 0 { Ok(()) } else { Err(context.failed(format!("{failed} of {} checks failed", findings.len()))) }
    }
}

async fn look(context: &Context) -> Vec<Finding> {
    let config = match context.config() {
        Ok(config) => config,
        Err(error) => return vec![Finding { name: "configuration", found: Err(format!("{error:#}")) }],
    };
    let mut findings = vec![Finding { name: "configuration", found: Ok("every key is known".to_owned()) }];
    findings.push(Finding { name: "workflows", found: workflows(&config) });
    findings.push(Finding { name: "fonts", found: Ok(format!("{} families bundled", list_bundled_families().len())) });
    match wiring::open(&config).await {
        Ok(engine) => {
            findings.extend(opened(&config, &engine).await);
            engine.store.close().await;
        }
        Err(error) => findings.push(Finding { name: "database", found: Err(format!("{error:#}")) }),
    }
    findings
}

fn workflows(config: &Config) -> Result<String, String> {
    let catalog = Workflows::open(&config.workflows_dir).and_then(|workflows| workflows.catalog());
    let catalog = catalog.map_err(|error| format!("{error:#}"))?;
    Ok(format!(
        "{} formats, {} locales, {} markets",
        catalog.formats.len(),
        catalog.locales.len(),
        catalog.markets.len()
    ))
}

async fn opened(config: &Config, engine: &Engine) -> Vec<Finding> {
    let told = |error: galley_store::StoreError| format!("{:#}", anyhow::Error::from(error));
    let database = engine.store.ping().await.map_err(told);
    let kind = if wiring::is_embedded(config) { "SQLite answers" } else { "PostgreSQL answers" };
    let is_there = database.is_ok();
    let mut findings = vec![Finding { name: "database", found: database.map(|()| kind.to_owned()) }];
    if is_there {
        findings.push(Finding { name: "queue", found: queue(engine).await });
    }
    let blobs = engine.store.blobs().ping().await.map_err(told);
    findings.push(Finding { name: "blobs", found: blobs.map(|()| "can be written and read".to_owned()) });
    findings.push(Finding { name: "clock", found: clock(engine) });
    findings
}

async fn queue(engine: &Engine) -> Result<String, String> {
    let lanes = tasks::count_in_flight_everywhere(&engine.store).await;
    let lanes = lanes.map_err(|_| "the tables are not up to date: run `galley migrate`".to_owned())?;
    let told: Vec<String> = lanes.iter().map(|(lane, count)| format!("{count} in {lane}")).collect();
    Ok(if told.is_empty() { "nothing on its way".to_owned() } else { told.join(", ") })
}

fn clock(engine: &Engine) -> Result<String, String> {
    let now = engine.clock.now();
    let told = now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    if now.timestamp_millis() < EARLIEST_MS { Err(format!("it is not {told}: set the clock")) } else { Ok(told) }
}
