//! What a brand's people decided, as rows that train other people's models. Consent and sensitivity first; who took what out
//! stands in the journal.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::BrandId;
use galley_learning::exports::{Deletions, Export, Format, Line, deletions};
use galley_store::{brands, export_keys, journal};
use serde_json::{Value, json};

use super::fields::Fields;
use super::notes::note;
use crate::{ActionError, Engine, learning};

/// What one receiver gets.
#[derive(Debug)]
pub struct Exported {
    /// In the journal's order.
    pub lines: Vec<Line>,
    /// The data card: what is in it, how it came about, what is known to be wrong with it.
    pub card: Value,
    /// What the receiver of an earlier export must delete.
    pub deletions: Deletions,
}

/// Exports a brand's feedback in one format for one receiver, by a name of the caller's choice. The same receiver gets the
/// same pseudonyms again, another one others.
pub async fn export_feedback(
    engine: &Engine,
    access: &Access,
    brand: BrandId,
    receiver: &str,
    format: Format,
) -> Result<Exported, ActionError> {
    let scope = access.scope();
    brands::get_brand(&engine.store, &scope, brand).await?;
    if !access.may(Permission::Teach, brand) {
        return Err(ActionError::NotAllowed("a brand manager or an admin takes feedback out".to_owned()));
    }
    Fields::default().slug("/receiver", receiver).finish()?;
    let (events, items) = learning::material(engine, access.organization, brand).await?;
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    let fresh = engine.ids.secret().to_vec();
    let key = export_keys::keep_export_key(&tx, &scope, receiver, fresh, now_ms).await?;
    let damaged = |error| ActionError::conflict("conflict", format!("an entry cannot be exported: {error}"));
    let export = Export::new(&events, &items, &key).map_err(damaged)?;
    let lines = export.lines(format);
    let exported = Exported { card: export.card(), deletions: deletions(&events, &items).map_err(damaged)?, lines };
    let payload = json!({ "format": format, "receiver": receiver, "rows": exported.lines.len() });
    let mut entry = note(engine, access, "export_feedback", payload);
    entry.brand = Some(brand);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(exported)
}
