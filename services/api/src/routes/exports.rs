//! What people decided, as rows that train other people's models.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, post, web};
use galley_domain::ids::BrandId;
use galley_engine::actions::export_feedback::export_feedback;
use galley_engine::learning::Format;
use galley_store::brands;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_export);
}

/// What to take out, and for whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    /// preference, unpaired, reward, diffusion_dpo or label_studio
    pub format: String,
    /// Who gets it; the same name gets the same pseudonyms. Small letters, digits and dashes.
    pub receiver: String,
}

/// What is taken out.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackExport {
    /// Rows by split: train, validation and test. Their shape is that of the format.
    #[schema(value_type = BTreeMap<String, Vec<Object>>)]
    pub rows: BTreeMap<&'static str, Vec<Value>>,
    /// What is in it, how it came about, what is known to be wrong with it.
    #[schema(value_type = Object)]
    pub card: Value,
    /// What a receiver of an earlier export must delete.
    pub deletions: WireDeletions,
}

/// What must be deleted.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireDeletions {
    pub events: Vec<String>,
    pub outputs: Vec<String>,
}

/// Take feedback out
///
/// Rows for training models elsewhere: only what the brand granted in full, nothing of sensitive campaigns.
#[utoipa::path(tag = "learning", request_body = NewExport, responses((status = 200, body = FeedbackExport)))]
#[post("/brands/{id}/exports")]
async fn create_export(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewExport>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    brands::get_brand(&state.engine.store, &caller.scope(), id).await?;
    let NewExport { format, receiver } = body.value;
    let format: Format = serde_json::from_value(Value::String(format)).map_err(|_| {
        ApiError::field("/format", "expected preference, unpaired, reward, diffusion_dpo or label_studio")
    })?;
    let exported = export_feedback(&state.engine, &caller.access, id, &receiver, format).await?;
    let mut rows: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
    for line in exported.lines {
        rows.entry(line.split.word()).or_default().push(line.value);
    }
    let deletions = WireDeletions { events: exported.deletions.events, outputs: exported.deletions.outputs };
    Ok(HttpResponse::Ok().json(FeedbackExport { rows, card: exported.card, deletions }))
}
