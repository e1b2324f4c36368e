//! The table `release_item`. One file of a release.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub release_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub revision_id: Uuid,
    pub ordinal: i32,
    pub name: String,
    pub hash: Vec<u8>,
    pub bytes: i64,
    pub mime: String,
    pub location: Option<String>,
    pub delivered_ms: Option<i64>,
    pub error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    release_id is ReleaseId;
    variant_id is VariantId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
    revision_id is RevisionId;
}
