//! How much of a brand's work may be learned from, and since when. Rows are only ever added: what held
//! on a day can always be told.

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, ConsentId, Id};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::scope::{admit, organization_of};
use crate::{StoreError, sql};

/// A consent as its row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub id: ConsentId,
    pub brand: BrandId,
    /// `nothing`, `traces_only` or `everything`.
    pub level: String,
    /// Who gave it, as an id.
    pub actor: String,
    pub at_ms: i64,
}

const COLUMNS: &str = "id, organization_id, brand_id, level, actor, at_ms";

impl Consent {
    fn read(row: &QueryResult) -> Result<Consent, StoreError> {
        Ok(Consent {
            id: sql::id(row, "id")?,
            brand: sql::id(row, "brand_id")?,
            level: row.try_get("", "level")?,
            actor: row.try_get("", "actor")?,
            at_ms: row.try_get("", "at_ms")?,
        })
    }
}

/// Adds a consent; from now on it holds.
pub async fn insert_consent<C: ConnectionTrait>(c: &C, scope: &Scope, new: &Consent) -> Result<(), StoreError> {
    admit(scope, new.brand)?;
    let values = vec![
        new.id.uuid().into(),
        organization_of(scope).into(),
        new.brand.uuid().into(),
        new.level.clone().into(),
        new.actor.clone().into(),
        new.at_ms.into(),
    ];
    sql::execute(c, &format!("INSERT INTO consent ({COLUMNS}) VALUES ({})", sql::list(1, 6)), values).await?;
    Ok(())
}

/// A brand's consents, oldest first; the last one holds.
pub async fn list_consents<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    brand: BrandId,
) -> Result<Vec<Consent>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(brand.uuid().into());
    let text = format!("SELECT {COLUMNS} FROM consent WHERE {wall} AND brand_id = ${} ORDER BY id", values.len());
    sql::query(c, &text, values).await?.iter().map(Consent::read).collect()
}
