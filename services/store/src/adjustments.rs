//! The adjustments of a campaign's ads that are in force: what its plans are made with. How they came about stands in
//! `turns`.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::adjustment::Adjustments;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId};
use sea_orm::{ConnectionTrait, Value};

use crate::StoreError;
use crate::sql::{self, Insert, Kind, ROWS};

/// Whose they are.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
}

/// All that are in force in a campaign, by written cell.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<BTreeMap<String, Adjustments>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(campaign.uuid().into());
    let text = format!("SELECT cell, slots FROM adjustment WHERE {wall} AND campaign_id = ${}", values.len());
    let rows = sql::query(c, &text, values).await?;
    rows.iter().map(|row| Ok((row.try_get("", "cell")?, sql::json(row, "slots")?))).collect()
}

/// Puts adjustments in force in place of those of the same cells; none take a cell's back.
pub async fn put<C: ConnectionTrait>(
    c: &C,
    owner: Owner,
    adjustments: &BTreeMap<String, Adjustments>,
) -> Result<(), StoreError> {
    let gone: Vec<&String> = adjustments.iter().filter(|(_, of)| of.is_empty()).map(|(cell, _)| cell).collect();
    for chunk in gone.chunks(ROWS) {
        let mut values: Vec<Value> = vec![owner.campaign.uuid().into()];
        let among = sql::among(c, &mut values, Kind::Text, chunk.iter().map(|cell| cell.as_str().into()).collect());
        sql::execute(c, &format!("DELETE FROM adjustment WHERE campaign_id = $1 AND cell {among}"), values).await?;
    }
    let insert = Insert {
        table: "adjustment",
        same: vec![
            ("organization_id", owner.organization.uuid().into()),
            ("brand_id", owner.brand.uuid().into()),
            ("campaign_id", owner.campaign.uuid().into()),
        ],
        columns: &[("cell", Kind::Text), ("slots", Kind::Text)],
        then: "ON CONFLICT (campaign_id, cell) DO UPDATE SET slots = excluded.slots",
    };
    let kept = adjustments.iter().filter(|(_, of)| !of.is_empty());
    let values = kept.flat_map(|(cell, of)| {
        [cell.clone().into(), serde_json::to_string(of).expect("adjustments are plain JSON").into()]
    });
    insert.run(c, values.collect()).await
}
