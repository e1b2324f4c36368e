//! `galley plan`: hands a brief with its files to the server and tells what it would make, change
//! and cost. Nothing is made.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use galley_domain::brief;
use galley_domain::bundle::check_path;
use galley_domain::source::{Document, Problems, text_of};
use reqwest::Method;
use serde_json::{Value, json};

use super::campaigns::{self, count, text};
use super::{Context, Usage};
use crate::client::{Client, Upload};

/// Plan a brief: what would be made, changed and spent. Nothing is made yet.
#[derive(Debug, Args)]
pub struct Plan {
    /// The brief; the files it names lie beside it.
    brief: PathBuf,
    /// Approve the plan as well.
    #[arg(long)]
    approve: bool,
}

impl Plan {
    pub async fn run(self, context: &Context) -> Result<()> {
        let path = if self.brief.is_dir() { self.brief.join(brief::FILE) } else { self.brief };
        let brief = BriefFiles::read(&path)?;
        let client = context.client()?;
        let campaign = upload(&client, brief).await?;
        let id = text(&campaign, "id");
        let mut plan = client.post(&format!("/campaigns/{id}/plans"), &json!({})).await?;
        if self.approve {
            plan = client.post(&format!("/plans/{}/approve", text(&plan, "id")), &json!({})).await?;
        }
        context.output.line(words(&plan));
        context.output.value(&plan);
        Ok(())
    }
}

/// A brief and the files it names.
pub struct BriefFiles {
    campaign: String,
    brand: String,
    uploads: Vec<(String, Vec<u8>)>,
    text: Vec<u8>,
}

impl BriefFiles {
    /// Reads a brief's file and those beside it that it names. What is missing is left to the server,
    /// which tells it with everything else that is wrong.
    pub fn read(path: &Path) -> Result<BriefFiles> {
        let text = std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let find = |name: &str| std::fs::read(folder.join(name)).ok();
        BriefFiles::of(&path.display().to_string(), text, find)
    }

    /// A brief whose files `find` knows.
    pub fn of(file: &str, text: Vec<u8>, find: impl Fn(&str) -> Option<Vec<u8>>) -> Result<BriefFiles> {
        let doc = Document::parse_yaml(file, text_of(file, &text).map_err(Problems::from)?)?;
        let field = |name: &str| doc.value[name].as_str().unwrap_or_default().to_owned();
        let inputs = doc.value["inputs"].as_object().into_iter().flatten().filter_map(|(_, name)| name.as_str());
        let mut names: Vec<&str> = inputs.filter(|name| check_path(name).is_ok()).collect();
        names.sort_unstable();
        names.dedup();
        let uploads = names.into_iter().filter_map(|name| Some((name.to_owned(), find(name)?))).collect();
        Ok(BriefFiles { campaign: field("campaign"), brand: field("brand"), uploads, text })
    }

    fn parts(&self) -> Vec<Upload> {
        let brief = Upload { field: "brief", name: brief::FILE.to_owned(), bytes: self.text.clone() };
        let file =
            |(name, bytes): &(String, Vec<u8>)| Upload { field: "files", name: name.clone(), bytes: bytes.clone() };
        std::iter::once(brief).chain(self.uploads.iter().map(file)).collect()
    }
}

/// Creates the campaign, or gives it this brief if it is there already.
pub async fn upload(client: &Client, brief: BriefFiles) -> Result<Value> {
    let made = client.upload(Method::POST, "/campaigns", brief.parts()).await;
    match made {
        Err(error) if error.refused_with("campaign_exists").is_some() => {
            let campaign = campaigns::get(client, &brief.campaign, Some(&brief.brand)).await?;
            let path = format!("/campaigns/{}/brief", text(&campaign, "id"));
            client.upload(Method::PUT, &path, brief.parts()).await?;
            Ok(campaign)
        }
        made => Ok(made?),
    }
}

/// The plan with this id, refused early if it is none.
pub fn check_id(id: &str) -> Result<(), Usage> {
    if id.starts_with("pln_") { Ok(()) } else { Err(Usage(format!("{id} is no plan's id (pln_…)"))) }
}

/// A plan the way a producer reads it.
fn words(plan: &Value) -> String {
    let head = format!("plan {} ({}), brief {}", text(plan, "id"), text(plan, "state"), plan["brief_version"]);
    format!("{head}\n{}", summary_words(&plan["summary"]))
}

/// A plan's figures the way a producer reads them.
pub fn summary_words(summary: &Value) -> String {
    let number = |field: &str| count(&summary[field]);
    let mut lines = vec![
        format!(
            "{} variants: {} added, {} changed, {} removed, {} unchanged",
            number("variants"),
            number("added"),
            number("changed"),
            number("removed"),
            number("unchanged")
        ),
        format!("{} tasks: {} to make, {} reused", number("tasks"), number("to_make"), number("reused")),
    ];
    lines.extend(estimate(&summary["estimate"]));
    lines.extend(range(&summary["review_hours"], "hours").map(|hours| format!("review: {hours}")));
    if number("reopened") > 0 {
        lines.push(format!("{} approvals would reopen", number("reopened")));
    }
    if number("blocked") > 0 {
        lines.push(format!("{} variants wait for copy ({} gaps)", number("blocked"), number("gap_count")));
    }
    for gap in summary["gaps"].as_array().into_iter().flatten() {
        lines.push(format!("  gap: {}", gap_words(gap)));
    }
    for change in summary["changes"].as_array().into_iter().flatten() {
        lines.push(format!("  {}", change_words(change)));
    }
    lines.join("\n")
}

fn estimate(estimate: &Value) -> Vec<String> {
    let cost = &estimate["cost"];
    let money = range(cost, text(cost, "currency"));
    let gpu = range(&estimate["gpu_seconds"], "s");
    let wall = range(&estimate["wall_seconds"], "s");
    vec![
        format!("cost: {}", money.unwrap_or_else(|| "unknown".to_owned())),
        format!("GPU time: {}", gpu.unwrap_or_else(|| "unknown".to_owned())),
        format!("time: {}", wall.unwrap_or_else(|| "unknown".to_owned())),
    ]
}

/// `0.8–1.2 EUR`, or nothing where it is not known.
fn range(value: &Value, unit: &str) -> Option<String> {
    let side = |field: &str| match &value[field] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.as_f64().map_or_else(|| number.to_string(), |n| format!("{n:.1}"))),
        _ => None,
    };
    Some(format!("{}–{} {unit}", side("p50")?, side("p90")?))
}

/// A missing line: where it should stand.
fn gap_words(gap: &Value) -> String {
    let parts: Vec<&str> = ["item", "slot", "locale"].into_iter().map(|field| text(gap, field)).collect();
    format!("{} has no line for {}", text(gap, "input"), parts.join(" · "))
}

/// What becomes of one variant.
fn change_words(change: &Value) -> String {
    let cell = change["cell"].as_object().into_iter().flatten();
    let values: Vec<&str> = cell.filter_map(|(_, value)| value.as_str()).collect();
    let reopened = if change["is_reopened"] == true { "; its approval would reopen" } else { "" };
    format!("{}: {}{reopened}", values.join(" · "), text(change, "what"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_beside_the_brief_are_read() {
        let text = "campaign: a\nbrand: b\ninputs: { product: cup.png, copy: ../copy.csv, more: /etc/passwd }\n";
        let brief = BriefFiles::of("brief.yaml", text.into(), |name| Some(name.into())).expect("it is YAML");
        let names: Vec<String> = brief.parts().into_iter().map(|part| part.name).collect();
        assert_eq!(names, ["brief.yaml", "cup.png"]);
    }

    #[test]
    fn a_plan_in_words() {
        let plan = json!({ "id": "pln_1", "state": "draft", "brief_version": 2, "summary": {
            "variants": 288, "added": 2, "changed": 1, "removed": 0, "unchanged": 285, "tasks": 700, "to_make": 5,
            "reused": 695, "reopened": 1, "blocked": 0, "gap_count": 0, "gaps": [], "changes": [
                { "cell": { "market": "de", "message": "morning" }, "what": "changed", "is_reopened": true }],
            "estimate": { "cost": { "p50": "0.01", "p90": "0.02", "currency": "EUR" }, "gpu_seconds": null,
                          "wall_seconds": { "p50": 1.25, "p90": 3 } },
            "review_hours": { "p50": 0.5, "p90": 1 } } });
        let expected = "plan pln_1 (draft), brief 2
288 variants: 2 added, 1 changed, 0 removed, 285 unchanged
700 tasks: 5 to make, 695 reused
cost: 0.01–0.02 EUR
GPU time: unknown
time: 1.2–3.0 s
review: 0.5–1.0 hours
1 approvals would reopen
  de · morning: changed; its approval would reopen";
        assert_eq!(words(&plan), expected);
    }
}
