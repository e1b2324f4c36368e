//! The table `stage`. One step of review of one revision.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub variant_id: Uuid,
    pub name: String,
    pub role: String,
    pub market: Option<String>,
    /// JSON.
    pub rule: String,
    pub state: String,
    pub opened_ms: Option<i64>,
    pub due_ms: Option<i64>,
    pub closed_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    revision_id is RevisionId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    variant_id is VariantId;
}
