//! Signed-in browsers, of people and of guests. Only the hash of a session's secret is kept.

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{GuestLinkId, Id, PersonId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entities::session;
use crate::scope::{inside, organization_of};
use crate::{Reader, StoreError};

pub use session::Model as Session;

/// Whose browser it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Person(PersonId),
    Guest(GuestLinkId),
}

/// A browser that has just signed in.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: SessionId,
    pub holder: Holder,
    pub secret_hash: Digest,
    pub created_ms: i64,
    pub expires_ms: i64,
}

/// Adds a session.
pub async fn insert_session(c: &impl Reader, scope: &Scope, new: NewSession) -> Result<(), StoreError> {
    let (person, guest) = match new.holder {
        Holder::Person(person) => (Some(person.uuid()), None),
        Holder::Guest(link) => (None, Some(link.uuid())),
    };
    let row = session::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        person_id: Set(person),
        guest_link_id: Set(guest),
        secret_hash: Set(new.secret_hash.0.to_vec()),
        created_ms: Set(new.created_ms),
        expires_ms: Set(new.expires_ms),
    };
    session::Entity::insert(row).exec_without_returning(c).await.map_err(StoreError::about("session"))?;
    Ok(())
}

/// The session whose secret has this hash, unless it is over.
pub async fn find_session_everywhere(
    c: &impl Reader,
    secret_hash: Digest,
    now_ms: i64,
) -> Result<Option<Session>, StoreError> {
    let select = session::Entity::find()
        .filter(session::Column::SecretHash.eq(secret_hash.0.to_vec()))
        .filter(session::Column::ExpiresMs.gt(now_ms));
    Ok(select.one(c).await?)
}

/// Signs one browser out. Nothing happens if it was not signed in.
pub async fn delete_session(c: &impl Reader, scope: &Scope, id: SessionId) -> Result<(), StoreError> {
    session::Entity::delete_many()
        .filter(inside(scope, session::Column::OrganizationId))
        .filter(session::Column::Id.eq(id.uuid()))
        .exec(c)
        .await?;
    Ok(())
}

/// Signs somebody out everywhere: after a new password, when disabled, when a link is revoked.
pub async fn delete_sessions_of(c: &impl Reader, scope: &Scope, holder: Holder) -> Result<u64, StoreError> {
    let theirs = match holder {
        Holder::Person(person) => session::Column::PersonId.eq(person.uuid()),
        Holder::Guest(link) => session::Column::GuestLinkId.eq(link.uuid()),
    };
    let done = session::Entity::delete_many()
        .filter(inside(scope, session::Column::OrganizationId))
        .filter(theirs)
        .exec(c)
        .await?;
    Ok(done.rows_affected)
}

/// Drops what is over.
pub async fn delete_expired_sessions_everywhere(c: &impl Reader, now_ms: i64) -> Result<u64, StoreError> {
    let done = session::Entity::delete_many().filter(session::Column::ExpiresMs.lte(now_ms)).exec(c).await?;
    Ok(done.rows_affected)
}
