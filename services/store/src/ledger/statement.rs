//! Reading the ledger in sums: what each campaign holds, has spent and does not know.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::ids::{CampaignId, Id};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::campaigns::{Campaign, get_campaign};
use crate::entities::{campaign, ledger};
use crate::scope::within;
use crate::{Reader, StoreError};

/// What one campaign has spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// With its budget and running sums.
    pub campaign: Campaign,
    /// GPU time of all settlements that know it.
    pub gpu_ms: i64,
    /// Settlements whose cost nobody knows.
    pub unknown_count: i64,
}

/// The statements of one campaign, or of every campaign of the scope.
pub async fn statement(c: &impl Reader, scope: &Scope, only: Option<CampaignId>) -> Result<Vec<Statement>, StoreError> {
    let mut select = campaign::Entity::find()
        .filter(within(scope, campaign::Column::OrganizationId, campaign::Column::BrandId))
        .order_by_asc(campaign::Column::Id);
    if let Some(only) = only {
        select = select.filter(campaign::Column::Id.eq(only.uuid()));
    }
    let campaigns = select.all(c).await?;
    let mut sums = settled(c, scope, only).await?;
    let statements = campaigns.into_iter().map(|campaign| {
        let (gpu_ms, unknown_count) = sums.remove(&campaign.id).unwrap_or_default();
        Statement { campaign, gpu_ms, unknown_count }
    });
    Ok(statements.collect())
}

/// What is held and spent by the ledger's lines alone. It must equal the campaign's running sums.
pub async fn recount(c: &impl Reader, scope: &Scope, id: CampaignId) -> Result<(i64, i64), StoreError> {
    get_campaign(c, scope, id).await?;
    let rows: Vec<(String, i64, i64)> = ledger::Entity::find()
        .select_only()
        .column(ledger::Column::Kind)
        .column_as(sum(Expr::col(ledger::Column::AmountNano)), "amount")
        .column_as(sum(Expr::col(ledger::Column::FreedNano)), "freed")
        .filter(within(scope, ledger::Column::OrganizationId, ledger::Column::BrandId))
        .filter(ledger::Column::CampaignId.eq(id.uuid()))
        .group_by(ledger::Column::Kind)
        .into_tuple()
        .all(c)
        .await?;
    let (mut held, mut spent) = (0, 0);
    for (kind, amount, freed) in rows {
        held -= freed;
        match kind.as_str() {
            "hold" => held += amount,
            "settlement" | "correction" => spent += amount,
            _ => {}
        }
    }
    Ok((held, spent))
}

async fn settled(
    c: &impl Reader,
    scope: &Scope,
    only: Option<CampaignId>,
) -> Result<BTreeMap<Uuid, (i64, i64)>, StoreError> {
    // A cost that was learned later stands in a correction of the same call.
    let is_learned =
        Expr::col(ledger::Column::Kind).eq("correction").and(Expr::col(ledger::Column::CallId).is_not_null());
    let is_unknown = Expr::case(Expr::col(ledger::Column::AmountNano).is_null(), 1i64).case(is_learned, -1i64);
    let is_unknown = is_unknown.finally(0i64);
    let mut select = ledger::Entity::find()
        .select_only()
        .column(ledger::Column::CampaignId)
        .column_as(sum(Expr::col(ledger::Column::GpuMs)), "gpu_ms")
        .column_as(sum(is_unknown.into()), "unknown")
        .filter(within(scope, ledger::Column::OrganizationId, ledger::Column::BrandId))
        .filter(ledger::Column::Kind.is_in(["settlement", "correction"]))
        .group_by(ledger::Column::CampaignId);
    if let Some(only) = only {
        select = select.filter(ledger::Column::CampaignId.eq(only.uuid()));
    }
    let rows: Vec<(Uuid, i64, i64)> = select.into_tuple().all(c).await?;
    Ok(rows.into_iter().map(|(id, gpu_ms, unknown)| (id, (gpu_ms, unknown))).collect())
}

/// A sum as 64 bits (PostgreSQL makes a numeric of it), 0 where there is nothing to add.
fn sum(of: SimpleExpr) -> SimpleExpr {
    Expr::expr(of.sum().if_null(0i64)).cast_as(Alias::new("BIGINT"))
}
