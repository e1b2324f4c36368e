//! Plans and their three states: draft, approved, launched. A state is left once, whoever asks
//! at the same moment.

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandKitId, BriefId, CampaignId, Id, PlanId, SkillSetId, WorkflowId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::campaigns::get_campaign;
use crate::entities::plan;
use crate::scope::{organization_of, within};
use crate::{Page, Reader, StoreError, Tx, json};

pub use plan::Model as Plan;

/// The plan was made and nobody has approved it.
pub const DRAFT: &str = "draft";
/// Somebody approved it.
pub const APPROVED: &str = "approved";
/// It became a run.
pub const LAUNCHED: &str = "launched";

/// A new plan.
#[derive(Debug, Clone)]
pub struct NewPlan {
    pub id: PlanId,
    pub campaign: CampaignId,
    pub brief: BriefId,
    pub workflow: WorkflowId,
    pub brand_kit: BrandKitId,
    /// None: nothing was published for the brand.
    pub skills: Option<SkillSetId>,
    /// What it was made from: another fingerprint now means that it is stale.
    pub fingerprint: Digest,
    pub summary: Value,
    pub hold_nano: Option<i64>,
    pub created_by: String,
    pub created_ms: i64,
}

impl Plan {
    /// What it was made from.
    pub fn fingerprint(&self) -> Result<Digest, StoreError> {
        json::digest(&self.fingerprint, "a plan")
    }

    /// Its figures.
    pub fn summary(&self) -> Result<Value, StoreError> {
        json::read(&self.summary, "a plan")
    }
}

/// Adds a plan as a draft.
pub async fn insert_plan(tx: &Tx, scope: &Scope, new: NewPlan) -> Result<(), StoreError> {
    let campaign = get_campaign(tx, scope, new.campaign).await?;
    let row = plan::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(campaign.brand_id),
        campaign_id: Set(campaign.id),
        brief_id: Set(new.brief.uuid()),
        workflow_id: Set(new.workflow.uuid()),
        brand_kit_id: Set(new.brand_kit.uuid()),
        skill_set_id: Set(new.skills.map(Id::uuid)),
        fingerprint: Set(new.fingerprint.0.to_vec()),
        summary: Set(new.summary.to_string()),
        state: Set(DRAFT.to_owned()),
        hold_nano: Set(new.hold_nano),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
        approved_by: Set(None),
        approved_ms: Set(None),
    };
    plan::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("plan"))?;
    Ok(())
}

/// A plan.
pub async fn find_plan(c: &impl Reader, scope: &Scope, id: PlanId) -> Result<Option<Plan>, StoreError> {
    let wall = within(scope, plan::Column::OrganizationId, plan::Column::BrandId);
    Ok(plan::Entity::find_by_id(id.uuid()).filter(wall).one(c).await?)
}

/// A plan that must be there.
pub async fn get_plan(c: &impl Reader, scope: &Scope, id: PlanId) -> Result<Plan, StoreError> {
    find_plan(c, scope, id).await?.ok_or(StoreError::NotFound { what: "plan" })
}

/// The plans of a campaign, oldest first.
pub async fn list_plans(
    c: &impl Reader,
    scope: &Scope,
    campaign: CampaignId,
    page: Page<PlanId>,
) -> Result<Vec<Plan>, StoreError> {
    let select = plan::Entity::find()
        .filter(within(scope, plan::Column::OrganizationId, plan::Column::BrandId))
        .filter(plan::Column::CampaignId.eq(campaign.uuid()))
        .filter(plan::Column::Id.gt(page.after()))
        .order_by_asc(plan::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// Draft to approved; a conflict if it is no draft any more.
pub async fn approve_plan(
    tx: &Tx,
    scope: &Scope,
    id: PlanId,
    approved_by: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let change = plan::ActiveModel {
        state: Set(APPROVED.to_owned()),
        approved_by: Set(Some(approved_by.to_owned())),
        approved_ms: Set(Some(now_ms)),
        ..Default::default()
    };
    leave(tx, scope, id, DRAFT, change).await
}

/// Approved to launched; a conflict if it is not approved, or launched already.
pub async fn launch_plan(tx: &Tx, scope: &Scope, id: PlanId) -> Result<(), StoreError> {
    let change = plan::ActiveModel { state: Set(LAUNCHED.to_owned()), ..Default::default() };
    leave(tx, scope, id, APPROVED, change).await
}

async fn leave(tx: &Tx, scope: &Scope, id: PlanId, from: &str, change: plan::ActiveModel) -> Result<(), StoreError> {
    get_plan(tx, scope, id).await?;
    let done = plan::Entity::update_many()
        .set(change)
        .filter(within(scope, plan::Column::OrganizationId, plan::Column::BrandId))
        .filter(plan::Column::Id.eq(id.uuid()))
        .filter(plan::Column::State.eq(from))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 { Err(StoreError::Conflict { what: "plan" }) } else { Ok(()) }
}
