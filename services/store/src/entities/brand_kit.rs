//! The table `brand_kit`. A version of a brand's kit: which files, by hash.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "brand_kit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub version: i32,
    pub digest: Vec<u8>,
    /// JSON.
    pub files: String,
    pub created_by: String,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is BrandKitId;
    organization_id is OrganizationId;
    brand_id is BrandId;
}
