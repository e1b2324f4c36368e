//! The table `journal`. One line of the hash-chained journal; never changed.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub id: Uuid,
    pub at_ms: i64,
    pub brand_id: Option<Uuid>,
    pub campaign_id: Option<Uuid>,
    pub variant_id: Option<Uuid>,
    pub kind: String,
    pub actor: String,
    /// JSON.
    pub entry: String,
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    organization_id is OrganizationId;
    id is JournalId;
    brand_id maybe BrandId;
    campaign_id maybe CampaignId;
    variant_id maybe VariantId;
}
