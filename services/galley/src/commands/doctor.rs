//! `galley doctor`: looks whether this process could work with its configuration, and says what is
//! wrong in the operator's words. Repairs nothing.

use std::borrow::Cow;

use anyhow::Result;
use clap::Args;
use galley_compose::list_bundled_families;
use galley_domain::ports::Fault;
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
pub struct Doctor {
    /// Also ask every backend. Without it a vendor who is away makes nobody take this process for ill.
    #[arg(long)]
    backends: bool,
}

/// The most that this machine's clock and the database's may differ. Leases on tasks last for seconds and
/// are compared by the clocks of those who hold them.
const MOST_SKEW_MS: i64 = 1_000;

/// What was looked at and what was found.
struct Finding {
    name: Cow<'static, str>,
    found: Result<String, String>,
    /// A figure with its name, for machines.
    figure: Option<(&'static str, i64)>,
}

impl Finding {
    fn new(name: &'static str, found: Result<String, String>) -> Finding {
        Finding { name: name.into(), found, figure: None }
    }
}

impl Doctor {
    pub async fn run(self, context: &Context) -> Result<()> {
        let findings = look(context, self.backends).await;
        let failed = findings.iter().filter(|finding| finding.found.is_err()).count();
        for Finding { name, found, .. } in &findings {
            match found {
                Ok(detail) => context.output.line(format_args!("ok    {name}: {detail}")),
                Err(detail) => context.output.line(format_args!("WRONG {name}: {detail}")),
            }
        }
        let checks: Vec<Value> = findings.iter().map(shown).collect();
        context.output.value(&json!({ "ok": failed == 0, "checks": checks }));
        if failed == 0 { Ok(()) } else { Err(context.failed(format!("{failed} of {} checks failed", findings.len()))) }
    }
}

fn shown(Finding { name, found, figure }: &Finding) -> Value {
    let (Ok(detail) | Err(detail)) = found;
    let mut shown = json!({ "name": name, "ok": found.is_ok(), "detail": detail });
    if let Some((name, value)) = figure {
        shown[*name] = json!(value);
    }
    shown
}

async fn look(context: &Context, asks_backends: bool) -> Vec<Finding> {
    let config = match context.config() {
        Ok(config) => config,
        Err(error) => return vec![Finding::new("configuration", Err(format!("{error:#}")))],
    };
    let mut findings = vec![Finding::new("configuration", Ok("every key is known".to_owned()))];
    findings.push(Finding::new("workflows", workflows(&config)));
    findings.push(Finding::new("fonts", Ok(format!("{} families bundled", list_bundled_families().len()))));
    let adapters = wiring::check_adapters(&config);
    let is_sound = adapters.is_ok();
    let told = adapters.map(|count| format!("{count} backends and destinations have sound settings"));
    findings.push(Finding::new("adapters", told.map_err(|error| format!("{error:#}"))));
    if !is_sound {
        return findings;
    }
    match wiring::open(&config).await {
        Ok(engine) => {
            findings.extend(opened(&config, &engine).await);
            if asks_backends {
                findings.extend(backends(&engine).await);
            }
            engine.store.close().await;
        }
        Err(error) => findings.push(Finding::new("database", Err(format!("{error:#}")))),
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
    let mut findings = vec![Finding::new("database", database.map(|()| kind.to_owned()))];
    if is_there {
        findings.push(Finding::new("queue", queue(engine).await));
    }
    let blobs = engine.store.blobs().ping().await.map_err(told);
    findings.push(Finding::new("blobs", blobs.map(|()| "can be written and read".to_owned())));
    findings.push(Finding::new("clock", clock(engine)));
    if is_there {
        findings.push(skew(engine).await);
    }
    findings
}

/// Whether each backend is there, in the order of their names. All are asked at once: one that does not
/// answer holds up no other.
async fn backends(engine: &Engine) -> Vec<Finding> {
    let asked = engine.backends.iter().map(|(name, backend)| async move {
        let found = backend.check().await.map_err(Fault::into_reason);
        Finding { name: format!("backend {name}").into(), found, figure: None }
    });
    futures::future::join_all(asked).await
}

/// How far apart this machine's clock and the database's are, as well as one question can tell.
async fn skew(engine: &Engine) -> Finding {
    const NAME: &str = "clock skew";
    let before_ms = engine.now_ms();
    let theirs_ms = match engine.store.clock_ms().await {
        Ok(theirs_ms) => theirs_ms,
        Err(error) => return Finding::new(NAME, Err(format!("{:#}", anyhow::Error::from(error)))),
    };
    let after_ms = engine.now_ms();
    // The answer was written somewhere between the two.
    let skew_ms = theirs_ms - (before_ms + after_ms) / 2;
    let side = if skew_ms < 0 { "behind" } else { "ahead of" };
    let give_or_take_ms = (after_ms - before_ms + 1) / 2;
    let told = format!("the database is {} ms {side} this machine, ± {give_or_take_ms} ms", skew_ms.abs());
    let is_good = skew_ms.abs() - give_or_take_ms <= MOST_SKEW_MS;
    let found = if is_good { Ok(told) } else { Err(format!("{told}: set both clocks by the same time server")) };
    Finding { name: NAME.into(), found, figure: Some(("skew_ms", skew_ms)) }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{DateTime, TimeDelta, Utc};
    use galley_domain::ports::Clock;

    use super::*;
    use crate::clock::SystemClock;

    /// This machine's clock, set wrong.
    struct Wrong(TimeDelta);

    impl Clock for Wrong {
        fn now(&self) -> DateTime<Utc> {
            SystemClock.now() + self.0
        }
    }

    #[tokio::test]
    async fn a_clock_that_is_wrong_is_told_with_the_figure() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut config = Config::parse(None, []).expect("the defaults are right");
        config.database_url = format!("sqlite://{}?mode=rwc", folder.path().join("galley.db").display());
        config.blobs_url = format!("file://{}", folder.path().join("blobs").display());
        for (wrong_ms, is_good, side) in [(0, true, ""), (5_000, false, "behind"), (-5_000, false, "ahead of")] {
            let clock = Arc::new(Wrong(TimeDelta::milliseconds(wrong_ms)));
            let engine = Engine::new(wiring::parts(&config, clock).await.expect("the parts open"));
            let finding = skew(&engine).await;
            engine.store.close().await;
            assert_eq!(finding.found.is_ok(), is_good, "{:?}", finding.found);
            let (Ok(told) | Err(told)) = &finding.found;
            assert!(told.contains(side), "{told}");
            let skew_ms = shown(&finding)["skew_ms"].as_i64().expect("a figure");
            assert!((skew_ms + wrong_ms).abs() < 1_000, "{skew_ms} where the clock is wrong by {wrong_ms}");
        }
    }
}
