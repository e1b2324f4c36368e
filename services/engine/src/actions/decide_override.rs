//! Finance lets a budget be gone over, or not: by name, for the reason that was given. Nobody approves what they asked for
//! themselves, unless nobody else could.

use galley_domain::access::{Access, Actor};
use galley_domain::ids::{BrandId, OverrideId, PersonId};
use galley_store::accounts::{self, BudgetKey};
use galley_store::{StoreError, Tx, budget_overrides, campaigns, journal, people};
use serde_json::json;

use super::notes::note;
use super::set_limit::may_set;
use crate::{ActionError, Engine};

/// Decides a request, once. An approval raises the limit.
pub async fn decide_override(
    engine: &Engine,
    access: &Access,
    id: OverrideId,
    is_approved: bool,
) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let asked = budget_overrides::find_override(&tx, &scope, id).await?;
    let asked = asked.ok_or(StoreError::NotFound { what: "budget override" })?;
    let by = access.actor.written();
    let is_own = asked.asked_by == by;
    // Whoever asked may take it back.
    if !may_set(access, asked.brand) && (!is_own || is_approved) {
        return Err(ActionError::NotAllowed("finance or an admin lets a budget be gone over".to_owned()));
    }
    if is_approved && is_own && has_others(&tx, access, asked.brand).await? {
        return Err(ActionError::NotAllowed("somebody else of finance approves what you asked for".to_owned()));
    }
    let state = if is_approved { "approved" } else { "refused" };
    if !budget_overrides::decide_override(&tx, &scope, id, state, (&by, now_ms)).await? {
        return Err(ActionError::conflict("override_decided", format!("it was {} before", asked.state)));
    }
    if is_approved {
        let key = BudgetKey { brand: asked.brand, month: asked.month, currency: &asked.currency };
        let is_raised = match asked.campaign {
            Some(campaign) => campaigns::raise_limit(&tx, &scope, campaign, asked.amount_nano, now_ms).await?,
            None => accounts::raise_limit(&tx, &scope, key, asked.amount_nano).await?,
        };
        if !is_raised {
            return Err(ActionError::conflict("no_limit", "this budget has no limit any more"));
        }
    }
    let payload =
        json!({ "override": id, "state": state, "amount_nano": asked.amount_nano, "asked_by": asked.asked_by });
    let mut entry = note(engine, access, "decide_override", payload);
    (entry.brand, entry.campaign) = (asked.brand, asked.campaign);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    engine.changed();
    Ok(())
}

/// Whether somebody else could approve for this money.
async fn has_others(tx: &Tx, access: &Access, brand: Option<BrandId>) -> Result<bool, StoreError> {
    let all = people::list_all_grants(tx, &access.scope()).await?;
    let may = |person: PersonId, grant| {
        let other = Access {
            organization: access.organization,
            actor: Actor::Person(person),
            grants: vec![grant],
            campaign: None,
            token_may: None,
        };
        may_set(&other, brand)
    };
    Ok(all.into_iter().any(|(person, grant)| Actor::Person(person) != access.actor && may(person, grant)))
}
