//! Adds a version of a skill as a draft: every file is read and checked before anything is kept. Nobody uses a draft.

use bytes::Bytes;
use galley_compose::probe_picture;
use galley_domain::access::Access;
use galley_domain::bundle::Bundle;
use galley_domain::ids::{BrandId, SkillId, SkillVersionId};
use galley_domain::skill::{self, Skill};
use galley_domain::source::{Mark, Problem, Problems, join, nearest};
use galley_store::skills::{
    self, NewSkill, NewSkillVersion, RETIRED, find_latest_skill_version, insert_skill, insert_skill_version,
};
use galley_store::{brands, journal};
use serde_json::json;

use super::kept_files;
use super::notes::note;
use super::teaching::must_teach;
use crate::skills::read;
use crate::{ActionError, Engine};

/// A skill as somebody hands it in.
#[derive(Debug, Clone)]
pub struct SkillUpload {
    /// None: for every brand of the organization.
    pub brand: Option<BrandId>,
    /// Only in these markets; empty: in all.
    pub markets: Vec<String>,
    /// The folder; one that stands alone in another folder is taken out of it.
    pub files: Bundle,
}

/// Keeps a skill as the next version of the one that its place has by this name, or as a new one; the same again is the
/// version that is there already, unless that is retired.
pub async fn push_skill(engine: &Engine, access: &Access, upload: SkillUpload) -> Result<(SkillId, i32), ActionError> {
    let scope = access.scope();
    if let Some(brand) = upload.brand {
        brands::get_brand(&engine.store, &scope, brand).await?;
    }
    must_teach(access, upload.brand)?;
    check_markets(engine, &upload.markets)?;
    let (skill, files) = check(engine, upload.files).await?;
    let kept = files.files.iter().map(|(path, bytes)| (path, Bytes::copy_from_slice(bytes)));
    let kept = kept_files::keep(engine, access.organization, kept).await?;

    let (now_ms, digest, by) = (engine.now_ms(), files.digest(), access.actor.written());
    let tx = engine.store.begin().await?;
    let known = skills::find_skill_by_name(&tx, &scope, upload.brand, &skill.front.name).await?;
    let id = match known {
        Some(known) => known.id(),
        None => {
            let new = NewSkill {
                id: engine.ids.next(),
                brand: upload.brand,
                name: skill.front.name,
                created_by: by.clone(),
                created_ms: now_ms,
            };
            let id = new.id;
            insert_skill(&tx, &scope, new).await?;
            id
        }
    };
    if let Some(latest) = find_latest_skill_version(&tx, &scope, id).await?
        && latest.state != RETIRED
        && latest.digest()? == digest
        && latest.markets()? == upload.markets
    {
        return Ok((id, latest.version));
    }
    let new = NewSkillVersion {
        id: engine.ids.next::<SkillVersionId>(),
        skill: id,
        digest,
        files: kept.hashes,
        markets: upload.markets,
        description: skill.front.description,
        created_by: by,
        created_ms: now_ms,
    };
    let version = insert_skill_version(&tx, &scope, new).await?;
    let mut entry = note(engine, access, "push_skill", json!({ "skill": id, "version": version, "digest": digest }));
    entry.brand = upload.brand;
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok((id, version))
}

fn check_markets(engine: &Engine, markets: &[String]) -> Result<(), Problems> {
    let known = &engine.catalog.markets;
    let mut problems = Vec::new();
    for (at, market) in markets.iter().enumerate() {
        let pointer = join("/markets", at);
        if markets[..at].contains(market) {
            problems.extend(Problems::field(&pointer, format!("“{market}” is there twice")).0);
        } else if !known.contains_key(market) {
            let mut found = Problems::field(&pointer, format!("there is no market “{market}”")).0;
            found[0].nearest = nearest(market, known.keys().map(String::as_str));
            problems.extend(found);
        }
    }
    Problems::unless_empty((), problems)
}

/// Reads all of it. Looking at pictures is work, so it happens away from the threads that serve requests.
async fn check(engine: &Engine, files: Bundle) -> Result<(Skill, Bundle), ActionError> {
    let catalog = engine.clone();
    let work = move || {
        let (files, folder) = skill::unwrap_folder(files);
        let pictures = files.files.iter().filter(|(path, _)| path.starts_with("examples/"));
        let problems: Vec<Problem> = pictures.filter_map(|(path, bytes)| picture_problem(path, bytes)).collect();
        match read(&files, folder.as_deref(), &catalog.catalog) {
            Ok(read) => Problems::unless_empty((read.skill, files), problems),
            Err(found) => Err(Problems::sorted([found.0, problems].concat())),
        }
    };
    Ok(tokio::task::spawn_blocking(work).await.expect("looking at files does not panic")?)
}

/// A picture must be what its name says: that is what it is shown as.
fn picture_problem(path: &str, bytes: &[u8]) -> Option<Problem> {
    let says = kept_files::mime_of(path);
    let wrong = match probe_picture(bytes) {
        Ok(picture) if picture.mime == says => return None,
        Ok(picture) => format!("this is a picture of the type {}, but its name says {says}", picture.mime),
        Err(error) => error.to_string(),
    };
    Some(Problem::at(path, Mark::START, wrong))
}
