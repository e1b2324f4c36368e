//! Renames somebody, or lets them in no longer (and back in). A disabled person is signed out
//! everywhere at once; what they decided stays theirs.

use galley_domain::access::Access;
use galley_domain::ids::PersonId;
use galley_store::journal;
use galley_store::people::{self, PersonChange};
use galley_store::sessions::{Holder, delete_sessions_of};
use serde_json::json;

use super::fields::{Fields, must_administer};
use super::notes::note;
use super::set_grants::must_leave_an_admin;
use crate::{ActionError, Engine};

/// Changes a person; `None` leaves a field as it is. Only an admin of the whole organization may.
pub async fn update_person(
    engine: &Engine,
    access: &Access,
    person: PersonId,
    name: Option<String>,
    is_disabled: Option<bool>,
) -> Result<(), ActionError> {
    must_administer(access)?;
    if let Some(name) = &name {
        Fields::default().title("/name", name).finish()?;
    }
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let payload = json!({ "person": person, "is_disabled": is_disabled, "is_renamed": name.is_some() });
    let tx = engine.store.begin().await?;
    let name = name.map(|name| name.trim().to_owned());
    people::update_person(&tx, &scope, person, PersonChange { name, is_disabled, password_hash: None }).await?;
    if is_disabled == Some(true) {
        must_leave_an_admin(&tx, &scope).await?;
        delete_sessions_of(&tx, &scope, Holder::Person(person)).await?;
    }
    journal::append(&tx, &scope, now_ms, vec![note(engine, access, "update_person", payload)]).await?;
    tx.commit().await?;
    Ok(())
}
