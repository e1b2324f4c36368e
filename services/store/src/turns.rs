//! Turns of a variant's conversation, and the edits they leave behind.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RevisionId, RunId, TurnId, VariantId};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use crate::StoreError;
use crate::sql::{self, Kind};

/// A turn as its row has it.
#[derive(Debug, Clone)]
pub struct Turn {
    pub id: TurnId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub variant: VariantId,
    /// The revision it answers.
    pub revision: RevisionId,
    pub author: String,
    pub words: String,
    /// Texts by slot.
    pub edits: BTreeMap<String, String>,
    pub run: Option<RunId>,
    pub created_ms: i64,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, variant_id, revision_id, author, \
     words, edits, run_id, created_ms";

impl Turn {
    fn read(row: &QueryResult) -> Result<Turn, StoreError> {
        let run: Option<Uuid> = row.try_get("", "run_id")?;
        Ok(Turn {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            variant: sql::id(row, "variant_id")?,
            revision: sql::id(row, "revision_id")?,
            author: row.try_get("", "author")?,
            words: row.try_get("", "words")?,
            edits: sql::json(row, "edits")?,
            run: run.map(RunId),
            created_ms: row.try_get("", "created_ms")?,
        })
    }
}

/// Inserts a turn and makes its edits those of the cell.
pub async fn insert<C: ConnectionTrait>(c: &C, turn: &Turn, cell: &str) -> Result<(), StoreError> {
    let text = format!("INSERT INTO turn ({COLUMNS}) VALUES ({})", sql::list(1, 11));
    let values = vec![
        turn.id.uuid().into(),
        turn.organization.uuid().into(),
        turn.brand.uuid().into(),
        turn.campaign.uuid().into(),
        turn.variant.uuid().into(),
        turn.revision.uuid().into(),
        turn.author.clone().into(),
        turn.words.clone().into(),
        serde_json::to_string(&turn.edits).expect("edits are plain JSON").into(),
        turn.run.map(Id::uuid).into(),
        turn.created_ms.into(),
    ];
    sql::execute(c, &text, values).await?;
    let text = "INSERT INTO variant_edit (campaign_id, cell, slot, organization_id, brand_id, text, \
                turn_id) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                ON CONFLICT (campaign_id, cell, slot) DO UPDATE SET text = excluded.text, \
                turn_id = excluded.turn_id";
    for (slot, words) in &turn.edits {
        let values = vec![
            turn.campaign.uuid().into(),
            cell.into(),
            slot.clone().into(),
            turn.organization.uuid().into(),
            turn.brand.uuid().into(),
            words.clone().into(),
            turn.id.uuid().into(),
        ];
        sql::execute(c, text, values).await?;
    }
    Ok(())
}

/// The turns of a variant, oldest first.
pub async fn list<C: ConnectionTrait>(c: &C, scope: &Scope, variant: VariantId) -> Result<Vec<Turn>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(variant.uuid().into());
    let text = format!("SELECT {COLUMNS} FROM turn WHERE {wall} AND variant_id = ${} ORDER BY id", values.len());
    sql::query(c, &text, values).await?.iter().map(Turn::read).collect()
}

/// The turns of these variants, oldest first.
pub async fn list_of<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    variants: &[VariantId],
) -> Result<Vec<Turn>, StoreError> {
    let mut found = Vec::new();
    for chunk in variants.chunks(sql::ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT {COLUMNS} FROM turn WHERE {wall} AND variant_id {among} ORDER BY id");
        for row in sql::query(c, &text, values).await? {
            found.push(Turn::read(&row)?);
        }
    }
    Ok(found)
}

/// All edits of a campaign: cell, then slot, then text.
pub async fn edits<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(campaign.uuid().into());
    let text = format!("SELECT cell, slot, text FROM variant_edit WHERE {wall} AND campaign_id = ${}", values.len());
    let mut edits: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in sql::query(c, &text, values).await? {
        let cell: String = row.try_get("", "cell")?;
        edits.entry(cell).or_default().insert(row.try_get("", "slot")?, row.try_get("", "text")?);
    }
    Ok(edits)
}
