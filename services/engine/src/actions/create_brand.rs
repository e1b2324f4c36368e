//! Adds a client of the organization. Its kit comes later (see `push_brand_kit`).

use galley_domain::access::Access;
use galley_domain::ids::BrandId;
use galley_store::brands::{NewBrand, insert_brand};
use galley_store::journal;
use serde_json::json;

use super::create_organization::exists;
use super::fields::{Fields, must_administer};
use super::notes::note;
use crate::{ActionError, Engine};

/// Makes a brand. Only an admin of the whole organization may.
pub async fn create_brand(engine: &Engine, access: &Access, slug: &str, title: &str) -> Result<BrandId, ActionError> {
    must_administer(access)?;
    Fields::default().slug("/slug", slug).title("/title", title).finish()?;
    let (id, scope, now_ms) = (engine.ids.next(), access.scope(), engine.now_ms());
    let new = NewBrand { id, slug: slug.to_owned(), title: title.trim().to_owned(), created_ms: now_ms };
    let tx = engine.store.begin().await?;
    insert_brand(&tx, &scope, new)
        .await
        .map_err(|error| exists(error, "brand_exists", "there is a brand with this slug"))?;
    let mut entry = note(engine, access, "create_brand", json!({ "slug": slug }));
    entry.brand = Some(id);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(id)
}
