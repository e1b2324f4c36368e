//! Skills, their versions, and the sets of versions that plans are pinned to. What a skill's files say is not known here.
//! A skill without a brand is every member's of the organization; one of a brand stays behind the brand's wall.

use std::collections::BTreeMap;

use galley_domain::access::{Brands, Scope};
use galley_domain::digest::{Digest, Hasher};
use galley_domain::ids::{BrandId, Id, SkillId, SkillSetId, SkillVersionId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::{skill, skill_set, skill_version};
use crate::scope::{admit, inside, organization_of, within};
use crate::{Page, Reader, StoreError, Tx, json, sql};

pub use skill::Model as Skill;
pub use skill_version::Model as SkillVersion;

/// Nobody uses it yet.
pub const DRAFT: &str = "draft";
/// What is planned from now on uses it.
pub const PUBLISHED: &str = "published";
/// It is used no more; what was pinned to it keeps it.
pub const RETIRED: &str = "retired";

/// A new skill.
#[derive(Debug, Clone)]
pub struct NewSkill {
    pub id: SkillId,
    /// None: every brand of the organization.
    pub brand: Option<BrandId>,
    pub name: String,
    pub created_by: String,
    pub created_ms: i64,
}

/// A new version of a skill, as a draft.
#[derive(Debug, Clone)]
pub struct NewSkillVersion {
    pub id: SkillVersionId,
    pub skill: SkillId,
    pub digest: Digest,
    /// Path to the hash of the blob.
    pub files: BTreeMap<String, Digest>,
    pub markets: Vec<String>,
    pub description: String,
    pub created_by: String,
    pub created_ms: i64,
}

impl SkillVersion {
    /// Only in these markets; empty: in all.
    pub fn markets(&self) -> Result<Vec<String>, StoreError> {
        json::read(&self.markets, "a skill")
    }
}

/// Rows of this scope, for a table where a null brand is every brand of the organization.
fn visible<C: ColumnTrait>(scope: &Scope, organization: C, brand: C) -> Condition {
    let condition = inside(scope, organization);
    match &scope.brands {
        Brands::All => condition,
        Brands::Only(brands) => {
            let own = brand.is_in(brands.iter().map(|brand| brand.uuid()));
            condition.add(Condition::any().add(brand.is_null()).add(own))
        }
    }
}

fn skills(scope: &Scope) -> Condition {
    visible(scope, skill::Column::OrganizationId, skill::Column::BrandId)
}

fn versions(scope: &Scope) -> Condition {
    visible(scope, skill_version::Column::OrganizationId, skill_version::Column::BrandId)
}

/// What is for every brand is written by those alone who see every brand.
fn admit_place(scope: &Scope, brand: Option<BrandId>) -> Result<(), StoreError> {
    match brand {
        Some(brand) => admit(scope, brand),
        None if scope.brands == Brands::All => Ok(()),
        None => Err(StoreError::NotFound { what: "skill" }),
    }
}

/// Adds a skill; a conflict where its place has one of this name.
pub async fn insert_skill(tx: &Tx, scope: &Scope, new: NewSkill) -> Result<(), StoreError> {
    admit_place(scope, new.brand)?;
    if let Some(brand) = new.brand {
        crate::brands::get_brand(tx, scope, brand).await?;
    }
    let row = skill::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(new.brand.map(Id::uuid)),
        name: Set(new.name),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
    };
    skill::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("skill"))?;
    Ok(())
}

/// A skill.
pub async fn find_skill(c: &impl Reader, scope: &Scope, id: SkillId) -> Result<Option<Skill>, StoreError> {
    Ok(skill::Entity::find_by_id(id.uuid()).filter(skills(scope)).one(c).await?)
}

/// A skill that must be there.
pub async fn get_skill(c: &impl Reader, scope: &Scope, id: SkillId) -> Result<Skill, StoreError> {
    find_skill(c, scope, id).await?.ok_or(StoreError::NotFound { what: "skill" })
}

/// The skill of this name in a place: a brand's own, or where none is named the organization's.
pub async fn find_skill_by_name(
    c: &impl Reader,
    scope: &Scope,
    brand: Option<BrandId>,
    name: &str,
) -> Result<Option<Skill>, StoreError> {
    let place = match brand {
        Some(brand) => skill::Column::BrandId.eq(brand.uuid()),
        None => skill::Column::BrandId.is_null(),
    };
    let select = skill::Entity::find().filter(skills(scope)).filter(place).filter(skill::Column::Name.eq(name));
    Ok(select.one(c).await?)
}

/// The skills of a scope.
pub async fn list_skills(c: &impl Reader, scope: &Scope, page: Page<SkillId>) -> Result<Vec<Skill>, StoreError> {
    let select = skill::Entity::find()
        .filter(skills(scope))
        .filter(skill::Column::Id.gt(page.after()))
        .order_by_asc(skill::Column::Id)
        .limit(page.limit());
    Ok(select.all(c).await?)
}

/// Adds the next version of a skill as a draft and answers its number.
pub async fn insert_skill_version(tx: &Tx, scope: &Scope, new: NewSkillVersion) -> Result<i32, StoreError> {
    let known = get_skill(tx, scope, new.skill).await?;
    admit_place(scope, known.brand_id())?;
    let latest = find_latest_skill_version(tx, scope, new.skill).await?;
    let version = latest.map_or(1, |latest| latest.version + 1);
    let row = skill_version::ActiveModel {
        id: Set(new.id.uuid()),
        organization_id: Set(organization_of(scope)),
        brand_id: Set(known.brand_id),
        skill_id: Set(known.id),
        version: Set(version),
        digest: Set(new.digest.0.to_vec()),
        files: Set(json::write(&new.files)),
        markets: Set(json::write(&new.markets)),
        description: Set(new.description),
        state: Set(DRAFT.to_owned()),
        created_by: Set(new.created_by),
        created_ms: Set(new.created_ms),
        published_by: Set(None),
        published_ms: Set(None),
        retired_by: Set(None),
        retired_ms: Set(None),
    };
    skill_version::Entity::insert(row).exec_without_returning(tx).await.map_err(StoreError::about("skill version"))?;
    Ok(version)
}

/// A version of a skill by its number.
pub async fn find_skill_version(
    c: &impl Reader,
    scope: &Scope,
    skill: SkillId,
    version: i32,
) -> Result<Option<SkillVersion>, StoreError> {
    let select = skill_version::Entity::find()
        .filter(versions(scope))
        .filter(skill_version::Column::SkillId.eq(skill.uuid()))
        .filter(skill_version::Column::Version.eq(version));
    Ok(select.one(c).await?)
}

/// The newest version of a skill.
pub async fn find_latest_skill_version(
    c: &impl Reader,
    scope: &Scope,
    skill: SkillId,
) -> Result<Option<SkillVersion>, StoreError> {
    let select = skill_version::Entity::find()
        .filter(versions(scope))
        .filter(skill_version::Column::SkillId.eq(skill.uuid()))
        .order_by_desc(skill_version::Column::Version);
    Ok(select.one(c).await?)
}

/// The versions of these skills, newest first.
pub async fn list_skill_versions(
    c: &impl Reader,
    scope: &Scope,
    of: &[SkillId],
) -> Result<Vec<SkillVersion>, StoreError> {
    let select = skill_version::Entity::find()
        .filter(versions(scope))
        .filter(skill_version::Column::SkillId.is_in(of.iter().map(|id| id.uuid())))
        .order_by_desc(skill_version::Column::Version);
    Ok(select.all(c).await?)
}

/// Draft to published; the version that was published before it is retired. A conflict if it is no draft any more.
pub async fn publish_skill_version(
    tx: &Tx,
    scope: &Scope,
    id: SkillVersionId,
    published_by: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let row = get_version(tx, scope, id).await?;
    admit_place(scope, row.brand_id())?;
    let retired = skill_version::ActiveModel {
        state: Set(RETIRED.to_owned()),
        retired_by: Set(Some(published_by.to_owned())),
        retired_ms: Set(Some(now_ms)),
        ..Default::default()
    };
    skill_version::Entity::update_many()
        .set(retired)
        .filter(versions(scope))
        .filter(skill_version::Column::SkillId.eq(row.skill_id))
        .filter(skill_version::Column::State.eq(PUBLISHED))
        .exec(tx)
        .await?;
    let published = skill_version::ActiveModel {
        state: Set(PUBLISHED.to_owned()),
        published_by: Set(Some(published_by.to_owned())),
        published_ms: Set(Some(now_ms)),
        ..Default::default()
    };
    leave(tx, scope, id, &[DRAFT], published).await
}

/// Draft or published to retired; a conflict if it is retired already.
pub async fn retire_skill_version(
    tx: &Tx,
    scope: &Scope,
    id: SkillVersionId,
    retired_by: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let row = get_version(tx, scope, id).await?;
    admit_place(scope, row.brand_id())?;
    let retired = skill_version::ActiveModel {
        state: Set(RETIRED.to_owned()),
        retired_by: Set(Some(retired_by.to_owned())),
        retired_ms: Set(Some(now_ms)),
        ..Default::default()
    };
    leave(tx, scope, id, &[DRAFT, PUBLISHED], retired).await
}

async fn get_version(tx: &Tx, scope: &Scope, id: SkillVersionId) -> Result<SkillVersion, StoreError> {
    let select = skill_version::Entity::find_by_id(id.uuid()).filter(versions(scope));
    select.one(tx).await?.ok_or(StoreError::NotFound { what: "skill version" })
}

async fn leave(
    tx: &Tx,
    scope: &Scope,
    id: SkillVersionId,
    from: &[&str],
    change: skill_version::ActiveModel,
) -> Result<(), StoreError> {
    let done = skill_version::Entity::update_many()
        .set(change)
        .filter(versions(scope))
        .filter(skill_version::Column::Id.eq(id.uuid()))
        .filter(skill_version::Column::State.is_in(from.iter().copied()))
        .exec(tx)
        .await
        .map_err(StoreError::about("skill version"))?;
    if done.rows_affected == 0 { Err(StoreError::Conflict { what: "skill version" }) } else { Ok(()) }
}

/// What is published for a brand, in order of precedence: its own first, then by name. A brand's own skill stands in the
/// place of the organization's of the same name.
pub async fn list_published_skills(
    c: &impl Reader,
    scope: &Scope,
    brand: BrandId,
) -> Result<Vec<(Skill, SkillVersion)>, StoreError> {
    let place = Condition::any()
        .add(skill_version::Column::BrandId.is_null())
        .add(skill_version::Column::BrandId.eq(brand.uuid()));
    let found = skill_version::Entity::find()
        .filter(versions(scope))
        .filter(place)
        .filter(skill_version::Column::State.eq(PUBLISHED))
        .all(c)
        .await?;
    let known = skill::Entity::find()
        .filter(skills(scope))
        .filter(skill::Column::Id.is_in(found.iter().map(|row| row.skill_id)))
        .all(c)
        .await?;
    let mut known: BTreeMap<Uuid, Skill> = known.into_iter().map(|row| (row.id, row)).collect();
    let mut pairs: Vec<(Skill, SkillVersion)> =
        found.into_iter().filter_map(|row| Some((known.remove(&row.skill_id)?, row))).collect();
    pairs.sort_by(|(one, _), (other, _)| {
        (&one.name, one.brand_id.is_none()).cmp(&(&other.name, other.brand_id.is_none()))
    });
    pairs.dedup_by(|(later, _), (earlier, _)| later.name == earlier.name);
    pairs.sort_by_key(|(skill, _)| skill.brand_id.is_none());
    Ok(pairs)
}

/// Keeps the set of what is published for a brand, and answers its id, which follows from the content; None where nothing
/// is published. Keeping the same set again changes nothing.
pub async fn keep_skill_set(
    c: &impl Reader,
    scope: &Scope,
    brand: BrandId,
    now_ms: i64,
) -> Result<Option<SkillSetId>, StoreError> {
    crate::brands::get_brand(c, scope, brand).await?;
    let published = list_published_skills(c, scope, brand).await?;
    if published.is_empty() {
        return Ok(None);
    }
    let ids: Vec<SkillVersionId> = published.iter().map(|(_, version)| version.id()).collect();
    let id = set_id(brand, &ids);
    if find_skill_set(c, scope, id).await?.is_none() {
        let text = "INSERT INTO skill_set (id, organization_id, brand_id, versions, created_ms) \
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
        let (organization, versions) = (organization_of(scope), json::write(&ids));
        let values = vec![id.uuid().into(), organization.into(), brand.uuid().into(), versions.into(), now_ms.into()];
        sql::execute(c, text, values).await?;
    }
    Ok(Some(id))
}

/// The skills of a set with their versions, in order of precedence.
pub async fn find_skill_set(
    c: &impl Reader,
    scope: &Scope,
    id: SkillSetId,
) -> Result<Option<Vec<(Skill, SkillVersion)>>, StoreError> {
    let wall = within(scope, skill_set::Column::OrganizationId, skill_set::Column::BrandId);
    let Some(row) = skill_set::Entity::find_by_id(id.uuid()).filter(wall).one(c).await? else { return Ok(None) };
    let ids: Vec<SkillVersionId> = json::read(&row.versions, "a set of skills")?;
    let found = skill_version::Entity::find()
        .filter(versions(scope))
        .filter(skill_version::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .all(c)
        .await?;
    let known = skill::Entity::find()
        .filter(skills(scope))
        .filter(skill::Column::Id.is_in(found.iter().map(|row| row.skill_id)))
        .all(c)
        .await?;
    let pair = |id: &SkillVersionId| {
        let version = found.iter().find(|row| row.id == id.uuid())?;
        let skill = known.iter().find(|row| row.id == version.skill_id)?;
        Some((skill.clone(), version.clone()))
    };
    let pairs: Vec<_> = ids.iter().filter_map(pair).collect();
    if pairs.len() == ids.len() { Ok(Some(pairs)) } else { Err(StoreError::corrupt("a set of skills")) }
}

/// The same versions for the same brand are the same set.
fn set_id(brand: BrandId, versions: &[SkillVersionId]) -> SkillSetId {
    let mut hasher = Hasher::new("skill set");
    hasher.text("brand", &brand.to_string());
    for version in versions {
        hasher.text("version", &version.to_string());
    }
    let mut first = [0u8; 16];
    first.copy_from_slice(&hasher.finish().0[..16]);
    SkillSetId(uuid::Builder::from_bytes(first).with_version(uuid::Version::Custom).into_uuid())
}
