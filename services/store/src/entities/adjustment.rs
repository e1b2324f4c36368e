//! The table `adjustment`. What people adjusted in one variant.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adjustment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub campaign_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cell: String,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    /// JSON, by slot.
    pub slots: String,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    campaign_id is CampaignId;
    organization_id is OrganizationId;
    brand_id is BrandId;
}
