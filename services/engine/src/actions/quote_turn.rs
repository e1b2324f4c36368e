//! A producer asks what a turn would do: how many ads it changes, which approvals it opens again, what it costs.
//! Nothing is written.

use std::collections::BTreeSet;

use galley_domain::access::Access;
use galley_domain::plan::Summary;
use galley_store::campaigns;

use crate::turning::{LeftOut, TurnInput, prepare};
use crate::{ActionError, Engine};

/// What a turn would do.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Ads that it changes.
    pub variants: u64,
    /// Their markets.
    pub markets: BTreeSet<String>,
    pub left_out: LeftOut,
    /// What making them costs; nothing where nothing has to be made.
    pub plan: Option<Summary>,
    /// Of the campaign's money.
    pub currency: String,
}

/// Says what a turn would do. Refused as the turn itself would be.
pub async fn quote_turn(engine: &Engine, access: &Access, input: TurnInput) -> Result<Quote, ActionError> {
    let prepared = prepare(engine, access, &input).await?;
    let campaign = campaigns::get_campaign(&engine.store, &access.scope(), prepared.lead.campaign).await?;
    let changed = prepared.changed.iter().filter(|one| one.after != one.before);
    Ok(Quote {
        variants: changed.clone().count() as u64,
        markets: changed.filter_map(|one| one.variant.market.clone()).collect(),
        left_out: prepared.left_out,
        plan: prepared.planned.map(|planned| planned.settled.summary),
        currency: campaign.currency,
    })
}
