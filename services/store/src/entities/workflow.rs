//! The table `workflow`. A version of a workflow's files, by hash.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workflow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub name: String,
    pub version: i32,
    pub title: String,
    pub digest: Vec<u8>,
    /// JSON.
    pub files: String,
    pub created_by: String,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is WorkflowId;
    organization_id is OrganizationId;
}
