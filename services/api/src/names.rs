//! What actors are called: rows keep ids only.

use std::collections::HashMap;

use galley_domain::access::Scope;
use galley_domain::ids::{GuestLinkId, Id, PersonId};
use galley_store::{guest_links, people};

use crate::ApiState;
use crate::error::ApiError;

/// The names of people and guests, by their ids as actors are written. Who is gone, and Galley itself, has none.
pub async fn names(
    state: &ApiState,
    scope: &Scope,
    actors: impl Iterator<Item = &str>,
) -> Result<HashMap<String, String>, ApiError> {
    let store = &state.engine.store;
    let mut names: HashMap<String, Option<String>> = HashMap::new();
    for actor in actors {
        if names.contains_key(actor) {
            continue;
        }
        let name = if let Ok(id) = PersonId::parse(actor) {
            people::find_person(store, scope, id).await?.map(|person| person.name)
        } else if let Ok(id) = GuestLinkId::parse(actor) {
            guest_links::find_guest_link(store, scope, id).await?.map(|link| link.name)
        } else {
            None
        };
        names.insert(actor.to_owned(), name);
    }
    Ok(names.into_iter().filter_map(|(actor, name)| Some((actor, name?))).collect())
}
