//! The table `skill`. A skill, whatever its version: where it holds and what it is called.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skill")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    /// Null: every brand of the organization.
    pub brand_id: Option<Uuid>,
    pub name: String,
    pub created_by: String,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is SkillId;
    organization_id is OrganizationId;
    brand_id maybe BrandId;
}
