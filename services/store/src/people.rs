//! People and the roles they hold. Their sessions and tokens have files of their own; hashing a
//! password is the caller's work.

use galley_domain::access::{Grant, Role, Scope};
use galley_domain::digest::Hasher;
use galley_domain::ids::{BrandId, Id, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::{person, role_grant};
use crate::scope::{inside, organization_of};
use crate::{Page, Reader, StoreError, Tx};

pub use person::Model as Person;

/// Somebody new.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub created_ms: i64,
}

/// What to change about a person; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct PersonChange {
    pub name: Option<String>,
    pub is_disabled: Option<bool>,
    pub password_hash: Option<String>,
}

/// Adds somebody. An address stands once in the whole store, whatever its capitals.
pub async fn insert_person(tx: &Tx, scope: &Scope, new: NewPerson) -> Result<(), StoreError> {
    let row = person::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        email: Set(folded(&new.email)),
        name: Set(new.name),
        password_hash: Set(new.password_hash),
        is_disabled: Set(false),
        created_ms: Set(new.created_ms),
    };
    person::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("person"))?;
    Ok(())
}

/// Changes somebody.
pub async fn update_person(tx: &Tx, scope: &Scope, id: PersonId, change: PersonChange) -> Result<(), StoreError> {
    get_person(tx, scope, id).await?;
    let mut row = person::ActiveModel { id: Set(id.uuid()), ..Default::default() };
    if let Some(name) = change.name {
        row.name = Set(name);
    }
    if let Some(is_disabled) = change.is_disabled {
        row.is_disabled = Set(is_disabled);
    }
    if let Some(hash) = change.password_hash {
        row.password_hash = Set(Some(hash));
    }
    if row.name.is_set() || row.is_disabled.is_set() || row.password_hash.is_set() {
        let update = person::Entity::update_many().set(row).filter(inside(scope, person::Column::OrganizationId));
        update.filter(person::Column::Id.eq(id.uuid())).exec(tx).await?;
    }
    Ok(())
}

/// Somebody of this organization.
pub async fn find_person(c: &impl Reader, scope: &Scope, id: PersonId) -> Result<Option<Person>, StoreError> {
    let select = person::Entity::find_by_id(id.uuid()).filter(inside(scope, person::Column::OrganizationId));
    Ok(select.one(c).await?)
}

/// Somebody of this organization, who must be there.
pub async fn get_person(c: &impl Reader, scope: &Scope, id: PersonId) -> Result<Person, StoreError> {
    find_person(c, scope, id).await?.ok_or(StoreError::NotFound { what: "person" })
}

/// Somebody who wants to sign in: the address says which organization.
pub async fn find_person_by_email_everywhere(c: &impl Reader, email: &str) -> Result<Option<Person>, StoreError> {
    Ok(person::Entity::find().filter(person::Column::Email.eq(folded(email))).one(c).await?)
}

/// The people of this organization, disabled ones too.
pub async fn list_people(c: &impl Reader, scope: &Scope, page: Page<PersonId>) -> Result<Vec<Person>, StoreError> {
    let select = person::Entity::find()
        .filter(inside(scope, person::Column::OrganizationId))
        .filter(person::Column::Id.gt(page.after()))
        .order_by_asc(person::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// Gives somebody exactly these roles. A role for a brand of another organization is refused.
pub async fn replace_grants(tx: &Tx, scope: &Scope, person: PersonId, grants: &[Grant]) -> Result<(), StoreError> {
    get_person(tx, scope, person).await?;
    role_grant::Entity::delete_many()
        .filter(inside(scope, role_grant::Column::OrganizationId))
        .filter(role_grant::Column::PersonId.eq(person.uuid()))
        .exec(tx)
        .await?;
    for grant in grants {
        if let Some(brand) = grant.brand {
            crate::brands::get_brand(tx, scope, brand).await?;
        }
        let row = role_grant::ActiveModel {
            id: Set(grant_id(person, grant)),
            organization_id: Set(organization_of(scope)),
            person_id: Set(person.uuid()),
            role: Set(grant.role.word().to_owned()),
            brand_id: Set(grant.brand.map(Id::uuid)),
            market: Set(grant.market.clone()),
        };
        role_grant::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("grant"))?;
    }
    Ok(())
}

/// The roles somebody holds.
pub async fn list_grants(c: &impl Reader, scope: &Scope, person: PersonId) -> Result<Vec<Grant>, StoreError> {
    let rows = role_grant::Entity::find()
        .filter(inside(scope, role_grant::Column::OrganizationId))
        .filter(role_grant::Column::PersonId.eq(person.uuid()))
        .order_by_asc(role_grant::Column::Id)
        .all(c)
        .await?;
    rows.iter().map(grant).collect()
}

/// Every role that people who are not disabled hold: whom a stage may ask.
pub async fn list_all_grants(c: &impl Reader, scope: &Scope) -> Result<Vec<(PersonId, Grant)>, StoreError> {
    let able = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(inside(scope, person::Column::OrganizationId))
        .filter(person::Column::IsDisabled.eq(false));
    let rows = role_grant::Entity::find()
        .filter(inside(scope, role_grant::Column::OrganizationId))
        .filter(role_grant::Column::PersonId.in_subquery(sea_orm::QueryTrait::into_query(able)))
        .order_by_asc(role_grant::Column::PersonId)
        .order_by_asc(role_grant::Column::Id)
        .all(c)
        .await?;
    rows.iter().map(|row| Ok((row.person_id(), grant(row)?))).collect()
}

fn grant(row: &role_grant::Model) -> Result<Grant, StoreError> {
    let role = Role::find(&row.role).ok_or_else(|| StoreError::corrupt("a grant"))?;
    Ok(Grant { role, brand: row.brand_id.map(BrandId), market: row.market.clone() })
}

/// The same grant always has the same id, so it cannot be given twice.
fn grant_id(person: PersonId, grant: &Grant) -> Uuid {
    let digest = Hasher::new("grant")
        .text("person", &person.to_string())
        .text("role", grant.role.word())
        .text("brand", &grant.brand.map(|brand| brand.to_string()).unwrap_or_default())
        .text("market", grant.market.as_deref().unwrap_or_default())
        .finish();
    let mut first = [0u8; 16];
    first.copy_from_slice(&digest.0[..16]);
    uuid::Builder::from_bytes(first).with_version(uuid::Version::Custom).into_uuid()
}

fn folded(email: &str) -> String {
    // ASCII only: the database checks with its own lower(), and SQLite's knows no other letters.
    email.trim().to_ascii_lowercase()
}
