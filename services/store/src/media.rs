//! Which brands a blob was made for: what answers "may this person see it" when somebody asks
//! for a bare hash. The bytes themselves are elsewhere (see [`crate::Blobs`]).

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::BrandId;
use galley_domain::ids::Id;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entities::blob;
use crate::scope::{admit, organization_of, within};
use crate::{Reader, StoreError};

pub use blob::Model as Medium;

/// Rows written with one statement: each has 6 values, and SQLite takes 32,766 of them.
const CHUNK: usize = 4_000;

/// A blob that was put for a brand.
#[derive(Debug, Clone)]
pub struct NewMedium {
    pub hash: Digest,
    pub mime: String,
    pub bytes: u64,
}

/// Notes that these blobs belong to a brand. Noting one twice changes nothing.
pub async fn note_media(
    c: &impl Reader,
    scope: &Scope,
    brand: BrandId,
    media: &[NewMedium],
    now_ms: i64,
) -> Result<(), StoreError> {
    admit(scope, brand)?;
    for chunk in media.chunks(CHUNK) {
        let rows = chunk.iter().map(|medium| blob::ActiveModel {
            organization_id: Set(organization_of(scope)),
            hash: Set(medium.hash.0.to_vec()),
            brand_id: Set(brand.uuid()),
            mime: Set(medium.mime.clone()),
            bytes: Set(medium.bytes.cast_signed()),
            created_ms: Set(now_ms),
        });
        blob::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(c)
            .await?;
    }
    Ok(())
}

/// What is known of a blob, if a brand of this scope has it.
pub async fn find_medium(c: &impl Reader, scope: &Scope, hash: Digest) -> Result<Option<Medium>, StoreError> {
    let select = blob::Entity::find()
        .filter(within(scope, blob::Column::OrganizationId, blob::Column::BrandId))
        .filter(blob::Column::Hash.eq(hash.0.to_vec()));
    Ok(select.one(c).await?)
}
