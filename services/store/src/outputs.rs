//! Outputs: what tasks made, named by the key of everything that went into them. Never changed;
//! making the same again is no error.

use std::collections::{HashMap, HashSet};

use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, CampaignId, Id, OrganizationId, TaskId};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::sql::{self, Insert, Kind, ROWS};

/// A blob of an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputBlob {
    /// `main`, `h240`, `h480`.
    pub name: String,
    pub hash: Digest,
    pub mime: String,
    pub bytes: u64,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// What a task made.
#[derive(Debug, Clone)]
pub struct Output {
    pub organization: OrganizationId,
    pub key: Digest,
    pub brand: BrandId,
    pub campaign: CampaignId,
    pub task: TaskId,
    /// The step kind that made it.
    pub kind: String,
    pub blobs: Vec<OutputBlob>,
    pub facts: serde_json::Value,
    pub model: Option<String>,
    pub gpu_ms: Option<i64>,
    pub cost_nano: Option<i64>,
    pub created_ms: i64,
}

impl Output {
    /// The blob with this name.
    pub fn blob(&self, name: &str) -> Option<&OutputBlob> {
        self.blobs.iter().find(|blob| blob.name == name)
    }

    fn read(row: &QueryResult) -> Result<Output, StoreError> {
        Ok(Output {
            organization: sql::id(row, "organization_id")?,
            key: sql::digest(row, "key")?,
            brand: sql::id(row, "brand_id")?,
            campaign: sql::id(row, "campaign_id")?,
            task: sql::id(row, "task_id")?,
            kind: row.try_get("", "kind")?,
            blobs: sql::json(row, "blobs")?,
            facts: sql::json(row, "facts")?,
            model: row.try_get("", "model")?,
            gpu_ms: row.try_get("", "gpu_ms")?,
            cost_nano: row.try_get("", "cost_nano")?,
            created_ms: row.try_get("", "created_ms")?,
        })
    }
}

/// Keeps outputs; one that exists already stays as it is.
pub async fn insert<C: ConnectionTrait>(c: &C, outputs: &[Output]) -> Result<(), StoreError> {
    let insert = Insert {
        table: "output",
        same: vec![],
        columns: &COLUMNS,
        then: "ON CONFLICT (organization_id, key) DO NOTHING",
    };
    let mut values: Vec<Value> = Vec::with_capacity(outputs.len() * COLUMNS.len());
    for output in outputs {
        values.extend([
            output.organization.uuid().into(),
            output.key.0.to_vec().into(),
            output.brand.uuid().into(),
            output.campaign.uuid().into(),
            output.task.uuid().into(),
            output.kind.clone().into(),
            serde_json::to_string(&output.blobs).expect("blobs are plain JSON").into(),
            output.facts.to_string().into(),
            output.model.clone().into(),
            output.gpu_ms.into(),
            output.cost_nano.into(),
            output.created_ms.into(),
        ]);
    }
    insert.run(c, values).await
}

const COLUMNS: [(&str, Kind); 12] = [
    ("organization_id", Kind::Uuid),
    ("key", Kind::Bytes),
    ("brand_id", Kind::Uuid),
    ("campaign_id", Kind::Uuid),
    ("task_id", Kind::Uuid),
    ("kind", Kind::Text),
    ("blobs", Kind::Text),
    ("facts", Kind::Text),
    ("model", Kind::MaybeText),
    ("gpu_ms", Kind::MaybeBigInt),
    ("cost_nano", Kind::MaybeBigInt),
    ("created_ms", Kind::BigInt),
];

/// Which of these keys have an output.
pub async fn existing<C: ConnectionTrait>(
    c: &C,
    organization: OrganizationId,
    keys: impl Iterator<Item = Digest>,
) -> Result<HashSet<Digest>, StoreError> {
    let keys: Vec<Digest> = keys.collect();
    let mut found = HashSet::new();
    for chunk in keys.chunks(ROWS * 4) {
        let mut values: Vec<Value> = vec![organization.uuid().into()];
        let among = sql::among(c, &mut values, Kind::Bytes, sql::keys(chunk));
        let text = format!("SELECT key FROM output WHERE organization_id = $1 AND key {among}");
        for row in sql::query(c, &text, values).await? {
            found.insert(sql::digest(&row, "key")?);
        }
    }
    Ok(found)
}

/// The outputs with these keys.
pub async fn get<C: ConnectionTrait>(
    c: &C,
    organization: OrganizationId,
    keys: &[Digest],
) -> Result<HashMap<Digest, Output>, StoreError> {
    let mut found = HashMap::with_capacity(keys.len());
    for chunk in keys.chunks(ROWS) {
        let mut values: Vec<Value> = vec![organization.uuid().into()];
        let among = sql::among(c, &mut values, Kind::Bytes, sql::keys(chunk));
        let text = format!("SELECT * FROM output WHERE organization_id = $1 AND key {among}");
        for row in sql::query(c, &text, values).await? {
            let output = Output::read(&row)?;
            found.insert(output.key, output);
        }
    }
    Ok(found)
}
