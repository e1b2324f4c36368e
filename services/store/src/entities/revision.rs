//! The table `revision`. One version of a variant.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub variant_id: Uuid,
    pub number: i32,
    pub subject_key: Vec<u8>,
    pub gate_key: Vec<u8>,
    pub output_hash: Vec<u8>,
    /// JSON.
    pub blobs: String,
    /// JSON.
    pub findings: String,
    pub worst: Option<String>,
    /// JSON: who made it, as actors are written.
    pub authors: String,
    pub turn_id: Option<Uuid>,
    pub run_id: Uuid,
    pub state: String,
    /// JSON.
    pub seal: Option<String>,
    pub sealed_ms: Option<i64>,
    pub created_ms: i64,
    /// JSON, by slot.
    pub adjustments: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is RevisionId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    variant_id is VariantId;
    turn_id maybe TurnId;
    run_id is RunId;
}
