//! What people hand in with a brief, and how it is read: everything is checked before anything is
//! kept.

use std::collections::BTreeMap;

use bytes::Bytes;
use galley_domain::access::{Access, Permission, Scope};
use galley_domain::brief::{self, Draft, WholeBrief};
use galley_domain::ids::{BrandId, OrganizationId, WorkflowId};
use galley_domain::workflow::Workflow;
use galley_store::{Page, brands, workflows};

use super::kept_files::{self, KeptFiles};
use crate::sources::{load_bundle, parse_brief};
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
    pub parsed: WholeBrief,
}

/// Reads an upload against the brand and workflow it names; tells every problem of all files at once.
pub(super) async fn read(engine: &Engine, access: &Access, upload: &BriefUpload) -> Result<ReadBrief, ActionError> {
    let scope = access.scope();
    let mut draft = Draft::parse(brief::FILE, &upload.text)?;
    let brand = find_brand(engine, &scope, &mut draft).await?;
    if brand.is_some_and(|brand| !access.may(Permission::Produce, brand)) {
        return Err(ActionError::NotAllowed("only producers write briefs".to_owned()));
    }
    let workflow = find_meant(engine, &scope, &mut draft).await?;
    let parsed = parse_brief(&engine.catalog, &draft, workflow.as_ref(), &upload.files)?;
    Ok(ReadBrief { brand: brand.ok_or(ActionError::NotFound("brand"))?, parsed })
}

/// The brand that a draft names; where it does not exist, the draft is told.
async fn find_brand(engine: &Engine, scope: &Scope, draft: &mut Draft) -> Result<Option<BrandId>, ActionError> {
    let Some(word) = draft.find_brand() else { return Ok(None) };
    if let Some(brand) = brands::find_brand_by_slug(&engine.store, scope, word).await? {
        return Ok(Some(brand.id()));
    }
    let known = brands::list_brands(&engine.store, scope, Page::first()).await?;
    draft.refuse_brand(known.iter().map(|brand| brand.slug.as_str()));
    Ok(None)
}

/// The workflow that a draft names; where it does not exist, the draft is told, and the nearest one
/// serves for finding what else is wrong.
async fn find_meant(engine: &Engine, scope: &Scope, draft: &mut Draft) -> Result<Option<Workflow>, ActionError> {
    let Some(word) = draft.find_workflow() else { return Ok(None) };
    if let Some((_, workflow)) = find_workflow(engine, scope, word).await? {
        return Ok(Some(workflow));
    }
    let known = workflows::list_workflows(&engine.store, scope).await?;
    let Some(nearest) = draft.refuse_workflow(known.iter().map(|workflow| workflow.name.as_str())) else {
        return Ok(None);
    };
    Ok(find_workflow(engine, scope, &nearest).await?.map(|(_, workflow)| workflow))
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

/// Keeps the files of a brief.
pub(super) async fn keep(
    engine: &Engine,
    organization: OrganizationId,
    files: &BTreeMap<String, Bytes>,
) -> Result<KeptFiles, ActionError> {
    kept_files::keep(engine, organization, files.iter().map(|(name, bytes)| (name, bytes.clone()))).await
}
