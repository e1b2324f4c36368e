//! Releases and their items: what goes to which destination, and what has arrived. Delivering is
//! the engine's; whether a revision may go is decided before it comes here.

use std::collections::HashSet;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, Id, ReleaseId, RevisionId, RunId, VariantId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::campaigns::get_campaign;
use crate::entities::{release, release_item};
use crate::scope::{organization_of, within};
use crate::{Page, Reader, StoreError, Tx, json};

pub use release::Model as Release;
pub use release_item::Model as ReleaseItem;

/// Some items are not delivered yet.
pub const ACTIVE: &str = "active";
/// Every item is where it should be.
pub const DONE: &str = "done";
/// Some items could not be delivered.
pub const FAILED: &str = "failed";

/// Items written with one statement: each has 13 values, and SQLite takes 32,766 of them.
const CHUNK: usize = 2_000;

/// A new release.
#[derive(Debug, Clone)]
pub struct NewRelease {
    pub id: ReleaseId,
    pub campaign: CampaignId,
    pub run: RunId,
    pub destination: String,
    pub items: Vec<NewReleaseItem>,
    pub created_by: String,
    pub created_ms: i64,
}

/// One file of a new release.
#[derive(Debug, Clone)]
pub struct NewReleaseItem {
    pub variant: VariantId,
    pub revision: RevisionId,
    /// Its path at the destination.
    pub name: String,
    pub hash: Digest,
    pub bytes: u64,
    pub mime: String,
}

/// How a delivery went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// It is there.
    At { location: String },
    /// It could not be delivered.
    Failed { error: String },
}

impl Release {
    /// The manifest's blob, once it is written.
    pub fn manifest_hash(&self) -> Result<Option<Digest>, StoreError> {
        self.manifest_hash.as_deref().map(|hash| json::digest(hash, "a release")).transpose()
    }
}

impl ReleaseItem {
    /// The hash of the bytes that were approved.
    pub fn hash(&self) -> Result<Digest, StoreError> {
        json::digest(&self.hash, "a release item")
    }
}

/// Adds a release with its items, numbered in the order given.
pub async fn insert_release(tx: &Tx, scope: &Scope, new: NewRelease) -> Result<(), StoreError> {
    let campaign = get_campaign(tx, scope, new.campaign).await?;
    let row = release::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(campaign.brand_id),
        campaign_id: Set(campaign.id),
        run_id: Set(new.run.uuid()),
        destination: Set(new.destination),
        state: Set(ACTIVE.to_owned()),
        item_count: Set(i32::try_from(new.items.len()).unwrap_or(i32::MAX)),
        manifest_hash: Set(None),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
        finished_ms: Set(None),
    };
    release::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("release"))?;
    let mut ordinal = 0;
    for items in new.items.chunks(CHUNK) {
        let rows = items.iter().map(|item| {
            ordinal += 1;
            release_item::ActiveModel {
                release_id: Set(new.id.uuid()),
                variant_id: Set(item.variant.uuid()),
                organization_id: Set(organization_of(scope)),
                brand_id: Set(campaign.brand_id),
                campaign_id: Set(campaign.id),
                revision_id: Set(item.revision.uuid()),
                ordinal: Set(ordinal),
                name: Set(item.name.clone()),
                hash: Set(item.hash.0.to_vec()),
                bytes: Set(item.bytes.cast_signed()),
                mime: Set(item.mime.clone()),
                location: Set(None),
                delivered_ms: Set(None),
                error: Set(None),
            }
        });
        release_item::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A release.
pub async fn find_release(c: &impl Reader, scope: &Scope, id: ReleaseId) -> Result<Option<Release>, StoreError> {
    let wall = within(scope, release::Column::OrganizationId, release::Column::BrandId);
    Ok(release::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// A release that must be there.
pub async fn get_release(c: &impl Reader, scope: &Scope, id: ReleaseId) -> Result<Release, StoreError> {
    find_release(c, scope, id).await?.ok_or(StoreError::NotFound { what: "release" })
}

/// The releases of a campaign, oldest first.
pub async fn list_releases(
    c: &impl Reader,
    scope: &Scope,
    campaign: CampaignId,
    page: Page<ReleaseId>,
) -> Result<Vec<Release>, StoreError> {
    let select = release::Entity::find()
        .filter(within(scope, release::Column::OrganizationId, release::Column::BrandId))
        .filter(release::Column::CampaignId.eq(campaign.uuid()))
        .filter(release::Column::Id.gt(page.after()))
        .order_by_asc(release::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// The items of a release behind an ordinal (0: from the first), in their order.
pub async fn list_release_items(
    c: &impl Reader,
    scope: &Scope,
    release: ReleaseId,
    after_ordinal: i32,
    limit: u64,
) -> Result<Vec<ReleaseItem>, StoreError> {
    let select = release_item::Entity::find()
        .filter(within(scope, release_item::Column::OrganizationId, release_item::Column::BrandId))
        .filter(release_item::Column::ReleaseId.eq(release.uuid()))
        .filter(release_item::Column::Ordinal.gt(after_ordinal))
        .order_by_asc(release_item::Column::Ordinal)
        .limit(limit.clamp(1, 1_000));
    Ok(select.all(c).await?)
}

/// One item.
pub async fn find_release_item(
    c: &impl Reader,
    scope: &Scope,
    release: ReleaseId,
    variant: VariantId,
) -> Result<Option<ReleaseItem>, StoreError> {
    let wall = within(scope, release_item::Column::OrganizationId, release_item::Column::BrandId);
    let key = (release.uuid(), variant.uuid());
    Ok(release_item::Entity::find_by_id(key).filter(wall).one(c).await?)
}

/// Revisions that a destination has or is about to get: they are not sent there again.
pub async fn list_released_revisions(
    c: &impl Reader,
    scope: &Scope,
    campaign: CampaignId,
    destination: &str,
) -> Result<Vec<RevisionId>, StoreError> {
    let releases = release::Entity::find()
        .select_only()
        .column(release::Column::Id)
        .filter(within(scope, release::Column::OrganizationId, release::Column::BrandId))
        .filter(release::Column::CampaignId.eq(campaign.uuid()))
        .filter(release::Column::Destination.eq(destination));
    let ids: Vec<uuid::Uuid> = release_item::Entity::find()
        .select_only()
        .column(release_item::Column::RevisionId)
        .filter(release_item::Column::ReleaseId.in_subquery(releases.into_query()))
        .filter(release_item::Column::Error.is_null())
        .into_tuple()
        .all(c)
        .await?;
    Ok(ids.into_iter().map(RevisionId).collect())
}

/// Writes down how a delivery went. One that has arrived is not undone by a later failure.
pub async fn set_delivered(
    tx: &Tx,
    scope: &Scope,
    (release, variant): (ReleaseId, VariantId),
    delivered: Delivered,
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut change = release_item::ActiveModel { ..Default::default() };
    match delivered {
        Delivered::At { location } => {
            change.location = Set(Some(location));
            change.delivered_ms = Set(Some(now_ms));
            change.error = Set(None);
        }
        Delivered::Failed { error } => change.error = Set(Some(error)),
    }
    release_item::Entity::update_many()
        .set(change)
        .filter(within(scope, release_item::Column::OrganizationId, release_item::Column::BrandId))
        .filter(release_item::Column::ReleaseId.eq(release.uuid()))
        .filter(release_item::Column::VariantId.eq(variant.uuid()))
        .filter(release_item::Column::DeliveredMs.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends a release that is active; a conflict if it has ended.
pub async fn finish_release(
    tx: &Tx,
    scope: &Scope,
    id: ReleaseId,
    state: &'static str,
    manifest_hash: Option<Digest>,
    now_ms: i64,
) -> Result<(), StoreError> {
    get_release(tx, scope, id).await?;
    let change = release::ActiveModel {
        state: Set(state.to_owned()),
        manifest_hash: Set(manifest_hash.map(|hash| hash.0.to_vec())),
        finished_ms: Set(Some(now_ms)),
        ..Default::default()
    };
    let done = release::Entity::update_many()
        .set(change)
        .filter(within(scope, release::Column::OrganizationId, release::Column::BrandId))
        .filter(release::Column::Id.eq(id.uuid()))
        .filter(release::Column::State.eq(ACTIVE))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 { Err(StoreError::Conflict { what: "release" }) } else { Ok(()) }
}

/// Those of these revisions that any destination has.
pub async fn delivered_of(
    c: &impl Reader,
    scope: &Scope,
    revisions: &[RevisionId],
) -> Result<HashSet<RevisionId>, StoreError> {
    let mut found = HashSet::new();
    for chunk in revisions.chunks(CHUNK) {
        let ids: Vec<uuid::Uuid> = release_item::Entity::find()
            .select_only()
            .column(release_item::Column::RevisionId)
            .filter(within(scope, release_item::Column::OrganizationId, release_item::Column::BrandId))
            .filter(release_item::Column::RevisionId.is_in(chunk.iter().map(|id| id.uuid())))
            .filter(release_item::Column::DeliveredMs.is_not_null())
            .into_tuple()
            .all(c)
            .await?;
        found.extend(ids.into_iter().map(RevisionId));
    }
    Ok(found)
}
