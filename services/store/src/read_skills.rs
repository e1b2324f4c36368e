//! What became of first revisions with and without a skill. Reads only; sensitive campaigns are left out.

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, Id, RevisionId, SkillId};
use galley_domain::review::{Mark, Verdict};
use sea_orm::{ConnectionTrait, Value};

use crate::StoreError;
use crate::sql;

/// How often a brand's first revisions that were decided on were not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstPasses {
    pub brand: BrandId,
    /// The version of the skill that had a say; None: none had.
    pub version: Option<i32>,
    pub decided: u64,
    pub passed: u64,
}

/// What somebody marked in a first revision.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstMarks {
    pub brand: BrandId,
    pub version: Option<i32>,
    pub revision: RevisionId,
    pub marks: Vec<Mark>,
}

/// First revisions that were decided on, with the version of a skill that had a say in them. The skill is the last
/// parameter.
fn first(wall: &str, at: usize) -> String {
    format!(
        "(SELECT id, brand_id FROM revision WHERE {wall} AND number = 1 \
         AND campaign_id NOT IN (SELECT id FROM campaign WHERE is_sensitive) \
         AND EXISTS (SELECT 1 FROM decision d WHERE d.revision_id = revision.id)) r \
         LEFT JOIN (SELECT rs.revision_id, v.version FROM revision_skill rs \
         JOIN skill_version v ON v.id = rs.skill_version_id WHERE v.skill_id = ${at}) s ON s.revision_id = r.id"
    )
}

/// By brand and version.
pub async fn list_first_passes<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    skill: SkillId,
) -> Result<Vec<FirstPasses>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(skill.uuid().into());
    let first = first(&wall, values.len());
    let refusals = [Verdict::RequestChanges, Verdict::Reject].map(|verdict| Value::from(verdict.word()));
    let words = sql::list(values.len() + 1, refusals.len());
    values.extend(refusals);
    let text = format!(
        "SELECT r.brand_id, s.version, COUNT(*) AS decided, SUM(CASE WHEN EXISTS (SELECT 1 FROM decision d \
         WHERE d.revision_id = r.id AND d.verdict IN ({words})) THEN 0 ELSE 1 END) AS passed \
         FROM {first} GROUP BY r.brand_id, s.version ORDER BY r.brand_id, s.version"
    );
    let mut found = Vec::new();
    for row in sql::query(c, &text, values).await? {
        let (decided, passed): (i64, i64) = (row.try_get("", "decided")?, row.try_get("", "passed")?);
        found.push(FirstPasses {
            brand: sql::id(&row, "brand_id")?,
            version: row.try_get("", "version")?,
            decided: decided.cast_unsigned(),
            passed: passed.cast_unsigned(),
        });
    }
    Ok(found)
}

/// The marks in first revisions, the newest decisions first.
pub async fn list_first_marks<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    skill: SkillId,
    most: u64,
) -> Result<Vec<FirstMarks>, StoreError> {
    let (wall, mut values) = sql::wall(scope, 1);
    values.push(skill.uuid().into());
    let first = first(&wall, values.len());
    values.push(most.cast_signed().into());
    let text = format!(
        "SELECT r.brand_id, s.version, d.revision_id, d.marks FROM {first} \
         JOIN decision d ON d.revision_id = r.id WHERE d.marks <> '[]' ORDER BY d.id DESC LIMIT ${}",
        values.len()
    );
    let mut found = Vec::new();
    for row in sql::query(c, &text, values).await? {
        found.push(FirstMarks {
            brand: sql::id(&row, "brand_id")?,
            version: row.try_get("", "version")?,
            revision: sql::id(&row, "revision_id")?,
            marks: sql::json(&row, "marks")?,
        });
    }
    Ok(found)
}
