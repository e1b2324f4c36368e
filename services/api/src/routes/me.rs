//! Who I am here and what I may do: what the desk asks first.

use actix_web::{HttpResponse, get, web};
use galley_domain::access::{Permission, Role};
use galley_store::organizations::get_organization;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::people::{WireGrant, wire_grants};
use crate::ApiState;
use crate::auth::{Caller, Who};
use crate::error::ApiError;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(get_me);
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Null for a guest.
    pub person: Option<MePerson>,
    /// Null for everybody else.
    pub guest: Option<MeGuest>,
    pub organization: MeOrganization,
    pub grants: Vec<WireGrant>,
    pub may: May,
}

/// A person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct MePerson {
    pub id: String,
    pub name: String,
    pub email: String,
}

/// A guest.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeGuest {
    /// The link they came by.
    pub id: String,
    pub name: String,
    /// The one campaign they see.
    pub campaign_id: String,
    pub expires_at: String,
}

/// The caller's organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeOrganization {
    pub id: String,
    pub slug: String,
    pub title: String,
}

/// What the caller may do for at least one brand: what to show, not what will be allowed.
#[derive(Debug, Serialize, ToSchema)]
pub struct May {
    pub produce: bool,
    pub decide: bool,
    pub publish: bool,
    pub invite: bool,
    pub view_spend: bool,
    pub set_budget: bool,
    pub teach: bool,
    pub administer: bool,
}

/// Who I am
#[utoipa::path(tag = "sessions", responses((status = 200, body = Me)))]
#[get("/me")]
async fn get_me(state: web::Data<ApiState>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(me(&state, &caller).await?))
}

/// The caller as the API shows it.
pub async fn me(state: &ApiState, caller: &Caller) -> Result<Me, ApiError> {
    let organization = get_organization(&state.engine.store, &caller.scope()).await?;
    let (person, guest) = match &caller.who {
        Who::Person(row) => {
            (Some(MePerson { id: row.id().to_string(), name: row.name.clone(), email: row.email.clone() }), None)
        }
        Who::Guest(link) => {
            let guest = MeGuest {
                id: link.id().to_string(),
                name: link.name.clone(),
                campaign_id: link.campaign_id().to_string(),
                expires_at: wire::time(link.expires_ms),
            };
            (None, Some(guest))
        }
    };
    Ok(Me {
        person,
        guest,
        organization: MeOrganization {
            id: organization.id().to_string(),
            slug: organization.slug.clone(),
            title: organization.title.clone(),
        },
        grants: wire_grants(&caller.access.grants),
        may: may(caller),
    })
}

fn may(caller: &Caller) -> May {
    let access = &caller.access;
    let anywhere = |permission: Permission| {
        access.grants.iter().any(|grant| match grant.brand {
            Some(brand) => access.may(permission, brand),
            None => access.may_everywhere(permission),
        })
    };
    let judges = [Role::BrandManager, Role::MarketApprover, Role::Legal, Role::Guest];
    May {
        produce: anywhere(Permission::Produce),
        decide: access.token_may_decide() && access.grants.iter().any(|grant| judges.contains(&grant.role)),
        publish: anywhere(Permission::Publish),
        invite: anywhere(Permission::Invite),
        view_spend: anywhere(Permission::ViewSpend),
        set_budget: anywhere(Permission::SetBudget),
        teach: anywhere(Permission::Teach),
        administer: access.may_everywhere(Permission::Administer),
    }
}
