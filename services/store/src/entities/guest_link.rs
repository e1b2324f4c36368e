//! The table `guest_link`. A link that lets a guest see one campaign; only the hash of its secret.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guest_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub brand_id: Uuid,
    pub campaign_id: Uuid,
    pub secret_hash: Vec<u8>,
    pub password_hash: Option<String>,
    pub name: String,
    pub created_by: String,
    pub created_ms: i64,
    pub expires_ms: i64,
    pub revoked_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is GuestLinkId;
    organization_id is OrganizationId;
    brand_id is BrandId;
    campaign_id is CampaignId;
}
