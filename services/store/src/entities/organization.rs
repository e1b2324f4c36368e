//! The table `organization`. A tenant.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub title: String,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is OrganizationId;
}
