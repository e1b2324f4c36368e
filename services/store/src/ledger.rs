//! The ledger: money set aside, spent, given back and corrected. A line and the campaign's running
//! sums move together in one transaction. What work costs is not known here.
//!
//! A hard budget holds under any concurrency because one conditional UPDATE both checks it and
//! takes it; those of the brand, the organization and the month ([`crate::accounts`]) hold because their rows are kept. Only a hold can be refused: a settlement and a correction write down money that is
//! gone already, and giving back always works. So hold before work, and hold enough.

use galley_domain::access::Scope;
use galley_domain::ids::{CallId, CampaignId, Id, LedgerId, RunId, TaskId};
use galley_domain::ledger::{Account, BudgetPlace, LineKind};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::campaigns::{Campaign, get_campaign};
use crate::entities::{campaign, ledger};
use crate::scope::within;
use crate::{Page, Reader, StoreError, Tx, accounts};

mod statement;

pub use ledger::Model as Line;
pub use statement::{Statement, recount, statement};

/// What a line says beside its amount.
#[derive(Debug, Clone)]
pub struct NewLine {
    pub id: LedgerId,
    pub campaign: CampaignId,
    pub run: Option<RunId>,
    pub task: Option<TaskId>,
    /// The call that it pays for.
    pub call: Option<CallId>,
    pub gpu_ms: Option<i64>,
    /// How the GPU time is known: `engine_reported`, `exclusive_lease`, …
    pub gpu_basis: Option<String>,
    /// How the amount is known: `estimate`, `rate_card`, `reported`, `unknown`, …
    pub basis: String,
    pub note: String,
    /// As actors are written.
    pub actor: String,
    pub at_ms: i64,
}

/// What a hold was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// It stands; this is what the account looks like now.
    Held(Account),
    /// This hard budget has only so much left. Nothing was written.
    Refused { free_nano: i64, by: BudgetPlace },
}

/// Sets money aside, or says why not.
pub async fn hold(tx: &Tx, scope: &Scope, line: NewLine, amount_nano: i64) -> Result<Hold, StoreError> {
    let amount = checked(amount_nano)?;
    let has_room =
        Condition::any().add(campaign::Column::IsHard.eq(false)).add(campaign::Column::LimitNano.is_null()).add(
            Expr::col(campaign::Column::HeldNano)
                .add(Expr::col(campaign::Column::SpentNano))
                .lte(Expr::col(campaign::Column::LimitNano).sub(amount)),
        );
    let is_taken = move_account(tx, scope, line.campaign, (amount, 0), has_room).await?;
    let campaign = get_campaign(tx, scope, line.campaign).await?;
    if !is_taken {
        let free = campaign.account().free_nano();
        return free
            .map(|free_nano| Hold::Refused { free_nano: Ord::max(free_nano, 0), by: BudgetPlace::CAMPAIGN })
            .ok_or(StoreError::Conflict { what: "hold" });
    }
    if let Some(refused) = accounts::hold(tx, &campaign, amount, line.at_ms).await? {
        move_account(tx, scope, line.campaign, (-amount, 0), Condition::all()).await?;
        return Ok(refused);
    }
    write(tx, &campaign, line, LineKind::Hold, (Some(amount), 0)).await?;
    Ok(Hold::Held(campaign.account()))
}

/// Whether a hard limit stands over a campaign at a time: its own, its brand's, its organization's or a month's.
pub async fn is_hard<C: Reader>(c: &C, scope: &Scope, id: CampaignId, at_ms: i64) -> Result<bool, StoreError> {
    let campaign = get_campaign(c, scope, id).await?;
    let account = campaign.account();
    Ok(account.is_hard && account.limit_nano.is_some() || accounts::is_hard(c, &campaign, at_ms).await?)
}

/// Replaces part of what was held (`freed_nano`) by the real cost. `None` is a cost that nobody
/// knows: it is written as unknown and moves no sum but the hold's. A cost above what was held is
/// written down too, even over a hard budget: the money is gone, and hiding it would be a lie.
pub async fn settle(
    tx: &Tx,
    scope: &Scope,
    line: NewLine,
    cost_nano: Option<i64>,
    freed_nano: i64,
) -> Result<Account, StoreError> {
    let (cost, freed) = (cost_nano.map(checked).transpose()?, checked(freed_nano)?);
    let change = (-freed, cost.unwrap_or(0));
    spend(tx, scope, line, LineKind::Settlement, change, (cost, freed)).await
}

/// Gives back what is left of a hold.
pub async fn release_hold(tx: &Tx, scope: &Scope, line: NewLine, amount_nano: i64) -> Result<Account, StoreError> {
    let amount = checked(amount_nano)?;
    spend(tx, scope, line, LineKind::HoldRelease, (-amount, 0), (Some(amount), amount)).await
}

/// Corrects what was spent, up or down, with a line of its own: no line is ever changed.
pub async fn correct(tx: &Tx, scope: &Scope, line: NewLine, amount_nano: i64) -> Result<Account, StoreError> {
    checked(amount_nano.saturating_abs())?;
    spend(tx, scope, line, LineKind::Correction, (0, amount_nano), (Some(amount_nano), 0)).await
}

/// The lines of a campaign, or of the whole scope, oldest first.
pub async fn list_lines(
    c: &impl Reader,
    scope: &Scope,
    campaign: Option<CampaignId>,
    page: Page<LedgerId>,
) -> Result<Vec<Line>, StoreError> {
    let mut select = ledger::Entity::find()
        .filter(within(scope, ledger::Column::OrganizationId, ledger::Column::BrandId))
        .filter(ledger::Column::Id.gt(page.after()))
        .order_by_asc(ledger::Column::Id)
        .limit(page.limit());
    if let Some(campaign) = campaign {
        select = select.filter(ledger::Column::CampaignId.eq(campaign.uuid()));
    }
    Ok(select.all(c).await?)
}

async fn spend(
    tx: &Tx,
    scope: &Scope,
    line: NewLine,
    kind: LineKind,
    change: (i64, i64),
    written: (Option<i64>, i64),
) -> Result<Account, StoreError> {
    let is_moved = move_account(tx, scope, line.campaign, change, Condition::all()).await?;
    let campaign = get_campaign(tx, scope, line.campaign).await?;
    if !is_moved {
        // More was to be given back than is held.
        return Err(StoreError::Conflict { what: "hold" });
    }
    accounts::spend(tx, &campaign, change, line.at_ms).await?;
    write(tx, &campaign, line, kind, written).await?;
    Ok(campaign.account())
}

/// Adds to what is held and what is spent, if `room` allows and no more is given back than is held.
async fn move_account(
    tx: &Tx,
    scope: &Scope,
    id: CampaignId,
    (held, spent): (i64, i64),
    room: Condition,
) -> Result<bool, StoreError> {
    let done = campaign::Entity::update_many()
        .col_expr(campaign::Column::HeldNano, Expr::col(campaign::Column::HeldNano).add(held))
        .col_expr(campaign::Column::SpentNano, Expr::col(campaign::Column::SpentNano).add(spent))
        .filter(within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId))
        .filter(campaign::Column::Id.eq(id.uuid()))
        .filter(campaign::Column::HeldNano.gte(Ord::max(0, -held)))
        .filter(room)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

async fn write(
    tx: &Tx,
    campaign: &Campaign,
    line: NewLine,
    kind: LineKind,
    (amount, freed): (Option<i64>, i64),
) -> Result<(), StoreError> {
    let row = ledger::ActiveModel {
        id: Set(line.id.uuid()),
        organization_id: Set(campaign.organization_id),
        brand_id: Set(campaign.brand_id),
        campaign_id: Set(campaign.id),
        run_id: Set(line.run.map(Id::uuid)),
        task_id: Set(line.task.map(Id::uuid)),
        kind: Set(kind.word().to_owned()),
        amount_nano: Set(amount),
        freed_nano: Set(freed),
        currency: Set(campaign.currency.clone()),
        gpu_ms: Set(line.gpu_ms),
        gpu_basis: Set(line.gpu_basis),
        basis: Set(line.basis),
        note: Set(line.note),
        actor: Set(line.actor),
        at_ms: Set(line.at_ms),
        call_id: Set(line.call.map(Id::uuid)),
    };
    ledger::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("ledger line"))?;
    Ok(())
}

/// Most that one line may move: a hundred million units, far above any campaign and far enough
/// below what 64 bits hold that sums cannot run over.
const MOST_NANO: i64 = 100_000_000 * 1_000_000_000;

/// A negative hold would be free money.
fn checked(amount_nano: i64) -> Result<i64, StoreError> {
    if (0..=MOST_NANO).contains(&amount_nano) {
        Ok(amount_nano)
    } else {
        Err(StoreError::Conflict { what: "amount (negative or beyond reason)" })
    }
}
