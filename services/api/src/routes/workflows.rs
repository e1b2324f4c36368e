//! Workflows: uploaded as a folder, versioned; the schema of their file for editors.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use galley_domain::review::Rule;
use galley_domain::source::text_of;
use galley_domain::workflow::{FILE, InputKind, Stage, Workflow as Parsed};
use galley_engine::actions::push_workflow::push_workflow as push;
use galley_engine::steps;
use galley_store::workflows::{self, Workflow as Row};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::brand_kits::KeptFile;
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::paging::{List, whole};
use crate::upload::{FilesForm, Upload};
use crate::{etag, wire};

pub fn configure(config: &mut ServiceConfig) {
    // The schema first: `schema` would be a name to the others.
    config.service(get_workflow_schema).service(list_workflows).service(push_workflow).service(get_workflow);
}

/// A version of a workflow in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowRef {
    pub id: String,
    pub name: String,
    pub version: i32,
    pub title: String,
    pub created_at: String,
}

/// A version of a workflow.
#[derive(Debug, Serialize, ToSchema)]
pub struct Workflow {
    pub id: String,
    pub name: String,
    pub version: i32,
    pub title: String,
    pub created_at: String,
    /// SHA-256 over all files.
    pub digest: String,
    pub axes: Vec<String>,
    pub inputs: Vec<WorkflowInput>,
    pub steps: Vec<WorkflowStep>,
    pub review: Vec<WorkflowStage>,
    pub publish: Vec<WorkflowTarget>,
    /// workflow.yaml as it was written.
    pub text: String,
    pub files: Vec<KeptFile>,
}

/// What a brief hands in.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowInput {
    pub name: String,
    /// image, copy_deck or product_feed
    pub kind: String,
    pub is_required: bool,
    pub title: String,
    /// The axis whose values a feed gives.
    pub axis: Option<String>,
}

/// What is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowStep {
    pub name: String,
    pub kind: String,
    pub per: Vec<String>,
    pub needs: Vec<String>,
    pub when: Option<String>,
}

/// Who is asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowStage {
    pub name: String,
    pub role: String,
    /// Only people who hold the role for the variant's market.
    pub is_per_market: bool,
    /// How many must approve; null: all who are asked.
    pub any: Option<u32>,
    pub when: Option<String>,
    pub due_business_days: Option<u32>,
}

/// Where approved ads go.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowTarget {
    pub to: String,
    pub name: String,
}

/// Which version.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    /// The newest where it is left out.
    pub version: Option<i32>,
}

/// List workflows, the newest version of each
#[utoipa::path(tag = "workflows", responses((status = 200, body = List<WorkflowRef>)))]
#[get("/workflows")]
async fn list_workflows(state: web::Data<ApiState>, caller: Member) -> Result<HttpResponse, ApiError> {
    let rows = workflows::list_workflows(&state.engine.store, &caller.scope()).await?;
    Ok(HttpResponse::Ok().json(whole(rows.iter().map(WorkflowRef::from).collect())))
}

/// Get the JSON Schema of workflow.yaml
#[utoipa::path(tag = "workflows", responses((status = 200, content_type = "application/schema+json", body = Object)))]
#[get("/workflows/schema")]
async fn get_workflow_schema(request: HttpRequest, _: Member) -> Result<HttpResponse, ApiError> {
    Ok(etag::json(&request, &Parsed::schema(&steps::specs())))
}

/// Add a version of a workflow
///
/// A folder with `workflow.yaml`, `layouts/…` and `prompts/…`; each part's file name is the path in it.
#[utoipa::path(tag = "workflows", request_body(content = FilesForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Workflow)))]
#[put("/workflows/{name}")]
async fn push_workflow(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    upload: Upload,
) -> Result<HttpResponse, ApiError> {
    let id = push(&state.engine, &caller.access, &path, upload.into_bundle()?).await?;
    let row = workflows::find_workflow(&state.engine.store, &caller.scope(), id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("workflow"))?;
    Ok(HttpResponse::Created().json(workflow(&state, &caller, row).await?))
}

/// Get a workflow
#[utoipa::path(tag = "workflows", params(VersionQuery), responses((status = 200, body = Workflow)))]
#[get("/workflows/{name}")]
async fn get_workflow(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    query: web::Query<VersionQuery>,
) -> Result<HttpResponse, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let row = workflows::find_workflow_by_name(store, &scope, &path, query.version).await?;
    let row = row.ok_or_else(|| ApiError::not_found("workflow"))?;
    Ok(etag::json(&request, &workflow(&state, &caller, row).await?))
}

async fn workflow(state: &ApiState, caller: &Member, row: Row) -> Result<Workflow, ApiError> {
    let files = row.files()?;
    let hash = files.get(FILE).copied().ok_or_else(|| ApiError::not_found("workflow file"))?;
    let bytes = state.engine.store.blobs().get(caller.access.organization, hash, 1 << 20).await?;
    let text =
        text_of(FILE, &bytes).map_err(|problem| ApiError::from(galley_domain::source::Problems::from(problem)))?;
    let parsed = Parsed::parse(FILE, text, &steps::specs())?;
    Ok(Workflow {
        id: row.id().to_string(),
        name: row.name.clone(),
        version: row.version,
        title: row.title.clone(),
        created_at: wire::time(row.created_ms),
        digest: row.digest()?.to_string(),
        inputs: inputs(&parsed),
        steps: wire_steps(&parsed),
        review: parsed.review.iter().map(WorkflowStage::from).collect(),
        publish: parsed
            .publish
            .iter()
            .map(|target| WorkflowTarget { to: target.to.clone(), name: target.name.as_str().to_owned() })
            .collect(),
        axes: parsed.axes,
        text: text.to_owned(),
        files: kept(&files),
    })
}

fn kept(files: &BTreeMap<String, galley_domain::digest::Digest>) -> Vec<KeptFile> {
    files.iter().map(|(path, hash)| KeptFile { path: path.clone(), hash: hash.to_string() }).collect()
}

fn inputs(workflow: &Parsed) -> Vec<WorkflowInput> {
    workflow
        .inputs
        .iter()
        .map(|(name, input)| WorkflowInput {
            name: name.clone(),
            kind: match input.kind {
                InputKind::Image => "image",
                InputKind::CopyDeck => "copy_deck",
                InputKind::ProductFeed => "product_feed",
            }
            .to_owned(),
            is_required: input.is_required,
            title: input.title.clone(),
            axis: input.axis.clone(),
        })
        .collect()
}

fn wire_steps(workflow: &Parsed) -> Vec<WorkflowStep> {
    workflow
        .steps
        .iter()
        .map(|step| WorkflowStep {
            name: step.name.clone(),
            kind: step.kind.clone(),
            per: step.per.clone(),
            needs: step.needs.iter().map(|need| workflow.steps[*need].name.clone()).collect(),
            when: step.when.as_ref().map(|when| when.as_str().to_owned()),
        })
        .collect()
}

impl From<&Stage> for WorkflowStage {
    fn from(stage: &Stage) -> WorkflowStage {
        WorkflowStage {
            name: stage.name.clone(),
            role: stage.ask.role.word().to_owned(),
            is_per_market: stage.ask.of.is_some(),
            any: match stage.ask.rule {
                Rule::Any(count) => Some(count),
                Rule::All => None,
            },
            when: stage.when.as_ref().map(|when| when.as_str().to_owned()),
            due_business_days: stage.due.map(|due| due.business_days),
        }
    }
}

impl From<&Row> for WorkflowRef {
    fn from(row: &Row) -> WorkflowRef {
        WorkflowRef {
            id: row.id().to_string(),
            name: row.name.clone(),
            version: row.version,
            title: row.title.clone(),
            created_at: wire::time(row.created_ms),
        }
    }
}
