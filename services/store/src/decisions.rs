//! Decisions: what one person said about one revision at one stage. Never changed: a person who
//! thinks again decides again, and their latest word counts.

use std::collections::HashMap;

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, CampaignId, DecisionId, Id, OrganizationId, RevisionId, VariantId};
use galley_domain::review::{Mark, Verdict};
use galley_domain::turn::Note;
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::StoreError;
use crate::sql::{self, Kind, ROWS};

/// A decision as its row has it.
#[derive(Debug, Clone)]
pub struct Decision {
    pub id: DecisionId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub variant: VariantId,
    pub revision: RevisionId,
    pub stage: String,
    /// Who decided, as an id.
    pub actor: String,
    /// The role in which they were asked.
    pub role: String,
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub comment: Option<String>,
    pub marks: Vec<Mark>,
    pub at_ms: i64,
    /// Earlier notes that are answered by this revision.
    pub fixed: Vec<Note>,
    /// Earlier notes that are not.
    pub still_open: Vec<Note>,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, variant_id, revision_id, stage, \
     actor, role, verdict, reason, comment, marks, at_ms, fixed, still_open";

impl Decision {
    fn read(row: &QueryResult) -> Result<Decision, StoreError> {
        let verdict: String = row.try_get("", "verdict")?;
        Ok(Decision {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            variant: sql::id(row, "variant_id")?,
            revision: sql::id(row, "revision_id")?,
            stage: row.try_get("", "stage")?,
            actor: row.try_get("", "actor")?,
            role: row.try_get("", "role")?,
            verdict: Verdict::find(&verdict).ok_or_else(|| StoreError::corrupt("verdict"))?,
            reason: row.try_get("", "reason")?,
            comment: row.try_get("", "comment")?,
            marks: sql::json(row, "marks")?,
            at_ms: row.try_get("", "at_ms")?,
            fixed: notes(row, "fixed")?,
            still_open: notes(row, "still_open")?,
        })
    }
}

fn notes(row: &QueryResult, column: &str) -> Result<Vec<Note>, StoreError> {
    let text: Option<String> = row.try_get("", column)?;
    let notes = text.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text));
    notes.map_err(|_| StoreError::corrupt("notes"))
}

/// None where there are none, as in most decisions.
fn written(notes: &[Note]) -> Value {
    let text = (!notes.is_empty()).then(|| serde_json::to_string(notes).expect("notes are plain JSON"));
    text.into()
}

/// Inserts decisions.
pub async fn insert<C: ConnectionTrait>(c: &C, decisions: &[Decision]) -> Result<(), StoreError> {
    for chunk in decisions.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 16);
        for decision in chunk {
            values.extend([
                decision.id.uuid().into(),
                decision.organization.uuid().into(),
                decision.brand.uuid().into(),
                decision.campaign.uuid().into(),
                decision.variant.uuid().into(),
                decision.revision.uuid().into(),
                decision.stage.clone().into(),
                decision.actor.clone().into(),
                decision.role.clone().into(),
                decision.verdict.word().into(),
                decision.reason.clone().into(),
                decision.comment.clone().into(),
                serde_json::to_string(&decision.marks).expect("marks are plain JSON").into(),
                decision.at_ms.into(),
                written(&decision.fixed),
                written(&decision.still_open),
            ]);
        }
        let rows = sql::rows(&format!("({})", ["?"; 16].join(",")), 1, chunk.len());
        let text = format!("INSERT INTO decision ({COLUMNS}) VALUES {rows}");
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// The decisions on these revisions, oldest first.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    revisions: &[RevisionId],
) -> Result<Vec<Decision>, StoreError> {
    let mut found = Vec::new();
    for chunk in revisions.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT {COLUMNS} FROM decision WHERE {wall} AND revision_id {among} ORDER BY id");
        for row in sql::query(c, &text, values).await? {
            found.push(Decision::read(&row)?);
        }
    }
    Ok(found)
}

/// Campaigns whose ads are not looked at again, whatever the brand allows.
const SENSITIVE: &str = "SELECT id FROM campaign WHERE is_sensitive";

/// The revisions that were decided on last, the newest first. Those of sensitive campaigns are not among them.
pub async fn list_recent<C: ConnectionTrait>(c: &C, scope: &Scope, most: u64) -> Result<Vec<RevisionId>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(most.cast_signed().into());
    let text = format!(
        "SELECT revision_id, MAX(at_ms) AS latest_ms FROM decision WHERE {wall} AND campaign_id NOT IN ({SENSITIVE}) \
         GROUP BY revision_id ORDER BY latest_ms DESC, revision_id DESC LIMIT ${}",
        values.len()
    );
    sql::query(c, &text, values).await?.iter().map(|row| sql::id(row, "revision_id")).collect()
}

/// Decisions against an ad that say by marks what they are about, the newest first. Those on sensitive campaigns are not
/// among them.
pub async fn list_marked<C: ConnectionTrait>(c: &C, scope: &Scope, most: u64) -> Result<Vec<Decision>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    let refusals = [Verdict::RequestChanges, Verdict::Reject].map(|verdict| Value::from(verdict.word()));
    let words = sql::list(values.len() + 1, refusals.len());
    values.extend(refusals);
    values.push(most.cast_signed().into());
    let text = format!(
        "SELECT {COLUMNS} FROM decision WHERE {wall} AND verdict IN ({words}) AND marks <> '[]' \
         AND campaign_id NOT IN ({SENSITIVE}) ORDER BY id DESC LIMIT ${}",
        values.len()
    );
    sql::query(c, &text, values).await?.iter().map(Decision::read).collect()
}

/// When each of these variants was first not approved; those that never were are missing.
pub async fn list_first_refusals<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, i64>, StoreError> {
    let mut found = HashMap::new();
    for chunk in variants.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let refusals = [Verdict::RequestChanges, Verdict::Reject].map(|verdict| Value::from(verdict.word()));
        let words = sql::list(values.len() + 1, refusals.len());
        values.extend(refusals);
        let text = format!(
            "SELECT variant_id, MIN(at_ms) AS at_ms FROM decision \
             WHERE {wall} AND variant_id {among} AND verdict IN ({words}) GROUP BY variant_id"
        );
        for row in sql::query(c, &text, values).await? {
            found.insert(sql::id(&row, "variant_id")?, row.try_get("", "at_ms")?);
        }
    }
    Ok(found)
}
