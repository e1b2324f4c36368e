//! The table `variant`. One cell of the full matrix.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub ordinal: i32,
    pub cell: String,
    pub market: Option<String>,
    pub message: Option<String>,
    pub format: Option<String>,
    pub subject_key: Vec<u8>,
    pub gate_key: Vec<u8>,
    pub run_id: Option<Uuid>,
    pub state: String,
    pub is_retired: bool,
    pub revision_id: Option<Uuid>,
    pub revision_count: i32,
    pub stage: Option<String>,
    pub due_ms: Option<i64>,
    pub updated_ms: i64,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is VariantId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    run_id maybe RunId;
    revision_id maybe RevisionId;
}
