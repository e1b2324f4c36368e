//! Campaigns and the versions of their briefs. Their money moves in [`crate::ledger`] alone.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, BriefId, CampaignId, Id};
use galley_domain::ledger::Account;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::{brief, campaign};
use crate::scope::{admit, organization_of, within};
use crate::{Page, Reader, StoreError, Tx, json};

pub use brief::Model as Brief;
pub use campaign::Model as Campaign;

/// A new campaign, without a brief yet.
#[derive(Debug, Clone)]
pub struct NewCampaign {
    pub id: CampaignId,
    pub brand: BrandId,
    pub slug: String,
    pub title: String,
    /// The workflow's name.
    pub workflow: String,
    pub is_sensitive: bool,
    pub currency: String,
    /// `None`: no limit.
    pub limit_nano: Option<i64>,
    pub is_hard: bool,
    pub created_by: String,
    pub created_ms: i64,
}

/// A new version of a campaign's brief, with what the campaign takes over from it.
#[derive(Debug, Clone)]
pub struct NewBrief {
    pub id: BriefId,
    pub campaign: CampaignId,
    pub digest: Digest,
    pub text: String,
    /// Name to the hash of the blob.
    pub files: BTreeMap<String, Digest>,
    pub title: String,
    pub workflow: String,
    pub is_sensitive: bool,
    pub created_by: String,
    pub created_ms: i64,
}

/// Which campaigns.
#[derive(Debug, Clone, Default)]
pub struct CampaignFilter {
    pub brand: Option<BrandId>,
    /// Part of the slug or the title; capitals of A to Z do not matter.
    pub words: Option<String>,
}

impl Campaign {
    /// Its budget and what has been used of it.
    pub fn account(&self) -> Account {
        Account {
            limit_nano: self.limit_nano,
            is_hard: self.is_hard,
            held_nano: self.held_nano,
            spent_nano: self.spent_nano,
        }
    }
}

/// Adds a campaign.
pub async fn insert_campaign(tx: &Tx, scope: &Scope, new: NewCampaign) -> Result<(), StoreError> {
    crate::brands::get_brand(tx, scope, new.brand).await?;
    let row = campaign::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(new.brand.uuid()),
        slug: Set(new.slug),
        title: Set(new.title),
        workflow: Set(new.workflow),
        is_sensitive: Set(new.is_sensitive),
        currency: Set(new.currency),
        limit_nano: Set(new.limit_nano),
        is_hard: Set(new.is_hard),
        held_nano: Set(0),
        spent_nano: Set(0),
        weight: Set(1),
        brief_id: Set(None),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
        updated_ms: Set(new.created_ms),
    };
    campaign::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("campaign"))?;
    Ok(())
}

/// A campaign.
pub async fn find_campaign(c: &impl Reader, scope: &Scope, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
    let wall = within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId);
    Ok(campaign::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// A campaign that must be there.
pub async fn get_campaign(c: &impl Reader, scope: &Scope, id: CampaignId) -> Result<Campaign, StoreError> {
    find_campaign(c, scope, id).await?.ok_or(StoreError::NotFound { what: "campaign" })
}

/// The campaign of a brand with this slug.
pub async fn find_campaign_by_slug(
    c: &impl Reader,
    scope: &Scope,
    brand: BrandId,
    slug: &str,
) -> Result<Option<Campaign>, StoreError> {
    let select = campaign::Entity::find()
        .filter(within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId))
        .filter(campaign::Column::BrandId.eq(brand.uuid()))
        .filter(campaign::Column::Slug.eq(slug));
    Ok(select.one(c).await?)
}

/// The campaigns of a scope, oldest first.
pub async fn list_campaigns(
    c: &impl Reader,
    scope: &Scope,
    filter: &CampaignFilter,
    page: Page<CampaignId>,
) -> Result<Vec<Campaign>, StoreError> {
    let mut select = campaign::Entity::find()
        .filter(within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId))
        .filter(campaign::Column::Id.gt(page.after()))
        .order_by_asc(campaign::Column::Id)
        .limit(page.limit());
    if let Some(brand) = filter.brand {
        select = select.filter(campaign::Column::BrandId.eq(brand.uuid()));
    }
    if let Some(words) = &filter.words {
        select = select.filter(says(words));
    }
    Ok(select.all(c).await?)
}

/// Changes the limit. Cutting it below what is used already works: it only stops new holds.
pub async fn set_budget(
    tx: &Tx,
    scope: &Scope,
    id: CampaignId,
    limit_nano: Option<i64>,
    is_hard: bool,
    now_ms: i64,
) -> Result<(), StoreError> {
    let row = campaign::ActiveModel {
        limit_nano: Set(limit_nano),
        is_hard: Set(is_hard),
        updated_ms: Set(now_ms),
        ..Default::default()
    };
    update(tx, scope, id, row).await
}

/// Raises the limit; false where there is none to raise.
pub async fn raise_limit(tx: &Tx, scope: &Scope, id: CampaignId, nano: i64, now_ms: i64) -> Result<bool, StoreError> {
    use sea_orm::sea_query::{Expr, ExprTrait};
    let done = campaign::Entity::update_many()
        .col_expr(campaign::Column::LimitNano, Expr::col(campaign::Column::LimitNano).add(nano))
        .col_expr(campaign::Column::UpdatedMs, Expr::value(now_ms))
        .filter(within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId))
        .filter(campaign::Column::Id.eq(id.uuid()))
        .filter(campaign::Column::LimitNano.is_not_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Changes the campaign's share of the lanes: twice the weight, twice the turns.
pub async fn set_weight(tx: &Tx, scope: &Scope, id: CampaignId, weight: i32, now_ms: i64) -> Result<(), StoreError> {
    let row = campaign::ActiveModel { weight: Set(weight.max(1)), updated_ms: Set(now_ms), ..Default::default() };
    update(tx, scope, id, row).await
}

/// Adds the next version of a brief, makes it the campaign's current one and answers its number.
pub async fn insert_brief(tx: &Tx, scope: &Scope, new: NewBrief) -> Result<i32, StoreError> {
    let campaign = get_campaign(tx, scope, new.campaign).await?;
    admit(scope, campaign.brand_id())?;
    let version = find_latest_brief(tx, scope, new.campaign).await?.map_or(1, |brief| brief.version + 1);
    let row = brief::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(campaign.brand_id),
        campaign_id: Set(campaign.id),
        version: Set(version),
        digest: Set(new.digest.0.to_vec()),
        text: Set(new.text),
        files: Set(json::write(&new.files)),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
    };
    brief::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("brief version"))?;
    let change = campaign::ActiveModel {
        title: Set(new.title),
        workflow: Set(new.workflow),
        is_sensitive: Set(new.is_sensitive),
        brief_id: Set(Some(new.id.uuid())),
        updated_ms: Set(new.created_ms),
        ..Default::default()
    };
    update(tx, scope, new.campaign, change).await?;
    Ok(version)
}

/// A version of a brief.
pub async fn find_brief(c: &impl Reader, scope: &Scope, id: BriefId) -> Result<Option<Brief>, StoreError> {
    let wall = within(scope, brief::Column::OrganizationId, brief::Column::BrandId);
    Ok(brief::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// The newest version of a campaign's brief.
pub async fn find_latest_brief(
    c: &impl Reader,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Option<Brief>, StoreError> {
    let select = brief::Entity::find()
        .filter(within(scope, brief::Column::OrganizationId, brief::Column::BrandId))
        .filter(brief::Column::CampaignId.eq(campaign.uuid()))
        .order_by_desc(brief::Column::Version);
    Ok(select.one(c).await?)
}

/// The versions of a campaign's brief, newest first.
pub async fn list_briefs(c: &impl Reader, scope: &Scope, campaign: CampaignId) -> Result<Vec<Brief>, StoreError> {
    let select = brief::Entity::find()
        .filter(within(scope, brief::Column::OrganizationId, brief::Column::BrandId))
        .filter(brief::Column::CampaignId.eq(campaign.uuid()))
        .order_by_desc(brief::Column::Version)
        .limit(Page::<BriefId>::MOST);
    Ok(select.all(c).await?)
}

async fn update(tx: &Tx, scope: &Scope, id: CampaignId, change: campaign::ActiveModel) -> Result<(), StoreError> {
    let done = campaign::Entity::update_many()
        .set(change)
        .filter(within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId))
        .filter(campaign::Column::Id.eq(id.uuid()))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 { Err(StoreError::NotFound { what: "campaign" }) } else { Ok(()) }
}

/// Slug or title hold these words. `LIKE` in both databases takes `%` and `_` as wildcards, which
/// here they are not.
fn says(words: &str) -> Condition {
    use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
    let mut pattern = String::from("%");
    for letter in words.to_ascii_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    let holds = |column: campaign::Column| {
        Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(&pattern).escape('\\'))
    };
    Condition::any().add(holds(campaign::Column::Slug)).add(holds(campaign::Column::Title))
}
