//! What people did with ads without being asked: downloaded, zoomed, looked at for long. Each counts once
//! for a person and a revision, however often it is sent.

use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RevisionId};
use sea_orm::ConnectionTrait;

use crate::{StoreError, sql};

/// A signal as its row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub revision: RevisionId,
    /// Who did it, as actors are written.
    pub actor: String,
    pub kind: String,
    pub at_ms: i64,
}

/// Adds a signal. False: this person's is there already.
pub async fn insert<C: ConnectionTrait>(c: &C, new: &Signal) -> Result<bool, StoreError> {
    let text = "INSERT INTO signal (revision_id, actor, kind, organization_id, brand_id, campaign_id, at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (revision_id, actor, kind) DO NOTHING";
    let values = vec![
        new.revision.uuid().into(),
        new.actor.clone().into(),
        new.kind.clone().into(),
        new.organization.uuid().into(),
        new.brand.uuid().into(),
        new.campaign.uuid().into(),
        new.at_ms.into(),
    ];
    Ok(sql::execute(c, text, values).await? == 1)
}
