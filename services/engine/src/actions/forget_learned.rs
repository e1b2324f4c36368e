//! Something is taken out of all that was learned, and of every export to come: a campaign, a person, a revision. What
//! happens later counts again.

use galley_domain::access::Access;
use galley_domain::ids::{CampaignId, PersonId, RevisionId};
use galley_store::{campaigns, journal, learned_states, people, revisions};
use serde_json::json;

use super::fields::must_administer;
use super::notes::note;
use crate::{ActionError, Engine};

/// What is to be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forget {
    Campaign(CampaignId),
    Person(PersonId),
    Revision(RevisionId),
}

/// Forgets. Only an admin of the whole organization may.
pub async fn forget_learned(engine: &Engine, access: &Access, what: Forget) -> Result<(), ActionError> {
    must_administer(access)?;
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let (brand, campaign, payload) = match what {
        Forget::Campaign(id) => {
            let campaign = campaigns::get_campaign(&tx, &scope, id).await?;
            (Some(campaign.brand_id()), Some(id), json!({ "campaign": id }))
        }
        Forget::Person(id) => {
            people::get_person(&tx, &scope, id).await?;
            (None, None, json!({ "person": id }))
        }
        Forget::Revision(id) => {
            let revision = revisions::get(&tx, &scope, id).await?;
            (Some(revision.brand), Some(revision.campaign), json!({ "revision": id }))
        }
    };
    learned_states::delete_learned_state(&tx, &scope).await?;
    let mut entry = note(engine, access, "forget", payload);
    (entry.brand, entry.campaign) = (brand, campaign);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
