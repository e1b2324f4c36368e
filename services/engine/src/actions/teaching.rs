//! Who may teach in a place: a brand, or every brand of the organization.

use std::collections::BTreeMap;

use galley_domain::access::{Access, Actor, Grant, Permission, Scope};
use galley_domain::ids::{BrandId, PersonId};
use galley_store::{Reader, StoreError, people};

use crate::ActionError;

/// Refuses those who may not teach there.
pub(super) fn must_teach(access: &Access, brand: Option<BrandId>) -> Result<(), ActionError> {
    if may_teach(access, brand) {
        return Ok(());
    }
    let detail = match brand {
        Some(_) => "a brand manager or an admin teaches a brand its skills",
        None => "a brand manager of every brand or an admin teaches all brands",
    };
    Err(ActionError::NotAllowed(detail.to_owned()))
}

fn may_teach(access: &Access, brand: Option<BrandId>) -> bool {
    match brand {
        Some(brand) => access.may(Permission::Teach, brand),
        None => access.may_everywhere(Permission::Teach),
    }
}

/// How many people besides the one written here may teach there.
pub(super) async fn count_others(
    c: &impl Reader,
    scope: &Scope,
    written: &str,
    brand: Option<BrandId>,
) -> Result<usize, StoreError> {
    let mut held: BTreeMap<PersonId, Vec<Grant>> = BTreeMap::new();
    for (person, grant) in people::list_all_grants(c, scope).await? {
        held.entry(person).or_default().push(grant);
    }
    let organization = scope.organization;
    let others = held.into_iter().filter(|(person, _)| person.to_string() != written);
    let access = |(person, grants)| Access {
        organization,
        actor: Actor::Person(person),
        grants,
        campaign: None,
        token_may: None,
    };
    Ok(others.map(access).filter(|access| may_teach(access, brand)).count())
}
