//! What money went into which ads: settled costs with their tasks, versions of ads with what became of them, and what
//! went into what. Reads only; who used what is worked out in `domain`.

use std::collections::HashMap;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, Id};
use galley_domain::ledger::{Charge, FocusRow, Outcome, Use};
use galley_domain::review::Mark;
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::{StoreError, sql};

/// The settled costs and corrections of a campaign, oldest first. A cost that was learned later is in its correction, and
/// the line that did not know it holds nothing.
pub async fn list_charges<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<Charge>, StoreError> {
    let (text, values) = of_campaign(
        scope,
        campaign,
        "SELECT t.key, t.step, t.lane, l.gpu_ms, l.at_ms, c.state, \
         CASE WHEN l.amount_nano IS NULL AND c.amount_nano IS NOT NULL THEN 0 ELSE l.amount_nano END AS amount_nano \
         FROM (SELECT * FROM ledger WHERE {wall}) l LEFT JOIN task t ON t.id = l.task_id \
         LEFT JOIN backend_call c ON c.id = l.call_id WHERE l.kind IN ('settlement', 'correction') ORDER BY l.id",
    );
    let charge = |row: &QueryResult| {
        let (key, at_ms): (Option<Vec<u8>>, i64) = (row.try_get("", "key")?, row.try_get("", "at_ms")?);
        let day = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
        Ok(Charge {
            key: key.map(|key| Digest::from_slice(&key).map_err(|_| StoreError::corrupt("key"))).transpose()?,
            step: word(row, "step")?,
            lane: word(row, "lane")?,
            day: day.format("%Y-%m-%d").to_string(),
            amount_nano: row.try_get("", "amount_nano")?,
            gpu_ms: row.try_get::<Option<i64>>("", "gpu_ms")?.unwrap_or(0),
            is_failed: matches!(word(row, "state")?.as_str(), "failed" | "ambiguous"),
        })
    };
    sql::query(c, &text, values).await?.iter().map(charge).collect()
}

/// The versions of a campaign's ads, and the ads that have none yet.
pub async fn list_uses<C: ConnectionTrait>(c: &C, scope: &Scope, campaign: CampaignId) -> Result<Vec<Use>, StoreError> {
    let reasons = list_refusal_reasons(c, scope, campaign).await?;
    let (text, values) = of_campaign(
        scope,
        campaign,
        "SELECT r.id, r.subject_key, r.gate_key, r.state, v.market, v.message, v.format, \
         EXISTS (SELECT 1 FROM decision d WHERE d.revision_id = r.id) AS is_seen \
         FROM (SELECT * FROM revision WHERE {wall}) r JOIN variant v ON v.id = r.variant_id ORDER BY r.id",
    );
    let mut uses = Vec::new();
    for row in sql::query(c, &text, values).await? {
        let (id, state): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "state")?);
        let is_seen: bool = row.try_get("", "is_seen")?;
        let outcome = match state.as_str() {
            "passed" => Outcome::Approved,
            "changes_requested" => Outcome::ChangesRequested,
            "rejected" => Outcome::Rejected,
            "superseded" => Outcome::Superseded,
            _ if is_seen => Outcome::InReview,
            _ => Outcome::NotLookedAt,
        };
        let reason = if outcome.is_waste() { reasons.get(&id).cloned().unwrap_or_default() } else { String::new() };
        uses.push(read_use(&row, outcome, reason)?);
    }
    let (text, values) = of_campaign(
        scope,
        campaign,
        "SELECT subject_key, gate_key, market, message, format FROM variant \
         WHERE {wall} AND revision_id IS NULL ORDER BY id",
    );
    for row in sql::query(c, &text, values).await? {
        uses.push(read_use(&row, Outcome::InWork, String::new())?);
    }
    Ok(uses)
}

/// For each output that a campaign's runs made, the outputs that went into it.
pub async fn list_needs<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<HashMap<Digest, Vec<Digest>>, StoreError> {
    let (text, values) = of_campaign(
        scope,
        campaign,
        "SELECT t.key, t.needs FROM (SELECT id FROM run WHERE {wall}) r JOIN task t ON t.run_id = r.id",
    );
    let mut needs = HashMap::new();
    for row in sql::query(c, &text, values).await? {
        let bytes: Vec<u8> = row.try_get("", "needs")?;
        let keys = bytes.chunks(32).map(|key| Digest::from_slice(key).map_err(|_| StoreError::corrupt("needs")));
        needs.insert(sql::digest(&row, "key")?, keys.collect::<Result<_, _>>()?);
    }
    Ok(needs)
}

/// Settled costs and corrections from one time up to another, oldest first.
pub async fn list_focus_rows<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    (from_ms, until_ms): (i64, i64),
) -> Result<Vec<FocusRow>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.extend([Value::from(from_ms), Value::from(until_ms)]);
    let text = format!(
        "SELECT l.*, t.step, t.lane, c.title AS campaign, b.slug AS brand FROM (SELECT * FROM ledger WHERE {wall} \
         AND at_ms >= ${} AND at_ms < ${} AND kind IN ('settlement', 'correction')) l \
         JOIN campaign c ON c.id = l.campaign_id JOIN brand b ON b.id = l.brand_id \
         LEFT JOIN task t ON t.id = l.task_id ORDER BY l.id",
        values.len() - 1,
        values.len()
    );
    let focus_row = |row: &QueryResult| {
        let task: Option<Uuid> = row.try_get("", "task_id")?;
        Ok(FocusRow {
            currency: row.try_get("", "currency")?,
            campaign_id: sql::id::<CampaignId>(row, "campaign_id")?.to_string(),
            campaign: row.try_get("", "campaign")?,
            brand: row.try_get("", "brand")?,
            task_id: task.map(|id| galley_domain::ids::TaskId(id).to_string()).unwrap_or_default(),
            step: word(row, "step")?,
            lane: word(row, "lane")?,
            amount_nano: row.try_get("", "amount_nano")?,
            gpu_ms: row.try_get("", "gpu_ms")?,
            basis: row.try_get("", "basis")?,
            is_correction: row.try_get::<String>("", "kind")? == "correction",
            at_ms: row.try_get("", "at_ms")?,
        })
    };
    sql::query(c, &text, values).await?.iter().map(focus_row).collect()
}

/// Why revisions were not approved: the element that the latest such decision flagged first.
async fn list_refusal_reasons<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<HashMap<Uuid, String>, StoreError> {
    let (text, values) = of_campaign(
        scope,
        campaign,
        "SELECT revision_id, marks FROM decision WHERE {wall} AND verdict IN ('request_changes', 'reject') ORDER BY id",
    );
    let mut reasons = HashMap::new();
    for row in sql::query(c, &text, values).await? {
        let marks: Vec<Mark> = sql::json(&row, "marks")?;
        let element = marks.first().map(|mark| mark.element.clone()).unwrap_or_default();
        reasons.insert(row.try_get("", "revision_id")?, element);
    }
    Ok(reasons)
}

/// A statement about one campaign; `{wall}` becomes its conditions.
fn of_campaign(scope: &Scope, campaign: CampaignId, text: &str) -> (String, Vec<Value>) {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(campaign.uuid().into());
    (text.replace("{wall}", &format!("{wall} AND campaign_id = ${}", values.len())), values)
}

fn read_use(row: &QueryResult, outcome: Outcome, reason: String) -> Result<Use, StoreError> {
    Ok(Use {
        keys: [sql::digest(row, "subject_key")?, sql::digest(row, "gate_key")?],
        outcome,
        market: word(row, "market")?,
        message: word(row, "message")?,
        format: word(row, "format")?,
        reason,
    })
}

/// A text column; empty where it is null.
fn word(row: &QueryResult, column: &str) -> Result<String, StoreError> {
    Ok(row.try_get::<Option<String>>("", column)?.unwrap_or_default())
}
