//! The file that goes out: the approved bytes with their credentials, made once and kept before it is
//! sent, so that whoever sends it again sends the same bytes. Whether it may go is decided before.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use galley_domain::digest::Digest;
use galley_domain::ids::OrganizationId;
use galley_domain::ports::Fault;
use galley_provenance::{Facts, Ingredient, Picture, SealError, approved_bytes, can_carry, seal};
use galley_store::media::{NewMedium, note_media};
use galley_store::releases::{self, Made as MadeFile, ReleaseItem};
use galley_store::tasks::Task;

use crate::Engine;
use crate::carry_out::not_now;
use crate::provenance::Recorded;
use crate::sources::MAX_FILE_BYTES;

/// Pictures kept in memory: one product and its scenes serve thousands of ads.
const MOST_PICTURES: usize = 64;

/// Pictures that were read, the last used first.
#[derive(Default)]
pub(crate) struct Pictures {
    kept: Mutex<VecDeque<((OrganizationId, Ingredient), Picture)>>,
}

impl Pictures {
    fn find(&self, key: &(OrganizationId, Ingredient)) -> Option<Picture> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == key)?;
        let found = kept.remove(at)?;
        kept.push_front(found.clone());
        Some(found.1)
    }

    fn keep(&self, key: (OrganizationId, Ingredient), ingredient: Picture) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((key, ingredient));
        kept.truncate(MOST_PICTURES);
    }
}

/// What became of it.
pub(crate) enum Prepared {
    /// Ready: what is sent, and its hash.
    Ready(Bytes, Digest),
    /// This one cannot go out, in words for the producer.
    Refused(String),
}

/// The file of an item: the kept one, or one made now and kept.
pub(crate) async fn prepare(engine: &Engine, task: &Task, item: &ReleaseItem) -> Result<Prepared, Fault> {
    let published = match item.published_hash().map_err(not_now)? {
        Some(hash) => hash,
        None => match make(engine, task, item).await? {
            Ok(hash) => hash,
            Err(words) => return Ok(Prepared::Refused(words)),
        },
    };
    let blobs = engine.store.blobs();
    let bytes = blobs.get(task.organization, published, MAX_FILE_BYTES).await.map_err(not_now)?;
    let approved = item.hash().map_err(not_now)?;
    // Whatever happened to the kept file since: nothing goes out of which the approved bytes do not come back.
    let bare = if can_carry(&item.mime) { approved_bytes(&bytes).map(|bare| Digest::of(&bare)) } else { Ok(published) };
    match bare {
        Ok(bare) if bare == approved => Ok(Prepared::Ready(bytes, published)),
        _ => Err(Fault::give_up("the kept file is not what was approved with credentials around it")),
    }
}

/// Makes the file and keeps it. The first of several who make it at once decides what it is.
async fn make(engine: &Engine, task: &Task, item: &ReleaseItem) -> Result<Result<Digest, String>, Fault> {
    let signer = Arc::clone(&engine.signer);
    signer.check(engine.clock.now()).map_err(|error| Fault::Closed { reason: error.to_string() })?;
    let Ok(recorded) = serde_json::from_str::<Recorded>(&item.facts) else {
        return Ok(Err("this release is from before files said where they came from: publish it again".to_owned()));
    };
    let blobs = engine.store.blobs();
    let hash = item.hash().map_err(not_now)?;
    // Reading checks the bytes against the hash that was approved.
    let approved = blobs.get(task.organization, hash, MAX_FILE_BYTES).await.map_err(not_now)?;
    let ingredients = ingredients(engine, task.organization, &recorded.facts).await?;
    if !can_carry(&item.mime) {
        let bytes = approved.len() as u64;
        return note_made(engine, task, item, MadeFile { hash, bytes, dropped: String::new() }).await.map(Ok);
    }
    let limit = recorded.limit_bytes;
    let sealed = on_a_core(engine, move || seal(&approved, &recorded.facts, &ingredients, &signer, limit)).await?;
    let sealed = match sealed {
        Ok(sealed) => sealed,
        Err(error @ (SealError::TooHeavy { .. } | SealError::Unfit(_))) => return Ok(Err(error.to_string())),
        Err(error @ SealError::Signing(_)) => return Err(Fault::Closed { reason: error.to_string() }),
    };
    let bytes = sealed.bytes.len() as u64;
    let hash = blobs.put(task.organization, sealed.bytes).await.map_err(not_now)?;
    let made = MadeFile { hash, bytes, dropped: sealed.dropped.join(", ") };
    note_made(engine, task, item, made).await.map(Ok)
}

/// Writes down which file is sent. Answers the hash of the one that was written down first.
async fn note_made(engine: &Engine, task: &Task, item: &ReleaseItem, made: MadeFile) -> Result<Digest, Fault> {
    let (hash, bytes) = (made.hash, made.bytes);
    let tx = engine.store.begin().await.map_err(not_now)?;
    let medium = NewMedium { hash, mime: item.mime.clone(), bytes };
    note_media(&tx, &task.scope(), task.brand, &[medium], engine.now_ms()).await.map_err(not_now)?;
    let key = (item.release_id(), item.variant_id());
    releases::set_made(&tx, &task.scope(), key, made).await.map_err(not_now)?;
    let now = releases::find_release_item(&tx, &task.scope(), key.0, key.1).await.map_err(not_now)?;
    tx.commit().await.map_err(not_now)?;
    let first = now.map(|item| item.published_hash()).transpose().map_err(not_now)?.flatten();
    Ok(first.unwrap_or(hash))
}

/// The pictures that stand in the ad, with the credentials that they carry.
async fn ingredients(engine: &Engine, organization: OrganizationId, facts: &Facts) -> Result<Vec<Picture>, Fault> {
    let mut found = Vec::new();
    for facts in facts.ingredients.iter().filter(|ingredient| ingredient.is_placed()) {
        let key = (organization, facts.clone());
        if let Some(ingredient) = engine.pictures.find(&key) {
            found.push(ingredient);
            continue;
        }
        let ingredient = match facts.digest {
            Some(digest) => {
                let bytes = engine.store.blobs().get(organization, digest, MAX_FILE_BYTES).await.map_err(not_now)?;
                let facts = facts.clone();
                on_a_core(engine, move || Picture::read(facts, &bytes)).await?
            }
            None => Picture::bare(facts.clone()),
        };
        engine.pictures.keep(key, ingredient.clone());
        found.push(ingredient);
    }
    Ok(found)
}

/// Work that keeps a core busy, on one of those that there are.
async fn on_a_core<T: Send + 'static>(engine: &Engine, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _core = engine.cores.acquire().await.map_err(|_| Fault::retry("the program is stopping"))?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::retry("sealing broke off"))
}
