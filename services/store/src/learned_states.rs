//! What an organization's decisions have taught: one opaque blob and how far into the journal it goes. It
//! crosses brands, so only the engine reads it, for the whole organization.

use galley_domain::access::Scope;
use galley_domain::ids::OrganizationId;
use sea_orm::ConnectionTrait;

use crate::scope::organization_of;
use crate::{StoreError, sql};

/// A state as its row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedState {
    /// The number of the last journal entry that went into it.
    pub seq: u64,
    pub state: Vec<u8>,
}

/// The state of the scope's organization.
pub async fn find_learned_state<C: ConnectionTrait>(c: &C, scope: &Scope) -> Result<Option<LearnedState>, StoreError> {
    let text = "SELECT seq, state FROM learned_state WHERE organization_id = $1";
    let rows = sql::query(c, text, vec![organization_of(scope).into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let seq: i64 = row.try_get("", "seq")?;
    Ok(Some(LearnedState { seq: seq.cast_unsigned(), state: row.try_get("", "state")? }))
}

/// Keeps a state, unless one that goes further is kept already.
pub async fn keep_learned_state<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    new: LearnedState,
    now_ms: i64,
) -> Result<(), StoreError> {
    let text = "INSERT INTO learned_state (organization_id, seq, state, at_ms) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (organization_id) DO UPDATE \
                SET seq = excluded.seq, state = excluded.state, at_ms = excluded.at_ms \
                WHERE learned_state.seq < excluded.seq";
    let values = vec![organization_of(scope).into(), new.seq.cast_signed().into(), new.state.into(), now_ms.into()];
    sql::execute(c, text, values).await?;
    Ok(())
}

/// Drops the state: the next reader learns the whole journal again.
pub async fn delete_learned_state<C: ConnectionTrait>(c: &C, scope: &Scope) -> Result<(), StoreError> {
    let text = "DELETE FROM learned_state WHERE organization_id = $1";
    sql::execute(c, text, vec![organization_of(scope).into()]).await?;
    Ok(())
}

/// Organizations whose journal goes further than what was learned.
pub async fn list_behind_everywhere<C: ConnectionTrait>(c: &C) -> Result<Vec<OrganizationId>, StoreError> {
    let text = "SELECT h.organization_id FROM journal_head h \
                LEFT JOIN learned_state s ON s.organization_id = h.organization_id \
                WHERE h.seq > COALESCE(s.seq, 0) ORDER BY h.organization_id";
    sql::query(c, text, Vec::new()).await?.iter().map(|row| sql::id(row, "organization_id")).collect()
}
