//! Rules tried on ads that people have decided on, before they are used: a version of a skill, or of a brand's own rules.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, post, web};
use galley_domain::ids::{BrandId, SkillId};
use galley_engine::actions::replay_rules::{try_kit, try_skill};
use galley_engine::replay::{Replay as Found, ReplayedAd as FoundAd};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::variants::Finding;
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_skill_trial).service(create_kit_replay);
}

/// How many ads are looked at where nobody asks for another number.
const USUAL: u64 = 12;

/// How to try a skill.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrial {
    /// The ads that were decided on last, 1 to 48; 12 where it is left out.
    #[serde(default)]
    pub count: Option<u64>,
}

/// How to try a brand's own rules.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReplay {
    /// The kit whose rules are tried; the newest where it is left out.
    #[serde(default)]
    pub version: Option<i32>,
    /// The ads that were decided on last, 1 to 48; 12 where it is left out.
    #[serde(default)]
    pub count: Option<u64>,
}

/// What the rules would find.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replay {
    pub agreement: Agreement,
    /// The latest decided first. Sensitive campaigns' are not among them.
    pub ads: Vec<ReplayedAd>,
    /// Ads that could not be looked at again: their workflow checks nothing, or their files are not read any more.
    pub skipped: u64,
}

/// How far the rules agree with the people.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    pub approved: u64,
    /// Approved ads in which something would be found besides.
    pub approved_flagged: u64,
    /// Approved ads that would have been refused.
    pub approved_blocked: u64,
    /// Ads that were rejected or sent back.
    pub refused: u64,
    /// Of them, those in which something would be found besides.
    pub refused_caught: u64,
    /// Of them, those that nobody would have had to look at.
    pub refused_blocked: u64,
    /// In a sentence.
    pub words: String,
}

/// An ad that was looked at again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReplayedAd {
    pub revision_id: String,
    pub variant_id: String,
    pub campaign_id: String,
    /// Value by axis.
    pub cell: BTreeMap<String, String>,
    /// What people said, the worst of it.
    pub verdict: String,
    /// What would be found besides.
    pub appear: Vec<Finding>,
    /// What would not be found any more.
    pub go: Vec<Finding>,
}

/// Try a version of a skill on recent ads
///
/// Its rules are held against the ads that people decided on last; nothing is drawn and nothing is changed.
#[utoipa::path(tag = "skills", request_body = NewTrial, responses((status = 200, body = Replay)))]
#[post("/skills/{id}/versions/{version}/trials")]
async fn create_skill_trial(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<(String, String)>,
    body: Body<NewTrial>,
) -> Result<HttpResponse, ApiError> {
    let id: SkillId = wire::id("skill", &path.0)?;
    let version = path.1.parse().map_err(|_| ApiError::not_found("skill version"))?;
    let count = body.value.count.unwrap_or(USUAL);
    let found = try_skill(&state.engine, &caller.access, (id, version), count).await?;
    Ok(HttpResponse::Ok().json(Replay::from(found)))
}

/// Try a brand's own rules on recent ads
///
/// The rules of a version of its kit are held against the ads that people decided on last; nothing is changed.
#[utoipa::path(tag = "brands", request_body = NewReplay, responses((status = 200, body = Replay)))]
#[post("/brands/{id}/kit/replays")]
async fn create_kit_replay(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewReplay>,
) -> Result<HttpResponse, ApiError> {
    let id: BrandId = wire::id("brand", &path)?;
    let count = body.value.count.unwrap_or(USUAL);
    let found = try_kit(&state.engine, &caller.access, (id, body.value.version), count).await?;
    Ok(HttpResponse::Ok().json(Replay::from(found)))
}

impl From<Found> for Replay {
    fn from(found: Found) -> Replay {
        let counts = found.agreement();
        let words = format!(
            "It would have found something in {} of {} ads that were turned down, and refused {} of {} that were approved.",
            counts.refused_caught, counts.refused, counts.approved_blocked, counts.approved
        );
        Replay {
            agreement: Agreement {
                approved: counts.approved,
                approved_flagged: counts.approved_flagged,
                approved_blocked: counts.approved_blocked,
                refused: counts.refused,
                refused_caught: counts.refused_caught,
                refused_blocked: counts.refused_blocked,
                words,
            },
            ads: found.ads.into_iter().map(ReplayedAd::from).collect(),
            skipped: found.skipped,
        }
    }
}

impl From<FoundAd> for ReplayedAd {
    fn from(ad: FoundAd) -> ReplayedAd {
        let findings = |list: Vec<_>| list.into_iter().map(|found| Finding::new(found, ad.size)).collect();
        ReplayedAd {
            revision_id: ad.revision.to_string(),
            variant_id: ad.variant.to_string(),
            campaign_id: ad.campaign.to_string(),
            cell: wire::cell(&ad.cell),
            verdict: ad.verdict.word().to_owned(),
            appear: findings(ad.appear),
            go: findings(ad.go),
        }
    }
}
