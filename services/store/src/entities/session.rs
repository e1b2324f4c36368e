//! The table `session`. A signed-in browser; only the hash of its secret.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub person_id: Option<Uuid>,
    pub guest_link_id: Option<Uuid>,
    pub secret_hash: Vec<u8>,
    pub created_ms: i64,
    pub expires_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    id is SessionId;
    organization_id is OrganizationId;
    person_id maybe PersonId;
    guest_link_id maybe GuestLinkId;
}
