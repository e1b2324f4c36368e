//! One version of a skill: all it says, its example pictures, and what differs from another version.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, web};
use galley_domain::bundle::Bundle;
use galley_domain::ids::SkillId;
use galley_domain::skill::{Example, Skill as Parsed};
use galley_engine::skills::{FileDifference, Line, Sign, difference, read_version, texts};
use galley_store::skills::{self, SkillVersion as Row};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::media::blob;
use super::{SkillVersionRef, ids, version_ref};
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::etag;

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_skill_version).service(get_skill_difference).service(get_skill_example);
}

/// A version of a skill with all it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillVersion {
    #[serde(flatten)]
    pub version: SkillVersionRef,
    pub name: String,
    pub license: Option<String>,
    pub compatibility: Option<String>,
    pub metadata: BTreeMap<String, String>,
    /// As the format has it; Galley gives a skill no tools.
    pub allowed_tools: Option<String>,
    /// What SKILL.md says behind its front matter, in Markdown.
    pub body: String,
    /// What is added to prompts, by step kind.
    pub prompts: BTreeMap<String, String>,
    pub examples: Vec<SkillExample>,
    pub files: Vec<SkillFile>,
}

/// A picture that shows what is meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillExample {
    /// Its name behind `/examples/`.
    pub name: String,
    /// pass or fail
    pub shows: &'static str,
    pub caption: String,
}

/// A file of a skill.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillFile {
    pub path: String,
    /// SHA-256.
    pub hash: String,
    /// Null for a picture.
    pub text: Option<String>,
}

/// What to compare with.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DifferenceQuery {
    /// Another version; the one before where it is left out.
    pub from: Option<i32>,
}

/// What differs between two versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillDifference {
    pub from: i32,
    pub to: i32,
    pub files: Vec<ChangedFile>,
}

/// A file that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedFile {
    pub path: String,
    /// added, removed or changed
    pub what: &'static str,
    /// Null for a picture, and for files too long to compare.
    pub lines: Option<Vec<ChangedLine>>,
}

/// A line that differs, or one beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedLine {
    /// kept, removed or added
    pub what: &'static str,
    /// Its number in the file before.
    pub from_line: Option<usize>,
    /// Its number in the file after.
    pub to_line: Option<usize>,
    pub text: String,
}

/// Get a version of a skill
#[utoipa::path(tag = "skills", responses((status = 200, body = SkillVersion)))]
#[get("/skills/{id}/versions/{version}")]
async fn get_skill_version(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, version) = ids(&path)?;
    let row = get(&state, &caller, id, version).await?;
    let parsed = read_version(&state.engine, &row).await?;
    let said = texts(&state.engine, &row).await?;
    Ok(etag::json(&request, &wire_version(&row, parsed, &said)?))
}

/// Compare two versions of a skill
#[utoipa::path(tag = "skills", params(DifferenceQuery), responses((status = 200, body = SkillDifference)))]
#[get("/skills/{id}/versions/{version}/difference")]
async fn get_skill_difference(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<(String, String)>,
    query: web::Query<DifferenceQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, version) = ids(&path)?;
    let after = get(&state, &caller, id, version).await?;
    let before = get(&state, &caller, id, query.from.unwrap_or(version - 1)).await?;
    let files = difference(&state.engine, &before, &after).await?;
    let files = files.into_iter().map(ChangedFile::from).collect();
    Ok(HttpResponse::Ok().json(SkillDifference { from: before.version, to: after.version, files }))
}

/// Get an example picture of a skill
#[utoipa::path(tag = "skills", responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
#[get("/skills/{id}/versions/{version}/examples/{name}")]
async fn get_skill_example(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, version, name) = path.into_inner();
    let (id, version) = ids(&(id, version))?;
    let row = get(&state, &caller, id, version).await?;
    let missing = || ApiError::not_found("picture");
    let hash = row.files()?.get(&format!("examples/{name}")).copied().ok_or_else(missing)?;
    let mime = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => return Err(missing()),
    };
    blob(&state, &request, caller.access.organization, hash, mime).await
}

async fn get(state: &ApiState, caller: &Member, id: SkillId, version: i32) -> Result<Row, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    skills::get_skill(store, &scope, id).await?;
    let row = skills::find_skill_version(store, &scope, id, version).await?;
    row.ok_or_else(|| ApiError::not_found("skill version"))
}

fn wire_version(row: &Row, parsed: Parsed, said: &Bundle) -> Result<SkillVersion, ApiError> {
    let text = |path: &str| said.find(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let file = |(path, hash): (String, galley_domain::digest::Digest)| SkillFile {
        text: text(&path),
        hash: hash.to_string(),
        path,
    };
    let front = parsed.front;
    Ok(SkillVersion {
        version: version_ref(row)?,
        name: front.name,
        license: front.license,
        compatibility: front.compatibility,
        metadata: front.metadata,
        allowed_tools: front.allowed_tools,
        body: parsed.body,
        prompts: parsed.prompts,
        examples: parsed.examples.into_iter().map(SkillExample::from).collect(),
        files: row.files()?.into_iter().map(file).collect(),
    })
}

impl From<Example> for SkillExample {
    fn from(example: Example) -> SkillExample {
        let name = example.picture.strip_prefix("examples/").unwrap_or_default().to_owned();
        SkillExample { name, shows: if example.passes { "pass" } else { "fail" }, caption: example.caption }
    }
}

impl From<FileDifference> for ChangedFile {
    fn from(file: FileDifference) -> ChangedFile {
        let what = match (file.before, file.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let lines = file.lines.map(|lines| lines.into_iter().map(ChangedLine::from).collect());
        ChangedFile { path: file.path, what, lines }
    }
}

impl From<Line> for ChangedLine {
    fn from(line: Line) -> ChangedLine {
        let what = match line.sign {
            Sign::Kept => "kept",
            Sign::Removed => "removed",
            Sign::Added => "added",
        };
        ChangedLine { what, from_line: line.before, to_line: line.after, text: line.text }
    }
}
