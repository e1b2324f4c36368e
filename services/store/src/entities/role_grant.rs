//! The table `role_grant`. One role somebody holds.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub person_id: Uuid,
    pub role: String,
    /// `None`: every brand.
    pub brand_id: Option<Uuid>,
    /// `None`: every market.
    pub market: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    organization_id is OrganizationId;
    person_id is PersonId;
    brand_id maybe BrandId;
}
