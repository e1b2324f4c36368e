//! Requests that may be sent twice: the second is answered as the first was. A request claims its
//! key under a lease that it renews, does its work in transactions of its own, and then writes down
//! the answer.

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::entities::idempotency;
use crate::scope::{inside, organization_of};
use crate::{Reader, StoreError, json};

/// A key, as one actor uses it.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// As actors are written.
    pub actor: &'a str,
    pub key: &'a str,
}

/// What a claim was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nobody had the key: do the work, then [`finish`] or [`abandon`].
    Fresh,
    /// The same request was answered before, like this.
    Answered { status: u16, body: String },
    /// The same request is being served at this moment.
    InProgress,
    /// The key stands for another request.
    Reused,
}

/// Claims a key for a request. A claim that was not renewed for `lease_ms` was left by a process that
/// died, or by a caller who hung up, and is taken over.
pub async fn claim(
    c: &impl Reader,
    scope: &Scope,
    key: Key<'_>,
    request_hash: Digest,
    now_ms: i64,
    lease_ms: i64,
) -> Result<Claim, StoreError> {
    idempotency::Entity::delete_many()
        .filter(of(scope, key))
        .filter(idempotency::Column::Status.eq(0))
        .filter(idempotency::Column::CreatedMs.lt(now_ms - lease_ms))
        .exec(c)
        .await?;
    let row = idempotency::ActiveModel {
        organization_id: Set(organization_of(scope)),
        actor: Set(key.actor.to_owned()),
        key: Set(key.key.to_owned()),
        request_hash: Set(request_hash.0.to_vec()),
        status: Set(0),
        body: Set(String::new()),
        created_ms: Set(now_ms),
    };
    let ours = idempotency::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(c)
        .await?;
    if ours == 1 {
        return Ok(Claim::Fresh);
    }
    let Some(row) = idempotency::Entity::find().filter(of(scope, key)).one(c).await? else {
        // Its first holder gave it up in this moment; the caller may ask again.
        return Ok(Claim::InProgress);
    };
    if json::digest(&row.request_hash, "an idempotency key")? != request_hash {
        return Ok(Claim::Reused);
    }
    if row.status == 0 {
        return Ok(Claim::InProgress);
    }
    let status = u16::try_from(row.status).map_err(|_| StoreError::corrupt("an idempotency key"))?;
    Ok(Claim::Answered { status, body: row.body })
}

/// Shows that the request is still being served.
pub async fn renew(c: &impl Reader, scope: &Scope, key: Key<'_>, now_ms: i64) -> Result<(), StoreError> {
    let change = idempotency::ActiveModel { created_ms: Set(now_ms), ..Default::default() };
    let open = of(scope, key).add(idempotency::Column::Status.eq(0));
    idempotency::Entity::update_many().set(change).filter(open).exec(c).await?;
    Ok(())
}

/// Writes down how the request was answered.
pub async fn finish(c: &impl Reader, scope: &Scope, key: Key<'_>, status: u16, body: &str) -> Result<(), StoreError> {
    let change =
        idempotency::ActiveModel { status: Set(i32::from(status)), body: Set(body.to_owned()), ..Default::default() };
    idempotency::Entity::update_many().set(change).filter(of(scope, key)).exec(c).await?;
    Ok(())
}

/// Gives a key up whose request did nothing, so that it may be sent again.
pub async fn abandon(c: &impl Reader, scope: &Scope, key: Key<'_>) -> Result<(), StoreError> {
    idempotency::Entity::delete_many().filter(of(scope, key)).filter(idempotency::Column::Status.eq(0)).exec(c).await?;
    Ok(())
}

/// Forgets what was claimed before a moment.
pub async fn delete_old_everywhere(c: &impl Reader, before_ms: i64) -> Result<u64, StoreError> {
    let old = idempotency::Column::CreatedMs.lt(before_ms);
    Ok(idempotency::Entity::delete_many().filter(old).exec(c).await?.rows_affected)
}

fn of(scope: &Scope, key: Key) -> Condition {
    inside(scope, idempotency::Column::OrganizationId)
        .add(idempotency::Column::Actor.eq(key.actor))
        .add(idempotency::Column::Key.eq(key.key))
}
