//! Gives a brand a new version of its kit: every file is read and checked before anything is kept.

use bytes::Bytes;
use galley_compose::{probe_font, probe_logo};
use galley_domain::access::{Access, Permission};
use galley_domain::brand_kit::{BrandKit, FILE};
use galley_domain::bundle::Bundle;
use galley_domain::ids::{BrandId, BrandKitId};
use galley_domain::source::{Mark, Problem, Problems};
use galley_store::brands::{NewBrandKit, find_latest_brand_kit, get_brand, insert_brand_kit};
use galley_store::journal;
use galley_store::media::note_media;
use serde_json::json;

use super::kept_files;
use super::notes::note;
use crate::{ActionError, Engine, brand_rules};

/// Keeps a kit; the same files again are the version that is there already.
pub async fn push_brand_kit(
    engine: &Engine,
    access: &Access,
    brand: BrandId,
    files: Bundle,
) -> Result<BrandKitId, ActionError> {
    let scope = access.scope();
    let row = get_brand(&engine.store, &scope, brand).await?;
    if !access.may(Permission::Teach, brand) {
        return Err(ActionError::NotAllowed("a brand manager or an admin changes a brand's kit".to_owned()));
    }
    let kit = read(engine, &files)?;
    let files = check(&row.slug, &kit, files).await?;
    let kept = files.files.iter().map(|(path, bytes)| (path, Bytes::copy_from_slice(bytes)));
    let kept = kept_files::keep(engine, access.organization, kept).await?;

    let (id, now_ms, digest) = (engine.ids.next(), engine.now_ms(), files.digest());
    let tx = engine.store.begin().await?;
    if let Some(latest) = find_latest_brand_kit(&tx, &scope, brand).await?
        && latest.digest()? == digest
    {
        return Ok(latest.id());
    }
    let new =
        NewBrandKit { id, brand, digest, files: kept.hashes, created_by: access.actor.written(), created_ms: now_ms };
    let version = insert_brand_kit(&tx, &scope, new).await?;
    note_media(&tx, &scope, brand, &kept.media, now_ms).await?;
    let payload = json!({ "kit": id, "version": version, "digest": digest });
    let mut entry = note(engine, access, "push_brand_kit", payload);
    entry.brand = Some(brand);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(id)
}

/// The kit, if it and the brand's own rules can be read; tells what is wrong with either.
fn read(engine: &Engine, files: &Bundle) -> Result<BrandKit, Problems> {
    let kit = BrandKit::parse(files, Some(&engine.catalog));
    match (kit, brand_rules::read(files, &engine.catalog)) {
        (Ok(kit), Ok(_)) => Ok(kit),
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
        (Err(kit), Err(rules)) => Err(Problems::sorted([kit.0, rules.0].concat())),
    }
}

/// What the files themselves must be, beyond what `brand.yaml` says of them. Reading fonts and
/// logos is work, so it happens away from the threads that serve requests.
async fn check(slug: &str, kit: &BrandKit, files: Bundle) -> Result<Bundle, ActionError> {
    let (slug, kit) = (slug.to_owned(), kit.clone());
    let work = move || {
        let mut problems = Vec::new();
        if kit.brand != slug {
            let message = format!("this kit belongs to the brand “{}”", kit.brand);
            problems.push(Problem::at(FILE, Mark::START, message).expected(format!("brand: {slug}")));
        }
        let mut look = |path: &str, what: &dyn Fn(&[u8]) -> Result<(), String>| {
            let found = files.find(path).map(|bytes| what(bytes));
            if let Some(Err(why)) = found {
                problems.push(Problem::at(path, Mark::START, why));
            }
        };
        for path in [Some(&kit.logo.file), kit.logo.on_dark.as_ref()].into_iter().flatten() {
            look(path, &|bytes| check_logo(path, bytes));
        }
        for path in &kit.font_files {
            look(path, &|bytes| probe_font(bytes).map(drop).map_err(|error| error.to_string()));
        }
        Problems::unless_empty(files, problems)
    };
    Ok(tokio::task::spawn_blocking(work).await.expect("looking at files does not panic")?)
}

/// A logo must be what its name says: that is what it is served as.
fn check_logo(path: &str, bytes: &[u8]) -> Result<(), String> {
    let is = probe_logo(bytes).map_err(|error| error.to_string())?.mime;
    match kept_files::mime_of(path) {
        says if says == is => Ok(()),
        says => Err(format!("this is a file of the type {is}, but its name says {says}")),
    }
}
