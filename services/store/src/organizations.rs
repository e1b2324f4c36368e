//! Organizations: making one, with the empty journal it begins with, and finding it.

use galley_domain::access::Scope;
use galley_domain::ids::{Id, OrganizationId};
use galley_domain::journal;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::{journal_head, organization};
use crate::scope::organization_of;
use crate::{Reader, StoreError, Tx};

pub use organization::Model as Organization;

/// Makes a tenant. It has no scope yet; only the one who runs the program may do this.
pub async fn insert_organization_everywhere(
    tx: &Tx,
    id: OrganizationId,
    slug: &str,
    title: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let row = organization::ActiveModel {
        id: Set(id.uuid()),
        slug: Set(slug.to_owned()),
        title: Set(title.to_owned()),
        created_ms: Set(now_ms),
    };
    organization::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("organization"))?;
    let head = journal_head::ActiveModel {
        organization_id: Set(id.uuid()),
        seq: Set(0),
        hash: Set(journal::genesis().0.to_vec()),
    };
    journal_head::Entity::insert(head).exec_without_returning(tx).await?;
    Ok(())
}

/// The organization of a scope.
pub async fn get_organization(c: &impl Reader, scope: &Scope) -> Result<Organization, StoreError> {
    organization::Entity::find_by_id(organization_of(scope))
        .one(c)
        .await?
        .ok_or(StoreError::NotFound { what: "organization" })
}

/// The organization with this slug.
pub async fn find_organization_by_slug_everywhere(
    c: &impl Reader,
    slug: &str,
) -> Result<Option<Organization>, StoreError> {
    Ok(organization::Entity::find().filter(organization::Column::Slug.eq(slug)).one(c).await?)
}

/// All of them, for the dispatcher and the program's own commands.
pub async fn list_organizations_everywhere(c: &impl Reader) -> Result<Vec<Organization>, StoreError> {
    Ok(organization::Entity::find().order_by_asc(organization::Column::Id).all(c).await?)
}
