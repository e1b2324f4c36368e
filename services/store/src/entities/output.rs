//! The table `output`. What a task made, by memo key.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "output")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub task_id: Uuid,
    pub kind: String,
    /// JSON: `[{name, hash, mime, bytes, width, height}]`.
    pub blobs: String,
    /// JSON.
    pub facts: String,
    pub model: Option<String>,
    pub gpu_ms: Option<i64>,
    pub cost_nano: Option<i64>,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    task_id is TaskId;
}
