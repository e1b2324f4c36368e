//! What people hand in with a brief, and how it is read: everything is checked before anything is
//! kept.

use std::collections::BTreeMap;

use bytes::Bytes;
use galley_domain::access::{Access, Permission, Scope};
use galley_domain::brief::Draft;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, OrganizationId, WorkflowId};
use galley_domain::source::Problems;
use galley_domain::workflow::Workflow;
use galley_store::{Page, brands, workflows};

use crate::sources::{MAX_FILE_BYTES, ParsedBrief, load_bundle, parse_brief};
use crate::{ActionError, Engine, steps};

/// A brief and its files, as they came.
#[derive(Debug, Clone)]
pub struct BriefUpload {
    /// `brief.yaml`.
    pub text: String,
    /// By the name the brief uses.
    pub files: BTreeMap<String, Bytes>,
}

/// A brief that was read and found right.
pub(super) struct ReadBrief {
    pub brand: BrandId,
    pub parsed: ParsedBrief,
}

/// Reads an upload against the brand and workflow it names.
pub(super) async fn read(engine: &Engine, access: &Access, upload: &BriefUpload) -> Result<ReadBrief, ActionError> {
    let scope = access.scope();
    let draft = Draft::parse("brief.yaml", &upload.text)?;
    let word = draft.find_brand().unwrap_or_default();
    let Some(brand) = brands::find_brand_by_slug(&engine.store, &scope, word).await? else {
        let known = brands::list_brands(&engine.store, &scope, Page::first()).await?;
        let known = known.iter().map(|brand| brand.slug.as_str());
        return Err(Problems::from(draft.unknown_word("brand", known)).into());
    };
    if !access.may(Permission::Produce, brand.id()) {
        return Err(ActionError::NotAllowed("only producers write briefs".to_owned()));
    }
    let word = draft.find_workflow().unwrap_or_default();
    let Some((_, workflow)) = find_workflow(engine, &scope, word).await? else {
        let known = workflows::list_workflows(&engine.store, &scope).await?;
        let known = known.iter().map(|workflow| workflow.name.as_str());
        return Err(Problems::from(draft.unknown_word("workflow", known)).into());
    };
    let parsed = parse_brief(&engine.catalog, &workflow, &upload.text, &upload.files)?;
    Ok(ReadBrief { brand: brand.id(), parsed })
}

/// The newest version of a workflow.
pub(crate) async fn find_workflow(
    engine: &Engine,
    scope: &Scope,
    name: &str,
) -> Result<Option<(WorkflowId, Workflow)>, ActionError> {
    let Some(row) = workflows::find_workflow_by_name(&engine.store, scope, name, None).await? else {
        return Ok(None);
    };
    let bundle = load_bundle(engine, scope.organization, &row.files()?).await?;
    Ok(Some((row.id(), Workflow::parse_bundle(&bundle, &steps::specs())?)))
}

/// Stores files; answers their digests by name.
pub(super) async fn keep(
    engine: &Engine,
    organization: OrganizationId,
    files: &BTreeMap<String, Bytes>,
) -> Result<BTreeMap<String, Digest>, ActionError> {
    let mut kept = BTreeMap::new();
    for (name, bytes) in files {
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(ActionError::invalid(name, format!("at most {MAX_FILE_BYTES} bytes")));
        }
        kept.insert(name.clone(), engine.store.blobs().put(organization, bytes.clone()).await?);
    }
    Ok(kept)
}
