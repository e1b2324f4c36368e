//! `galley launch`: carries an approved plan out.

use anyhow::{Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::campaigns::text;
use super::{Context, plan, status};

/// Launch an approved plan.
#[derive(Debug, Args)]
pub struct Launch {
    /// The plan's id.
    plan: String,
    /// Wait until the run has ended.
    #[arg(long)]
    wait: bool,
}

impl Launch {
    pub async fn run(self, context: &Context) -> Result<()> {
        plan::check_id(&self.plan)?;
        let client = context.client()?;
        let path = format!("/plans/{}/launch", self.plan);
        // A second try after a lost answer must not fail.
        let run = client.post_once(&path, &format!("launch-{}", self.plan), &json!({})).await?;
        let run = if self.wait { status::wait(&client, context.output, text(&run, "id")).await? } else { run };
        context.output.line(status::words(&run));
        context.output.value(&run);
        match check(&run) {
            Err(error) if self.wait => Err(context.failed(error.to_string())),
            _ => Ok(()),
        }
    }
}

/// Fails if a run ended with tasks that failed.
pub fn check(run: &Value) -> Result<()> {
    match run["tasks"]["failed"].as_u64().unwrap_or(0) {
        0 => Ok(()),
        failed => bail!("{failed} tasks failed; see /runs/{}/tasks?state=failed", text(run, "id")),
    }
}
