//! The table `plan`. A dry run of a brief.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub brief_id: Uuid,
    pub workflow_id: Uuid,
    pub brand_kit_id: Uuid,
    pub skill_set_id: Option<Uuid>,
    pub fingerprint: Vec<u8>,
    /// JSON.
    pub summary: String,
    pub state: String,
    pub hold_nano: Option<i64>,
    pub created_by: String,
    pub created_ms: i64,
    pub approved_by: Option<String>,
    pub approved_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is PlanId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    brief_id is BriefId;
    workflow_id is WorkflowId;
    brand_kit_id is BrandKitId;
    skill_set_id maybe SkillSetId;
}
