//! The table `turn`. One exchange in a variant's conversation.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "turn")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub variant_id: Uuid,
    pub revision_id: Uuid,
    pub author: String,
    pub words: String,
    /// JSON.
    pub edits: String,
    pub run_id: Option<Uuid>,
    pub created_ms: i64,
    /// JSON, by slot.
    pub adjustments: Option<String>,
    pub scope: Option<String>,
    pub lead_id: Option<Uuid>,
    pub base_id: Option<Uuid>,
    /// JSON.
    pub fixes: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is TurnId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    variant_id is VariantId;
    revision_id is RevisionId;
    run_id maybe RunId;
    lead_id maybe TurnId;
    base_id maybe RevisionId;
}
