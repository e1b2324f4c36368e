//! Lets a guest in by a link's secret, and its password where it has one.

use galley_domain::access::{Access, Actor, Scope};
use galley_store::guest_links::find_guest_link_everywhere;
use galley_store::journal;
use galley_store::sessions::{Holder, NewSession, insert_session};
use serde_json::json;

use super::notes::note;
use super::sign_in::SignedIn;
use super::{passwords, secrets};
use crate::{ActionError, Engine};

/// How long a guest stays in, at most; never longer than the link.
const SESSION_MS: i64 = 24 * 3_600_000;

/// Opens a session; `None` where the link is unknown, over or revoked, or the password is wrong.
pub async fn open_guest_session(
    engine: &Engine,
    secret: &str,
    password: Option<&str>,
) -> Result<Option<SignedIn>, ActionError> {
    let now_ms = engine.now_ms();
    let Some(link) = find_guest_link_everywhere(&engine.store, secrets::hash(secret), now_ms).await? else {
        return Ok(None);
    };
    if let Some(hash) = &link.password_hash
        && !passwords::is_right(password.unwrap_or_default(), Some(hash)).await
    {
        return Ok(None);
    }
    let (organization, id) = (link.organization_id(), engine.ids.next());
    let (scope, actor) = (Scope::whole(organization), Actor::Guest(link.id()));
    let access = Access { organization, actor, grants: Vec::new(), campaign: None, token_may: None };
    let (secret, expires_ms) = (secrets::new(engine, ""), link.expires_ms.min(now_ms + SESSION_MS));
    let session =
        NewSession { id, holder: Holder::Guest(link.id()), secret_hash: secret.hash, created_ms: now_ms, expires_ms };
    let tx = engine.store.begin().await?;
    insert_session(&tx, &scope, session).await?;
    let mut entry = note(engine, &access, "open_guest_session", json!({ "session": id }));
    (entry.brand, entry.campaign) = (Some(link.brand_id()), Some(link.campaign_id()));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(Some(SignedIn { session: id, secret: secret.text, expires_ms }))
}
