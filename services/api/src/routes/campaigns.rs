//! Campaigns: made from a brief, shown with where they stand.

use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::access::Permission;
use galley_domain::ids::{BrandId, CampaignId};
use galley_engine::actions::create_campaign::create_campaign as create;
use galley_engine::actions::upload::BriefUpload;
use galley_store::campaigns::{self, Campaign as Row, CampaignFilter};
use galley_store::{Page, brands, runs, variants};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::brands::BrandRef;
use crate::ApiState;
use crate::auth::Caller;
use crate::auth::Member;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::upload::Upload;
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_campaigns).service(create_campaign).service(get_campaign);
}

/// A campaign and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Campaign {
    pub id: String,
    pub slug: String,
    pub title: String,
    pub brand: BrandRef,
    /// The workflow's name.
    pub workflow: String,
    pub is_sensitive: bool,
    /// Null for those who may not see money.
    pub budget: Option<Budget>,
    pub brief: Option<BriefRef>,
    /// Variants by state.
    pub counts: BTreeMap<String, i64>,
    /// The newest run.
    pub run: Option<RunRef>,
    pub created_at: String,
}

/// What a campaign may spend and has spent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Budget {
    /// Null: no limit.
    pub limit: Option<String>,
    pub currency: String,
    /// A hard limit refuses; a soft one warns.
    pub is_hard: bool,
    /// Set aside for work under way.
    pub held: String,
    pub spent: String,
    /// Null: no limit.
    pub free: Option<String>,
}

/// The campaign's current brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefRef {
    pub id: String,
    pub version: i32,
}

/// A run in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunRef {
    pub id: String,
    pub state: String,
}

/// A brief with the files it names.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body; the body is read part by part")]
pub struct BriefForm {
    /// brief.yaml
    brief: String,
    /// One part a file; the part's file name is the name the brief uses.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<web::Bytes>,
}

/// Which campaigns.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignQuery {
    /// Of this brand only.
    pub brand: Option<String>,
    /// Words of the slug or the title.
    pub q: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List campaigns
#[utoipa::path(tag = "campaigns", params(CampaignQuery), responses((status = 200, body = List<Campaign>)))]
#[get("/campaigns")]
async fn list_campaigns(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<CampaignQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = page::<CampaignId>(query.limit, query.after.as_deref())?;
    let brand = query.brand.as_deref().map(|id| wire::parse_id("brand", id)).transpose()?;
    let filter = CampaignFilter { brand, words: query.q.clone() };
    let rows = campaigns::list_campaigns(&state.engine.store, &caller.scope(), &filter, page).await?;
    let mut known = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(campaign(&state, &caller, row, &mut known).await?);
    }
    Ok(HttpResponse::Ok().json(list(found, page.limit, |campaign| campaign.id.clone(), |campaign| campaign)))
}

/// Make a campaign from a brief
///
/// Everything is checked before anything is kept; every error of every file comes at once.
#[utoipa::path(tag = "campaigns", params(IdempotencyHeader), request_body(content = BriefForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Campaign)))]
#[post("/campaigns")]
async fn create_campaign(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    mut upload: Upload,
) -> Result<HttpResponse, ApiError> {
    let digest = upload.digest();
    let make = async {
        let text = upload.take_text("brief")?;
        let id = create(&state.engine, &caller.access, BriefUpload { text, files: upload.files }).await?;
        let row = campaigns::get_campaign(&state.engine.store, &caller.scope(), id).await?;
        campaign(&state, &caller, row, &mut HashMap::new()).await
    };
    Once::new(&state, &caller, &request, digest)?.created(make).await
}

/// Get a campaign
#[utoipa::path(tag = "campaigns", responses((status = 200, body = Campaign)))]
#[get("/campaigns/{id}")]
async fn get_campaign(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: CampaignId = wire::id("campaign", &path)?;
    caller.must_see(id, "campaign")?;
    let row = campaigns::get_campaign(&state.engine.store, &caller.scope(), id).await?;
    Ok(etag::json(&request, &campaign(&state, &caller, row, &mut HashMap::new()).await?))
}

/// A campaign as the API shows it; `known` keeps brands that were read already.
pub async fn campaign(
    state: &ApiState,
    caller: &Caller,
    row: Row,
    known: &mut HashMap<BrandId, BrandRef>,
) -> Result<Campaign, ApiError> {
    let (store, scope, id) = (&state.engine.store, caller.scope(), row.id());
    if let std::collections::hash_map::Entry::Vacant(entry) = known.entry(row.brand_id()) {
        entry.insert(BrandRef::from(&brands::get_brand(store, &scope, row.brand_id()).await?));
    }
    let brief = match row.brief_id() {
        Some(id) => campaigns::find_brief(store, &scope, id).await?,
        None => None,
    };
    let run = match caller.is_guest() {
        true => None,
        false => runs::list(store, &scope, Some(id), Page { after: None, limit: 1 }).await?.pop(),
    };
    let may_see_money = caller.access.may(Permission::ViewSpend, row.brand_id());
    Ok(Campaign {
        id: id.to_string(),
        brand: known[&row.brand_id()].clone(),
        budget: may_see_money.then(|| Budget::from(&row)),
        brief: brief.map(|brief| BriefRef { id: brief.id().to_string(), version: brief.version }),
        counts: variants::count(store, &scope, id).await?.into_iter().collect(),
        run: run.map(|run| RunRef { id: run.id.to_string(), state: run.state }),
        created_at: wire::time(row.created_ms),
        slug: row.slug,
        title: row.title,
        workflow: row.workflow,
        is_sensitive: row.is_sensitive,
    })
}

impl From<&Row> for Budget {
    fn from(row: &Row) -> Budget {
        Budget {
            limit: row.limit_nano.map(wire::money),
            currency: row.currency.clone(),
            is_hard: row.is_hard,
            held: wire::money(row.held_nano),
            spent: wire::money(row.spent_nano),
            free: row.account().free_nano().map(wire::money),
        }
    }
}
