//! Changes that people keep asking for, as drafts of skills; and a skill written in the desk, out of its texts.

use actix_web::{HttpResponse, get, post, web};
use galley_domain::bundle::Bundle;
use galley_domain::ids::BrandId;
use galley_domain::skill;
use galley_engine::actions::push_skill::{SkillUpload, push_skill};
use galley_engine::skill_offers::{Offer, skill_offers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::skills::{Skill, skill as wire_skill};
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::paging::{List, whole};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_skill_offers).service(create_skill_draft);
}

/// A change that was asked of three ads or more, and that no skill answers yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillOffer {
    pub element: String,
    pub aspect: String,
    /// Different ads.
    pub ads: usize,
    /// The latest first.
    pub decisions: Vec<OfferDecision>,
    /// A first SKILL.md, to be edited.
    pub skill: String,
    /// A first rules.yaml, where what was approved tells a limit.
    pub rules: Option<String>,
}

/// A decision behind an offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferDecision {
    pub decision_id: String,
    pub revision_id: String,
    pub variant_id: String,
    pub reason: String,
    pub at: String,
}

/// A skill as texts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSkillDraft {
    /// SKILL.md
    pub skill: String,
    /// rules.yaml
    #[serde(default)]
    pub rules: Option<String>,
    /// Only in these markets; all of them where it is left out.
    #[serde(default)]
    pub markets: Vec<String>,
}

/// List what people keep asking for
#[utoipa::path(tag = "skills", responses((status = 200, body = List<SkillOffer>)))]
#[get("/brands/{id}/skill_offers")]
async fn list_skill_offers(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    let offers = skill_offers(&state.engine, &caller.scope(), id).await?;
    Ok(HttpResponse::Ok().json(whole(offers.into_iter().map(SkillOffer::from).collect())))
}

/// Write a skill for a brand
///
/// An offer that was edited, or one of your own. It is a draft, as if its folder had been handed in.
#[utoipa::path(tag = "skills", request_body = NewSkillDraft, responses((status = 201, body = Skill)))]
#[post("/brands/{id}/skill_drafts")]
async fn create_skill_draft(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewSkillDraft>,
) -> Result<HttpResponse, ApiError> {
    let brand: BrandId = wire::id("brand", &path)?;
    let NewSkillDraft { skill, rules, markets } = body.value;
    let texts = [(skill::FILE, Some(skill)), (skill::RULES, rules)];
    let files = texts.into_iter().filter_map(|(path, text)| Some((path, text?.into_bytes())));
    let files = Bundle::parse(files)?;
    let upload = SkillUpload { brand: Some(brand), markets, files };
    let (id, _) = push_skill(&state.engine, &caller.access, upload).await?;
    Ok(HttpResponse::Created().json(wire_skill(&state, &caller, id).await?))
}

impl From<Offer> for SkillOffer {
    fn from(offer: Offer) -> SkillOffer {
        let decisions = offer.decisions.into_iter().map(|asked| OfferDecision {
            decision_id: asked.decision.to_string(),
            revision_id: asked.revision.to_string(),
            variant_id: asked.variant.to_string(),
            reason: asked.reason,
            at: wire::time(asked.at_ms),
        });
        SkillOffer {
            decisions: decisions.collect(),
            element: offer.element,
            aspect: offer.aspect,
            ads: offer.ads,
            skill: offer.skill,
            rules: offer.rules,
        }
    }
}
