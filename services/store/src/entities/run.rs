//! The table `run`. An approved plan being carried out.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub plan_id: Option<Uuid>,
    pub release_id: Option<Uuid>,
    pub kind: String,
    pub state: String,
    pub weight: i32,
    pub launched_by: String,
    pub launched_ms: i64,
    pub finished_ms: Option<i64>,
    pub currency: String,
    pub hold_nano: i64,
    pub spent_nano: i64,
    pub reserved_nano: i64,
    pub freed_nano: i64,
    pub task_count: i32,
    pub reused_count: i32,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is RunId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    plan_id maybe PlanId;
    release_id maybe ReleaseId;
}
