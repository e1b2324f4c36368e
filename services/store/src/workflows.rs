//! Versions of workflows' files. What the files say is not known here.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{Id, WorkflowId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::workflow;
use crate::scope::{inside, organization_of};
use crate::{Page, Reader, StoreError, Tx, json};

pub use workflow::Model as Workflow;

/// A new version of a workflow.
#[derive(Debug, Clone)]
pub struct NewWorkflow {
    pub id: WorkflowId,
    pub name: String,
    /// As its file says.
    pub version: i32,
    pub title: String,
    pub digest: Digest,
    /// Path to the hash of the blob.
    pub files: BTreeMap<String, Digest>,
    pub created_by: String,
    pub created_ms: i64,
}

/// Adds a version. A version that stands already is never replaced: runs are pinned to it.
pub async fn insert_workflow(tx: &Tx, scope: &Scope, new: NewWorkflow) -> Result<(), StoreError> {
    let row = workflow::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        name: Set(new.name),
        version: Set(new.version),
        title: Set(new.title),
        digest: Set(new.digest.0.to_vec()),
        files: Set(json::write(&new.files)),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
    };
    workflow::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("workflow version"))?;
    Ok(())
}

/// A version by its id.
pub async fn find_workflow(c: &impl Reader, scope: &Scope, id: WorkflowId) -> Result<Option<Workflow>, StoreError> {
    let select = workflow::Entity::find_by_id(id.uuid()).filter(inside(scope, workflow::Column::OrganizationId));
    Ok(select.one(c).await?)
}

/// A version by its name: this one, or the newest.
pub async fn find_workflow_by_name(
    c: &impl Reader,
    scope: &Scope,
    name: &str,
    version: Option<i32>,
) -> Result<Option<Workflow>, StoreError> {
    let mut select = workflow::Entity::find()
        .filter(inside(scope, workflow::Column::OrganizationId))
        .filter(workflow::Column::Name.eq(name))
        .order_by_desc(workflow::Column::Version);
    if let Some(version) = version {
        select = select.filter(workflow::Column::Version.eq(version));
    }
    Ok(select.one(c).await?)
}

/// The newest version of every workflow, by name.
pub async fn list_workflows(c: &impl Reader, scope: &Scope) -> Result<Vec<Workflow>, StoreError> {
    let rows = workflow::Entity::find()
        .filter(inside(scope, workflow::Column::OrganizationId))
        .order_by_asc(workflow::Column::Name)
        .order_by_desc(workflow::Column::Version)
        .all(c)
        .await?;
    let mut newest: Vec<Workflow> = rows;
    newest.dedup_by(|later, earlier| later.name == earlier.name);
    Ok(newest)
}

/// The versions of one workflow, newest first.
pub async fn list_workflow_versions(c: &impl Reader, scope: &Scope, name: &str) -> Result<Vec<Workflow>, StoreError> {
    let select = workflow::Entity::find()
        .filter(inside(scope, workflow::Column::OrganizationId))
        .filter(workflow::Column::Name.eq(name))
        .order_by_desc(workflow::Column::Version)
        .limit(Page::<WorkflowId>::MOST);
    Ok(select.all(c).await?)
}
