//! Ends a guest link and signs out everybody who came by it.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::GuestLinkId;
use galley_store::sessions::{Holder, delete_sessions_of};
use galley_store::{guest_links, journal};
use serde_json::json;

use super::notes::note;
use crate::{ActionError, Engine};

/// Ends a link.
pub async fn revoke_guest_link(engine: &Engine, access: &Access, id: GuestLinkId) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let link = guest_links::find_guest_link(&tx, &scope, id).await?.ok_or(ActionError::NotFound("guest link"))?;
    if !access.may(Permission::Invite, link.brand_id()) {
        return Err(ActionError::NotAllowed("your role does not invite guests for this brand".to_owned()));
    }
    guest_links::revoke_guest_link(&tx, &scope, id, now_ms).await?;
    delete_sessions_of(&tx, &scope, Holder::Guest(id)).await?;
    let mut entry = note(engine, access, "revoke_guest_link", json!({ "link": id }));
    (entry.brand, entry.campaign) = (Some(link.brand_id()), Some(link.campaign_id()));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
