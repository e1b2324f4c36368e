//! Which versions of skills had a say in the ads that people are asked about. Written once, with the revision.

use std::collections::HashMap;

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, Id, OrganizationId, RevisionId, SkillVersionId};
use sea_orm::ConnectionTrait;

use crate::StoreError;
use crate::sql::{self, Insert, Kind, ROWS};

/// Adds what had a say in new revisions.
pub async fn insert<C: ConnectionTrait>(
    c: &C,
    (organization, brand): (OrganizationId, BrandId),
    heard: &[(RevisionId, SkillVersionId)],
) -> Result<(), StoreError> {
    let insert = Insert {
        table: "revision_skill",
        same: vec![("organization_id", organization.uuid().into()), ("brand_id", brand.uuid().into())],
        columns: &[("revision_id", Kind::Uuid), ("skill_version_id", Kind::Uuid)],
        then: "",
    };
    let values = heard.iter().flat_map(|(revision, version)| [revision.uuid().into(), version.uuid().into()]);
    insert.run(c, values.collect()).await
}

/// Of each of these revisions the skills that had a say in it, as `name@version`, by name; those without are missing.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    revisions: &[RevisionId],
) -> Result<HashMap<RevisionId, Vec<String>>, StoreError> {
    let mut found: HashMap<RevisionId, Vec<String>> = HashMap::new();
    for chunk in revisions.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!(
            "SELECT rs.revision_id, s.name, v.version FROM \
             (SELECT revision_id, skill_version_id FROM revision_skill WHERE {wall} AND revision_id {among}) rs \
             JOIN skill_version v ON v.id = rs.skill_version_id JOIN skill s ON s.id = v.skill_id ORDER BY s.name"
        );
        for row in sql::query(c, &text, values).await? {
            let (name, version): (String, i32) = (row.try_get("", "name")?, row.try_get("", "version")?);
            found.entry(sql::id(&row, "revision_id")?).or_default().push(format!("{name}@{version}"));
        }
    }
    Ok(found)
}
