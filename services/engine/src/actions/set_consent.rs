//! How much of a brand's work may be learned from. A withdrawal reaches back: what was learned is learned again without
//! it.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::BrandId;
use galley_learning::Level;
use galley_store::consents::{self, Consent};
use galley_store::{brands, journal, learned_states};
use serde_json::json;

use super::notes::note;
use crate::{ActionError, Engine};

/// Sets the level from now on. The level that holds already changes nothing.
pub async fn set_consent(engine: &Engine, access: &Access, brand: BrandId, level: Level) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    brands::get_brand(&tx, &scope, brand).await?;
    if !access.may(Permission::Teach, brand) {
        return Err(ActionError::NotAllowed("a brand manager or an admin says what may be learned from".to_owned()));
    }
    let held = consents::list_consents(&tx, &scope, brand).await?;
    let was = held.last().and_then(|consent| Level::find(&consent.level)).unwrap_or_default();
    if was == level {
        return Ok(());
    }
    let (id, actor) = (engine.ids.next(), access.actor.written());
    let consent = Consent { id, brand, level: level.word().to_owned(), actor, at_ms: now_ms };
    consents::insert_consent(&tx, &scope, &consent).await?;
    if level < was {
        learned_states::delete_learned_state(&tx, &scope).await?;
    }
    let mut entry = note(engine, access, "set_consent", json!({ "consent": id, "level": level, "was": was }));
    entry.brand = Some(brand);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
