//! The table `decision`. One person's judgement of one revision at one stage.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub variant_id: Uuid,
    pub revision_id: Uuid,
    pub stage: String,
    pub actor: String,
    pub role: String,
    pub verdict: String,
    pub reason: Option<String>,
    pub comment: Option<String>,
    /// JSON.
    pub marks: String,
    pub at_ms: i64,
    /// JSON.
    pub fixed: Option<String>,
    /// JSON.
    pub still_open: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is DecisionId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    variant_id is VariantId;
    revision_id is RevisionId;
}
