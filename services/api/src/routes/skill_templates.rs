//! Skills that come with the program: to read, and to copy into a place where they are then changed and published.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::ids::BrandId;
use galley_domain::skill::Skill as Parsed;
use galley_engine::ActionError;
use galley_engine::actions::push_skill::{SkillUpload, push_skill};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::skills::{Skill, skill};
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::paging::{List, whole};
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_skill_templates).service(create_skill_copy);
}

/// A skill that comes with the program.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillTemplate {
    pub name: String,
    pub description: String,
    /// Who should look at it before it is used.
    pub compatibility: Option<String>,
    /// What SKILL.md says behind its front matter, in Markdown.
    pub body: String,
    pub files: Vec<String>,
}

/// Where to copy a skill to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillCopy {
    pub template: String,
    /// Every brand of the organization where it is null.
    pub brand_id: Option<String>,
    /// Only in these markets; all of them where it is left out.
    #[serde(default)]
    pub markets: Vec<String>,
}

/// List the skills that come with the program
#[utoipa::path(tag = "skills", responses((status = 200, body = List<SkillTemplate>)))]
#[get("/skill_templates")]
async fn list_skill_templates(
    state: web::Data<ApiState>,
    request: HttpRequest,
    _: Member,
) -> Result<HttpResponse, ApiError> {
    let mut items = Vec::new();
    for (name, files) in &state.engine.skill_templates {
        let parsed = Parsed::parse(files, Some(name), Some(&state.engine.catalog))?;
        items.push(SkillTemplate {
            name: name.clone(),
            description: parsed.front.description,
            compatibility: parsed.front.compatibility,
            body: parsed.body,
            files: files.files.keys().cloned().collect(),
        });
    }
    Ok(etag::json(&request, &whole(items)))
}

/// Copy a skill that comes with the program
///
/// The copy is a draft, as if its folder had been handed in.
#[utoipa::path(tag = "skills", request_body = SkillCopy, responses((status = 201, body = Skill)))]
#[post("/skill_copies")]
async fn create_skill_copy(
    state: web::Data<ApiState>,
    caller: Member,
    body: Body<SkillCopy>,
) -> Result<HttpResponse, ApiError> {
    let SkillCopy { template, brand_id, markets } = body.value;
    let brand: Option<BrandId> = brand_id.map(|id| wire::parse_id("/brand_id", &id)).transpose()?;
    let files = state.engine.skill_templates.get(&template).cloned();
    let files = files.ok_or(ActionError::NotFound("skill template"))?;
    let (id, _) = push_skill(&state.engine, &caller.access, SkillUpload { brand, markets, files }).await?;
    Ok(HttpResponse::Created().json(skill(&state, &caller, id).await?))
}
