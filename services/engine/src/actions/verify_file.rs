//! Looks at a file that somebody shows: what it says of itself, and whether that holds. Anybody may ask,
//! so nothing is told that the file does not say; a member is told whether it is an ad of theirs.

use bytes::Bytes;
use galley_domain::access::{Access, Scope};
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, ReleaseId, RevisionId, VariantId};
use galley_provenance::{Reading, read};
use galley_store::releases::{ReleaseItem, list_items_with_hash};
use galley_store::variants;

use crate::{ActionError, Engine};

/// The most that a file may weigh.
pub const MAX_BYTES: usize = 32 << 20;
/// The same picture may have gone to many places; the newest few tell whether one is live.
const MOST_ITEMS: u64 = 20;

/// A file that was looked at.
#[derive(Debug)]
pub struct Verified {
    pub reading: Reading,
    /// Where it is one of the caller's.
    pub asset: Option<Asset>,
}

/// An ad of the caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    pub campaign: CampaignId,
    pub variant: VariantId,
    pub revision: RevisionId,
    pub release: ReleaseId,
    /// It was delivered, and is what the ad is now.
    pub is_live: bool,
    /// These very bytes were sent; else it is the picture without its credentials, or with others.
    pub is_as_sent: bool,
}

/// Looks at a file. `access` is the member who asks, if it is one.
pub async fn verify_file(engine: &Engine, access: Option<&Access>, bytes: Bytes) -> Result<Verified, ActionError> {
    if bytes.len() > MAX_BYTES {
        return Err(ActionError::invalid("/", format!("a file has at most {MAX_BYTES} bytes")));
    }
    let trust = engine.trust.clone();
    // A parser that stumbles over a strange file ends here and takes nothing along.
    let looked = tokio::task::spawn_blocking(move || read(&bytes, &trust)).await;
    let reading = match looked {
        Ok(Ok(reading)) => reading,
        Ok(Err(error)) => return Err(ActionError::invalid("/", error.to_string())),
        Err(_) => return Err(ActionError::invalid("/", "this file cannot be read")),
    };
    let asset = match access {
        Some(access) => find_asset(engine, &access.scope(), &reading).await?,
        None => None,
    };
    Ok(Verified { reading, asset })
}

async fn find_asset(engine: &Engine, scope: &Scope, reading: &Reading) -> Result<Option<Asset>, ActionError> {
    let mut found = None;
    for hash in [reading.hash, reading.bare_hash] {
        for item in list_items_with_hash(&engine.store, scope, hash, MOST_ITEMS).await? {
            let asset = asset(engine, scope, &item, reading.hash).await?;
            if asset.is_live {
                return Ok(Some(asset));
            }
            found.get_or_insert(asset);
        }
    }
    Ok(found)
}

async fn asset(engine: &Engine, scope: &Scope, item: &ReleaseItem, hash: Digest) -> Result<Asset, ActionError> {
    let variant = variants::get(&engine.store, scope, item.variant_id()).await?;
    let is_current = variant.revision == Some(item.revision_id()) && variant.state == "published";
    Ok(Asset {
        campaign: item.campaign_id(),
        variant: item.variant_id(),
        revision: item.revision_id(),
        release: item.release_id(),
        is_live: item.delivered_ms.is_some() && is_current,
        is_as_sent: item.published_hash()? == Some(hash),
    })
}
