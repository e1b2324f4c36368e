//! Makes a tenant with its first admin. Only whoever runs the program may do this, so it takes no
//! access; it is not reachable over HTTP.

use galley_domain::access::{Access, Actor, Grant, Role, Scope};
use galley_domain::ids::{OrganizationId, PersonId};
use galley_store::people::{NewPerson, insert_person, replace_grants};
use galley_store::{StoreError, journal, organizations};
use serde_json::json;

use super::fields::Fields;
use super::notes::note;
use super::passwords;
use crate::{ActionError, Engine};

/// A tenant and who will administer it.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    pub slug: String,
    pub title: String,
    pub admin_email: String,
    pub admin_name: String,
    pub admin_password: String,
}

/// Makes an organization; answers it and its admin.
pub async fn create_organization(
    engine: &Engine,
    new: NewOrganization,
) -> Result<(OrganizationId, PersonId), ActionError> {
    Fields::default()
        .slug("/slug", &new.slug)
        .title("/title", &new.title)
        .email("/admin_email", &new.admin_email)
        .title("/admin_name", &new.admin_name)
        .finish()?;
    passwords::check("/admin_password", &new.admin_password)?;
    let password_hash = Some(passwords::hash(engine, new.admin_password).await);
    let (organization, person, now_ms) = (engine.ids.next(), engine.ids.next(), engine.now_ms());
    let scope = Scope::whole(organization);
    let grants = vec![Grant { role: Role::Admin, brand: None, market: None }];

    let tx = engine.store.begin().await?;
    organizations::insert_organization_everywhere(&tx, organization, &new.slug, new.title.trim(), now_ms)
        .await
        .map_err(|error| exists(error, "organization_exists", "there is an organization with this slug"))?;
    let admin = NewPerson {
        id: person,
        email: new.admin_email,
        name: new.admin_name.trim().to_owned(),
        password_hash,
        created_ms: now_ms,
    };
    insert_person(&tx, &scope, admin)
        .await
        .map_err(|error| exists(error, "person_exists", "somebody has this address already"))?;
    replace_grants(&tx, &scope, person, &grants).await?;
    let access = Access { organization, actor: Actor::Galley, grants, campaign: None, token_may: None };
    let payload = json!({ "slug": new.slug, "admin": person });
    journal::append(&tx, &scope, now_ms, vec![note(engine, &access, "create_organization", payload)]).await?;
    tx.commit().await?;
    Ok((organization, person))
}

/// A conflict with the code of what is there already; any other error as it is.
pub(super) fn exists(error: StoreError, code: &'static str, detail: &str) -> ActionError {
    match error {
        StoreError::Conflict { .. } => ActionError::conflict(code, detail),
        other => other.into(),
    }
}
