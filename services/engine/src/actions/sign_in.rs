//! Signs somebody in by address and password. How often they may try is not decided here.

use galley_domain::access::{Access, Actor, Scope};
use galley_domain::ids::SessionId;
use galley_store::journal;
use galley_store::people::find_person_by_email_everywhere;
use galley_store::sessions::{Holder, NewSession, insert_session};
use serde_json::json;

use super::notes::note;
use super::{passwords, secrets};
use crate::{ActionError, Engine};

/// How long a browser stays signed in.
const SESSION_MS: i64 = 14 * 24 * 3_600_000;

/// A browser that is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub session: SessionId,
    /// Shown once; only its hash is kept.
    pub secret: String,
    pub expires_ms: i64,
}

/// Opens a session; `None` where address and password do not belong together, whatever the reason.
pub async fn sign_in(engine: &Engine, email: &str, password: &str) -> Result<Option<SignedIn>, ActionError> {
    let person = find_person_by_email_everywhere(&engine.store, email).await?;
    let hash = person.as_ref().and_then(|person| person.password_hash.as_deref());
    let is_right = passwords::is_right(password, hash).await;
    let Some(person) = person.filter(|person| is_right && !person.is_disabled) else { return Ok(None) };

    let organization = person.organization_id();
    let (scope, now_ms, id) = (Scope::whole(organization), engine.now_ms(), engine.ids.next());
    let actor = Actor::Person(person.id());
    let access = Access { organization, actor, grants: Vec::new(), campaign: None, token_may: None };
    let (secret, expires_ms) = (secrets::new(engine, ""), now_ms + SESSION_MS);
    let session = NewSession {
        id,
        holder: Holder::Person(person.id()),
        secret_hash: secret.hash,
        created_ms: now_ms,
        expires_ms,
    };
    let tx = engine.store.begin().await?;
    insert_session(&tx, &scope, session).await?;
    let entry = note(engine, &access, "sign_in", json!({ "session": id }));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(Some(SignedIn { session: id, secret: secret.text, expires_ms }))
}
