//! The journal: who did what, in a chain per organization. Appending locks the end of the chain,
//! so it comes last before the commit; what a chain is and how it is checked is `domain`'s.

use chrono::{DateTime, SecondsFormat};
use galley_domain::access::Scope;
use galley_domain::digest::{Digest, canonical_json};
use galley_domain::ids::{BrandId, CampaignId, Id, JournalId, RevisionId, VariantId};
use galley_domain::journal::{Entry, SCHEMA, genesis};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::entities::{journal, journal_head};
use crate::scope::{inside, organization_of, within};
use crate::{Reader, StoreError, Tx, json};

/// Rows written with one statement: each has 11 values, and SQLite takes 32,766 of them.
const CHUNK: usize = 2_000;

/// Most lines of one export call.
pub const EXPORT_MOST: u64 = 5_000;

/// What is to be written down.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub id: JournalId,
    pub brand: Option<BrandId>,
    pub campaign: Option<CampaignId>,
    pub variant: Option<VariantId>,
    pub revision: Option<RevisionId>,
    /// As actors are written.
    pub actor: String,
    /// `decision`, `launch`, `publish`, …
    pub kind: &'static str,
    pub payload: Value,
}

/// Appends entries, in this order, and answers the hash of the last one.
pub async fn append(tx: &Tx, scope: &Scope, at_ms: i64, entries: Vec<NewEntry>) -> Result<Digest, StoreError> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    // Writing first takes the lock on the row; whoever comes second reads what we leave.
    let done = journal_head::Entity::update_many()
        .col_expr(journal_head::Column::Seq, Expr::col(journal_head::Column::Seq).add(count))
        .filter(inside(scope, journal_head::Column::OrganizationId))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(StoreError::NotFound { what: "organization" });
    }
    let (last, mut hash) = head(tx, scope).await?;
    let mut seq = last - count.cast_unsigned();
    let mut rows = Vec::with_capacity(entries.len());
    for new in entries {
        seq += 1;
        let (brand, campaign, variant) = (new.brand, new.campaign, new.variant);
        let (id, actor, kind) = (new.id, new.actor.clone(), new.kind);
        let entry = entry(scope, at_ms, new)?.chained(seq, hash);
        hash = entry.hash;
        rows.push(journal::ActiveModel {
            organization_id: Set(organization_of(scope)),
            seq: Set(seq.cast_signed()),
            id: Set(id.uuid()),
            at_ms: Set(at_ms),
            brand_id: Set(brand.map(Id::uuid)),
            campaign_id: Set(campaign.map(Id::uuid)),
            variant_id: Set(variant.map(Id::uuid)),
            kind: Set(kind.to_owned()),
            actor: Set(actor),
            entry: Set(canonical_json(&serde_json::to_value(&entry).expect("an entry is plain JSON"))),
            hash: Set(hash.0.to_vec()),
        });
    }
    write(tx, scope, rows, hash).await?;
    Ok(hash)
}

/// How many entries there are and the hash of the last one.
pub async fn head(c: &impl Reader, scope: &Scope) -> Result<(u64, Digest), StoreError> {
    let head = journal_head::Entity::find()
        .filter(inside(scope, journal_head::Column::OrganizationId))
        .one(c)
        .await?
        .ok_or(StoreError::NotFound { what: "organization" })?;
    Ok((head.seq.cast_unsigned(), json::digest(&head.hash, "the journal's head")?))
}

/// Entries behind a number (0: from the first) as their lines of canonical JSON. A scope that covers
/// only some brands gets the entries of those; only the whole chain can be verified.
pub async fn export(
    c: &impl Reader,
    scope: &Scope,
    after_seq: u64,
    limit: u64,
) -> Result<Vec<(u64, String)>, StoreError> {
    let rows: Vec<(i64, String)> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Seq)
        .column(journal::Column::Entry)
        .filter(within(scope, journal::Column::OrganizationId, journal::Column::BrandId))
        .filter(journal::Column::Seq.gt(i64::try_from(after_seq).unwrap_or(i64::MAX)))
        .order_by_asc(journal::Column::Seq)
        .limit(limit.clamp(1, EXPORT_MOST))
        .into_tuple()
        .all(c)
        .await?;
    Ok(rows.into_iter().map(|(seq, entry)| (seq.cast_unsigned(), entry)).collect())
}

/// Entries of these kinds behind a number (0: from the first), in order.
pub async fn list_of_kinds(
    c: &impl Reader,
    scope: &Scope,
    kinds: &[&str],
    after_seq: u64,
    limit: u64,
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<String> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Entry)
        .filter(within(scope, journal::Column::OrganizationId, journal::Column::BrandId))
        .filter(journal::Column::Kind.is_in(kinds.iter().copied()))
        .filter(journal::Column::Seq.gt(i64::try_from(after_seq).unwrap_or(i64::MAX)))
        .order_by_asc(journal::Column::Seq)
        .limit(limit.clamp(1, EXPORT_MOST))
        .into_tuple()
        .all(c)
        .await?;
    rows.iter().map(|text| json::read(text, "a journal entry")).collect()
}

/// Those of these entries that exist in this scope, in no order.
pub async fn find_entries(c: &impl Reader, scope: &Scope, ids: &[JournalId]) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<String> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Entry)
        .filter(within(scope, journal::Column::OrganizationId, journal::Column::BrandId))
        .filter(journal::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .into_tuple()
        .all(c)
        .await?;
    rows.iter().map(|text| json::read(text, "a journal entry")).collect()
}

fn entry(scope: &Scope, at_ms: i64, new: NewEntry) -> Result<Entry, StoreError> {
    let at = DateTime::from_timestamp_millis(at_ms).ok_or_else(|| StoreError::corrupt("a time"))?;
    Ok(Entry {
        schema: SCHEMA.to_owned(),
        id: new.id.to_string(),
        seq: 0,
        at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
        organization: scope.organization.to_string(),
        brand: new.brand.map(|id| id.to_string()),
        campaign: new.campaign.map(|id| id.to_string()),
        variant: new.variant.map(|id| id.to_string()),
        revision: new.revision.map(|id| id.to_string()),
        actor: new.actor,
        kind: new.kind.to_owned(),
        payload: new.payload,
        prev_hash: genesis(),
        hash: genesis(),
    })
}

async fn write(tx: &Tx, scope: &Scope, mut rows: Vec<journal::ActiveModel>, hash: Digest) -> Result<(), StoreError> {
    while !rows.is_empty() {
        let chunk: Vec<_> = rows.drain(..rows.len().min(CHUNK)).collect();
        journal::Entity::insert_many(chunk).exec_without_returning(tx).await?;
    }
    journal_head::Entity::update_many()
        .col_expr(journal_head::Column::Hash, Expr::value(hash.0.to_vec()))
        .filter(inside(scope, journal_head::Column::OrganizationId))
        .exec(tx)
        .await?;
    Ok(())
}
