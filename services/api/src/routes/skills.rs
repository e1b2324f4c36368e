//! Skills: handed in as a folder or an archive, versioned, read, compared, published and retired.

mod version;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use galley_domain::bundle::Bundle;
use galley_domain::ids::{BrandId, SkillId};
use galley_domain::skill;
use galley_engine::actions::publish_skill::publish_skill as publish;
use galley_engine::actions::push_skill::{SkillUpload, push_skill as push};
use galley_engine::actions::retire_skill::retire_skill as retire;
use galley_store::brands;
use galley_store::skills::{self, PUBLISHED, Skill as Row, SkillVersion as VersionRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::paging::{List, list, page};
use crate::upload::Upload;
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_skills).service(push_skill).service(get_skill);
    config.service(publish_skill_version).service(retire_skill_version);
    version::configure(config);
}

/// A skill with its versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Skill {
    pub id: String,
    pub name: String,
    /// Null: every brand of the organization.
    pub brand_id: Option<String>,
    /// The version that has a say in what is planned now; null: none.
    pub published: Option<i32>,
    /// Newest first.
    pub versions: Vec<SkillVersionRef>,
}

/// A version of a skill in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillVersionRef {
    pub version: i32,
    /// draft, published or retired
    pub state: String,
    pub description: String,
    /// Only in these markets; empty: in all.
    pub markets: Vec<String>,
    /// SHA-256 over all files.
    pub digest: String,
    /// A person's id.
    pub created_by: String,
    pub created_at: String,
    pub published_by: Option<String>,
    pub published_at: Option<String>,
    pub retired_by: Option<String>,
    pub retired_at: Option<String>,
}

/// A skill as a multipart body.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body; the body is read part by part")]
pub struct SkillForm {
    /// The brand it is for; every brand of the organization where it is left out.
    brand_id: Option<String>,
    /// Markets it is for, with commas between; all of them where it is left out.
    markets: Option<String>,
    /// One part a file, whose file name is the path in the folder; or one zip archive of the folder.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<bytes::Bytes>,
}

/// Which skills.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SkillQuery {
    /// Those of this brand and those for every brand.
    pub brand: Option<String>,
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List skills with their versions
#[utoipa::path(tag = "skills", params(SkillQuery), responses((status = 200, body = List<Skill>)))]
#[get("/skills")]
async fn list_skills(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<SkillQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, mut scope) = (&state.engine.store, caller.scope());
    let page = page(query.limit, query.after.as_deref())?;
    if let Some(brand) = &query.brand {
        let brand: BrandId = wire::parse_id("/brand", brand)?;
        brands::get_brand(store, &scope, brand).await?;
        scope.brands = galley_domain::access::Brands::Only(vec![brand]);
    }
    let rows = skills::list_skills(store, &scope, page).await?;
    let ids: Vec<SkillId> = rows.iter().map(Row::id).collect();
    let versions = skills::list_skill_versions(store, &scope, &ids).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(wire_skill(row, versions.iter().filter(|version| version.skill_id == row.id))?);
    }
    let found = list(rows, page.limit, |row| row.id().to_string(), |_| ());
    Ok(HttpResponse::Ok().json(List { items, next: found.next }))
}

/// Hand a skill in
///
/// The next version of the skill that its place has by this name, or the first of a new one, as a draft: nobody uses it
/// before it is published. The same again is the version that is there already.
#[utoipa::path(tag = "skills", request_body(content = SkillForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Skill)))]
#[post("/skills")]
async fn push_skill(state: web::Data<ApiState>, caller: Member, upload: Upload) -> Result<HttpResponse, ApiError> {
    let (brand, markets, files) = read(upload)?;
    let (id, _) = push(&state.engine, &caller.access, SkillUpload { brand, markets, files }).await?;
    Ok(HttpResponse::Created().json(skill(&state, &caller, id).await?))
}

/// Get a skill with its versions
#[utoipa::path(tag = "skills", responses((status = 200, body = Skill)))]
#[get("/skills/{id}")]
async fn get_skill(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: SkillId = wire::id("skill", &path)?;
    Ok(etag::json(&request, &skill(&state, &caller, id).await?))
}

/// Publish a draft
///
/// From the next plan on it has a say. The version that was published before is retired. Somebody else than its author
/// does this, where anybody else may.
#[utoipa::path(tag = "skills", responses((status = 200, body = Skill)))]
#[post("/skills/{id}/versions/{version}/publish")]
async fn publish_skill_version(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, version) = ids(&path)?;
    publish(&state.engine, &caller.access, id, version).await?;
    Ok(HttpResponse::Ok().json(skill(&state, &caller, id).await?))
}

/// Retire a version
///
/// No later plan uses it; what was planned with it keeps it.
#[utoipa::path(tag = "skills", responses((status = 200, body = Skill)))]
#[post("/skills/{id}/versions/{version}/retire")]
async fn retire_skill_version(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, version) = ids(&path)?;
    retire(&state.engine, &caller.access, id, version).await?;
    Ok(HttpResponse::Ok().json(skill(&state, &caller, id).await?))
}

/// What is no id or no number names nothing.
fn ids(path: &(String, String)) -> Result<(SkillId, i32), ApiError> {
    let version = path.1.parse().map_err(|_| ApiError::not_found("skill version"))?;
    Ok((wire::id("skill", &path.0)?, version))
}

type Parts = (Option<BrandId>, Vec<String>, Bundle);

fn read(mut upload: Upload) -> Result<Parts, ApiError> {
    let mut field = |name: &str| match upload.fields.contains_key(name) {
        true => upload.take_text(name).map(Some),
        false => Ok(None),
    };
    let brand = field("brand_id")?.map(|text| wire::parse_id("/brand_id", text.trim())).transpose()?;
    let markets = field("markets")?.unwrap_or_default();
    let markets = markets.split(',').map(str::trim).filter(|market| !market.is_empty()).map(str::to_owned).collect();
    let archive = upload.files.iter().find(|(name, _)| upload.files.len() == 1 && name.ends_with(".zip"));
    let files = match archive {
        Some((name, bytes)) => skill::unpack(name, bytes)?,
        None => upload.into_bundle()?,
    };
    Ok((brand, markets, files))
}

pub(super) async fn skill(state: &ApiState, caller: &Member, id: SkillId) -> Result<Skill, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let row = skills::get_skill(store, &scope, id).await?;
    let versions = skills::list_skill_versions(store, &scope, &[id]).await?;
    wire_skill(&row, versions.iter())
}

fn wire_skill<'a>(row: &Row, versions: impl Iterator<Item = &'a VersionRow>) -> Result<Skill, ApiError> {
    let versions = versions.map(version_ref).collect::<Result<Vec<_>, _>>()?;
    Ok(Skill {
        id: row.id().to_string(),
        name: row.name.clone(),
        brand_id: row.brand_id().map(|id| id.to_string()),
        published: versions.iter().find(|version| version.state == PUBLISHED).map(|version| version.version),
        versions,
    })
}

fn version_ref(row: &VersionRow) -> Result<SkillVersionRef, ApiError> {
    Ok(SkillVersionRef {
        version: row.version,
        state: row.state.clone(),
        description: row.description.clone(),
        markets: row.markets()?,
        digest: row.digest()?.to_string(),
        created_by: row.created_by.clone(),
        created_at: wire::time(row.created_ms),
        published_by: row.published_by.clone(),
        published_at: row.published_ms.map(wire::time),
        retired_by: row.retired_by.clone(),
        retired_at: row.retired_ms.map(wire::time),
    })
}
