//! Variants: the cells of a campaign's matrix, each with its current revision and state.

mod wanted;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RevisionId, RunId, VariantId};
use galley_domain::plan::{Existing, ExistingVariant};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use uuid::Uuid;

use crate::Page;
use crate::StoreError;
use crate::sql::{self, Kind, ROWS};

pub use wanted::{VariantBatch, WantedVariant, retire, want};

/// A variant as its row has it. States: `planned`, `blocked`, `failed`, `in_review`,
/// `changes_requested`, `rejected`, `approved`, `published`, `recalled`.
#[derive(Debug, Clone)]
pub struct Variant {
    pub id: VariantId,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub cell: String,
    pub market: Option<String>,
    pub message: Option<String>,
    pub format: Option<String>,
    pub subject_key: Digest,
    pub gate_key: Digest,
    pub run: Option<RunId>,
    pub state: String,
    pub is_retired: bool,
    pub revision: Option<RevisionId>,
    pub revision_count: i32,
    pub stage: Option<String>,
    pub due_ms: Option<i64>,
    pub updated_ms: i64,
}

const COLUMNS: &str = "id, organization_id, brand_id, campaign_id, cell, market, message, format, \
     subject_key, gate_key, run_id, state, is_retired, revision_id, revision_count, stage, due_ms, \
     updated_ms";

impl Variant {
    fn read(row: &QueryResult) -> Result<Variant, StoreError> {
        let run: Option<Uuid> = row.try_get("", "run_id")?;
        let revision: Option<Uuid> = row.try_get("", "revision_id")?;
        Ok(Variant {
            id: sql::id(row, "id")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            cell: row.try_get("", "cell")?,
            market: row.try_get("", "market")?,
            message: row.try_get("", "message")?,
            format: row.try_get("", "format")?,
            subject_key: sql::digest(row, "subject_key")?,
            gate_key: sql::digest(row, "gate_key")?,
            run: run.map(RunId),
            state: row.try_get("", "state")?,
            is_retired: row.try_get("", "is_retired")?,
            revision: revision.map(RevisionId),
            revision_count: row.try_get("", "revision_count")?,
            stage: row.try_get("", "stage")?,
            due_ms: row.try_get("", "due_ms")?,
            updated_ms: row.try_get("", "updated_ms")?,
        })
    }
}

/// What a campaign has, for comparing a plan with it.
pub async fn existing<C: ConnectionTrait>(c: &C, scope: &Scope, campaign: CampaignId) -> Result<Existing, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(campaign.uuid().into());
    let text = format!(
        "SELECT cell, gate_key, subject_key, state, is_retired FROM variant WHERE {wall} AND campaign_id = ${}",
        values.len()
    );
    sql::query(c, &text, values)
        .await?
        .iter()
        .map(|row| {
            let state: String = row.try_get("", "state")?;
            let is_made = !matches!(state.as_str(), "planned" | "blocked" | "failed");
            let known = ExistingVariant {
                key: sql::digest(row, "gate_key")?,
                subject: sql::digest(row, "subject_key")?,
                is_approved: matches!(state.as_str(), "approved" | "published"),
                is_retired: row.try_get("", "is_retired")?,
                is_made,
            };
            Ok((row.try_get("", "cell")?, known))
        })
        .collect()
}

/// What to show of variants.
#[derive(Debug, Clone, Default)]
pub struct VariantFilter {
    pub campaign: Option<CampaignId>,
    pub state: Option<String>,
    pub market: Option<String>,
    pub message: Option<String>,
    pub format: Option<String>,
    pub stage: Option<String>,
}

/// Variants that are not retired, in id order.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    filter: &VariantFilter,
    page: Page<VariantId>,
) -> Result<Vec<Variant>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(false.into());
    let mut text = format!("SELECT {COLUMNS} FROM variant WHERE {wall} AND is_retired = ${}", values.len());
    let conditions: [(&str, Option<Value>); 7] = [
        ("campaign_id =", filter.campaign.map(|id| id.uuid().into())),
        ("state =", filter.state.clone().map(Value::from)),
        ("market =", filter.market.clone().map(Value::from)),
        ("message =", filter.message.clone().map(Value::from)),
        ("format =", filter.format.clone().map(Value::from)),
        ("stage =", filter.stage.clone().map(Value::from)),
        ("id >", page.after.map(|id| id.uuid().into())),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value);
            text.push_str(&format!(" AND {condition} ${}", values.len()));
        }
    }
    text.push_str(&format!(" ORDER BY id LIMIT {}", page.limit()));
    sql::query(c, &text, values).await?.iter().map(Variant::read).collect()
}

/// A variant, if it exists in this scope.
pub async fn find<C: ConnectionTrait>(c: &C, scope: &Scope, id: VariantId) -> Result<Option<Variant>, StoreError> {
    Ok(find_many(c, scope, &[id]).await?.pop())
}

/// A variant, or an error where it does not exist in this scope.
pub async fn get<C: ConnectionTrait>(c: &C, scope: &Scope, id: VariantId) -> Result<Variant, StoreError> {
    find(c, scope, id).await?.ok_or(StoreError::NotFound { what: "variant" })
}

/// Those of these variants that exist in this scope.
pub async fn find_many<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    ids: &[VariantId],
) -> Result<Vec<Variant>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT {COLUMNS} FROM variant WHERE {wall} AND id {among}");
        for row in sql::query(c, &text, values).await? {
            found.push(Variant::read(&row)?);
        }
    }
    Ok(found)
}

/// Variants of a campaign that wait for one of these gate keys.
pub async fn list_waiting<C: ConnectionTrait>(
    c: &C,
    campaign: CampaignId,
    gates: &[Digest],
) -> Result<Vec<Variant>, StoreError> {
    let mut found = Vec::new();
    for chunk in gates.chunks(ROWS) {
        let mut values: Vec<Value> = vec![campaign.uuid().into()];
        let among = sql::among(c, &mut values, Kind::Bytes, sql::keys(chunk));
        let text = format!(
            "SELECT {COLUMNS} FROM variant WHERE campaign_id = $1 AND gate_key {among} \
             AND state IN ('planned', 'failed')"
        );
        for row in sql::query(c, &text, values).await? {
            found.push(Variant::read(&row)?);
        }
    }
    Ok(found)
}

/// The gate keys that planned variants of a campaign wait for and that have an output already:
/// after an edit was taken back, for example.
pub async fn list_made<C: ConnectionTrait>(
    c: &C,
    organization: OrganizationId,
    campaign: CampaignId,
) -> Result<Vec<Digest>, StoreError> {
    let text = "SELECT DISTINCT v.gate_key FROM variant v JOIN output o \
                ON o.organization_id = $1 AND o.key = v.gate_key \
                WHERE v.campaign_id = $2 AND v.state = 'planned'";
    let values = vec![organization.uuid().into(), campaign.uuid().into()];
    sql::query(c, text, values).await?.iter().map(|row| sql::digest(row, "gate_key")).collect()
}

/// Sets where a variant stands.
pub async fn set_state<C: ConnectionTrait>(
    c: &C,
    id: VariantId,
    state: &str,
    stage: Option<(&str, Option<i64>)>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let text = "UPDATE variant SET state = $1, stage = $2, due_ms = $3, updated_ms = $4 \
                WHERE id = $5";
    let values = vec![
        state.into(),
        stage.map(|(name, _)| name.to_owned()).into(),
        stage.and_then(|(_, due)| due).into(),
        now_ms.into(),
        id.uuid().into(),
    ];
    sql::execute(c, text, values).await?;
    Ok(())
}

/// Gives variants of a run whose task failed their state.
pub async fn mark_failed<C: ConnectionTrait>(
    c: &C,
    campaign: CampaignId,
    gates: &[Digest],
    now_ms: i64,
) -> Result<(), StoreError> {
    for chunk in gates.chunks(ROWS) {
        let mut values: Vec<Value> = vec![now_ms.into(), campaign.uuid().into()];
        let among = sql::among(c, &mut values, Kind::Bytes, sql::keys(chunk));
        let text = format!(
            "UPDATE variant SET state = 'failed', updated_ms = $1 WHERE campaign_id = $2 \
             AND state = 'planned' AND gate_key {among}"
        );
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// Points variants at these revisions. They are the newest, or older ones that hold again: numbers never go back.
pub async fn adopt_revisions<C: ConnectionTrait>(
    c: &C,
    revisions: &[RevisionId],
    stage: Option<(&str, Option<i64>)>,
    state: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    for chunk in revisions.chunks(ROWS) {
        let mut values: Vec<Value> = vec![
            state.into(),
            stage.map(|(name, _)| name.to_owned()).into(),
            stage.and_then(|(_, due)| due).into(),
            now_ms.into(),
        ];
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!(
            "UPDATE variant SET state = $1, stage = $2, due_ms = $3, updated_ms = $4, \
             revision_id = revision.id, revision_count = CASE WHEN revision.number > revision_count \
             THEN revision.number ELSE revision_count END \
             FROM revision WHERE revision.variant_id = variant.id AND revision.id {among}"
        );
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// What a turn may reach: of a campaign, and of a market or a format where one is named.
#[derive(Debug, Clone, Copy)]
pub struct Reached<'a> {
    pub campaign: CampaignId,
    pub market: Option<&'a str>,
    pub format: Option<&'a str>,
}

/// The first variants that a turn may reach, in the order of the plan.
pub async fn list_reached<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    reached: Reached<'_>,
    most: usize,
) -> Result<Vec<Variant>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([reached.campaign.uuid().into(), false.into()]);
    let at = values.len();
    let mut text =
        format!("SELECT {COLUMNS} FROM variant WHERE {wall} AND campaign_id = ${} AND is_retired = ${at}", at - 1);
    for (column, value) in [("market", reached.market), ("format", reached.format)] {
        if let Some(value) = value {
            values.push(value.into());
            text.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    text.push_str(&format!(" ORDER BY ordinal LIMIT {most}"));
    sql::query(c, &text, values).await?.iter().map(Variant::read).collect()
}

/// Makes others who would change these variants wait for the end of this transaction. SQLite has one writer at a
/// time and needs no lock.
pub async fn lock<C: ConnectionTrait>(c: &C, ids: &[VariantId]) -> Result<(), StoreError> {
    if c.get_database_backend() != DbBackend::Postgres || ids.is_empty() {
        return Ok(());
    }
    let mut values = Vec::new();
    let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(ids));
    // In one order, so that two turns cannot wait for each other.
    sql::query(c, &format!("SELECT id FROM variant WHERE id {among} ORDER BY id FOR UPDATE"), values).await?;
    Ok(())
}

/// How many variants of a campaign are in each state.
pub async fn count<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<(String, i64)>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([campaign.uuid().into(), false.into()]);
    let at = values.len();
    let text = format!(
        "SELECT state, count(*) AS n FROM variant WHERE {wall} AND campaign_id = ${} \
         AND is_retired = ${at} GROUP BY state ORDER BY state",
        at - 1
    );
    sql::query(c, &text, values)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("", "state")?, row.try_get("", "n")?)))
        .collect()
}

/// Marks a variant as published, if this revision is still its current one.
pub async fn set_published<C: ConnectionTrait>(
    c: &C,
    id: VariantId,
    revision: RevisionId,
    now_ms: i64,
) -> Result<(), StoreError> {
    let text = "UPDATE variant SET state = 'published', updated_ms = $1 \
                WHERE id = $2 AND revision_id = $3 AND state = 'approved'";
    sql::execute(c, text, vec![now_ms.into(), id.uuid().into(), revision.uuid().into()]).await?;
    Ok(())
}

/// All approved or published variants of a campaign.
pub async fn list_sealed<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<Variant>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([campaign.uuid().into(), false.into()]);
    let at = values.len();
    let text = format!(
        "SELECT {COLUMNS} FROM variant WHERE {wall} AND campaign_id = ${} AND is_retired = ${at} \
         AND state IN ('approved', 'published') ORDER BY ordinal",
        at - 1
    );
    sql::query(c, &text, values).await?.iter().map(Variant::read).collect()
}
