//! Somebody asks that a budget may be gone over, with a reason. Nothing changes until finance decides.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::{BrandId, CampaignId, OverrideId};
use galley_domain::ledger::Month;
use galley_store::accounts::{self, BudgetKey};
use galley_store::budget_overrides::{self, BudgetOverride};
use galley_store::{brands, campaigns, journal};
use serde_json::json;

use super::notes::note;
use super::set_budget::MAX_NANO;
use crate::{ActionError, Engine};

/// Longest reason, characters.
const MAX_REASON: usize = 2_000;

/// What is asked for. With a campaign it is that campaign's budget; with a brand the brand's; else the organization's.
#[derive(Debug, Clone)]
pub struct Wish {
    pub campaign: Option<CampaignId>,
    pub brand: Option<BrandId>,
    pub month: Option<Month>,
    /// A campaign has its own.
    pub currency: Option<String>,
    pub amount_nano: i64,
    pub reason: String,
}

/// Writes the request down.
pub async fn ask_override(engine: &Engine, access: &Access, wish: Wish) -> Result<OverrideId, ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let (brand, currency, limit_nano) = match (wish.campaign, wish.brand) {
        (Some(id), _) => {
            let campaign = campaigns::get_campaign(&tx, &scope, id).await?;
            (Some(campaign.brand_id()), campaign.currency.clone(), campaign.limit_nano)
        }
        (None, brand) => {
            if let Some(brand) = brand {
                brands::get_brand(&tx, &scope, brand).await?;
            }
            let currency = wish.currency.clone();
            let currency = currency.ok_or_else(|| ActionError::invalid("/currency", "expected a code such as EUR"))?;
            let key = BudgetKey { brand, month: wish.month, currency: &currency };
            let limit = accounts::find_budget(&tx, &scope, key).await?.and_then(|budget| budget.account.limit_nano);
            (brand, currency, limit)
        }
    };
    if !may_ask(access, brand) {
        return Err(ActionError::NotAllowed("producers and finance ask for more money".to_owned()));
    }
    if !(1..=MAX_NANO).contains(&wish.amount_nano) {
        return Err(ActionError::invalid("/amount", "expected an amount above 0, up to 100 million"));
    }
    let reason = wish.reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(ActionError::invalid("/reason", format!("expected why, in 1 to {MAX_REASON} characters")));
    }
    if wish.campaign.is_some() && wish.month.is_some() {
        return Err(ActionError::invalid("/month", "a campaign has one budget, not one for each month"));
    }
    if limit_nano.is_none() {
        return Err(ActionError::conflict("no_limit", "this budget has no limit that could be gone over"));
    }
    let new = BudgetOverride {
        id: engine.ids.next(),
        brand,
        campaign: wish.campaign,
        month: wish.month,
        currency,
        amount_nano: wish.amount_nano,
        reason: reason.to_owned(),
        state: "asked".to_owned(),
        asked_by: access.actor.written(),
        asked_ms: now_ms,
        decided_by: None,
        decided_ms: None,
    };
    budget_overrides::insert_override(&tx, &scope, &new).await?;
    let month = new.month.map(Month::written);
    let payload = json!({ "override": new.id, "amount_nano": new.amount_nano, "month": month });
    let mut entry = note(engine, access, "ask_override", payload);
    (entry.brand, entry.campaign) = (brand, new.campaign);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(new.id)
}

fn may_ask(access: &Access, brand: Option<BrandId>) -> bool {
    [Permission::Produce, Permission::SetBudget].into_iter().any(|permission| match brand {
        Some(brand) => access.may(permission, brand),
        None => access.may_everywhere(permission),
    })
}
