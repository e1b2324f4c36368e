//! The table `api_token`. A token for a program; only the hash of its secret.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub secret_hash: Vec<u8>,
    /// JSON.
    pub scopes: String,
    pub created_ms: i64,
    pub expires_ms: Option<i64>,
    pub last_used_ms: Option<i64>,
    pub revoked_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is TokenId;
    organization_id is OrganizationId;
    person_id is PersonId;
}
