//! Sealing: description first, signature last, and then the proof that the approved bytes still come
//! back. What has no room in its channel's weight limit is refused, after what may be dropped was.

use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use c2pa::{Builder, Context};
use chrono::{DateTime, SecondsFormat, Utc};
use galley_domain::digest::Digest;
use serde_json::{Value, json};

use crate::certificate::Signer;
use crate::container::{self, Kind, MOST_XMP_BYTES};
use crate::facts::Facts;
use crate::placed::Picture;
use crate::xmp;

/// The action that says who approved it. Ours, so it bears our name.
pub(crate) const APPROVED: &str = "app.galley.approved";
const GENERATOR: &str = "Galley";

/// A file ready to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub bytes: Vec<u8>,
    /// What was left out so that it keeps its weight limit, in words.
    pub dropped: Vec<&'static str>,
}

/// Why a file cannot be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The picture must be made lighter.
    #[error("with its credentials it weighs {bytes} bytes, and its format allows {limit}")]
    TooHeavy { bytes: u64, limit: u64 },
    /// The file itself must be made anew.
    #[error("{0}")]
    Unfit(&'static str),
    /// The operator must look at the certificate.
    #[error("the credentials could not be signed")]
    Signing(#[source] c2pa::Error),
}

/// Settings of every manifest we write: nobody is asked over the network, nothing is drawn.
pub(crate) fn context() -> Arc<Context> {
    static CONTEXT: LazyLock<Arc<Context>> = LazyLock::new(|| {
        let settings = json!({
            "verify": { "verify_after_sign": false, "remote_manifest_fetch": false, "ocsp_fetch": false },
            "builder": { "thumbnail": { "enabled": false } },
        });
        Context::new().with_settings(settings).expect("a test opens these settings").into_shared()
    });
    Arc::clone(&CONTEXT)
}

/// The approved bytes with everything that is said of them, not heavier than `limit` bytes.
pub fn seal(
    approved: &[u8],
    facts: &Facts,
    ingredients: &[Picture],
    signer: &Signer,
    limit: Option<u64>,
) -> Result<Sealed, SealError> {
    let kind = Kind::of(approved).ok_or(SealError::Unfit("it is neither a PNG nor a JPEG"))?;
    if Digest::of(approved) != facts.approved {
        return Err(SealError::Unfit("these are not the bytes that were approved"));
    }
    let packet = xmp::packet(facts, kind.mime());
    if packet.len() > MOST_XMP_BYTES {
        return Err(SealError::Unfit("its words do not fit into a description"));
    }
    let described = container::with_xmp(kind, approved, &packet).ok_or(SealError::Unfit("it is damaged"))?;
    let is_light = |bytes: &[u8]| limit.is_none_or(|limit| bytes.len() as u64 <= limit);
    let mut bytes = sign(kind, &described, facts, (ingredients, true), signer).map_err(SealError::Signing)?;
    let mut dropped = Vec::new();
    if !is_light(&bytes) && ingredients.iter().any(Picture::has_credentials) {
        bytes = sign(kind, &described, facts, (ingredients, false), signer).map_err(SealError::Signing)?;
        dropped.push("the credentials that its ingredients carry themselves");
    }
    if !is_light(&bytes) {
        let limit = limit.unwrap_or_default();
        return Err(SealError::TooHeavy { bytes: bytes.len() as u64, limit });
    }
    match container::strip(kind, &bytes) {
        Some(stripped) if stripped == approved => Ok(Sealed { bytes, dropped }),
        _ => Err(SealError::Unfit("the approved bytes do not come back whole when the credentials are taken off")),
    }
}

fn sign(
    kind: Kind,
    described: &[u8],
    facts: &Facts,
    (ingredients, with_credentials): (&[Picture], bool),
    signer: &Signer,
) -> c2pa::Result<Vec<u8>> {
    let definition = definition(kind, facts, ingredients.len());
    let mut builder = Builder::from_shared_context(&context()).with_definition(definition)?;
    for (at, ingredient) in ingredients.iter().enumerate() {
        ingredient.add_to(&mut builder, &label(at), with_credentials)?;
    }
    let mut signed = Cursor::new(Vec::with_capacity(described.len() + 32 * 1024));
    builder.sign(signer.signer(), kind.mime(), &mut Cursor::new(described), &mut signed)?;
    Ok(signed.into_inner())
}

fn label(at: usize) -> String {
    format!("ingredient-{at}")
}

fn definition(kind: Kind, facts: &Facts, ingredients: usize) -> Value {
    let when = DateTime::<Utc>::from_timestamp_millis(facts.sealed_ms).unwrap_or_default();
    let when = when.to_rfc3339_opts(SecondsFormat::Secs, true);
    let generator = json!({ "name": GENERATOR, "version": env!("CARGO_PKG_VERSION") });
    let mut actions = vec![json!({
        "action": "c2pa.created",
        "when": when,
        "softwareAgent": generator,
        "digitalSourceType": facts.source_type.uri(),
    })];
    actions
        .extend((0..ingredients).map(
            |at| json!({ "action": "c2pa.placed", "when": when, "parameters": { "ingredientIds": [label(at)] } }),
        ));
    if let Some(from) = &facts.translated_from {
        let parameters = json!({ "sourceLanguage": from, "targetLanguage": facts.language });
        actions.push(json!({ "action": "c2pa.translated", "when": when, "parameters": parameters }));
    }
    actions.push(json!({
        "action": APPROVED,
        "when": when,
        "parameters": {
            "app.galley.approved_sha256": facts.approved,
            "app.galley.approvals": facts.approvals,
            "app.galley.models": facts.models,
        },
    }));
    json!({
        "claim_generator_info": [generator],
        "title": facts.name,
        "format": kind.mime(),
        "assertions": [
            { "label": "c2pa.actions.v2", "data": { "actions": actions, "allActionsIncluded": true } },
            { "label": "cawg.training-mining", "data": { "entries": no_training() } },
        ],
    })
}

fn no_training() -> Value {
    let refused = json!({ "use": "notAllowed" });
    json!({
        "cawg.ai_inference": { "use": "allowed" },
        "cawg.ai_generative_training": refused,
        "cawg.ai_training": refused,
        "cawg.data_mining": refused,
    })
}
