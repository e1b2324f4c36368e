//! Adds somebody who signs in, with the roles they hold.

use galley_domain::access::{Access, Grant};
use galley_domain::ids::PersonId;
use galley_store::journal;
use galley_store::people::{NewPerson as Row, insert_person, replace_grants};
use serde_json::json;

use super::create_organization::exists;
use super::fields::{Fields, must_administer};
use super::notes::note;
use super::passwords;
use super::set_grants::{check_grants, written};
use crate::{ActionError, Engine};

/// Somebody new.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub email: String,
    pub name: String,
    /// Without one they cannot sign in yet.
    pub password: Option<String>,
    pub grants: Vec<Grant>,
}

/// Makes a person. Only an admin of the whole organization may.
pub async fn create_person(engine: &Engine, access: &Access, new: NewPerson) -> Result<PersonId, ActionError> {
    must_administer(access)?;
    Fields::default().email("/email", &new.email).title("/name", &new.name).finish()?;
    check_grants(engine, &new.grants)?;
    let password_hash = match new.password {
        Some(password) => {
            passwords::check("/password", &password)?;
            Some(passwords::hash(engine, password).await)
        }
        None => None,
    };
    let (id, scope, now_ms) = (engine.ids.next(), access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let name = new.name.trim().to_owned();
    insert_person(&tx, &scope, Row { id, email: new.email, name, password_hash, created_ms: now_ms })
        .await
        .map_err(|error| exists(error, "person_exists", "somebody has this address already"))?;
    replace_grants(&tx, &scope, id, &new.grants).await?;
    let payload = json!({ "person": id, "grants": written(&new.grants) });
    journal::append(&tx, &scope, now_ms, vec![note(engine, access, "create_person", payload)]).await?;
    tx.commit().await?;
    Ok(id)
}
