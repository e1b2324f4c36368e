//! The table `task`. One execution of one step; the row is the truth.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub run_id: Uuid,
    pub ordinal: i32,
    pub step: String,
    pub kind: String,
    pub lane: String,
    pub cell: String,
    pub key: Vec<u8>,
    /// The keys of the outputs it needs, 32 bytes each.
    pub needs: Vec<u8>,
    /// How many tasks it still waits for.
    pub pending: i32,
    /// The code of a `domain::task::TaskState`.
    pub state: i16,
    pub attempt: i16,
    pub ready_ms: i64,
    pub lease_ms: Option<i64>,
    pub worker: Option<String>,
    pub error: Option<String>,
    pub created_ms: i64,
    pub started_ms: Option<i64>,
    pub finished_ms: Option<i64>,
    pub gpu_ms: Option<i64>,
    pub cost_nano: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is TaskId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    run_id is RunId;
}
