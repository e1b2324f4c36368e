//! My review list: what waits for my word.

use actix_web::{HttpResponse, get, web};
use galley_domain::ids::{CampaignId, VariantId};
use galley_store::read_review::{ReviewFilter, list_asked};
use galley_store::variants;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::variants::{Variant, items};
use crate::ApiState;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::paging::{List, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_review);
}

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReviewQuery {
    pub campaign: Option<String>,
    pub stage: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List what waits for me
///
/// Variants whose open stage asks me: not my own work, and not what I have judged already.
#[utoipa::path(tag = "review", params(ReviewQuery), responses((status = 200, body = List<Variant>)))]
#[get("/review")]
async fn list_review(
    state: web::Data<ApiState>,
    caller: Caller,
    query: web::Query<ReviewQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let page = page::<VariantId>(query.limit, query.after.as_deref())?;
    let asked: Option<CampaignId> = query.campaign.as_deref().map(|id| wire::parse_id("campaign", id)).transpose()?;
    if let Some(campaign) = asked {
        caller.must_see(campaign, "campaign")?;
    }
    let filter = ReviewFilter {
        actor: &caller.access.actor.written(),
        grants: &caller.access.grants,
        campaign: asked.or(caller.access.campaign),
        stage: query.stage.as_deref(),
    };
    let ids = list_asked(store, &scope, &filter, page).await?;
    let mut rows = variants::find_many(store, &scope, &ids).await?;
    rows.sort_unstable_by_key(|row| row.id);
    let next = (ids.len() as u64 >= page.limit).then(|| ids.last().map(VariantId::to_string)).flatten();
    Ok(HttpResponse::Ok().json(List { items: items(&state, &caller, rows).await?, next }))
}
