//! The table `campaign`. A campaign with its budget and the running sums of its ledger.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub slug: String,
    pub title: String,
    pub workflow: String,
    pub is_sensitive: bool,
    pub currency: String,
    /// `None`: no limit.
    pub limit_nano: Option<i64>,
    pub is_hard: bool,
    pub held_nano: i64,
    pub spent_nano: i64,
    pub weight: i32,
    pub brief_id: Option<Uuid>,
    pub created_by: String,
    pub created_ms: i64,
    pub updated_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is CampaignId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    brief_id maybe BriefId;
}
