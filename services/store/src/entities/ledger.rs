//! The table `ledger`. One line of money; never changed.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub run_id: Option<Uuid>,
    pub task_id: Option<Uuid>,
    pub kind: String,
    /// `None`: a cost that nobody knows.
    pub amount_nano: Option<i64>,
    /// How much of what was held this line gives back.
    pub freed_nano: i64,
    pub currency: String,
    pub gpu_ms: Option<i64>,
    /// How the GPU time is known.
    pub gpu_basis: Option<String>,
    pub basis: String,
    pub note: String,
    pub actor: String,
    pub at_ms: i64,
    /// Which call it paid for.
    pub call_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is LedgerId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    run_id maybe RunId;
    task_id maybe TaskId;
    call_id maybe CallId;
}
