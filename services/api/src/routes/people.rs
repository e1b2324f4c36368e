//! The organization's people and their roles. For admins.

use actix_web::{HttpRequest, HttpResponse, get, patch, post, put, web};
use galley_domain::access::{Grant, Permission, Role};
use galley_domain::ids::PersonId;
use galley_engine::actions::create_person::{NewPerson as Newcomer, create_person as create};
use galley_engine::actions::set_grants::set_grants;
use galley_engine::actions::update_person::update_person as update;
use galley_store::people::{self, Person};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::paging::{List, list, page};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(list_people).service(create_person).service(update_person).service(set_person_grants);
}

/// One role, perhaps only for one brand or one market.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Grant)]
pub struct WireGrant {
    /// producer, brand_manager, market_approver, legal, finance or admin
    pub role: String,
    /// Null: every brand.
    #[serde(default)]
    pub brand_id: Option<String>,
    /// Null: every market.
    #[serde(default)]
    pub market: Option<String>,
}

/// Somebody of the organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct WirePerson {
    pub id: String,
    pub email: String,
    pub name: String,
    pub is_disabled: bool,
    pub grants: Vec<WireGrant>,
    pub created_at: String,
}

/// Somebody new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    pub email: String,
    pub name: String,
    /// Without one they cannot sign in yet.
    #[serde(default)]
    pub password: Option<String>,
    #[serde(default)]
    pub grants: Vec<WireGrant>,
}

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonPatch {
    #[serde(default)]
    pub name: Option<String>,
    /// A disabled person is signed out everywhere.
    #[serde(default)]
    pub is_disabled: Option<bool>,
}

/// A page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// 1 to 200.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// List people
#[utoipa::path(tag = "people", params(PageQuery), responses((status = 200, body = List<WirePerson>)))]
#[get("/people")]
async fn list_people(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    must_administer(&caller)?;
    let page = page::<PersonId>(query.limit, query.after.as_deref())?;
    let rows = people::list_people(&state.engine.store, &caller.scope(), page).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(person(&state, &caller, row).await?);
    }
    Ok(HttpResponse::Ok().json(list(found, page.limit, |person| person.id.clone(), |person| person)))
}

/// Add somebody
#[utoipa::path(tag = "people", params(IdempotencyHeader), request_body = NewPerson, responses((status = 201, body = WirePerson)))]
#[post("/people")]
async fn create_person(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    body: Body<NewPerson>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    let make = async {
        let grants = parse_grants(&new.grants)?;
        let new = Newcomer { email: new.email, name: new.name, password: new.password, grants };
        let id = create(&state.engine, &caller.access, new).await?;
        let row = people::get_person(&state.engine.store, &caller.scope(), id).await?;
        person(&state, &caller, row).await
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

/// Rename or disable somebody
#[utoipa::path(tag = "people", request_body = PersonPatch, responses((status = 200, body = WirePerson)))]
#[patch("/people/{id}")]
async fn update_person(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<PersonPatch>,
) -> Result<HttpResponse, ApiError> {
    let id: PersonId = wire::id("person", &path)?;
    update(&state.engine, &caller.access, id, body.value.name, body.value.is_disabled).await?;
    let row = people::get_person(&state.engine.store, &caller.scope(), id).await?;
    Ok(HttpResponse::Ok().json(person(&state, &caller, row).await?))
}

/// Give somebody exactly these roles
#[utoipa::path(tag = "people", request_body = Vec<WireGrant>, responses((status = 200, body = WirePerson)))]
#[put("/people/{id}/grants")]
async fn set_person_grants(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<Vec<WireGrant>>,
) -> Result<HttpResponse, ApiError> {
    let id: PersonId = wire::id("person", &path)?;
    set_grants(&state.engine, &caller.access, id, &parse_grants(&body.value)?).await?;
    let row = people::get_person(&state.engine.store, &caller.scope(), id).await?;
    Ok(HttpResponse::Ok().json(person(&state, &caller, row).await?))
}

fn must_administer(caller: &Member) -> Result<(), ApiError> {
    if caller.access.may_everywhere(Permission::Administer) {
        return Ok(());
    }
    Err(ApiError::not_allowed("only an admin of the whole organization sees its people"))
}

async fn person(state: &ApiState, caller: &Member, row: Person) -> Result<WirePerson, ApiError> {
    let grants = people::list_grants(&state.engine.store, &caller.scope(), row.id()).await?;
    Ok(WirePerson {
        id: row.id().to_string(),
        created_at: wire::time(row.created_ms),
        email: row.email,
        name: row.name,
        is_disabled: row.is_disabled,
        grants: wire_grants(&grants),
    })
}

/// Grants as the API shows them.
pub fn wire_grants(grants: &[Grant]) -> Vec<WireGrant> {
    grants
        .iter()
        .map(|grant| WireGrant {
            role: grant.role.word().to_owned(),
            brand_id: grant.brand.map(|brand| brand.to_string()),
            market: grant.market.clone(),
        })
        .collect()
}

fn parse_grants(grants: &[WireGrant]) -> Result<Vec<Grant>, ApiError> {
    grants
        .iter()
        .enumerate()
        .map(|(index, grant)| {
            let role = Role::find(&grant.role).ok_or_else(|| {
                let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
                let message = format!("“{}” is no role; expected one of {}", grant.role, words.join(", "));
                ApiError::field(&format!("/grants/{index}/role"), message)
            })?;
            let pointer = format!("/grants/{index}/brand_id");
            let brand = grant.brand_id.as_deref().map(|id| wire::parse_id(&pointer, id)).transpose()?;
            Ok(Grant { role, brand, market: grant.market.clone() })
        })
        .collect()
}
