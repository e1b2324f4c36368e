//! Journal entries of administrative actions. They hold ids and words of ours, never a name, an
//! address or a secret: the journal is for ever, and people may ask to be forgotten.

use galley_domain::access::Access;
use galley_domain::ids::{BrandId, CampaignId};
use galley_store::journal::NewEntry;
use serde_json::Value;

use crate::Engine;

/// An entry about the organization as a whole. Fill in brand and campaign where there is one.
pub(super) fn note(engine: &Engine, access: &Access, kind: &'static str, payload: Value) -> NewEntry {
    NewEntry {
        id: engine.ids.next(),
        brand: None,
        campaign: None,
        variant: None,
        revision: None,
        actor: access.actor.written(),
        kind,
        payload,
    }
}

/// An entry about a campaign.
pub(super) fn note_campaign(
    engine: &Engine,
    access: &Access,
    kind: &'static str,
    (brand, campaign): (BrandId, CampaignId),
    payload: Value,
) -> NewEntry {
    NewEntry { brand: Some(brand), campaign: Some(campaign), ..note(engine, access, kind, payload) }
}
