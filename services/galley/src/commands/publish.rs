//! `galley publish`: sends a campaign's sealed variants to a destination.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::campaigns::{self, count, text};
use super::{Context, status};
use crate::client::Client;
use crate::output::Output;

const LOOK: Duration = Duration::from_millis(250);

/// Publish what is sealed and not yet there.
#[derive(Debug, Args)]
pub struct Publish {
    /// The campaign's id or name.
    campaign: String,
    /// The destination's name.
    #[arg(long)]
    to: String,
    /// Wait until every file has arrived.
    #[arg(long)]
    wait: bool,
}

impl Publish {
    pub async fn run(self, context: &Context) -> Result<()> {
        let client = context.client()?;
        let campaign = campaigns::get(&client, &self.campaign, None).await?;
        let path = format!("/campaigns/{}/releases", text(&campaign, "id"));
        let release = client.post(&path, &json!({ "destination": self.to })).await?;
        let refused = release["refused"].clone();
        for variant in refused.as_array().into_iter().flatten() {
            context.output.line(format_args!("{}: not published: {}", text(variant, "variant_id"), reasons(variant)));
        }
        let mut release = if self.wait { wait(&client, context.output, &release).await? } else { release };
        release["refused"] = refused;
        let (id, state) = (text(&release, "id"), text(&release, "state"));
        context.output.line(format_args!("{id} ({state}): {} files to {}", count(&release["item_count"]), self.to));
        context.output.value(&release);
        if state == "failed" { Err(context.failed("some files did not arrive".to_owned())) } else { Ok(()) }
    }
}

/// Waits until a release is through; answers it as it then stands.
pub async fn wait(client: &Client, output: Output, release: &Value) -> Result<Value> {
    let path = format!("/releases/{}", text(release, "id"));
    if let Some(run) = release["run_id"].as_str() {
        status::wait(client, output, run).await?;
    }
    let mut look = tokio::time::interval(LOOK);
    loop {
        look.tick().await;
        let release = client.get(&path).await?;
        if text(&release, "state") != "active" {
            return Ok(release);
        }
    }
}

fn reasons(variant: &Value) -> String {
    let reasons: Vec<&str> = variant["broken_by"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    format!("{} changed since it was approved", reasons.join(", "))
}
