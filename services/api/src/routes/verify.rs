//! Looking at a published file: what it says of itself and whether that holds. Open to everybody; a
//! member is also told whether it is an ad of theirs.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpResponse, post, web};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use galley_engine::actions::verify_file::{Asset, MAX_BYTES, Verified, verify_file};
use galley_engine::provenance::{Certificate, Mark, SealState};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::auth::Caller;
use crate::error::{ApiError, table};
use crate::{ApiState, wire};

/// Strangers send files of any size as slowly as they like.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn configure(config: &mut ServiceConfig) {
    config.service(find_provenance);
}

/// What a file says of itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Provenance {
    /// SHA-256 of the file.
    pub sha256: String,
    /// `image/png` or `image/jpeg`
    pub mime: String,
    /// whole, broken or absent. Only a whole seal is told in `says`.
    pub seal: String,
    /// C2PA's codes for what does not hold.
    pub broken_by: Vec<String>,
    pub says: Option<Statement>,
    /// Only for somebody signed in: the ad of theirs that it is.
    pub asset: Option<VerifiedAsset>,
}

/// What a whole seal covers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statement {
    pub title: String,
    /// The program that wrote it.
    pub made_with: String,
    /// A word of IPTC's digital source types.
    pub source_type: Option<String>,
    pub models: Vec<UsedModel>,
    pub actions: Vec<DoneAction>,
    /// Pictures it was put together from.
    pub ingredients: Vec<String>,
    /// By role, never by name.
    pub approvals: Vec<GivenApproval>,
    /// SHA-256 of what people approved: the file without what is said of it.
    pub approved_sha256: Option<String>,
    pub alt_text: Option<String>,
    pub certificate: Option<SigningCertificate>,
}

/// A model that made something in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsedModel {
    pub name: String,
    pub version: Option<String>,
}

/// One step of its history.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoneAction {
    /// `c2pa.created`, `c2pa.placed`, `app.galley.approved`, …
    pub action: String,
    pub at: Option<String>,
}

/// A stage of review that it passed.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenApproval {
    pub stage: String,
    pub roles: Vec<String>,
}

/// Who signed, or signs.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningCertificate {
    pub subject: String,
    pub issuer: String,
    pub valid_from: String,
    pub valid_until: String,
    /// Made by a Galley for itself: nobody trusts it.
    pub is_development: bool,
    /// It leads to a certificate that this installation trusts.
    pub is_trusted: bool,
}

/// An ad of the caller's.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerifiedAsset {
    pub campaign_id: String,
    pub variant_id: String,
    pub revision_id: String,
    pub release_id: String,
    /// It was delivered, and is what the ad is now.
    pub is_live: bool,
    /// These very bytes were sent; else the picture is the same and what is said of it is not.
    pub is_as_sent: bool,
}

/// Check a published file
///
/// Send the file as the body. Nobody has to be signed in, and the file is not kept.
#[utoipa::path(
    tag = "provenance",
    security(()),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Provenance))
)]
#[post("/verify")]
async fn find_provenance(
    state: web::Data<ApiState>,
    caller: Option<Caller>,
    payload: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let busy = || ApiError::new(table::TOO_MANY, "many files are being checked: try again in a moment").retry_after(2);
    let _turn = state.verifying.try_acquire().map_err(|_| busy())?;
    let bytes = tokio::time::timeout(PATIENCE, read_body(payload));
    let bytes = bytes.await.map_err(|_| ApiError::malformed("the file came too slowly"))??;
    // Guests see one campaign; which ads exist beside it is not theirs to find out.
    let member = caller.filter(|caller| !caller.is_guest()).map(|caller| caller.access);
    let verified = verify_file(&state.engine, member.as_ref(), bytes).await?;
    let no_store = HeaderValue::from_static("no-store");
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, no_store)).json(Provenance::from(verified)))
}

async fn read_body(mut payload: web::Payload) -> Result<Bytes, ApiError> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| ApiError::malformed("the body broke off"))?;
        if bytes.len() + chunk.len() > MAX_BYTES {
            return Err(ApiError::new(table::TOO_LARGE, format!("a file has at most {MAX_BYTES} bytes")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

impl From<Verified> for Provenance {
    fn from(Verified { reading, asset }: Verified) -> Provenance {
        let (seal, broken_by) = match reading.state {
            SealState::Whole => ("whole", Vec::new()),
            SealState::Broken(codes) => ("broken", codes),
            SealState::Absent => ("absent", Vec::new()),
        };
        Provenance {
            sha256: reading.hash.to_string(),
            mime: reading.mime.to_owned(),
            seal: seal.to_owned(),
            broken_by,
            says: reading.mark.map(Statement::from),
            asset: asset.map(VerifiedAsset::from),
        }
    }
}

impl From<Mark> for Statement {
    fn from(mark: Mark) -> Statement {
        let is_trusted = mark.is_trusted;
        let models = mark.models.into_iter().map(|model| UsedModel { name: model.name, version: model.version });
        let actions = mark.actions.into_iter().map(|done| DoneAction { action: done.action, at: done.when });
        let approvals = mark.approvals.into_iter();
        Statement {
            title: mark.title,
            made_with: mark.made_with,
            source_type: mark.source_type,
            models: models.collect(),
            actions: actions.collect(),
            ingredients: mark.ingredients,
            approvals: approvals.map(|given| GivenApproval { stage: given.stage, roles: given.roles }).collect(),
            approved_sha256: mark.approved.map(|hash| hash.to_string()),
            alt_text: mark.alt_text,
            certificate: mark.certificate.map(|certificate| SigningCertificate::of(&certificate, is_trusted)),
        }
    }
}

impl SigningCertificate {
    pub fn of(certificate: &Certificate, is_trusted: bool) -> SigningCertificate {
        SigningCertificate {
            subject: certificate.subject.clone(),
            issuer: certificate.issuer.clone(),
            valid_from: wire::time(certificate.not_before.timestamp_millis()),
            valid_until: wire::time(certificate.not_after.timestamp_millis()),
            is_development: certificate.is_development,
            is_trusted,
        }
    }
}

impl From<Asset> for VerifiedAsset {
    fn from(asset: Asset) -> VerifiedAsset {
        VerifiedAsset {
            campaign_id: asset.campaign.to_string(),
            variant_id: asset.variant.to_string(),
            revision_id: asset.revision.to_string(),
            release_id: asset.release.to_string(),
            is_live: asset.is_live,
            is_as_sent: asset.is_as_sent,
        }
    }
}
