//! What was measured of the ads that people are asked about. Written once, with the revision.

use std::collections::HashMap;

use galley_domain::access::Scope;
use galley_domain::ids::{BrandId, Id, OrganizationId, RevisionId};
use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use crate::sql::{self, Insert, Kind, ROWS};
use crate::{StoreError, json};

/// Adds the features of new revisions.
pub async fn insert<C: ConnectionTrait>(
    c: &C,
    (organization, brand): (OrganizationId, BrandId),
    features: &[(RevisionId, Json)],
) -> Result<(), StoreError> {
    let insert = Insert {
        table: "revision_features",
        same: vec![("organization_id", organization.uuid().into()), ("brand_id", brand.uuid().into())],
        columns: &[("revision_id", Kind::Uuid), ("features", Kind::Text)],
        then: "",
    };
    let values = features.iter().flat_map(|(id, features)| [id.uuid().into(), json::write(features).into()]);
    insert.run(c, values.collect()).await
}

/// The features of those of these revisions that have any.
pub async fn list<C: ConnectionTrait>(
    c: &C,
    scope: &Scope,
    revisions: &[RevisionId],
) -> Result<HashMap<RevisionId, Json>, StoreError> {
    let mut found = HashMap::with_capacity(revisions.len());
    for chunk in revisions.chunks(ROWS) {
        let (wall, mut values) = sql::wall(scope, 1);
        let among = sql::among(c, &mut values, Kind::Uuid, sql::uuids(chunk));
        let text = format!("SELECT revision_id, features FROM revision_features WHERE {wall} AND revision_id {among}");
        for row in sql::query(c, &text, values).await? {
            found.insert(sql::id(&row, "revision_id")?, sql::json(&row, "features")?);
        }
    }
    Ok(found)
}
