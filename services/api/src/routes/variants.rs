//! Variants: the ads of a campaign, each with its current revision.

use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpRequest, HttpResponse, get, web};
use galley_domain::asset::Finding as Found;
use galley_domain::asset::Severity;
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, RevisionId, VariantId};
use galley_engine::steps::Unchecked as Lacking;
use galley_store::outputs;
use galley_store::revisions::{self, Revision as RevisionRow};
use galley_store::variants::{self, Variant as Row, VariantFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::variant_history::{VariantDetail, detail};
use crate::ApiState;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::paging::{List, page};
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_variants).service(get_variant);
}

/// An ad and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Variant {
    pub id: String,
    pub campaign_id: String,
    pub cell: BTreeMap<String, String>,
    pub market: Option<String>,
    pub message: Option<String>,
    pub format: Option<String>,
    /// tower, tall, square, wide or strip
    pub shape: Option<String>,
    /// planned, blocked, failed, in_review, changes_requested, rejected, approved, published or recalled
    pub state: String,
    /// The stage that is open.
    pub stage: Option<String>,
    pub due_at: Option<String>,
    /// The current one.
    pub revision: Option<RevisionRef>,
    pub revision_count: i32,
}

/// A revision in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionRef {
    pub id: String,
    pub number: i32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub mime: String,
    pub bytes: u64,
    /// SHA-256 of the picture.
    pub hash: String,
    /// The dominant colour, `#rrggbb`.
    pub dominant: Option<String>,
    pub findings: Vec<Finding>,
    /// The worst severity among the findings.
    pub worst: Option<String>,
}

/// What a check found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    pub rule: String,
    /// warns, truncates or refused
    pub severity: String,
    pub message: String,
    pub slot: Option<String>,
    pub limit: Option<String>,
    pub measured: Option<String>,
    /// Where the rule comes from.
    pub source: Option<String>,
    /// The day it was last compared with its source.
    pub checked: Option<String>,
    /// x, y, width, height, each 0 to 1 of the picture. Null where the whole is meant.
    pub region: Option<[f32; 4]>,
    /// What to do about it.
    pub fix: Option<String>,
}

/// A rule that did not run, or not in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unchecked {
    pub rule: String,
    /// What it would have needed to know.
    pub lacks: Vec<String>,
}

/// Which variants.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VariantQuery {
    pub campaign: Option<String>,
    pub state: Option<String>,
    pub market: Option<String>,
    pub message: Option<String>,
    pub format: Option<String>,
    /// With this stage open.
    pub stage: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List variants
#[utoipa::path(tag = "variants", params(VariantQuery), responses((status = 200, body = List<Variant>)))]
#[get("/variants")]
async fn list_variants(
    state: web::Data<ApiState>,
    caller: Caller,
    query: web::Query<VariantQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let page = page::<VariantId>(query.limit, query.after.as_deref())?;
    let asked: Option<CampaignId> = query.campaign.as_deref().map(|id| wire::parse_id("campaign", id)).transpose()?;
    if let Some(campaign) = asked {
        caller.must_see(campaign, "campaign")?;
    }
    let filter = VariantFilter {
        campaign: asked.or(caller.access.campaign),
        state: query.state,
        market: query.market,
        message: query.message,
        format: query.format,
        stage: query.stage,
    };
    let rows = variants::list(&state.engine.store, &caller.scope(), &filter, page).await?;
    let next = (rows.len() as u64 >= page.limit).then(|| rows.last().map(|row| row.id.to_string())).flatten();
    Ok(HttpResponse::Ok().json(List { items: items(&state, &caller, rows).await?, next }))
}

/// Get a variant with its whole history
#[utoipa::path(tag = "variants", responses((status = 200, body = VariantDetail)))]
#[get("/variants/{id}")]
async fn get_variant(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: VariantId = wire::id("variant", &path)?;
    let row = variants::get(&state.engine.store, &caller.scope(), id).await?;
    caller.must_see(row.campaign, "variant")?;
    Ok(etag::json(&request, &detail(&state, &caller, row).await?))
}

/// Rows as list items: two more queries, however many rows there are.
pub async fn items(state: &ApiState, caller: &Caller, rows: Vec<Row>) -> Result<Vec<Variant>, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let ids: Vec<RevisionId> = rows.iter().filter_map(|row| row.revision).collect();
    let revisions: HashMap<RevisionId, RevisionRow> =
        revisions::find_many(store, &scope, &ids).await?.into_iter().map(|revision| (revision.id, revision)).collect();
    let keys: Vec<Digest> = revisions.values().map(|revision| revision.subject_key).collect();
    let made = outputs::get(store, caller.access.organization, &keys).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let revision = row.revision.and_then(|id| revisions.get(&id));
            let facts = revision.and_then(|revision| made.get(&revision.subject_key)).map(|output| &output.facts);
            variant(state, row, revision.map(|revision| RevisionRef::new(revision, facts)))
        })
        .collect())
}

/// One row as an item.
pub fn variant(state: &ApiState, row: Row, revision: Option<RevisionRef>) -> Variant {
    let shape = row.format.as_ref().and_then(|id| state.engine.catalog.formats.get(id));
    Variant {
        id: row.id.to_string(),
        campaign_id: row.campaign.to_string(),
        cell: wire::cell(&row.cell),
        shape: shape.map(|format| format.shape().word().to_owned()),
        due_at: row.due_ms.map(wire::time),
        revision,
        revision_count: row.revision_count,
        market: row.market,
        message: row.message,
        format: row.format,
        state: row.state,
        stage: row.stage,
    }
}

impl RevisionRef {
    /// A revision and, where they are at hand, the facts of its picture.
    pub fn new(row: &RevisionRow, facts: Option<&serde_json::Value>) -> RevisionRef {
        let picture = row.picture();
        let dominant = facts.and_then(|facts| facts.get("dominant")).cloned();
        RevisionRef {
            id: row.id.to_string(),
            number: row.number,
            width: picture.map_or(0, |blob| blob.width),
            height: picture.map_or(0, |blob| blob.height),
            mime: picture.map(|blob| blob.mime.clone()).unwrap_or_default(),
            bytes: picture.map_or(0, |blob| blob.bytes),
            hash: row.output_hash.to_string(),
            dominant: dominant.and_then(|rgb| serde_json::from_value(rgb).ok()).map(wire::colour),
            findings: findings(row),
            worst: row.worst.clone(),
        }
    }
}

/// What the checks found in a revision.
pub fn findings(row: &RevisionRow) -> Vec<Finding> {
    let size = row.picture().map_or([0, 0], |blob| [blob.width, blob.height]);
    row.findings.iter().cloned().map(|found| Finding::new(found, size)).collect()
}

impl From<Lacking> for Unchecked {
    fn from(lacking: Lacking) -> Unchecked {
        Unchecked { rule: lacking.rule, lacks: lacking.lacks }
    }
}

impl Finding {
    /// What was found in a picture of so many pixels.
    pub fn new(found: Found, size: [u32; 2]) -> Finding {
        let [width, height] = size.map(|side| side.max(1) as f32);
        let share = |[x, y, w, h]: [f32; 4]| [x / width, y / height, w / width, h / height];
        Finding {
            rule: found.rule,
            severity: match found.severity {
                Severity::Warns => "warns",
                Severity::Truncates => "truncates",
                Severity::Refused => "refused",
            }
            .to_owned(),
            message: found.message,
            slot: found.slot,
            limit: found.limit,
            measured: found.measured,
            source: found.source,
            checked: found.checked,
            region: found.region.map(share),
            fix: found.fix,
        }
    }
}
