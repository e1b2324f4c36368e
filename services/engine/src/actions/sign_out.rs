//! Signs one browser out. Tokens stay: they are revoked, not signed out.

use galley_domain::access::Access;
use galley_domain::ids::SessionId;
use galley_store::journal;
use galley_store::sessions::delete_session;
use serde_json::json;

use super::notes::note;
use crate::{ActionError, Engine};

/// Ends the caller's own session.
pub async fn sign_out(engine: &Engine, access: &Access, session: SessionId) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    delete_session(&tx, &scope, session).await?;
    let entry = note(engine, access, "sign_out", json!({ "session": session }));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
