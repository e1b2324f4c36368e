//! Planning: 100,000 variants expanded, stored and ready; then one line changed and planned again.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use galley_domain::digest::Digest;
use galley_domain::ids::{PlanId, RunId};
use galley_engine::Engine;
use galley_engine::actions::approve_plan::approve_plan;
use galley_engine::actions::launch_plan::launch_plan;
use galley_engine::actions::make_plan::make_plan;
use galley_engine::actions::update_brief::update_brief;
use galley_store::outputs::{self, Output};
use galley_store::tasks::{self, Task};
use galley_store::variants::VariantFilter;
use galley_store::{Page, plans, variants};
use serde_json::{Value, json};

use super::campaign::{Campaign, VARIANTS};
use super::place::Place;
use super::{Database, round, seconds};

/// The kind of the step that makes ads.
const AD: &str = "compose";

/// Plan, launch and plan again. Nothing is made.
#[derive(Debug, Args)]
pub struct Plan {
    #[arg(long, value_enum)]
    database: Database,
}

impl Plan {
    pub async fn run(self) -> Result<Value> {
        Place::with(self.database, async |place| {
            let engine = place.open().await?;
            let measured = measure(&engine).await;
            engine.store.close().await;
            measured
        })
        .await
    }
}

async fn measure(engine: &Engine) -> Result<Value> {
    let campaign = Campaign::make(engine).await?;
    let before_mb = peak_mb()?;
    let access = &campaign.access;
    let began = Instant::now();
    let plan = make_plan(engine, access, campaign.id).await?;
    let plan_s = seconds(began);
    let launch_began = Instant::now();
    approve_plan(engine, access, plan).await?;
    let run = launch_plan(engine, access, plan).await?;
    let (launch_s, total_s, peak_mb) = (seconds(launch_began), seconds(began), peak_mb()?);
    let summary = summary(engine, &campaign, plan).await?;
    ensure!(summary["variants"] == VARIANTS && summary["blocked"] == 0, "not the campaign that was meant: {summary}");

    pretend_made(engine, &campaign, run).await?;
    let began = Instant::now();
    update_brief(engine, access, campaign.id, campaign.with_changed_line()).await?;
    let again = make_plan(engine, access, campaign.id).await?;
    let replan_s = seconds(began);
    let again = self::summary(engine, &campaign, again).await?;
    Ok(json!({
        "variants": summary["variants"], "tasks": summary["tasks"],
        "plan_s": plan_s, "launch_s": launch_s, "total_s": total_s,
        "peak_mb": peak_mb, "before_mb": before_mb,
        "replan_s": replan_s, "replan_changed": again["changed"], "replan_to_make": again["to_make"],
        "limits": { "total_s": 15, "peak_mb": 300, "replan_s": 2 },
    }))
}

async fn summary(engine: &Engine, campaign: &Campaign, plan: PlanId) -> Result<Value> {
    Ok(plans::get_plan(&engine.store, &campaign.access.scope(), plan).await?.summary()?)
}

/// As if the run had made everything: each task has its output and each variant waits for people.
async fn pretend_made(engine: &Engine, campaign: &Campaign, run: RunId) -> Result<()> {
    let (scope, now_ms) = (campaign.access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let mut page = Page::first();
    let some = loop {
        // What ads are made from comes before the ads themselves, whose keys stand at their variants.
        let found = tasks::list(&tx, &scope, run, None, page).await?;
        let last = found.last().context("a run has ads")?.clone();
        let keys: Vec<Digest> = found.iter().map(|task| task.key).collect();
        outputs::insert(&tx, &empty_outputs(&last, &keys, now_ms)).await?;
        if last.kind == AD {
            break last;
        }
        page.after = Some(last.id);
    };
    let filter = VariantFilter { campaign: Some(campaign.id), ..VariantFilter::default() };
    let mut page = Page::first();
    loop {
        let found = variants::list(&tx, &scope, &filter, page).await?;
        let Some(last) = found.last() else { break };
        page.after = Some(last.id);
        let keys: Vec<Digest> = found.iter().flat_map(|variant| [variant.subject_key, variant.gate_key]).collect();
        outputs::insert(&tx, &empty_outputs(&some, &keys, now_ms)).await?;
        for variant in &found {
            variants::set_state(&tx, variant.id, "in_review", None, now_ms).await?;
        }
    }
    Ok(tx.commit().await?)
}

fn empty_outputs(task: &Task, keys: &[Digest], created_ms: i64) -> Vec<Output> {
    let output = |&key: &Digest| Output {
        organization: task.organization,
        key,
        brand: task.brand,
        campaign: task.campaign,
        task: task.id,
        kind: task.kind.clone(),
        blobs: vec![],
        facts: Value::Null,
        model: None,
        gpu_ms: None,
        cost_nano: None,
        created_ms,
    };
    keys.iter().map(output).collect()
}

/// The most memory this process has had, in megabytes.
fn peak_mb() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("the peak of memory is told on Linux alone")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    Ok(round(kilobytes.context("/proc/self/status does not tell VmHWM")? / 1000.0 * 1.024))
}
