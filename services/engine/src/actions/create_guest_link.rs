//! Makes a link with which somebody outside sees and judges one campaign, until a day.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::{CampaignId, GuestLinkId};
use galley_store::campaigns::get_campaign;
use galley_store::guest_links::{NewGuestLink as Row, insert_guest_link};
use galley_store::journal;
use serde_json::json;

use super::fields::Fields;
use super::notes::note;
use super::{passwords, secrets};
use crate::{ActionError, Engine};

/// Longest life of a link.
const MAX_LIFE_MS: i64 = 366 * 24 * 3_600_000;

/// A link to make.
#[derive(Debug, Clone)]
pub struct NewGuestLink {
    pub campaign: CampaignId,
    /// Whom it is for, in words.
    pub name: String,
    pub expires_ms: i64,
    pub password: Option<String>,
}

/// Makes a link; answers it and its secret, which is shown this once.
pub async fn create_guest_link(
    engine: &Engine,
    access: &Access,
    new: NewGuestLink,
) -> Result<(GuestLinkId, String), ActionError> {
    let scope = access.scope();
    let campaign = get_campaign(&engine.store, &scope, new.campaign).await?;
    if !access.may(Permission::Invite, campaign.brand_id()) {
        return Err(ActionError::NotAllowed("your role does not invite guests for this brand".to_owned()));
    }
    Fields::default().title("/name", &new.name).finish()?;
    let now_ms = engine.now_ms();
    if new.expires_ms <= now_ms || new.expires_ms > now_ms + MAX_LIFE_MS {
        return Err(ActionError::invalid("/expires_at", "expected a time in the coming year"));
    }
    let password_hash = match new.password {
        Some(password) => {
            passwords::check("/password", &password)?;
            Some(passwords::hash(engine, password).await)
        }
        None => None,
    };
    let (id, secret) = (engine.ids.next(), secrets::new(engine, ""));
    let payload = json!({ "link": id, "expires_ms": new.expires_ms, "has_password": password_hash.is_some() });
    let row = Row {
        id,
        campaign: new.campaign,
        secret_hash: secret.hash,
        password_hash,
        name: new.name.trim().to_owned(),
        created_by: access.actor.written(),
        created_ms: now_ms,
        expires_ms: new.expires_ms,
    };
    let tx = engine.store.begin().await?;
    insert_guest_link(&tx, &scope, row).await?;
    let mut entry = note(engine, access, "create_guest_link", payload);
    (entry.brand, entry.campaign) = (Some(campaign.brand_id()), Some(new.campaign));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok((id, secret.text))
}
