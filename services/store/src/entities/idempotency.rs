//! The table `idempotency`. What a request with this key was answered.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub request_hash: Vec<u8>,
    /// 0 while the first request is still being served.
    pub status: i32,
    pub body: String,
    pub created_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    organization_id is OrganizationId;
}
