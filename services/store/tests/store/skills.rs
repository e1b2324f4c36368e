//! Where a skill belongs: a brand, or all of the organization; and the sets that plans are pinned to.

use galley_domain::access::{Brands, Scope};
use galley_store::{StoreError, skills};

use crate::fixture::{NOW_MS, digest, everything, id, scope};
use crate::support::{TestDatabase, both};

both!(skills_keep_to_their_place);

fn only(brand: u8) -> Scope {
    Scope { brands: Brands::Only(vec![id(brand)]), ..scope(1) }
}

fn assert_absent(result: Result<(), StoreError>) {
    assert!(matches!(result, Err(StoreError::NotFound { .. })), "{result:?}");
}

/// A skill of a brand stays behind its wall; one without a brand is for all of the organization, and is written by those
/// alone who see all of it.
async fn skills_keep_to_their_place(database: &TestDatabase) {
    let store = &database.store;
    everything(store).await;
    let set = skills::keep_skill_set(store, &scope(1), id(1), NOW_MS).await.expect("keeps").expect("one is published");
    for (s, count) in [(scope(1), 1), (only(1), 1), (only(2), 0), (scope(2), 0)] {
        let found = skills::find_skill_set(store, &s, set).await.expect("answers");
        assert_eq!(found.iter().flatten().count(), count, "{s:?}");
    }
    let again = skills::keep_skill_set(store, &only(1), id(1), NOW_MS).await.expect("keeps");
    assert_eq!(again, Some(set), "the same versions are the same set");
    assert!(skills::keep_skill_set(store, &scope(1), id(2), NOW_MS).await.expect("answers").is_none());
    let tx = &store.begin().await.expect("begins");
    let new = |number: u8, brand| skills::NewSkill {
        id: id(number),
        brand,
        name: "calm".into(),
        created_by: "galley".into(),
        created_ms: NOW_MS,
    };
    for (s, brand) in [(only(2), Some(id(1))), (scope(2), Some(id(1))), (only(1), None)] {
        assert_absent(skills::insert_skill(tx, &s, new(60, brand)).await);
    }
    for s in [only(2), scope(2)] {
        assert_absent(skills::publish_skill_version(tx, &s, id(1), "galley", NOW_MS).await);
        assert_absent(skills::retire_skill_version(tx, &s, id(1), "galley", NOW_MS).await);
        let version = skills::NewSkillVersion {
            id: id(61),
            skill: id(1),
            digest: digest(1),
            files: Default::default(),
            markets: Vec::new(),
            description: String::new(),
            created_by: "galley".into(),
            created_ms: NOW_MS,
        };
        assert_absent(skills::insert_skill_version(tx, &s, version).await.map(drop));
    }
    assert_absent(skills::get_skill(store, &only(2), id(1)).await.map(drop));
}
