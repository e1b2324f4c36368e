//! The table `skill_version`. A version of a skill's files, by hash.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skill_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    /// As its skill has it.
    pub brand_id: Option<Uuid>,
    pub skill_id: Uuid,
    pub version: i32,
    pub digest: Vec<u8>,
    /// JSON.
    pub files: String,
    /// JSON.
    pub markets: String,
    pub description: String,
    pub state: String,
    pub created_by: String,
    pub created_ms: i64,
    pub published_by: Option<String>,
    pub published_ms: Option<i64>,
    pub retired_by: Option<String>,
    pub retired_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is SkillVersionId;
    organization_id is OrganizationId;
    brand_id maybe BrandId;
    skill_id is SkillId;
}
