//! API tokens. Only the hash of a token's secret is kept; the secret is shown once and not here.

use galley_domain::access::{Scope, TokenScope};
use galley_domain::digest::Digest;
use galley_domain::ids::{Id, PersonId, TokenId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::api_token;
use crate::scope::{inside, organization_of};
use crate::{Page, Reader, StoreError, Tx, json};

pub use api_token::Model as Token;

/// A new token.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub id: TokenId,
    pub person: PersonId,
    pub name: String,
    pub secret_hash: Digest,
    pub scopes: Vec<TokenScope>,
    pub created_ms: i64,
    /// `None`: until it is revoked.
    pub expires_ms: Option<i64>,
}

/// Adds a token.
pub async fn insert_token(tx: &Tx, scope: &Scope, new: NewToken) -> Result<(), StoreError> {
    let row = api_token::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        person_id: Set(new.person.uuid()),
        name: Set(new.name),
        secret_hash: Set(new.secret_hash.0.to_vec()),
        scopes: Set(json::write(&new.scopes)),
        created_ms: Set(new.created_ms),
        expires_ms: Set(new.expires_ms),
        last_used_ms: Set(None),
        revoked_ms: Set(None),
    };
    api_token::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("token"))?;
    Ok(())
}

/// The token whose secret has this hash, unless it is over or revoked.
pub async fn find_token_everywhere(
    c: &impl Reader,
    secret_hash: Digest,
    now_ms: i64,
) -> Result<Option<Token>, StoreError> {
    let is_valid =
        Condition::any().add(api_token::Column::ExpiresMs.is_null()).add(api_token::Column::ExpiresMs.gt(now_ms));
    let select = api_token::Entity::find()
        .filter(api_token::Column::SecretHash.eq(secret_hash.0.to_vec()))
        .filter(api_token::Column::RevokedMs.is_null())
        .filter(is_valid);
    Ok(select.one(c).await?)
}

/// A token of this organization, revoked or not.
pub async fn find_token(c: &impl Reader, scope: &Scope, id: TokenId) -> Result<Option<Token>, StoreError> {
    let select = api_token::Entity::find_by_id(id.uuid()).filter(inside(scope, api_token::Column::OrganizationId));
    Ok(select.one(c).await?)
}

/// The tokens of one person, revoked ones too.
pub async fn list_tokens(
    c: &impl Reader,
    scope: &Scope,
    person: PersonId,
    page: Page<TokenId>,
) -> Result<Vec<Token>, StoreError> {
    let select = api_token::Entity::find()
        .filter(inside(scope, api_token::Column::OrganizationId))
        .filter(api_token::Column::PersonId.eq(person.uuid()))
        .filter(api_token::Column::Id.gt(page.after()))
        .order_by_asc(api_token::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// Notes that a token was used. To the minute: a write for every request would be too many.
pub async fn touch_token(c: &impl Reader, scope: &Scope, id: TokenId, now_ms: i64) -> Result<(), StoreError> {
    let is_old = Condition::any()
        .add(api_token::Column::LastUsedMs.is_null())
        .add(api_token::Column::LastUsedMs.lt(now_ms - 60_000));
    api_token::Entity::update_many()
        .col_expr(api_token::Column::LastUsedMs, Expr::value(now_ms))
        .filter(inside(scope, api_token::Column::OrganizationId))
        .filter(api_token::Column::Id.eq(id.uuid()))
        .filter(is_old)
        .exec(c)
        .await?;
    Ok(())
}

/// Ends a token. Ending it twice keeps the first time.
pub async fn revoke_token(tx: &Tx, scope: &Scope, id: TokenId, now_ms: i64) -> Result<(), StoreError> {
    find_token(tx, scope, id).await?.ok_or(StoreError::NotFound { what: "token" })?;
    api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedMs, Expr::value(now_ms))
        .filter(inside(scope, api_token::Column::OrganizationId))
        .filter(api_token::Column::Id.eq(id.uuid()))
        .filter(api_token::Column::RevokedMs.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
