//! What calls brought, kept so that nobody pays for it twice: files as blobs, the rest in the call's row.

use galley_domain::digest::Digest;
use galley_domain::ids::OrganizationId;
use galley_domain::ports::{Blob, Cost, CostBasis, Fault, GpuBasis, GpuTime, Outcome, Usage};
use galley_store::StoreError;
use galley_store::calls::Call;
use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::carry_out::not_now;
use crate::sources::MAX_FILE_BYTES;

/// What came of a call, as its row keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    files: Vec<KeptFile>,
    texts: Vec<String>,
    model: Option<String>,
    vendor_state: Option<String>,
    warnings: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct KeptFile {
    hash: Digest,
    mime: String,
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct Used {
    images: u64,
    media_ms: u64,
    input_tokens: u64,
    output_tokens: u64,
}

/// A call that was answered, by this worker or by one before it.
pub struct Answer {
    pub files: Vec<Blob>,
    pub texts: Vec<String>,
    pub model: Option<String>,
    pub vendor_state: Option<String>,
    pub warnings: Vec<String>,
    pub cost: Option<Cost>,
    pub gpu: Option<GpuTime>,
}

/// Types that backends' files have.
const MIMES: [&str; 8] =
    ["image/png", "image/jpeg", "image/webp", "video/mp4", "video/webm", "audio/wav", "audio/ogg", "audio/mpeg"];

/// Keeps what came; answers what the row says of it.
pub(super) async fn keep(
    engine: &Engine,
    organization: OrganizationId,
    outcome: &Outcome,
    files: &[Blob],
) -> Result<String, StoreError> {
    let mut kept = Vec::with_capacity(files.len());
    for Blob { mime, bytes, size } in files {
        let hash = engine.store.blobs().put(organization, bytes.clone()).await?;
        kept.push(KeptFile { hash, mime: (*mime).to_owned(), width: size.0, height: size.1 });
    }
    let kept = Kept {
        files: kept,
        texts: outcome.texts(),
        model: outcome.model.clone(),
        vendor_state: outcome.vendor_state.clone(),
        warnings: outcome.warnings.clone(),
    };
    Ok(serde_json::to_string(&kept).expect("it is plain JSON"))
}

/// What was used, as the row says it.
pub(super) fn used(usage: &Usage) -> String {
    let Usage { images, media_ms, input_tokens, output_tokens } = *usage;
    let used = Used { images, media_ms, input_tokens, output_tokens };
    serde_json::to_string(&used).expect("it is plain JSON")
}

/// What a call that is settled brought.
pub(crate) async fn read(engine: &Engine, call: &Call) -> Result<Answer, Fault> {
    let broken = || Fault::give_up("what a call brought cannot be read");
    let kept: Kept = serde_json::from_str(call.answer.as_deref().unwrap_or_default()).map_err(|_| broken())?;
    let mut files = Vec::with_capacity(kept.files.len());
    for KeptFile { hash, mime, width, height } in kept.files {
        let bytes = engine.store.blobs().get(call.organization, hash, MAX_FILE_BYTES).await.map_err(not_now)?;
        let mime = MIMES.into_iter().find(|known| *known == mime).ok_or_else(broken)?;
        files.push(Blob { mime, bytes, size: (width, height) });
    }
    let cost_basis = call.basis.as_deref().and_then(CostBasis::find);
    let gpu_basis = call.gpu_basis.as_deref().and_then(GpuBasis::find);
    let gpu_ms = call.gpu_ms.and_then(|ms| u64::try_from(ms).ok());
    Ok(Answer {
        files,
        texts: kept.texts,
        model: kept.model,
        vendor_state: kept.vendor_state,
        warnings: kept.warnings,
        cost: call.amount_nano.zip(cost_basis).map(|(nano, basis)| Cost { nano, basis }),
        gpu: gpu_ms.zip(gpu_basis).map(|(ms, basis)| GpuTime { ms, basis }),
    })
}
