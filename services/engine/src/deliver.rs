//! Delivering: sealed variants go to a destination, then the manifest. What is sent is what was
//! approved, byte for byte, or nothing. Sending twice delivers once.

use galley_domain::access::Actor;
use galley_domain::cell::value_of;
use galley_domain::ids::{Id, ReleaseId, VariantId};
use galley_domain::ports::{Delivery, Fault};
use galley_store::journal::{self, NewEntry};
use galley_store::media::{NewMedium, note_media};
use galley_store::releases::{self, Delivered, Release, ReleaseItem};
use galley_store::revisions::{self, Revision};
use galley_store::runs;
use galley_store::tasks::Task;
use galley_store::{StoreError, variants};
use serde_json::json;

use crate::Engine;
use crate::carry_out::not_now;
use crate::finish::Made;
use crate::sources::MAX_FILE_BYTES;

/// The kind of a task that sends one variant.
pub(crate) const VARIANT: &str = "publish_variant";
/// The kind of the task that sends the list of what was sent.
pub(crate) const MANIFEST: &str = "publish_manifest";
const MANIFEST_MIME: &str = "application/json";
/// The kind of a task that does nothing: for measuring the queue.
pub const NOOP: &str = "noop";
/// The lane of deliveries.
pub const LANE: &str = "publish";

/// Carries a task out that belongs to no step of a workflow.
pub(crate) async fn carry_out(engine: &Engine, task: &Task) -> Result<Made, Fault> {
    match task.kind.as_str() {
        VARIANT => send_variant(engine, task).await,
        MANIFEST => send_manifest(engine, task).await,
        NOOP => Ok(Made::default()),
        other => Err(Fault::GiveUp { reason: format!("this version of Galley knows no {other}") }),
    }
}

async fn release_of(engine: &Engine, task: &Task) -> Result<Release, Fault> {
    let run = runs::get_everywhere(&engine.store, task.run).await.map_err(not_now)?;
    let id = run.release.ok_or_else(|| Fault::GiveUp { reason: "the run is no release".into() })?;
    releases::get_release(&engine.store, &task.scope(), id).await.map_err(not_now)
}

async fn send_variant(engine: &Engine, task: &Task) -> Result<Made, Fault> {
    let give_up = |reason: &str| Fault::GiveUp { reason: reason.to_owned() };
    let release = release_of(engine, task).await?;
    let variant = value_of(&task.cell, "variant").and_then(|id| VariantId::parse(id).ok());
    let variant = variant.ok_or_else(|| give_up("the task names no variant"))?;
    let item = releases::find_release_item(&engine.store, &task.scope(), release.id(), variant)
        .await
        .map_err(not_now)?
        .ok_or_else(|| give_up("the release has no such variant"))?;
    if item.delivered_ms.is_some() {
        return Ok(Made::default());
    }
    let revision = revisions::get(&engine.store, &task.scope(), item.revision_id()).await.map_err(not_now)?;
    let hash = item.hash().map_err(not_now)?;
    if revision.state != "passed" || revision.seal.as_ref().is_none_or(|seal| seal.bytes != hash) {
        return Err(give_up("the seal is broken: people must approve it again"));
    }
    // Reading checks the bytes against the hash that was approved.
    let blobs = engine.store.blobs();
    let bytes = blobs.get(task.organization, hash, MAX_FILE_BYTES).await.map_err(not_now)?;
    let location = deliver(engine, &release, &item.name, &item.mime, bytes).await?;
    note_sent(engine, task, &Sent { release: &release, item: &item, revision: &revision, location })
        .await
        .map_err(not_now)?;
    Ok(Made::default())
}

struct Sent<'a> {
    release: &'a Release,
    item: &'a ReleaseItem,
    revision: &'a Revision,
    location: String,
}

async fn note_sent(engine: &Engine, task: &Task, sent: &Sent<'_>) -> Result<(), StoreError> {
    let now_ms = engine.now_ms();
    let scope = task.scope();
    let key = (sent.release.id(), sent.item.variant_id());
    let tx = engine.store.begin().await?;
    // Somebody else may have been quicker; then all is written already.
    let now = releases::find_release_item(&tx, &scope, key.0, key.1).await?;
    if now.is_some_and(|item| item.delivered_ms.is_some()) {
        return Ok(());
    }
    let delivered = Delivered::At { location: sent.location.clone() };
    releases::set_delivered(&tx, &scope, key, delivered, now_ms).await?;
    variants::set_published(&tx, key.1, sent.revision.id, now_ms).await?;
    let entry = NewEntry {
        id: engine.ids.next(),
        brand: Some(task.brand),
        campaign: Some(task.campaign),
        variant: Some(key.1),
        revision: Some(sent.revision.id),
        actor: Actor::Galley.written(),
        kind: "publish",
        payload: json!({
            "release": sent.release.id(),
            "destination": sent.release.destination,
            "hash": sent.revision.output_hash,
        }),
    };
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await
}

async fn deliver(
    engine: &Engine,
    release: &Release,
    name: &str,
    mime: &str,
    bytes: bytes::Bytes,
) -> Result<String, Fault> {
    let destination = engine
        .destinations
        .get(&release.destination)
        .ok_or_else(|| Fault::GiveUp { reason: format!("there is no destination {}", release.destination) })?;
    let receipt = destination
        .deliver(Delivery {
            name: name.to_owned(),
            mime: mime.to_owned(),
            bytes,
            idempotency_key: format!("{}/{name}", release.id()),
        })
        .await?;
    Ok(receipt.location)
}

async fn send_manifest(engine: &Engine, task: &Task) -> Result<Made, Fault> {
    let scope = task.scope();
    let release = release_of(engine, task).await?;
    let mut files = Vec::new();
    let mut after = -1;
    loop {
        let page =
            releases::list_release_items(&engine.store, &scope, release.id(), after, 1_000).await.map_err(not_now)?;
        let Some(last) = page.last() else { break };
        after = last.ordinal;
        for item in &page {
            files.push(json!({
                "name": item.name,
                "sha256": item.hash().map_err(not_now)?,
                "bytes": item.bytes,
                "type": item.mime,
                "variant": item.variant_id(),
                "revision": item.revision_id(),
            }));
        }
    }
    let manifest = json!({
        "schema": "galley-manifest/1",
        "release": release.id(),
        "campaign": release.campaign_id(),
        "files": files,
    });
    let bytes = bytes::Bytes::from(format!("{manifest:#}\n"));
    let blobs = engine.store.blobs();
    let hash = blobs.put(task.organization, bytes.clone()).await.map_err(not_now)?;
    let name = format!("manifest_{}.json", release.id());
    let medium = NewMedium { hash, mime: MANIFEST_MIME.to_owned(), bytes: bytes.len() as u64 };
    deliver(engine, &release, &name, MANIFEST_MIME, bytes).await?;
    let tx = engine.store.begin().await.map_err(not_now)?;
    note_media(&tx, &scope, task.brand, &[medium], engine.now_ms()).await.map_err(not_now)?;
    match releases::finish_release(&tx, &scope, release.id(), "done", Some(hash), engine.now_ms()).await {
        // Carried out a second time: the first was right.
        Ok(()) | Err(StoreError::Conflict { .. }) => tx.commit().await.map_err(not_now)?,
        Err(error) => return Err(not_now(error)),
    }
    Ok(Made::default())
}

/// A release whose run was cancelled does not go on.
pub(crate) async fn give_up_release(
    tx: &galley_store::Tx,
    scope: &galley_domain::access::Scope,
    release: ReleaseId,
    now_ms: i64,
) -> Result<(), StoreError> {
    match releases::finish_release(tx, scope, release, "failed", None, now_ms).await {
        Err(StoreError::Conflict { .. }) => Ok(()),
        other => other,
    }
}
