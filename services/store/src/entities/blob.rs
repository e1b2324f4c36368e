//! The table `blob`. Which brands a blob was made for.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub brand_id: Uuid,
    pub mime: String,
    pub bytes: i64,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    organization_id is OrganizationId;
    brand_id is BrandId;
}
