//! Brands and the versions of their kits. What a kit's files say is not known here.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, BrandKitId, Id};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::{brand, brand_kit};
use crate::scope::{organization_of, within};
use crate::{Page, Reader, StoreError, Tx, json};

pub use brand::Model as Brand;
pub use brand_kit::Model as BrandKit;

/// A new brand.
#[derive(Debug, Clone)]
pub struct NewBrand {
    pub id: BrandId,
    pub slug: String,
    pub title: String,
    pub created_ms: i64,
}

/// A new version of a brand's kit.
#[derive(Debug, Clone)]
pub struct NewBrandKit {
    pub id: BrandKitId,
    pub brand: BrandId,
    pub digest: Digest,
    /// Path to the hash of the blob.
    pub files: BTreeMap<String, Digest>,
    pub created_by: String,
    pub created_ms: i64,
}

/// Adds a brand. A scope that covers only some brands cannot see it afterwards.
pub async fn insert_brand(tx: &Tx, scope: &Scope, new: NewBrand) -> Result<(), StoreError> {
    let row = brand::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        slug: Set(new.slug),
        title: Set(new.title),
        created_ms: Set(new.created_ms),
    };
    brand::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("brand"))?;
    Ok(())
}

/// A brand.
pub async fn find_brand(c: &impl Reader, scope: &Scope, id: BrandId) -> Result<Option<Brand>, StoreError> {
    let wall = within(scope, brand::Column::OrganizationId, brand::Column::Id);
    Ok(brand::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// A brand that must be there.
pub async fn get_brand(c: &impl Reader, scope: &Scope, id: BrandId) -> Result<Brand, StoreError> {
    find_brand(c, scope, id).await?.ok_or(StoreError::NotFound { what: "brand" })
}

/// The brand with this slug.
pub async fn find_brand_by_slug(c: &impl Reader, scope: &Scope, slug: &str) -> Result<Option<Brand>, StoreError> {
    let select = brand::Entity::find()
        .filter(within(scope, brand::Column::OrganizationId, brand::Column::Id))
        .filter(brand::Column::Slug.eq(slug));
    Ok(select.one(c).await?)
}

/// The brands of a scope.
pub async fn list_brands(c: &impl Reader, scope: &Scope, page: Page<BrandId>) -> Result<Vec<Brand>, StoreError> {
    let select = brand::Entity::find()
        .filter(within(scope, brand::Column::OrganizationId, brand::Column::Id))
        .filter(brand::Column::Id.gt(page.after()))
        .order_by_asc(brand::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// Adds the next version of a kit and answers its number.
pub async fn insert_brand_kit(tx: &Tx, scope: &Scope, new: NewBrandKit) -> Result<i32, StoreError> {
    get_brand(tx, scope, new.brand).await?;
    let version = find_latest_brand_kit(tx, scope, new.brand).await?.map_or(1, |kit| kit.version + 1);
    let row = brand_kit::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(new.brand.uuid()),
        version: Set(version),
        digest: Set(new.digest.0.to_vec()),
        files: Set(json::write(&new.files)),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
    };
    brand_kit::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("brand kit"))?;
    Ok(version)
}

/// A version of a kit.
pub async fn find_brand_kit(c: &impl Reader, scope: &Scope, id: BrandKitId) -> Result<Option<BrandKit>, StoreError> {
    let wall = within(scope, brand_kit::Column::OrganizationId, brand_kit::Column::BrandId);
    Ok(brand_kit::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// The newest version of a brand's kit.
pub async fn find_latest_brand_kit(
    c: &impl Reader,
    scope: &Scope,
    brand: BrandId,
) -> Result<Option<BrandKit>, StoreError> {
    let select = brand_kit::Entity::find()
        .filter(within(scope, brand_kit::Column::OrganizationId, brand_kit::Column::BrandId))
        .filter(brand_kit::Column::BrandId.eq(brand.uuid()))
        .order_by_desc(brand_kit::Column::Version);
    Ok(select.one(c).await?)
}

/// Every version of a brand's kit, newest first.
pub async fn list_brand_kits(c: &impl Reader, scope: &Scope, brand: BrandId) -> Result<Vec<BrandKit>, StoreError> {
    let select = brand_kit::Entity::find()
        .filter(within(scope, brand_kit::Column::OrganizationId, brand_kit::Column::BrandId))
        .filter(brand_kit::Column::BrandId.eq(brand.uuid()))
        .order_by_desc(brand_kit::Column::Version)
        .limit(Page::<BrandKitId>::MOST);
    Ok(select.all(c).await?)
}
