//! The rights that a campaign's ads rest on, the worst first: what has ended, and what ends soon.

use galley_domain::access::Access;
use galley_domain::brief::{Right, RightState};
use galley_domain::ids::CampaignId;
use galley_store::campaigns;

use crate::{ActionError, Engine, Sources, planning};

/// The rights of the campaign's newest brief and how they stand today.
pub async fn list_rights(
    engine: &Engine,
    access: &Access,
    campaign: CampaignId,
) -> Result<Vec<(Right, RightState)>, ActionError> {
    let scope = access.scope();
    let campaign = campaigns::get_campaign(&engine.store, &scope, campaign).await?;
    let pins = planning::current_pins(engine, &scope, &campaign).await?;
    let brief = Sources::load(engine, &scope, pins).await?.brief;
    let today = engine.clock.now().date_naive();
    let mut rights: Vec<(Right, RightState)> =
        brief.rights.into_iter().map(|right| (right.clone(), right.state(today))).collect();
    rights.sort_by(|(a, a_state), (b, b_state)| b_state.cmp(a_state).then_with(|| a.ingredient.cmp(&b.ingredient)));
    Ok(rights)
}
