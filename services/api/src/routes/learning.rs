//! What Galley learned of a brand: whether it may, how well it does, in words with counts; and that it forget.

mod figures;

use std::collections::{BTreeSet, HashMap};

use actix_web::{HttpResponse, get, post, put, web};
use galley_domain::access::{Permission, Scope};
use galley_domain::ids::{BrandId, JournalId};
use galley_engine::actions::forget_learned::{Forget, forget_learned};
use galley_engine::actions::set_consent::set_consent;
use galley_engine::learning::{self, Level, Standing};
use galley_store::consents::{self, Consent};
use galley_store::{Store, brands, journal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::names::names;
use crate::wire;

pub use figures::{WireFigures, WireReason};

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_learning).service(update_consent).service(list_evidence).service(create_forgetting);
}

/// Most reasons that are told at once.
const MOST_REASONS: usize = 12;

/// What was learned of a brand.
#[derive(Debug, Serialize, ToSchema)]
pub struct Learning {
    /// Oldest first; the last one holds. None: nothing is learned.
    pub consents: Vec<WireConsent>,
    /// nothing, traces_only or everything
    pub level: &'static str,
    /// on_trial, acting or stepped_back: whether the model chooses for this brand, because it beats chance.
    pub standing: &'static str,
    /// What was approved and what was not, the surest first.
    pub reasons: Vec<WireReason>,
    /// Features of reasons that somebody said are wrong; they count for nothing since.
    pub objections: Vec<String>,
    /// How well it goes; only for those who teach the brand.
    pub figures: Option<WireFigures>,
}

/// What may be learned from, from a day on.
#[derive(Debug, Serialize, ToSchema)]
pub struct WireConsent {
    pub id: String,
    /// nothing, traces_only or everything
    pub level: String,
    /// An id.
    pub actor: String,
    /// Null: somebody who is gone.
    pub actor_name: Option<String>,
    pub at: String,
}

/// Which part of what was learned.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LearningQuery {
    /// Reasons are counted in this market where it has enough decisions.
    pub market: Option<String>,
}

/// What was learned of a brand
#[utoipa::path(tag = "learning", params(LearningQuery), responses((status = 200, body = Learning)))]
#[get("/brands/{id}/learning")]
async fn get_learning(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<LearningQuery>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    Ok(HttpResponse::Ok().json(learned(&state, &caller, id, query.market.as_deref().unwrap_or_default()).await?))
}

async fn learned(state: &ApiState, caller: &Member, id: BrandId, market: &str) -> Result<Learning, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    brands::get_brand(store, &scope, id).await?;
    let consents = consents::list_consents(store, &scope, id).await?;
    let level = consents.last().and_then(|consent| Level::find(&consent.level)).unwrap_or_default();
    let learner = learning::learner(&state.engine, caller.access.organization).await?;
    let name = id.to_string();
    let may_see = caller.access.may(Permission::Teach, id);
    let figures = learner.find_brand(&name).map(|brand| brand.figures());
    let standing = figures.as_ref().map_or(Standing::OnTrial, |figures| figures.lift.standing);
    let figures = figures.filter(|_| may_see);
    let reviewers = figures.iter().flat_map(|figures| &figures.reviewers).map(|reviewer| reviewer.person.as_str());
    let known = consents.iter().map(|consent| consent.actor.as_str()).chain(reviewers);
    let names = names(state, &scope, known).await?;
    Ok(Learning {
        consents: consents.into_iter().map(|row| consent(row, &names)).collect(),
        level: level.word(),
        standing: word(standing),
        reasons: learner.lessons(&name, market, MOST_REASONS).into_iter().map(WireReason::from).collect(),
        objections: objections(store, &scope, &name).await?,
        figures: figures.map(|found| figures::wire(found, &names)),
    })
}

/// Features that somebody said should not count for this brand as they do.
async fn objections(store: &Store, scope: &Scope, brand: &str) -> Result<Vec<String>, ApiError> {
    let (mut features, mut after) = (BTreeSet::new(), 0);
    loop {
        let entries = journal::list_of_kinds(store, scope, &["objection"], after, journal::EXPORT_MOST).await?;
        let Some(last) = entries.last() else { return Ok(features.into_iter().collect()) };
        after = last.seq;
        let theirs = entries.iter().filter(|entry| entry.brand.as_deref() == Some(brand));
        features.extend(theirs.filter_map(|entry| entry.payload["feature"].as_str().map(str::to_owned)));
    }
}

/// Which decisions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvidenceQuery {
    /// Ids of journal entries, as reasons name them, with commas between; at most 50.
    #[serde(default)]
    pub ids: String,
}

/// Decisions behind a reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct Evidence {
    /// The newest first.
    pub items: Vec<EvidenceItem>,
}

/// One of them, and the ad that it was about.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceItem {
    /// The journal entry.
    pub id: String,
    pub campaign_id: String,
    pub variant_id: String,
    pub revision_id: String,
    pub verdict: String,
    /// An id.
    pub actor: String,
    /// Null: somebody who is gone.
    pub actor_name: Option<String>,
    pub at: String,
}

/// Most decisions that are asked for at once.
const MOST_EVIDENCE: usize = 50;

/// List the decisions behind a reason
#[utoipa::path(tag = "learning", params(EvidenceQuery), responses((status = 200, body = Evidence)))]
#[get("/brands/{id}/evidence")]
async fn list_evidence(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<EvidenceQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let brand: BrandId = wire::id("brand", &path)?;
    brands::get_brand(store, &scope, brand).await?;
    let named = query.ids.split(',').map(str::trim).filter(|id| !id.is_empty());
    let ids: Vec<JournalId> = named.map(|id| wire::parse_id("ids", id)).collect::<Result<_, _>>()?;
    if ids.len() > MOST_EVIDENCE {
        return Err(ApiError::field("ids", format!("expected at most {MOST_EVIDENCE}")));
    }
    let mut entries = journal::find_entries(store, &scope, &ids).await?;
    entries.retain(|entry| entry.kind == "decision" && entry.brand.as_deref() == Some(brand.to_string().as_str()));
    entries.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.seq));
    let names = names(&state, &scope, entries.iter().map(|entry| entry.actor.as_str())).await?;
    let items = entries.into_iter().map(|entry| EvidenceItem {
        actor_name: names.get(&entry.actor).cloned(),
        verdict: entry.payload["verdict"].as_str().unwrap_or_default().to_owned(),
        id: entry.id,
        campaign_id: entry.campaign.unwrap_or_default(),
        variant_id: entry.variant.unwrap_or_default(),
        revision_id: entry.revision.unwrap_or_default(),
        actor: entry.actor,
        at: entry.at,
    });
    Ok(HttpResponse::Ok().json(Evidence { items: items.collect() }))
}

/// What may be learned from, from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsent {
    /// nothing, traces_only (how ads were made and judged, not what they are) or everything
    pub level: String,
}

/// Say what may be learned from
///
/// A withdrawal reaches back: what was learned before is learned again without what is no longer granted.
#[utoipa::path(tag = "learning", request_body = NewConsent, responses((status = 200, body = Learning)))]
#[put("/brands/{id}/consent")]
async fn update_consent(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewConsent>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    brands::get_brand(&state.engine.store, &caller.scope(), id).await?;
    let level = Level::find(&body.value.level)
        .ok_or_else(|| ApiError::field("/level", "expected nothing, traces_only or everything"))?;
    set_consent(&state.engine, &caller.access, id, level).await?;
    Ok(HttpResponse::Ok().json(learned(&state, &caller, id, "").await?))
}

/// What to take out of all that was learned: one of these.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewForgetting {
    #[serde(default)]
    pub campaign_id: Option<String>,
    #[serde(default)]
    pub person_id: Option<String>,
    #[serde(default)]
    pub revision_id: Option<String>,
}

/// Forget
///
/// Takes a campaign, a person or a revision out of all that was learned and of every export to come.
#[utoipa::path(tag = "learning", request_body = NewForgetting, responses((status = 204)))]
#[post("/forgettings")]
async fn create_forgetting(
    state: web::Data<ApiState>,
    caller: Member,
    body: Body<NewForgetting>,
) -> Result<HttpResponse, ApiError> {
    let NewForgetting { campaign_id, person_id, revision_id } = body.value;
    let what = match (campaign_id, person_id, revision_id) {
        (Some(id), None, None) => Forget::Campaign(wire::parse_id("/campaign_id", &id)?),
        (None, Some(id), None) => Forget::Person(wire::parse_id("/person_id", &id)?),
        (None, None, Some(id)) => Forget::Revision(wire::parse_id("/revision_id", &id)?),
        _ => return Err(ApiError::field("/", "expected one of campaign_id, person_id and revision_id")),
    };
    forget_learned(&state.engine, &caller.access, what).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::OnTrial => "on_trial",
        Standing::Acting => "acting",
        Standing::SteppedBack => "stepped_back",
    }
}

fn consent(row: Consent, names: &HashMap<String, String>) -> WireConsent {
    WireConsent {
        id: row.id.to_string(),
        level: row.level,
        actor_name: names.get(&row.actor).cloned(),
        actor: row.actor,
        at: wire::time(row.at_ms),
    }
}
