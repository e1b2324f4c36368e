//! What is expected of the ads that wait for review, and in which order to look at them. Nothing is decided by it.

use actix_web::{HttpResponse, get, web};
use galley_domain::ids::{CampaignId, RevisionId, VariantId};
use galley_engine::learning::{self, First, Forecast};
use galley_store::read_review::{ReviewFilter, list_asked};
use galley_store::{Page, campaigns, variants};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::learning::WireReason;
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_forecasts);
}

/// Most ads that are forecast at once.
const MOST: usize = 1_000;
/// Most reasons for one ad.
const MOST_REASONS: usize = 3;

/// In which order.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ForecastQuery {
    /// most_likely_wrong (as without it) or most_informative
    pub first: Option<String>,
    pub stage: Option<String>,
}

/// What is expected of ads that wait for review.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forecasts {
    /// The first is the one to look at first.
    pub items: Vec<WireForecast>,
}

/// What is expected of one ad.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireForecast {
    pub variant_id: String,
    pub revision_id: String,
    /// The probability that it is approved at first sight.
    pub probability: f64,
    /// Standard deviation of its log-odds.
    pub doubt: f64,
    /// Why, the strongest first; at most three.
    pub reasons: Vec<WireReason>,
}

/// Order what waits for me
///
/// The first 1,000 ads of my review list in this campaign, in the order in which looking at them helps most. Nothing is
/// decided by it.
#[utoipa::path(tag = "learning", params(ForecastQuery), responses((status = 200, body = Forecasts)))]
#[get("/campaigns/{id}/forecasts")]
async fn list_forecasts(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<ForecastQuery>,
) -> Result<HttpResponse, ApiError> {
    let campaign: CampaignId = wire::id("campaign", &path)?;
    let first = match query.first.as_deref() {
        None | Some("most_likely_wrong") => First::MostLikelyWrong,
        Some("most_informative") => First::MostInformative,
        Some(_) => return Err(ApiError::field("first", "expected most_likely_wrong or most_informative")),
    };
    let (store, scope) = (&state.engine.store, caller.scope());
    let known = campaigns::get_campaign(store, &scope, campaign).await?;
    let asked = asked(&state, &caller, campaign, query.stage.as_deref()).await?;
    let rows = variants::find_many(store, &scope, &asked).await?;
    let pairs: Vec<(VariantId, RevisionId)> = rows.iter().filter_map(|row| Some((row.id, row.revision?))).collect();
    let ids: Vec<RevisionId> = pairs.iter().map(|(_, revision)| *revision).collect();
    let subjects = learning::subjects(&state.engine, &scope, &ids).await?;
    let learner = learning::learner(&state.engine, caller.access.organization).await?;
    let brand = known.brand_id().to_string();
    let forecasts = learner.forecasts(&brand, &subjects);
    let order = learner.review_order(&brand, &subjects, first);
    let item = |at: usize| {
        let Forecast { probability, doubt, .. } = forecasts[at];
        let reasons = learner
            .explain(&brand, &subjects[at], MOST_REASONS)
            .into_iter()
            .map(|reason| brief(reason.into()))
            .collect();
        let (variant, revision) = pairs[at];
        WireForecast { variant_id: variant.to_string(), revision_id: revision.to_string(), probability, doubt, reasons }
    };
    Ok(HttpResponse::Ok().json(Forecasts { items: order.into_iter().map(item).collect() }))
}

/// A thousand ads would name the same decisions over and over.
fn brief(reason: WireReason) -> WireReason {
    WireReason { decisions: Vec::new(), ..reason }
}

async fn asked(
    state: &ApiState,
    caller: &Member,
    campaign: CampaignId,
    stage: Option<&str>,
) -> Result<Vec<VariantId>, ApiError> {
    let actor = caller.access.actor.written();
    let filter = ReviewFilter { actor: &actor, grants: &caller.access.grants, campaign: Some(campaign), stage };
    let mut all: Vec<VariantId> = Vec::new();
    while all.len() < MOST {
        let page = Page { after: all.last().copied(), limit: Page::<VariantId>::MOST };
        let next = list_asked(&state.engine.store, &caller.scope(), &filter, page).await?;
        let is_last = (next.len() as u64) < Page::<VariantId>::MOST;
        all.extend(next);
        if is_last {
            break;
        }
    }
    Ok(all)
}
