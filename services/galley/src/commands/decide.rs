//! `galley decide`: hands decisions in, from flags or from a file. Each item answers on its own.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use galley_domain::review::{Mark, Verdict};
use galley_domain::source::{Document, Mark as Place, Problem, Problems, table::Table, text_of};
use serde_json::{Value, json};

use super::campaigns::text;
use super::{Context, Usage};
use crate::client::Client;

/// Most decisions in one request.
pub const BATCH: usize = 500;
/// The columns of a table of decisions; marks need YAML.
const COLUMNS: [&str; 5] = ["revision", "stage", "verdict", "reason", "comment"];

/// Decide on revisions.
#[derive(Debug, Args)]
pub struct Decide {
    /// Ids of revisions.
    revisions: Vec<String>,
    /// The stage at which you decide.
    #[arg(long)]
    stage: Option<String>,
    /// approve, approve_with_changes, request_changes or reject.
    #[arg(long)]
    verdict: Option<String>,
    /// Why; needed for everything but a plain approval.
    #[arg(long)]
    reason: Option<String>,
    /// More words.
    #[arg(long)]
    comment: Option<String>,
    /// A YAML list or a CSV table with revision, stage, verdict, reason, comment (YAML also marks).
    #[arg(long, conflicts_with_all = ["revisions", "stage", "verdict", "reason", "comment"])]
    file: Option<PathBuf>,
}

impl Decide {
    pub async fn run(self, context: &Context) -> Result<()> {
        let decisions = match &self.file {
            Some(file) => read(file)?,
            None => self.flag_items()?,
        };
        let answers = send(&context.client()?, &decisions).await?;
        let refused: Vec<&Value> = answers.iter().filter(|answer| answer["ok"] != true).collect();
        for answer in &refused {
            context.output.line(format_args!("{}: {}", text(answer, "revision_id"), text(answer, "detail")));
        }
        let (all, refused) = (answers.len(), refused.len());
        context.output.line(format_args!("{} of {all} decisions taken", all - refused));
        context.output.value(&json!({ "items": answers }));
        if refused > 0 { Err(context.failed(format!("{refused} of {all} decisions were refused"))) } else { Ok(()) }
    }

    fn flag_items(self) -> Result<Vec<Value>> {
        let (Some(stage), Some(verdict)) = (self.stage, self.verdict) else {
            bail!(Usage("name the revisions with --stage and --verdict, or a --file".to_owned()));
        };
        if self.revisions.is_empty() {
            bail!(Usage("name the revisions".to_owned()));
        }
        if Verdict::find(&verdict).is_none() {
            bail!(Usage(format!("{verdict} is no verdict; there are {}", Verdict::ALL.map(Verdict::word).join(", "))));
        }
        let decision = |revision: &String| {
            json!({ "revision_id": revision, "stage": stage, "verdict": verdict,
                    "reason": self.reason, "comment": self.comment })
        };
        Ok(self.revisions.iter().map(decision).collect())
    }
}

/// Hands decisions in, in requests of a size that the server takes.
pub async fn send(client: &Client, decisions: &[Value]) -> Result<Vec<Value>> {
    let mut answers = Vec::new();
    for batch in decisions.chunks(BATCH) {
        let mut answer = client.post("/decisions", &json!({ "items": batch })).await?;
        match answer["items"].take() {
            Value::Array(items) if items.len() == batch.len() => answers.extend(items),
            _ => bail!("the server did not answer every decision"),
        }
    }
    Ok(answers)
}

fn read(path: &Path) -> Result<Vec<Value>> {
    let bytes = std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    let file = path.display().to_string();
    let is_yaml = path.extension().is_some_and(|end| end == "yaml" || end == "yml");
    Ok(if is_yaml { from_yaml(&file, &bytes)? } else { from_table(&file, &bytes)? })
}

fn from_yaml(file: &str, bytes: &[u8]) -> Result<Vec<Value>, Problems> {
    let doc = Document::parse_yaml(file, text_of(file, bytes)?)?;
    let schema = json!({ "type": "array", "minItems": 1, "items": {
        "type": "object", "additionalProperties": false, "required": ["revision", "stage", "verdict"],
        "properties": {
            "revision": { "type": "string" }, "stage": { "type": "string" },
            "verdict": { "type": "string", "enum": Verdict::ALL.map(Verdict::word) },
            "reason": { "type": "string" }, "comment": { "type": "string" },
            "marks": { "type": "array", "items": { "type": "object" } },
        } } });
    let (value, mut problems) = doc.check(&schema, "");
    let rows = value.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    for (index, row) in rows.iter().enumerate() {
        for (mark, value) in row["marks"].as_array().into_iter().flatten().enumerate() {
            let read = serde_json::from_value(value.clone()).map_err(|error| error.to_string());
            if let Err(why) = read.and_then(|mark: Mark| mark.validate()) {
                problems.push(doc.problem(&format!("/{index}/marks/{mark}"), why));
            }
        }
    }
    Problems::unless_empty(rows.into_iter().map(renamed).collect(), problems)
}

/// The file says `revision`, the API `revision_id`.
fn renamed(mut row: Value) -> Value {
    if let Some(fields) = row.as_object_mut()
        && let Some(id) = fields.remove("revision")
    {
        fields.insert("revision_id".to_owned(), id);
    }
    row
}

fn from_table(file: &str, bytes: &[u8]) -> Result<Vec<Value>, Problems> {
    let table = Table::parse(file, bytes)?;
    let mut problems = Vec::new();
    for (index, name) in table.header.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            let place = Place { line: table.header_line, column: index as u32 + 1 };
            problems.push(Problem::at(file, place, format!("unknown column “{name}”")).one_of(name, COLUMNS));
        }
    }
    for name in COLUMNS[..3].iter().filter(|name| !table.header.iter().any(|known| known == *name)) {
        problems.push(Problem::at(file, Place::START, format!("the column “{name}” is missing")));
    }
    let mut decisions = Vec::new();
    for row in &table.rows {
        let cell = |name: &str| {
            let index = table.header.iter().position(|known| known == name)?;
            row.cells.get(index).filter(|cell| !cell.is_empty())
        };
        let verdict = cell("verdict").map(String::as_str).unwrap_or_default();
        if Verdict::find(verdict).is_none() {
            let place = Place { line: row.line, column: 1 };
            let problem = Problem::at(file, place, format!("“{verdict}” is no verdict"));
            problems.push(problem.one_of(verdict, Verdict::ALL.map(Verdict::word)));
        }
        decisions.push(json!({ "revision_id": cell("revision"), "stage": cell("stage"), "verdict": verdict,
                               "reason": cell("reason"), "comment": cell("comment") }));
    }
    Problems::unless_empty(decisions, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_a_list_say_the_same() {
        let table = "revision,stage,verdict,reason,comment\nrev_1,creative,reject,tone,Too loud\n";
        let yaml = "- { revision: rev_1, stage: creative, verdict: reject, reason: tone, comment: Too loud }\n";
        let one = from_table("d.csv", table.as_bytes()).expect("it is right");
        assert_eq!(one, from_yaml("d.yaml", yaml.as_bytes()).expect("it is right"));
        assert_eq!(one[0]["revision_id"], "rev_1");
    }

    #[test]
    fn wrong_files_are_told_with_their_places() {
        let table = "revision,stage,verdct\nrev_1,creative,aprove\n";
        let problems = from_table("d.csv", table.as_bytes()).expect_err("it is wrong").to_string();
        assert!(problems.contains("d.csv:1:3: unknown column “verdct”; "), "{problems}");
        let yaml = "- revision: rev_1\n  stage: creative\n  verdict: aprove\n  marks:\n    - { element: head, aspect: tone, polarity: negative }\n";
        let problems = from_yaml("d.yaml", yaml.as_bytes()).expect_err("it is wrong").to_string();
        assert!(problems.contains("d.yaml:3:12: ") && problems.contains("did you mean “approve”"), "{problems}");
        assert!(problems.contains("d.yaml:5:7: element is one of"), "{problems}");
    }
}
