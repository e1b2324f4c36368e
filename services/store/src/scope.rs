//! The wall: how a scope becomes part of a query, and what may be written under it.

use galley_domain::access::{Brands, Scope};
use galley_domain::ids::{BrandId, Id};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::StoreError;

/// Rows of this scope, for a table that carries both columns.
pub(crate) fn within<C: ColumnTrait>(scope: &Scope, organization: C, brand: C) -> Condition {
    let condition = inside(scope, organization);
    match &scope.brands {
        Brands::All => condition,
        // An empty list gives a condition that is never true, as it must.
        Brands::Only(brands) => condition.add(brand.is_in(brands.iter().map(|brand| brand.uuid()))),
    }
}

/// Rows of this organization, for a table that belongs to no brand.
pub(crate) fn inside<C: ColumnTrait>(scope: &Scope, organization: C) -> Condition {
    Condition::all().add(organization.eq(organization_of(scope)))
}

/// The organization, as rows keep it.
pub(crate) fn organization_of(scope: &Scope) -> Uuid {
    scope.organization.uuid()
}

/// Nothing is written for a brand that the scope does not cover.
pub(crate) fn admit(scope: &Scope, brand: BrandId) -> Result<(), StoreError> {
    if scope.covers(brand) { Ok(()) } else { Err(StoreError::NotFound { what: "brand" }) }
}
