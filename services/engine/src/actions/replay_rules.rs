//! Tries rules on ads that people have decided on, before they are used: a version of a skill, or another version of a
//! brand's own rules. Nothing is written but that it was tried.

use galley_domain::access::{Access, Brands, Scope};
use galley_domain::ids::{BrandId, SkillId};
use galley_store::{brands, journal};
use serde_json::{Value, json};

use super::notes::note;
use super::publish_skill::find;
use super::teaching::must_teach;
use crate::replay::{Change, MAX_ADS, Replay, replay};
use crate::skills::{Tried, load_version};
use crate::sources::load_bundle;
use crate::{ActionError, Engine, brand_rules};

/// Tries a version of a skill on the ads of its brand, or of all brands that the person sees.
pub async fn try_skill(
    engine: &Engine,
    access: &Access,
    (skill, version): (SkillId, i32),
    count: u64,
) -> Result<Replay, ActionError> {
    let scope = access.scope();
    let (known, row) = find(engine, &scope, skill, version).await?;
    must_teach(access, known.brand_id())?;
    check_count(count)?;
    let read = load_version(engine, &row).await?;
    let rules = read.rules.unwrap_or_default();
    let tried = Tried { name: known.name, markets: row.markets()?, rules };
    let within = narrowed(scope, row.brand_id());
    let replay = replay(engine, &within, count, Change::Skill(tried)).await?;
    let payload = json!({ "skill": skill, "version": version, "ads": replay.ads.len() });
    write_down(engine, access, row.brand_id(), payload).await?;
    Ok(replay)
}

/// Tries the rules of a version of a brand's kit on the brand's ads.
pub async fn try_kit(
    engine: &Engine,
    access: &Access,
    (brand, version): (BrandId, Option<i32>),
    count: u64,
) -> Result<Replay, ActionError> {
    let scope = access.scope();
    brands::get_brand(&engine.store, &scope, brand).await?;
    must_teach(access, Some(brand))?;
    check_count(count)?;
    let kits = brands::list_brand_kits(&engine.store, &scope, brand).await?;
    let kit = kits.into_iter().find(|kit| version.is_none_or(|version| kit.version == version));
    let kit = kit.ok_or(ActionError::NotFound("brand kit"))?;
    let mut files = kit.files()?;
    files.retain(|path, _| path == galley_checks::RULES_FILE);
    let rules = brand_rules::read(&load_bundle(engine, scope.organization, &files).await?, &engine.catalog)?;
    let replay = replay(engine, &narrowed(scope, Some(brand)), count, Change::Own(rules)).await?;
    let payload = json!({ "kit": kit.id(), "version": kit.version, "ads": replay.ads.len() });
    write_down(engine, access, Some(brand), payload).await?;
    Ok(replay)
}

fn check_count(count: u64) -> Result<(), ActionError> {
    match count {
        1..=MAX_ADS => Ok(()),
        _ => Err(ActionError::invalid("/count", format!("expected 1 to {MAX_ADS}"))),
    }
}

fn narrowed(scope: Scope, brand: Option<BrandId>) -> Scope {
    match brand {
        Some(brand) => Scope { brands: Brands::Only(vec![brand]), ..scope },
        None => scope,
    }
}

async fn write_down(
    engine: &Engine,
    access: &Access,
    brand: Option<BrandId>,
    payload: Value,
) -> Result<(), ActionError> {
    let tx = engine.store.begin().await?;
    let mut entry = note(engine, access, "replay_rules", payload);
    entry.brand = brand;
    journal::append(&tx, &access.scope(), engine.now_ms(), vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
