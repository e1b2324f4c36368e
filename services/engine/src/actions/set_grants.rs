//! Gives somebody exactly these roles. Someone must be left who administers.

use galley_domain::access::{Access, Grant, Role, Scope};
use galley_domain::ids::PersonId;
use galley_domain::source::{Problem, Problems, join, nearest};
use galley_store::people::{list_all_grants, replace_grants};
use galley_store::{Tx, journal};
use serde_json::{Value, json};

use super::fields::must_administer;
use super::notes::note;
use crate::{ActionError, Engine};

/// Most roles one person holds: every market of a large brand fits.
const MAX_GRANTS: usize = 300;

/// Replaces somebody's roles. Only an admin of the whole organization may.
pub async fn set_grants(
    engine: &Engine,
    access: &Access,
    person: PersonId,
    grants: &[Grant],
) -> Result<(), ActionError> {
    must_administer(access)?;
    check_grants(engine, grants)?;
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    replace_grants(&tx, &scope, person, grants).await?;
    must_leave_an_admin(&tx, &scope).await?;
    let payload = json!({ "person": person, "grants": written(grants) });
    journal::append(&tx, &scope, now_ms, vec![note(engine, access, "set_grants", payload)]).await?;
    tx.commit().await?;
    Ok(())
}

/// Roles that can be held, markets that exist, nothing twice. That brands exist the store sees.
pub(super) fn check_grants(engine: &Engine, grants: &[Grant]) -> Result<(), ActionError> {
    let mut problems: Vec<Problem> = Vec::new();
    if grants.len() > MAX_GRANTS {
        return Err(ActionError::invalid("/grants", format!("a person holds at most {MAX_GRANTS} roles")));
    }
    for (index, grant) in grants.iter().enumerate() {
        let pointer = join("/grants", index);
        if grant.role == Role::Guest {
            problems.extend(Problems::field(&pointer, "a guest comes by a link, not by a role").0);
        }
        if grants[..index].contains(grant) {
            problems.extend(Problems::field(&pointer, "this role is there twice").0);
        }
        let known = &engine.catalog.markets;
        if let Some(market) = grant.market.as_deref().filter(|market| !known.contains_key(*market)) {
            let mut found = Problems::field(&join(&pointer, "market"), format!("there is no market “{market}”")).0;
            found[0].nearest = nearest(market, known.keys().map(String::as_str));
            problems.extend(found);
        }
    }
    Ok(Problems::unless_empty((), problems)?)
}

/// Refuses a change after which nobody could change anything any more.
pub(super) async fn must_leave_an_admin(tx: &Tx, scope: &Scope) -> Result<(), ActionError> {
    let grants = list_all_grants(tx, scope).await?;
    if grants.iter().any(|(_, grant)| grant.role == Role::Admin && grant.brand.is_none()) {
        return Ok(());
    }
    Err(ActionError::conflict("last_admin", "this is the last admin of the organization"))
}

/// Grants as the journal keeps them.
pub(super) fn written(grants: &[Grant]) -> Value {
    grants
        .iter()
        .map(|grant| json!({ "role": grant.role.word(), "brand": grant.brand, "market": grant.market }))
        .collect()
}
