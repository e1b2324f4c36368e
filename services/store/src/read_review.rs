//! What waits for somebody's word: variants with an open stage that asks them. Reads only; who may
//! decide is decided in `domain`, and again when they do.

use galley_domain::access::{Grant, Scope};
use galley_domain::ids::{CampaignId, Id, VariantId};
use sea_orm::{ConnectionTrait, Value};

use crate::{Page, StoreError, sql};

/// Whose review list, and which part of it.
#[derive(Debug, Clone)]
pub struct ReviewFilter<'a> {
    /// The reader, as actors are written: their own work and what they have judged is left out.
    pub actor: &'a str,
    pub grants: &'a [Grant],
    pub campaign: Option<CampaignId>,
    pub stage: Option<&'a str>,
}

/// Variants whose open stage asks this person, in id order.
pub async fn list_asked<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    filter: &ReviewFilter<'_>,
    page: Page<VariantId>,
) -> Result<Vec<VariantId>, StoreError> {
    if filter.grants.is_empty() {
        return Ok(Vec::new());
    }
    let (wall, mut values) = sql::wall(scope, 1);
    let mut bind = |value: Value| {
        values.push(value);
        values.len()
    };
    let mut text = format!("SELECT variant_id FROM stage WHERE {wall} AND state = 'open' AND ");
    text.push_str(&asks(filter.grants, &mut bind));
    if let Some(campaign) = filter.campaign {
        text.push_str(&format!(" AND campaign_id = ${}", bind(campaign.uuid().into())));
    }
    if let Some(stage) = filter.stage {
        text.push_str(&format!(" AND name = ${}", bind(stage.into())));
    }
    let is_retired = bind(false.into());
    // The list of authors is JSON; an id holds `_`, which LIKE takes for any letter.
    let author = bind(format!("%\"{}\"%", filter.actor.replace('_', "!_")).into());
    text.push_str(&format!(
        " AND EXISTS (SELECT 1 FROM variant v JOIN revision r ON r.id = v.revision_id \
         WHERE v.id = stage.variant_id AND r.id = stage.revision_id AND v.state = 'in_review' \
         AND v.is_retired = ${is_retired} AND r.authors NOT LIKE ${author} ESCAPE '!')"
    ));
    let actor = bind(filter.actor.into());
    text.push_str(&format!(
        " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.revision_id = stage.revision_id \
         AND d.stage = stage.name AND d.actor = ${actor})"
    ));
    let (after, limit) = (bind(page.after().into()), bind((page.limit() as i64).into()));
    text.push_str(&format!(" AND variant_id > ${after} ORDER BY variant_id LIMIT ${limit}"));
    sql::query(c, &text, values).await?.iter().map(|row| sql::id(row, "variant_id")).collect()
}

/// One of the grants fits the stage: its role, and where the grant names them brand and market.
fn asks(grants: &[Grant], bind: &mut impl FnMut(Value) -> usize) -> String {
    let any: Vec<String> = grants
        .iter()
        .map(|grant| {
            let mut all = format!("role = ${}", bind(grant.role.word().into()));
            if let Some(brand) = grant.brand {
                all.push_str(&format!(" AND brand_id = ${}", bind(brand.uuid().into())));
            }
            if let Some(market) = &grant.market {
                all.push_str(&format!(" AND market = ${}", bind(market.clone().into())));
            }
            format!("({all})")
        })
        .collect();
    format!("({})", any.join(" OR "))
}
