//! Ends a token for good: one's own, or anybody's for an admin.

use galley_domain::access::{Access, Actor, Permission};
use galley_domain::ids::TokenId;
use galley_store::{journal, tokens};
use serde_json::json;

use super::notes::note;
use crate::{ActionError, Engine};

/// Ends a token. Somebody else's looks absent to those who do not administer.
pub async fn revoke_token(engine: &Engine, access: &Access, id: TokenId) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let token = tokens::find_token(&tx, &scope, id).await?.ok_or(ActionError::NotFound("token"))?;
    let is_own = access.actor == Actor::Person(token.person_id());
    if !is_own && !access.may_everywhere(Permission::Administer) {
        return Err(ActionError::NotFound("token"));
    }
    tokens::revoke_token(&tx, &scope, id, now_ms).await?;
    let entry = note(engine, access, "revoke_token", json!({ "token": id }));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
