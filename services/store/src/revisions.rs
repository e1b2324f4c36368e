//! Revisions: versions of a variant that people judge.

use galley_domain::access::Scope;
use galley_domain::adjustment::Adjustments;
use galley_domain::asset::Finding;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RevisionId, RunId, TurnId, VariantId};
use galley_domain::seal::Seal;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use uuid::Uuid;

use crate::StoreError;
use crate::outputs::OutputBlob;
use crate::sql::{self, Kind, ROWS};

/// A revision as its row has it. States: `open`, `passed`, `changes_requested`, `rejected`,
/// `superseded`.
#[derive(Debug, Clone)]
pub struct Revision {
    pub id: RevisionId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub variant: VariantId,
    pub number: i32,
    pub subject_key: Digest,
    pub gate_key: Digest,
    /// SHA-256 of the picture.
    pub output_hash: Digest,
    pub blobs: Vec<OutputBlob>,
    pub findings: Vec<Finding>,
    /// The worst severity among the findings.
    pub worst: Option<String>,
    /// Who made it: nobody of these may approve it.
    pub authors: Vec<String>,
    pub turn: Option<TurnId>,
    pub run: RunId,
    pub state: String,
    pub seal: Option<Seal>,
    pub sealed_ms: Option<i64>,
    pub created_ms: i64,
    /// The adjustments that it was made with. None in revisions of the time when only texts could be changed.
    pub adjustments: Option<Adjustments>,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, variant_id, number, subject_key, \
     gate_key, output_hash, blobs, findings, worst, authors, turn_id, run_id, state, seal, \
     sealed_ms, created_ms, adjustments";

impl Revision {
    fn read(row: &QueryResult) -> Result<Revision, StoreError> {
        let turn: Option<Uuid> = row.try_get("", "turn_id")?;
        let seal: Option<String> = row.try_get("", "seal")?;
        let seal = seal.map(|text| serde_json::from_str(&text)).transpose();
        let adjustments: Option<String> = row.try_get("", "adjustments")?;
        let adjustments = adjustments.map(|text| serde_json::from_str(&text)).transpose();
        Ok(Revision {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            variant: sql::id(row, "variant_id")?,
            number: row.try_get("", "number")?,
            subject_key: sql::digest(row, "subject_key")?,
            gate_key: sql::digest(row, "gate_key")?,
            output_hash: sql::digest(row, "output_hash")?,
            blobs: sql::json(row, "blobs")?,
            findings: sql::json(row, "findings")?,
            worst: row.try_get("", "worst")?,
            authors: sql::json(row, "authors")?,
            turn: turn.map(TurnId),
            run: sql::id(row, "run_id")?,
            state: row.try_get("", "state")?,
            seal: seal.map_err(|_| StoreError::corrupt("seal"))?,
            sealed_ms: row.try_get("", "sealed_ms")?,
            created_ms: row.try_get("", "created_ms")?,
            adjustments: adjustments.map_err(|_| StoreError::corrupt("adjustments"))?,
        })
    }

    /// What people judge and what is published: a picture, a film or a banner.
    pub fn picture(&self) -> Option<&OutputBlob> {
        self.blobs.iter().find(|blob| blob.hash == self.output_hash)
    }

    /// The picture of it: the last one of an ad that moves.
    pub fn still(&self) -> Option<&OutputBlob> {
        self.blobs.iter().find(|blob| blob.name == "still").or_else(|| self.picture())
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_string(value).expect("rows hold plain JSON").into()
}

/// Inserts revisions.
pub async fn insert<C: ConnectionTrait>(c: &C, revisions: &[Revision]) -> Result<(), StoreError> {
    for chunk in revisions.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 20);
        for revision in chunk {
            values.extend([
                revision.id.uuid().into(),
                revision.organization.uuid().into(),
                revision.brand.uuid().into(),
                revision.campaign.uuid().into(),
                revision.variant.uuid().into(),
                revision.number.into(),
                revision.subject_key.0.to_vec().into(),
                revision.gate_key.0.to_vec().into(),
                revision.output_hash.0.to_vec().into(),
                json(&revision.blobs),
                json(&revision.findings),
                revision.worst.clone().into(),
                json(&revision.authors),
                revision.turn.map(Id::uuid).into(),
                revision.run.uuid().into(),
                revision.state.clone().into(),
                revision.seal.as_ref().map(json).unwrap_or(Value::String(None)),
                revision.sealed_ms.into(),
                revision.created_ms.into(),
                revision.adjustments.as_ref().map(json).unwrap_or(Value::String(None)),
            ]);
        }
        let rows = sql::rows(&format!("({})", ["?"; 20].join(",")), 1, chunk.len());
        let text = format!("INSERT INTO revision ({COLUMNS}) VALUES {rows}");
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// Those of these revisions that exist in this scope.
pub async fn find_many<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    ids: &[RevisionId],
) -> Result<Vec<Revision>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT {COLUMNS} FROM revision WHERE {wall} AND id {among}");
        for row in sql::query(c, &text, values).await? {
            found.push(Revision::read(&row)?);
        }
    }
    Ok(found)
}

/// A revision, or an error where it does not exist in this scope.
pub async fn get<C: ConnectionTrait>(c: &C, scope: &Scope, id: RevisionId) -> Result<Revision, StoreError> {
    find_many(c, scope, &[id]).await?.pop().ok_or(StoreError::NotFound { what: "revision" })
}

/// All revisions of a variant, first one first.
pub async fn list<C: ConnectionTrait>(c: &C, scope: &Scope, variant: VariantId) -> Result<Vec<Revision>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(variant.uuid().into());
    let text =
        format!("SELECT {COLUMNS} FROM revision WHERE {wall} AND variant_id = ${} ORDER BY number", values.len());
    sql::query(c, &text, values).await?.iter().map(Revision::read).collect()
}

/// All revisions of these variants, of each the first one first.
pub async fn list_of<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    variants: &[VariantId],
) -> Result<Vec<Revision>, StoreError> {
    let mut found = Vec::with_capacity(variants.len());
    for chunk in variants.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text =
            format!("SELECT {COLUMNS} FROM revision WHERE {wall} AND variant_id {among} ORDER BY variant_id, number");
        for row in sql::query(c, &text, values).await? {
            found.push(Revision::read(&row)?);
        }
    }
    Ok(found)
}

/// Moves revisions to another state.
pub async fn set_state<C: ConnectionTrait>(c: &C, ids: &[RevisionId], state: &str) -> Result<(), StoreError> {
    for chunk in ids.chunks(ROWS) {
        let mut values: Vec<Value> = vec![state.into()];
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("UPDATE revision SET state = $1 WHERE id {among}");
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// Binds an approval to what was approved.
pub async fn seal<C: ConnectionTrait>(c: &C, id: RevisionId, seal: &Seal, now_ms: i64) -> Result<(), StoreError> {
    let text = "UPDATE revision SET state = 'passed', seal = $1, sealed_ms = $2 WHERE id = $3";
    sql::execute(c, text, vec![json(seal), now_ms.into(), id.uuid().into()]).await?;
    Ok(())
}

/// Points revisions at the keys of their variants, which turned out to make the same bytes.
pub async fn rekey<C: ConnectionTrait>(c: &C, ids: &[RevisionId]) -> Result<(), StoreError> {
    for chunk in ids.chunks(ROWS) {
        let mut values = Vec::new();
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let key = |name: &str| format!("{name} = (SELECT v.{name} FROM variant v WHERE v.id = revision.variant_id)");
        let (subject, gate) = (key("subject_key"), key("gate_key"));
        sql::execute(c, &format!("UPDATE revision SET {subject}, {gate} WHERE id {among}"), values).await?;
    }
    Ok(())
}

/// Writes down what the checks find in a revision now.
pub async fn set_findings<C: ConnectionTrait>(
    c: &C,
    id: RevisionId,
    findings: &[Finding],
    worst: Option<String>,
) -> Result<(), StoreError> {
    let text = "UPDATE revision SET findings = $1, worst = $2 WHERE id = $3";
    sql::execute(c, text, vec![json(&findings), worst.into(), id.uuid().into()]).await?;
    Ok(())
}

/// Takes the seal off revisions whose rules have moved: they are open again.
pub async fn unseal<C: ConnectionTrait>(c: &C, ids: &[RevisionId]) -> Result<(), StoreError> {
    for chunk in ids.chunks(ROWS) {
        let mut values = Vec::new();
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("UPDATE revision SET state = 'open', seal = NULL, sealed_ms = NULL WHERE id {among}");
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// Makes others who would judge these revisions wait for the end of this transaction. SQLite has
/// one writer at a time and needs no lock.
pub async fn lock<C: ConnectionTrait>(c: &C, ids: &[RevisionId]) -> Result<(), StoreError> {
    if c.get_database_backend() != DbBackend::Postgres || ids.is_empty() {
        return Ok(());
    }
    let mut values = Vec::new();
    let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(ids));
    // In one order, so that two batches cannot wait for each other.
    let text = format!("SELECT id FROM revision WHERE id {among} ORDER BY id FOR UPDATE");
    sql::query(c, &text, values).await?;
    Ok(())
}
