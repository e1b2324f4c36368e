//! Review stages of revisions: whom each asks, where it stands and when it is due.

use galley_domain::access::{Role, Scope};
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, RevisionId, VariantId};
use galley_domain::review::{Rule, StageState};
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::StoreError;
use crate::sql::{self, Kind, ROWS};

/// One stage of one revision.
#[derive(Debug, Clone)]
pub struct Stage {
    pub revision: RevisionId,
    /// 0, 1, …: the order in which stages open.
    pub position: i32,
    pub organization: OrganizationId,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub variant: VariantId,
    pub name: String,
    pub role: Role,
    /// The market whose people are asked, where the stage is per market.
    pub market: Option<String>,
    pub rule: Rule,
    pub state: StageState,
    pub opened_ms: Option<i64>,
    pub due_ms: Option<i64>,
    pub closed_ms: Option<i64>,
}

const COLUMNS: &str = "revision_id, position, organization_id, brand_id, campaign_id, variant_id, \
     name, role, market, rule, state, opened_ms, due_ms, closed_ms";

impl Stage {
    fn read(row: &QueryResult) -> Result<Stage, StoreError> {
        let role: String = row.try_get("", "role")?;
        let state: String = row.try_get("", "state")?;
        Ok(Stage {
            revision: sql::id(row, "revision_id")?,
            position: row.try_get("", "position")?,
            organization: sql::id(row, "organization_id")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            variant: sql::id(row, "variant_id")?,
            name: row.try_get("", "name")?,
            role: Role::find(&role).ok_or_else(|| StoreError::corrupt("role"))?,
            market: row.try_get("", "market")?,
            rule: sql::json(row, "rule")?,
            state: StageState::find(&state).ok_or_else(|| StoreError::corrupt("state"))?,
            opened_ms: row.try_get("", "opened_ms")?,
            due_ms: row.try_get("", "due_ms")?,
            closed_ms: row.try_get("", "closed_ms")?,
        })
    }
}

/// Inserts stages.
pub async fn insert<C: ConnectionTrait>(c: &C, stages: &[Stage]) -> Result<(), StoreError> {
    for chunk in stages.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 14);
        for stage in chunk {
            values.extend([
                stage.revision.uuid().into(),
                stage.position.into(),
                stage.organization.uuid().into(),
                stage.brand.uuid().into(),
                stage.campaign.uuid().into(),
                stage.variant.uuid().into(),
                stage.name.clone().into(),
                stage.role.word().into(),
                stage.market.clone().into(),
                serde_json::to_string(&stage.rule).expect("a rule is plain JSON").into(),
                stage.state.word().into(),
                stage.opened_ms.into(),
                stage.due_ms.into(),
                stage.closed_ms.into(),
            ]);
        }
        let rows = sql::rows(&format!("({})", ["?"; 14].join(",")), 1, chunk.len());
        let text = format!("INSERT INTO stage ({COLUMNS}) VALUES {rows}");
        sql::execute(c, &text, values).await?;
    }
    Ok(())
}

/// The stages of these revisions, in order.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    revisions: &[RevisionId],
) -> Result<Vec<Stage>, StoreError> {
    let mut found = Vec::new();
    for chunk in revisions.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!(
            "SELECT {COLUMNS} FROM stage WHERE {wall} AND revision_id {among} \
             ORDER BY revision_id, position"
        );
        for row in sql::query(c, &text, values).await? {
            found.push(Stage::read(&row)?);
        }
    }
    Ok(found)
}

/// Moves a stage; opening and closing times are set where given.
pub async fn set_state<C: ConnectionTrait>(c: &C, stage: &Stage) -> Result<(), StoreError> {
    let text = "UPDATE stage SET state = $1, opened_ms = $2, due_ms = $3, closed_ms = $4 \
                WHERE revision_id = $5 AND position = $6";
    let values = vec![
        stage.state.word().into(),
        stage.opened_ms.into(),
        stage.due_ms.into(),
        stage.closed_ms.into(),
        stage.revision.uuid().into(),
        stage.position.into(),
    ];
    sql::execute(c, text, values).await?;
    Ok(())
}
