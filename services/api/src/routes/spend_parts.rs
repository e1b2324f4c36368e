//! What a campaign's money went into: which ads, markets, steps and days, and what of it was in vain.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, web};
use galley_domain::access::Permission;
use galley_domain::ids::CampaignId;
use galley_domain::ledger::{Allocation, Dimension, Share, allocate};
use galley_store::{campaigns, read_spend};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_campaign_spend);
}

/// What a campaign's money went into. Shared work is split evenly among the ads that use it; the parts of each list add
/// up to the total.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpendParts {
    pub currency: String,
    pub total: SpendShare,
    /// By what became of the ads: approved, in_review, not_looked_at, in_work, changes_requested, rejected, superseded,
    /// failed, unused.
    pub outcomes: Vec<SpendPart>,
    pub markets: Vec<SpendPart>,
    pub messages: Vec<SpendPart>,
    pub formats: Vec<SpendPart>,
    pub steps: Vec<SpendPart>,
    /// By the lane it was made on, which is named after its backend.
    pub lanes: Vec<SpendPart>,
    /// By day, UTC.
    pub days: Vec<SpendPart>,
    /// What was spent in vain, the most first.
    pub waste: Vec<Waste>,
    pub approved_ads: u64,
    /// What those ads cost together.
    pub approved: String,
    /// Null: none is approved, or a cost is not known.
    pub cost_per_approved: Option<String>,
}

/// Money and time.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpendShare {
    pub amount: String,
    pub gpu_ms: i64,
    /// Costs with a part in it that nobody knows; they are in no sum.
    pub unknown_costs: u64,
}

/// One part.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpendPart {
    /// Empty: what belongs to none.
    pub value: String,
    #[serde(flatten)]
    pub share: SpendShare,
}

/// Money that bought nothing to publish.
#[derive(Debug, Serialize, ToSchema)]
pub struct Waste {
    /// The element that was flagged; empty where nobody said.
    pub reason: String,
    pub market: String,
    pub amount: String,
}

/// Get what a campaign's money went into
#[utoipa::path(tag = "spend", responses((status = 200, body = SpendParts)))]
#[get("/campaigns/{id}/spend")]
async fn get_campaign_spend(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let id: CampaignId = wire::id("campaign", &path)?;
    let campaign = campaigns::get_campaign(store, &scope, id).await?;
    if !caller.access.may(Permission::ViewSpend, campaign.brand_id()) {
        return Err(ApiError::not_allowed("your role does not see what this campaign spends"));
    }
    let charges = read_spend::list_charges(store, &scope, id).await?;
    let uses = read_spend::list_uses(store, &scope, id).await?;
    let needs = read_spend::list_needs(store, &scope, id).await?;
    Ok(HttpResponse::Ok().json(parts(campaign.currency, allocate(&charges, &uses, &needs))))
}

fn parts(currency: String, mut allocation: Allocation) -> SpendParts {
    let mut by = |dimension: Dimension| {
        let values: BTreeMap<String, Share> = allocation.by.remove(&dimension).unwrap_or_default();
        values.into_iter().map(|(value, share)| SpendPart { value, share: share.into() }).collect()
    };
    let (outcomes, markets, messages) = (by(Dimension::Outcome), by(Dimension::Market), by(Dimension::Message));
    let (formats, steps) = (by(Dimension::Format), by(Dimension::Step));
    let (lanes, days) = (by(Dimension::Lane), by(Dimension::Day));
    let mut waste: Vec<_> = allocation.waste.into_iter().filter(|(_, amount)| *amount != 0).collect();
    waste.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    let is_known = allocation.approved_ads > 0 && allocation.total.unknown == 0;
    SpendParts {
        currency,
        total: allocation.total.into(),
        outcomes,
        markets,
        messages,
        formats,
        steps,
        lanes,
        days,
        waste: waste
            .into_iter()
            .map(|((reason, market), amount)| Waste { reason, market, amount: wire::money(amount) })
            .collect(),
        approved_ads: allocation.approved_ads,
        approved: wire::money(allocation.approved_nano),
        cost_per_approved: is_known
            .then(|| wire::money(allocation.total.amount_nano / allocation.approved_ads.cast_signed())),
    }
}

impl From<Share> for SpendShare {
    fn from(share: Share) -> SpendShare {
        SpendShare { amount: wire::money(share.amount_nano), gpu_ms: share.gpu_ms, unknown_costs: share.unknown }
    }
}
