//! Turns of a variant's conversation. What they leave behind in the ad stands in `adjustments`.

use std::collections::BTreeMap;

use galley_domain::access::Scope;
use galley_domain::adjustment::{Adjustments, Changes};
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RevisionId, RunId, TurnId, VariantId};
use galley_domain::turn::{Note, TurnScope};
use sea_orm::{ConnectionTrait, QueryResult, Value};
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
    /// Texts that it set, by slot.
    pub edits: BTreeMap<String, String>,
    pub run: Option<RunId>,
    pub created_ms: i64,
    /// The adjustments in force after it.
    pub after: Adjustments,
    pub scope: TurnScope,
    /// The turn that a person took, where this one follows from its scope.
    pub lead: Option<TurnId>,
    /// The earlier revision that it went on from.
    pub base: Option<RevisionId>,
    /// The notes that it claims to fix.
    pub fixes: Vec<Note>,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, variant_id, revision_id, author, words, edits, \
     run_id, created_ms, adjustments, scope, lead_id, base_id, fixes";

impl Turn {
    /// Reads a row. `before` is what was in force before it: turns of the time when only texts could be changed
    /// kept what they changed and nothing else.
    fn read(row: &QueryResult, before: &Adjustments) -> Result<Turn, StoreError> {
        let [run, lead, base]: [Option<Uuid>; 3] =
            [row.try_get("", "run_id")?, row.try_get("", "lead_id")?, row.try_get("", "base_id")?];
        let edits: BTreeMap<String, String> = sql::json(row, "edits")?;
        let after: Option<String> = row.try_get("", "adjustments")?;
        let after = match after {
            Some(text) => serde_json::from_str(&text).map_err(|_| StoreError::corrupt("adjustments"))?,
            None => before.clone().with(&Changes::of_texts(&edits)),
        };
        let scope: Option<String> = row.try_get("", "scope")?;
        let scope = scope.map_or(Some(TurnScope::Variant), |word| TurnScope::find(&word));
        let fixes: Option<String> = row.try_get("", "fixes")?;
        let fixes = fixes.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text));
        Ok(Turn {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            variant: sql::id(row, "variant_id")?,
            revision: sql::id(row, "revision_id")?,
            author: row.try_get("", "author")?,
            words: row.try_get("", "words")?,
            edits,
            run: run.map(RunId),
            created_ms: row.try_get("", "created_ms")?,
            after,
            scope: scope.ok_or_else(|| StoreError::corrupt("scope"))?,
            lead: lead.map(TurnId),
            base: base.map(RevisionId),
            fixes: fixes.map_err(|_| StoreError::corrupt("fixes"))?,
        })
    }
}

/// Inserts turns.
pub async fn insert<C: ConnectionTrait>(c: &C, turns: &[Turn]) -> Result<(), StoreError> {
    // A number of parameters that both databases take, whatever the number of turns.
    for chunk in turns.chunks(sql::ROWS / 4) {
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 16);
        for turn in chunk {
            values.extend([
                turn.id.uuid().into(),
                turn.organization.uuid().into(),
                turn.brand.uuid().into(),
                turn.campaign.uuid().into(),
                turn.variant.uuid().into(),
                turn.revision.uuid().into(),
                turn.author.clone().into(),
                turn.words.clone().into(),
                json(&turn.edits),
                turn.run.map(Id::uuid).into(),
                turn.created_ms.into(),
                json(&turn.after),
                turn.scope.word().into(),
                turn.lead.map(Id::uuid).into(),
                turn.base.map(Id::uuid).into(),
                json(&turn.fixes),
            ]);
        }
        let rows = sql::rows(&format!("({})", ["?"; 16].join(",")), 1, chunk.len());
        sql::execute(c, &format!("INSERT INTO turn ({COLUMNS}) VALUES {rows}"), values).await?;
    }
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_string(value).expect("turns are plain JSON").into()
}

/// The turns of a variant, oldest first.
pub async fn list<C: ConnectionTrait>(c: &C, scope: &Scope, variant: VariantId) -> Result<Vec<Turn>, StoreError> {
    list_of(c, scope, &[variant]).await
}

/// The turns of these variants, of each the oldest first.
pub async fn list_of<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    variants: &[VariantId],
) -> Result<Vec<Turn>, StoreError> {
    let mut found: Vec<Turn> = Vec::new();
    let none = Adjustments::default();
    for chunk in variants.chunks(sql::ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT {COLUMNS} FROM turn WHERE {wall} AND variant_id {among} ORDER BY variant_id, id");
        for row in sql::query(c, &text, values).await? {
            let variant: VariantId = sql::id(&row, "variant_id")?;
            let before = found.last().filter(|turn| turn.variant == variant).map_or(&none, |turn| &turn.after);
            found.push(Turn::read(&row, before)?);
        }
    }
    Ok(found)
}
