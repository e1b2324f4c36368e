//! Somebody who teaches a place publishes a draft there: from the next plan on it has a say. The version before it is
//! retired. Its author is not the one who publishes it, where anybody else could.

use std::collections::BTreeMap;

use galley_domain::access::{Access, Scope};
use galley_domain::ids::{BrandId, SkillId};
use galley_domain::skill::{MAX_SKILLS, MAX_TEXT_CHARS, PROMPT_KINDS};
use galley_store::skills::{self, DRAFT, PUBLISHED, Skill, SkillVersion};
use galley_store::{Page, journal};
use serde_json::json;

use super::notes::note;
use super::teaching::{count_others, must_teach};
use crate::skills::load_version;
use crate::{ActionError, Engine};

/// A brand has its own and the organization's: each place may fill half.
const MOST_OF_A_PLACE: usize = MAX_SKILLS / 2;
const MOST_CHARS_OF_A_PLACE: usize = MAX_TEXT_CHARS / 2;

/// Publishes a draft.
pub async fn publish_skill(engine: &Engine, access: &Access, skill: SkillId, version: i32) -> Result<(), ActionError> {
    let scope = access.scope();
    let (known, row) = find(engine, &scope, skill, version).await?;
    must_teach(access, known.brand_id())?;
    if row.state != DRAFT {
        let detail = format!("version {version} is {}; only a draft is published", row.state);
        return Err(ActionError::conflict("skill_not_draft", detail));
    }
    let by = access.actor.written();
    let is_own = row.created_by == by;
    if is_own {
        let others = count_others(&engine.store, &scope, &by, known.brand_id()).await?;
        if others > 0 {
            let detail =
                format!("you wrote this version: somebody else who may teach here must publish it ({others} may)");
            return Err(ActionError::NotAllowed(detail));
        }
    }
    must_fit(engine, &scope, &known, &row).await?;
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    skills::publish_skill_version(&tx, &scope, row.id(), &by, now_ms).await?;
    // Written down where nobody else could have looked at it.
    let payload = json!({ "skill": skill, "version": version, "by_its_author": is_own });
    let mut entry = note(engine, access, "publish_skill", payload);
    entry.brand = known.brand_id();
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}

/// A version of a skill that the person may see.
pub(super) async fn find(
    engine: &Engine,
    scope: &Scope,
    skill: SkillId,
    version: i32,
) -> Result<(Skill, SkillVersion), ActionError> {
    let known = skills::get_skill(&engine.store, scope, skill).await?;
    let row = skills::find_skill_version(&engine.store, scope, skill, version).await?;
    Ok((known, row.ok_or(ActionError::NotFound("skill version"))?))
}

/// What is published in one place stays within what a prompt, a check and a trace can carry.
async fn must_fit(engine: &Engine, scope: &Scope, known: &Skill, new: &SkillVersion) -> Result<(), ActionError> {
    let mut published = published_in(engine, scope, known.brand_id()).await?;
    published.retain(|row| row.skill_id != new.skill_id);
    if published.len() >= MOST_OF_A_PLACE {
        let detail = format!("{MOST_OF_A_PLACE} skills are published here already: retire one first");
        return Err(ActionError::conflict("too_many_skills", detail));
    }
    published.push(new.clone());
    let mut chars: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &published {
        let read = load_version(engine, row).await?;
        for kind in PROMPT_KINDS {
            *chars.entry(kind).or_default() += read.skill.prompts.get(kind).map_or(0, |text| text.chars().count());
        }
    }
    match chars.into_iter().find(|(_, count)| *count > MOST_CHARS_OF_A_PLACE) {
        None => Ok(()),
        Some((kind, count)) => {
            let detail = format!(
                "with this one the skills here would add {count} characters to every prompt of {kind}; at most \
                 {MOST_CHARS_OF_A_PLACE}: shorten it, or retire another"
            );
            Err(ActionError::conflict("skill_texts_too_long", detail))
        }
    }
}

/// The published versions of a place alone.
async fn published_in(
    engine: &Engine,
    scope: &Scope,
    place: Option<BrandId>,
) -> Result<Vec<SkillVersion>, ActionError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = Page { after, limit: Page::<SkillId>::MOST };
        let rows = skills::list_skills(&engine.store, scope, page).await?;
        let ids: Vec<SkillId> = rows.iter().filter(|row| row.brand_id() == place).map(Skill::id).collect();
        found.extend(skills::list_skill_versions(&engine.store, scope, &ids).await?);
        match rows.last().filter(|_| rows.len() as u64 == Page::<SkillId>::MOST) {
            Some(last) => after = Some(last.id()),
            None => break,
        }
    }
    found.retain(|row| row.state == PUBLISHED);
    Ok(found)
}
