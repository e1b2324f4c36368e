//! `galley status`: how runs and campaigns stand.

use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::Context;
use super::campaigns::{self, count, text};
use crate::client::Client;
use crate::output::{Output, table};
use crate::progress::RunBar;

/// How often a stream that broke is opened again, and how long to wait in between.
const MAX_BROKEN: u32 = 20;
const PAUSE: Duration = Duration::from_secs(1);

/// Show how a run or a campaign stands; without a name, the campaigns.
#[derive(Debug, Args)]
pub struct Status {
    /// A run's id, or a campaign's id or name.
    name: Option<String>,
    /// Follow the run until it ends.
    #[arg(long)]
    watch: bool,
}

impl Status {
    pub async fn run(self, context: &Context) -> Result<()> {
        let (client, output) = (context.client()?, context.output);
        let value = match self.name.as_deref() {
            None => {
                let campaigns = client.list("/campaigns").await?;
                output.line(list(&campaigns));
                json!({ "campaigns": campaigns })
            }
            Some(run) if run.starts_with("run_") => show_run(&client, output, run, self.watch).await?,
            Some(name) => {
                let campaign = campaigns::get(&client, name, None).await?;
                output.line(campaign_words(&campaign));
                match campaign["run"]["id"].as_str() {
                    Some(run) => {
                        json!({ "campaign": campaign, "run": show_run(&client, output, run, self.watch).await? })
                    }
                    None => json!({ "campaign": campaign, "run": null }),
                }
            }
        };
        output.value(&value);
        Ok(())
    }
}

async fn show_run(client: &Client, output: Output, run: &str, is_watched: bool) -> Result<Value> {
    let run = if is_watched { wait(client, output, run).await? } else { client.get(&format!("/runs/{run}")).await? };
    output.line(words(&run));
    Ok(run)
}

/// Follows a run until it has ended; shows a bar where somebody watches.
pub async fn wait(client: &Client, output: Output, id: &str) -> Result<Value> {
    let bar = RunBar::new(output);
    let mut broken = 0;
    let mut pause = tokio::time::interval(PAUSE);
    let run = loop {
        pause.tick().await;
        let followed = client.follow(&format!("/runs/{id}/events"), |run| bar.show(run)).await;
        let run = client.get(&format!("/runs/{id}")).await?;
        bar.show(&run);
        if has_ended(&run) {
            break run;
        }
        // The server went away in between, or ended a stream it had held for long: look again.
        broken += u32::from(followed.is_err());
        if broken > MAX_BROKEN {
            bail!("the server does not tell how the run goes");
        }
    };
    bar.finish();
    Ok(run)
}

fn has_ended(run: &Value) -> bool {
    matches!(text(run, "state"), "done" | "cancelled")
}

/// A run in a line.
pub fn words(run: &Value) -> String {
    let tasks = &run["tasks"];
    let number = |state: &str| count(&tasks[state]);
    let mut parts = vec![format!("{} of {} tasks done", number("done"), count(&run["task_count"]))];
    for state in ["running", "failed", "cancelled"] {
        if number(state) > 0 {
            parts.push(format!("{} {state}", number(state)));
        }
    }
    parts.push(format!("{} reused", count(&run["reused_count"])));
    let money = run["spent"].as_str().map(|spent| format!("{spent} {} spent", text(run, "currency")));
    parts.extend(money);
    format!("{} ({}): {}", text(run, "id"), text(run, "state"), parts.join(", "))
}

fn campaign_words(campaign: &Value) -> String {
    let counts = campaign["counts"].as_object().into_iter().flatten();
    let states: Vec<String> = counts.map(|(state, n)| format!("{n} {}", state.replace('_', " "))).collect();
    let states = if states.is_empty() { "nothing made yet".to_owned() } else { states.join(", ") };
    format!("{} · {}: {states}", text(campaign, "slug"), text(campaign, "title"))
}

fn list(campaigns: &[Value]) -> String {
    let row = |campaign: &Value| {
        let counts = &campaign["counts"];
        let total: u64 = counts.as_object().into_iter().flatten().map(|(_, n)| count(n)).sum();
        let number = |state: &str| count(&counts[state]).to_string();
        vec![
            text(campaign, "slug").to_owned(),
            text(&campaign["brand"], "slug").to_owned(),
            total.to_string(),
            number("in_review"),
            number("approved"),
            number("published"),
            text(&campaign["run"], "state").to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = campaigns.iter().map(row).collect();
    table(&["campaign", "brand", "variants", "in review", "approved", "published", "run"], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_in_words() {
        let run = json!({ "id": "run_1", "state": "active", "tasks": { "done": 5, "failed": 1, "running": 2 },
                          "task_count": 10, "reused_count": 3, "spent": "0.02", "currency": "EUR" });
        let expected = "run_1 (active): 5 of 10 tasks done, 2 running, 1 failed, 3 reused, 0.02 EUR spent";
        assert_eq!(words(&run), expected);
    }
}
