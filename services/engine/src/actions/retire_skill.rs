//! Somebody who teaches a place retires a version of a skill: no later plan uses it. What was pinned to it keeps it.

use galley_domain::access::Access;
use galley_domain::ids::SkillId;
use galley_store::{journal, skills};
use serde_json::json;

use super::notes::note;
use super::publish_skill::find;
use super::teaching::must_teach;
use crate::{ActionError, Engine};

/// Retires a draft or a published version.
pub async fn retire_skill(engine: &Engine, access: &Access, skill: SkillId, version: i32) -> Result<(), ActionError> {
    let scope = access.scope();
    let (known, row) = find(engine, &scope, skill, version).await?;
    must_teach(access, known.brand_id())?;
    if row.state == skills::RETIRED {
        return Err(ActionError::conflict("skill_retired", format!("version {version} is retired already")));
    }
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    skills::retire_skill_version(&tx, &scope, row.id(), &access.actor.written(), now_ms).await?;
    let mut entry = note(engine, access, "retire_skill", json!({ "skill": skill, "version": version }));
    entry.brand = known.brand_id();
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
