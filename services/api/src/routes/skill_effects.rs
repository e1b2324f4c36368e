//! What a skill does to what people say: first passes and marks with it and without it, with their uncertainty.

use actix_web::{HttpResponse, get, web};
use galley_domain::ids::SkillId;
use galley_engine::skill_effect::{BrandEffect, MarkEffect, Says, Share, VersionEffect, skill_effect};
use galley_store::skills;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_skill_effect);
}

/// What a skill does, in each brand in which it had a say.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillEffect {
    /// Sensitive campaigns are left out.
    pub brands: Vec<SkillBrandEffect>,
}

/// In one brand.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillBrandEffect {
    pub brand_id: String,
    /// First revisions without the skill that were decided on, and not refused.
    pub without: WireShare,
    /// The latest version first.
    pub versions: Vec<SkillVersionEffect>,
}

/// Of one version.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillVersionEffect {
    pub version: i32,
    pub with: WireShare,
    /// How much larger the share of first passes is with it: from, to, with 95 %.
    pub lift: [f64; 2],
    /// too_few, no_difference, less or more
    pub says: &'static str,
    /// In a sentence.
    pub words: String,
    /// Marks that are rarer with it.
    pub cures: Vec<SkillMarkEffect>,
    /// Marks that are more frequent with it.
    pub causes: Vec<SkillMarkEffect>,
}

/// A mark with the skill and without it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillMarkEffect {
    pub element: String,
    pub aspect: String,
    pub with: WireShare,
    pub without: WireShare,
}

/// A count, and the interval of its share with 95 %.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Share)]
pub struct WireShare {
    pub count: u64,
    pub of: u64,
    pub low: f64,
    pub high: f64,
}

/// Get what a skill does to approvals and marks
#[utoipa::path(tag = "skills", responses((status = 200, body = SkillEffect)))]
#[get("/skills/{id}/effect")]
async fn get_skill_effect(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: SkillId = wire::id("skill", &path)?;
    let row = skills::get_skill(&state.engine.store, &caller.scope(), id).await?;
    let brands = skill_effect(&state.engine, &caller.scope(), (id, row.brand_id())).await?;
    Ok(HttpResponse::Ok().json(SkillEffect { brands: brands.into_iter().map(SkillBrandEffect::from).collect() }))
}

impl From<BrandEffect> for SkillBrandEffect {
    fn from(effect: BrandEffect) -> SkillBrandEffect {
        let versions = effect.versions.into_iter().map(|version| version_effect(version, &effect.without)).collect();
        SkillBrandEffect { brand_id: effect.brand.to_string(), versions, without: effect.without.into() }
    }
}

fn version_effect(effect: VersionEffect, without: &Share) -> SkillVersionEffect {
    let (cures, causes): (Vec<_>, Vec<_>) = effect.marks.into_iter().partition(|mark| mark.says == Says::Less);
    let counts = format!(
        "approved at first sight {} of {} with it, {} of {} without",
        effect.with.count, effect.with.of, without.count, without.of
    );
    let (says, words) = match effect.says {
        Says::TooFew => ("too_few", format!("Too few ads to tell: {counts}.")),
        Says::NoDifference => ("no_difference", format!("No difference shown: {counts}.")),
        Says::Less => ("less", format!("Fewer first passes: {counts}.")),
        Says::More => ("more", format!("More first passes: {counts}.")),
    };
    SkillVersionEffect {
        version: effect.version,
        with: effect.with.into(),
        lift: [effect.lift.0, effect.lift.1],
        says,
        words,
        cures: cures.into_iter().map(SkillMarkEffect::from).collect(),
        causes: causes.into_iter().map(SkillMarkEffect::from).collect(),
    }
}

impl From<MarkEffect> for SkillMarkEffect {
    fn from(mark: MarkEffect) -> SkillMarkEffect {
        let MarkEffect { element, aspect, with, without, .. } = mark;
        SkillMarkEffect { element, aspect, with: with.into(), without: without.into() }
    }
}

impl From<Share> for WireShare {
    fn from(share: Share) -> WireShare {
        WireShare { count: share.count, of: share.of, low: share.low, high: share.high }
    }
}
