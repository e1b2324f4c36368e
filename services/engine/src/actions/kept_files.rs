//! Files that people hand in become blobs, and are noted as their brand's, so that those who may see
//! the brand may ask for them by hash. What a file must say is checked before, not here.

use std::collections::BTreeMap;

use bytes::Bytes;
use galley_domain::digest::Digest;
use galley_domain::ids::OrganizationId;
use galley_store::media::NewMedium;

use crate::sources::MAX_FILE_BYTES;
use crate::{ActionError, Engine};

/// Files whose bytes are kept.
pub(super) struct KeptFiles {
    /// By the name they came with.
    pub hashes: BTreeMap<String, Digest>,
    /// For [`galley_store::media::note_media`], in the transaction that writes the names.
    pub media: Vec<NewMedium>,
}

/// Keeps the bytes. A blob without a row is harmless; a row without a blob would not be.
pub(super) async fn keep<'a>(
    engine: &Engine,
    organization: OrganizationId,
    files: impl Iterator<Item = (&'a String, Bytes)>,
) -> Result<KeptFiles, ActionError> {
    let mut kept = KeptFiles { hashes: BTreeMap::new(), media: Vec::new() };
    for (name, content) in files {
        let bytes = content.len() as u64;
        if bytes > MAX_FILE_BYTES {
            return Err(ActionError::invalid(name, format!("at most {MAX_FILE_BYTES} bytes")));
        }
        let hash = engine.store.blobs().put(organization, content).await?;
        kept.hashes.insert(name.clone(), hash);
        kept.media.push(NewMedium { hash, mime: mime_of(name).to_owned(), bytes });
    }
    Ok(kept)
}

/// The type that a file's name says.
pub(super) fn mime_of(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "csv" => "text/csv",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}
