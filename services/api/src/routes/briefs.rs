//! The versions of a campaign's brief.

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use galley_domain::ids::CampaignId;
use galley_engine::actions::update_brief::update_brief as update;
use galley_engine::actions::upload::BriefUpload;
use galley_store::StoreError;
use galley_store::campaigns::{self, Brief as Row};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::brand_kits::KeptFile;
use super::campaigns::BriefForm;
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::upload::Upload;
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(update_brief).service(get_brief);
}

/// A version of a brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct Brief {
    pub id: String,
    pub campaign_id: String,
    pub version: i32,
    /// brief.yaml as it was written.
    pub text: String,
    pub files: Vec<KeptFile>,
    pub created_by: String,
    pub created_at: String,
}

/// Change a campaign's brief
///
/// Files that are not sent are carried over from the version before. Without `brief` its text is too.
#[utoipa::path(tag = "campaigns", request_body(content = BriefForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Brief)))]
#[put("/campaigns/{id}/brief")]
async fn update_brief(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse, ApiError> {
    let id: CampaignId = wire::id("campaign", &path)?;
    let before = latest(&state, &caller, id).await?;
    let text = match upload.fields.contains_key("brief") {
        true => upload.take_text("brief")?,
        false => before.text.clone(),
    };
    update(&state.engine, &caller.access, id, BriefUpload { text, files: upload.files }).await?;
    Ok(HttpResponse::Ok().json(Brief::try_from(latest(&state, &caller, id).await?)?))
}

/// Get a campaign's brief
#[utoipa::path(tag = "campaigns", responses((status = 200, body = Brief)))]
#[get("/campaigns/{id}/brief")]
async fn get_brief(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let row = latest(&state, &caller, wire::id("campaign", &path)?).await?;
    Ok(etag::json(&request, &Brief::try_from(row)?))
}

async fn latest(state: &ApiState, caller: &Member, id: CampaignId) -> Result<Row, ApiError> {
    let row = campaigns::find_latest_brief(&state.engine.store, &caller.scope(), id).await?;
    row.ok_or_else(|| ApiError::not_found("campaign"))
}

impl TryFrom<Row> for Brief {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Brief, StoreError> {
        let files = row.files()?;
        Ok(Brief {
            id: row.id().to_string(),
            campaign_id: row.campaign_id().to_string(),
            version: row.version,
            files: files.into_iter().map(|(path, hash)| KeptFile { path, hash: hash.to_string() }).collect(),
            created_by: row.created_by,
            created_at: wire::time(row.created_ms),
            text: row.text,
        })
    }
}
