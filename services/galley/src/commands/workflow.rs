//! `galley workflow`: checks a workflow's folder on this machine, and hands it to the server.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Subcommand;
use galley_compose::{Layout, probe_picture};
use galley_domain::brief::{self, Draft};
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::source::{Document, Mark, Problem, Problems};
use galley_domain::workflow;
use galley_engine::prompt::Prompt;
use reqwest::Method;
use serde_json::{Value, json};

use super::Context;
use super::campaigns::text;
use crate::client::{Client, escape};
use crate::files::{read_folder, uploads};
use crate::output::table;
use crate::workflows::Workflows;

/// The brief that shows how a workflow is used.
const EXAMPLE: &str = "brief.example.yaml";

/// Workflows: the recipes of campaigns.
#[derive(Debug, Subcommand)]
pub enum Workflow {
    /// Check a workflow's folder. Needs no server.
    Check {
        /// The folder with its workflow.yaml; a brief and its files in it are checked as well.
        folder: PathBuf,
    },
    /// Hand a workflow in as its next version.
    Push {
        /// The folder with its workflow.yaml.
        folder: PathBuf,
    },
    /// List the workflows.
    List,
}

impl Workflow {
    pub async fn run(self, context: &Context) -> Result<()> {
        match self {
            Workflow::Check { folder } => check(context, &folder),
            Workflow::Push { folder } => {
                let pushed = push(&context.client()?, &read_folder(&folder)?).await?;
                context.output.line(format_args!("{} is version {}", text(&pushed, "name"), pushed["version"]));
                context.output.value(&pushed);
                Ok(())
            }
            Workflow::List => {
                let workflows = context.client()?.list("/workflows").await?;
                let row =
                    |w: &Value| vec![text(w, "name").to_owned(), w["version"].to_string(), text(w, "title").to_owned()];
                context
                    .output
                    .line(table(&["name", "version", "title"], &workflows.iter().map(row).collect::<Vec<_>>()));
                context.output.value(&json!({ "items": workflows }));
                Ok(())
            }
        }
    }
}

/// Hands a workflow in under the name that it gives itself.
pub async fn push(client: &Client, bundle: &Bundle) -> Result<Value> {
    let file = bundle.get_text(workflow::FILE).map_err(Problems::from)?;
    let doc = Document::parse_yaml(workflow::FILE, file)?;
    let path = format!("/workflows/{}", escape(text(&doc.value, "workflow")));
    Ok(client.upload(Method::PUT, &path, uploads("files", bundle)).await?)
}

/// Checks everything in the folder; tells everything that is wrong at once.
fn check(context: &Context, folder: &Path) -> Result<()> {
    let bundle = read_folder(folder)?;
    // The formats and markets that a server has: those embedded, unless the configuration says otherwise.
    let catalog = Workflows::open(&context.config()?.workflows_dir)?.catalog()?;
    let mut problems = Vec::new();
    check_layouts(&bundle, &mut problems);
    check_prompts(&bundle, &mut problems);
    let workflow = match workflow::Workflow::parse_bundle(&bundle, &galley_engine::steps::specs()) {
        Ok(workflow) => Some(workflow),
        Err(found) => {
            problems.extend(found.0);
            None
        }
    };
    if let Some(workflow) = &workflow {
        check_brief(&bundle, &catalog, workflow, &mut problems);
    }
    Problems::unless_empty((), problems)?;
    let words = workflow.map(|workflow| format!("{} version {}", workflow.name, workflow.version)).unwrap_or_default();
    context.output.line(format_args!("{words}: {} files, nothing wrong", bundle.files.len()));
    context.output.value(&json!({ "ok": true, "files": bundle.files.len() }));
    Ok(())
}

fn check_layouts(bundle: &Bundle, problems: &mut Vec<Problem>) {
    for (path, bytes) in bundle.files.iter().filter(|(path, _)| path.ends_with("layout.toml")) {
        if let Err(found) = Layout::parse(path, bytes) {
            problems.extend(found.0);
        }
    }
}

fn check_prompts(bundle: &Bundle, problems: &mut Vec<Problem>) {
    for path in bundle.files.keys().filter(|path| path.ends_with(".hbs")) {
        match bundle.get_text(path) {
            Ok(text) => {
                let wrong = Prompt::parse(text).err();
                problems.extend(wrong.map(|why| Problem::at(path, Mark::START, why)));
            }
            Err(problem) => problems.push(problem),
        }
    }
}

/// The brief that lies in the folder, with its tables and pictures.
fn check_brief(bundle: &Bundle, catalog: &Catalog, workflow: &workflow::Workflow, problems: &mut Vec<Problem>) {
    let Some(file) = [brief::FILE, EXAMPLE].into_iter().find(|file| bundle.files.contains_key(*file)) else { return };
    let draft = bundle.get_text(file).map_err(Problems::from).and_then(|text| Draft::parse(file, text));
    let read = draft.and_then(|draft| draft.check_whole(catalog, Some(workflow), bundle, &picture_problem));
    problems.extend(read.err().into_iter().flat_map(|found| found.0));
}

fn picture_problem(path: &str, bytes: &[u8]) -> Option<Problem> {
    let error = probe_picture(bytes).err()?;
    Some(Problem::at(path, Mark::START, error.to_string()))
}
