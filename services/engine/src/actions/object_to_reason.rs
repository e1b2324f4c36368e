//! Somebody says that a reason Galley gives is wrong. That is feedback like any other.

use galley_domain::access::Access;
use galley_domain::ids::BrandId;
use galley_learning::COLUMNS;
use galley_store::{brands, journal};
use serde_json::json;

use super::fields::must_decide;
use super::notes::note;
use crate::{ActionError, Engine};

/// Notes that a feature should not count for a brand as it does.
pub async fn object_to_reason(
    engine: &Engine,
    access: &Access,
    brand: BrandId,
    feature: &str,
) -> Result<(), ActionError> {
    must_decide(access)?;
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    brands::get_brand(&tx, &scope, brand).await?;
    if COLUMNS.iter().all(|known| known.element.is_none() || known.feature != feature) {
        return Err(ActionError::invalid("/feature", "expected the feature of one of the brand's reasons"));
    }
    let mut entry = note(engine, access, "objection", json!({ "feature": feature }));
    entry.brand = Some(brand);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
