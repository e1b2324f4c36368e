//! Writing the variants of a launch: cells that a brief wants and cells that it wants no longer.

use galley_domain::cell::value_of;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RunId, VariantId};
use sea_orm::{ConnectionTrait, Value};

use crate::StoreError;
use crate::sql::{self, Insert, Kind, ROWS};

/// What all variants that one launch touches share.
#[derive(Debug, Clone, Copy)]
pub struct VariantBatch {
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub run: RunId,
    pub now_ms: i64,
}

/// A variant to add or to want anew.
#[derive(Debug, Clone)]
pub struct WantedVariant {
    /// Used only where the cell is new.
    pub id: VariantId,
    pub ordinal: i32,
    pub cell: String,
    pub subject_key: Digest,
    pub gate_key: Digest,
    pub is_blocked: bool,
}

/// Adds variants, or points existing ones of the same cell at new keys and back to the start.
pub async fn want<C: ConnectionTrait>(
    c: &C,
    batch: &VariantBatch,
    variants: &[WantedVariant],
) -> Result<(), StoreError> {
    let insert = Insert {
        table: "variant",
        same: vec![
            ("organization_id", batch.organization.uuid().into()),
            ("brand_id", batch.brand.uuid().into()),
            ("campaign_id", batch.campaign.uuid().into()),
            ("run_id", batch.run.uuid().into()),
            ("created_ms", batch.now_ms.into()),
            ("updated_ms", batch.now_ms.into()),
            ("is_retired", false.into()),
            ("revision_count", 0.into()),
        ],
        columns: &WANTED,
        then: "ON CONFLICT (campaign_id, cell) DO UPDATE SET run_id = excluded.run_id, \
             ordinal = excluded.ordinal, subject_key = excluded.subject_key, \
             gate_key = excluded.gate_key, state = excluded.state, is_retired = excluded.is_retired, \
             stage = NULL, due_ms = NULL, updated_ms = excluded.updated_ms",
    };
    let mut values: Vec<Value> = Vec::with_capacity(variants.len() * WANTED.len());
    for variant in variants {
        let axis = |name| Value::from(value_of(&variant.cell, name).map(str::to_owned));
        values.extend([
            variant.id.uuid().into(),
            variant.ordinal.into(),
            variant.cell.clone().into(),
            axis("market"),
            axis("message"),
            axis("format"),
            variant.subject_key.0.to_vec().into(),
            variant.gate_key.0.to_vec().into(),
            if variant.is_blocked { "blocked" } else { "planned" }.into(),
        ]);
    }
    insert.run(c, values).await
}

/// What each wanted variant brings.
const WANTED: [(&str, Kind); 9] = [
    ("id", Kind::Uuid),
    ("ordinal", Kind::Int),
    ("cell", Kind::Text),
    ("market", Kind::MaybeText),
    ("message", Kind::MaybeText),
    ("format", Kind::MaybeText),
    ("subject_key", Kind::Bytes),
    ("gate_key", Kind::Bytes),
    ("state", Kind::Text),
];

/// Takes cells that a brief no longer wants out of the campaign; their history stays.
pub async fn retire<C: ConnectionTrait>(c: &C, batch: &VariantBatch, cells: &[String]) -> Result<(), StoreError> {
    for chunk in cells.chunks(ROWS) {
        let mut values: Vec<Value> = vec![true.into(), batch.now_ms.into(), batch.campaign.uuid().into()];
        let among = sql::among(c, &mut values, Kind::Text, chunk.iter().map(|cell| cell.clone().into()).collect());
        let text = format!(
            "UPDATE variant SET is_retired = $1, updated_ms = $2, stage = NULL, due_ms = NULL \
             WHERE campaign_id = $3 AND cell {among}"
        );
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}
