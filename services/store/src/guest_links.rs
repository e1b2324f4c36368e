//! Links that let somebody outside see one campaign. Only the hash of a link's secret is kept.

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, GuestLinkId, Id};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::campaigns::get_campaign;
use crate::entities::guest_link;
use crate::scope::{organization_of, within};
use crate::{Page, Reader, StoreError, Tx};

pub use guest_link::Model as GuestLink;

/// A new link.
#[derive(Debug, Clone)]
pub struct NewGuestLink {
    pub id: GuestLinkId,
    pub campaign: CampaignId,
    pub secret_hash: Digest,
    pub password_hash: Option<String>,
    /// Whom it is for, in words.
    pub name: String,
    pub created_by: String,
    pub created_ms: i64,
    pub expires_ms: i64,
}

/// Adds a link to a campaign of this scope.
pub async fn insert_guest_link(tx: &Tx, scope: &Scope, new: NewGuestLink) -> Result<(), StoreError> {
    let campaign = get_campaign(tx, scope, new.campaign).await?;
    let row = guest_link::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(campaign.brand_id),
        campaign_id: Set(campaign.id),
        secret_hash: Set(new.secret_hash.0.to_vec()),
        password_hash: Set(new.password_hash),
        name: Set(new.name),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
        expires_ms: Set(new.expires_ms),
        revoked_ms: Set(None),
    };
    guest_link::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("guest link"))?;
    Ok(())
}

/// The link whose secret has this hash, unless it is over or revoked.
pub async fn find_guest_link_everywhere(
    c: &impl Reader,
    secret_hash: Digest,
    now_ms: i64,
) -> Result<Option<GuestLink>, StoreError> {
    let select = guest_link::Entity::find()
        .filter(guest_link::Column::SecretHash.eq(secret_hash.0.to_vec()))
        .filter(guest_link::Column::ExpiresMs.gt(now_ms))
        .filter(guest_link::Column::RevokedMs.is_null());
    Ok(select.one(c).await?)
}

/// A link, over or not.
pub async fn find_guest_link(c: &impl Reader, scope: &Scope, id: GuestLinkId) -> Result<Option<GuestLink>, StoreError> {
    let wall = within(scope, guest_link::Column::OrganizationId, guest_link::Column::BrandId);
    Ok(guest_link::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// The links of one campaign, revoked ones too.
pub async fn list_guest_links(
    c: &impl Reader,
    scope: &Scope,
    campaign: CampaignId,
    page: Page<GuestLinkId>,
) -> Result<Vec<GuestLink>, StoreError> {
    let select = guest_link::Entity::find()
        .filter(within(scope, guest_link::Column::OrganizationId, guest_link::Column::BrandId))
        .filter(guest_link::Column::CampaignId.eq(campaign.uuid()))
        .filter(guest_link::Column::Id.gt(page.after()))
        .order_by_asc(guest_link::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// Ends a link. Ending it twice keeps the first time. Its sessions are ended apart.
pub async fn revoke_guest_link(tx: &Tx, scope: &Scope, id: GuestLinkId, now_ms: i64) -> Result<(), StoreError> {
    find_guest_link(tx, scope, id).await?.ok_or(StoreError::NotFound { what: "guest link" })?;
    guest_link::Entity::update_many()
        .col_expr(guest_link::Column::RevokedMs, Expr::value(now_ms))
        .filter(within(scope, guest_link::Column::OrganizationId, guest_link::Column::BrandId))
        .filter(guest_link::Column::Id.eq(id.uuid()))
        .filter(guest_link::Column::RevokedMs.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
