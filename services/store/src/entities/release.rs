//! The table `release`. Sealed variants packaged for a destination.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub run_id: Uuid,
    pub destination: String,
    pub state: String,
    pub item_count: i32,
    pub manifest_hash: Option<Vec<u8>>,
    pub created_by: String,
    pub created_ms: i64,
    pub finished_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is ReleaseId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    run_id is RunId;
}
