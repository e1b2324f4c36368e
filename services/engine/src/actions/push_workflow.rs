//! Adds a version of a workflow: the file, its layouts and prompts are read and checked first.

use std::collections::BTreeMap;

use galley_compose::Layout;
use galley_domain::access::{Access, Permission};
use galley_domain::bundle::Bundle;
use galley_domain::ids::WorkflowId;
use galley_domain::source::{Mark, Problem, Problems, text_of};
use galley_domain::workflow::{FILE, Workflow};
use galley_store::journal;
use galley_store::workflows::{NewWorkflow, find_workflow_by_name, insert_workflow};
use serde_json::json;

use super::create_organization::exists;
use super::notes::note;
use crate::prompt::Prompt;
use crate::{ActionError, Engine, steps};

/// Keeps a workflow; the same files again are the version that is there already.
pub async fn push_workflow(
    engine: &Engine,
    access: &Access,
    name: &str,
    files: Bundle,
) -> Result<WorkflowId, ActionError> {
    if !access.may_everywhere(Permission::Teach) {
        let detail = "a brand manager of every brand or an admin changes workflows";
        return Err(ActionError::NotAllowed(detail.to_owned()));
    }
    let workflow = check(name, &files)?;
    let (id, scope, now_ms) = (engine.ids.next(), access.scope(), engine.now_ms());
    let version = i32::try_from(workflow.version)
        .map_err(|_| ActionError::Invalid(Problem::at(FILE, Mark::START, "this version is too high").into()))?;
    let (mut hashes, digest) = (BTreeMap::new(), files.digest());
    for (path, bytes) in &files.files {
        hashes.insert(path.clone(), engine.store.blobs().put(access.organization, bytes.to_vec()).await?);
    }

    let tx = engine.store.begin().await?;
    if let Some(known) = find_workflow_by_name(&tx, &scope, name, Some(version)).await?
        && known.digest()? == digest
    {
        return Ok(known.id());
    }
    let new = NewWorkflow {
        id,
        name: workflow.name,
        version,
        title: workflow.title,
        digest,
        files: hashes,
        created_by: access.actor.written(),
        created_ms: now_ms,
    };
    insert_workflow(&tx, &scope, new).await.map_err(|error| {
        exists(error, "workflow_version_exists", "this version is there with other files; raise `version`")
    })?;
    let payload = json!({ "workflow": id, "name": name, "version": version, "digest": digest });
    journal::append(&tx, &scope, now_ms, vec![note(engine, access, "push_workflow", payload)]).await?;
    tx.commit().await?;
    Ok(id)
}

/// Everything that is wrong with any of its files.
fn check(name: &str, files: &Bundle) -> Result<Workflow, Problems> {
    let mut problems = Vec::new();
    let parsed = Workflow::parse_bundle(files, &steps::specs());
    if let Ok(workflow) = &parsed
        && workflow.name != name
    {
        let message = format!("this file is the workflow “{}”", workflow.name);
        problems.push(Problem::at(FILE, Mark::START, message).expected(format!("workflow: {name}")));
    }
    for (path, bytes) in &files.files {
        if path.ends_with("/layout.toml") {
            problems.extend(Layout::parse(path, bytes).err().into_iter().flat_map(|found| found.0));
        } else if path.ends_with(".hbs") {
            problems.extend(prompt_problem(path, bytes));
        }
    }
    match parsed {
        Ok(workflow) => Problems::unless_empty(workflow, problems),
        Err(found) => Err(Problems::sorted(found.0.into_iter().chain(problems).collect())),
    }
}

fn prompt_problem(path: &str, bytes: &[u8]) -> Option<Problem> {
    match text_of(path, bytes) {
        Ok(text) => Some(Problem::at(path, Mark::START, Prompt::parse(text).err()?)),
        Err(problem) => Some(problem),
    }
}
