//! States that are left once, versions that count up, and names that stand once.

use std::collections::BTreeMap;

use galley_store::campaigns::{CampaignFilter, list_campaigns};
use galley_store::releases::Delivered;
use galley_store::{Page, StoreError, campaigns, people, plans, releases};

use crate::fixture::{NOW_MS, brief, digest, everything, id, scope};
use crate::support::{TestDatabase, both};

both!(
    a_plan_is_approved_and_launched_once,
    a_new_brief_becomes_the_current_one,
    a_delivery_is_not_undone,
    campaigns_are_found_by_words,
    names_stand_once,
);

fn is_conflict(result: Result<(), StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict { .. }))
}

async fn a_plan_is_approved_and_launched_once(database: &TestDatabase) {
    everything(&database.store).await;
    let scope = scope(1);
    let tx = database.store.begin().await.expect("begins");
    assert!(is_conflict(plans::launch_plan(&tx, &scope, id(1)).await), "a draft is not launched");
    plans::approve_plan(&tx, &scope, id(1), "per_x", NOW_MS).await.expect("is a draft");
    assert!(is_conflict(plans::approve_plan(&tx, &scope, id(1), "per_y", NOW_MS).await));
    plans::launch_plan(&tx, &scope, id(1)).await.expect("is approved");
    assert!(is_conflict(plans::launch_plan(&tx, &scope, id(1)).await));
    let plan = plans::get_plan(&tx, &scope, id(1)).await.expect("is there");
    assert_eq!((plan.state.as_str(), plan.approved_by.as_deref()), (plans::LAUNCHED, Some("per_x")));
    assert_eq!(plan.summary().expect("reads back")["variants"], 1);
    assert_eq!(plan.fingerprint().expect("reads back"), digest(7));
}

async fn a_new_brief_becomes_the_current_one(database: &TestDatabase) {
    everything(&database.store).await;
    let scope = scope(1);
    let tx = database.store.begin().await.expect("begins");
    let files = BTreeMap::from([("copy.csv".to_owned(), digest(4))]);
    let new = campaigns::NewBrief { title: "Summer".into(), ..brief(2, files.clone()) };
    assert_eq!(campaigns::insert_brief(&tx, &scope, new).await.expect("is new"), 2);
    let campaign = campaigns::get_campaign(&tx, &scope, id(1)).await.expect("is there");
    assert_eq!((campaign.title.as_str(), campaign.brief_id()), ("Summer", Some(id(2))));
    let latest = campaigns::find_latest_brief(&tx, &scope, id(1)).await.expect("answers").expect("is there");
    assert_eq!((latest.version, latest.files().expect("reads back")), (2, files));
}

async fn a_delivery_is_not_undone(database: &TestDatabase) {
    everything(&database.store).await;
    let (scope, item) = (scope(1), (id(1), id(1)));
    let tx = database.store.begin().await.expect("begins");
    let there = Delivered::At { location: "/out/a.png".into() };
    releases::set_delivered(&tx, &scope, item, there, NOW_MS).await.expect("writes");
    let late = Delivered::Failed { error: "too late".into() };
    releases::set_delivered(&tx, &scope, item, late, NOW_MS).await.expect("changes nothing");
    let row = releases::find_release_item(&tx, &scope, item.0, item.1).await.expect("answers").expect("is there");
    assert_eq!((row.location.as_deref(), row.error.as_deref()), (Some("/out/a.png"), None));
    assert_eq!(row.hash().expect("reads back"), digest(4));
    let sent = releases::list_released_revisions(&tx, &scope, id(1), "folder").await.expect("answers");
    assert_eq!(sent, [id(1)]);
    assert!(releases::list_released_revisions(&tx, &scope, id(1), "s3").await.expect("answers").is_empty());
    releases::finish_release(&tx, &scope, id(1), releases::DONE, Some(digest(9)), NOW_MS).await.expect("is active");
    assert!(is_conflict(releases::finish_release(&tx, &scope, id(1), releases::DONE, None, NOW_MS).await));
    let release = releases::get_release(&tx, &scope, id(1)).await.expect("is there");
    assert_eq!(release.manifest_hash().expect("reads back"), Some(digest(9)));
}

async fn campaigns_are_found_by_words(database: &TestDatabase) {
    everything(&database.store).await;
    for (words, is_found) in [("SPRING", true), ("100%", true), ("1_0%", false), ("winter", false), ("\\", false)] {
        let filter = CampaignFilter { brand: Some(id(1)), words: Some(words.into()) };
        let found = list_campaigns(&database.store, &scope(1), &filter, Page::first()).await.expect("answers");
        assert_eq!(found.len(), usize::from(is_found), "{words}");
    }
}

async fn names_stand_once(database: &TestDatabase) {
    everything(&database.store).await;
    let tx = database.store.begin().await.expect("begins");
    let again = people::NewPerson {
        id: id(9),
        email: "ada@EXAMPLE.test ".into(),
        name: "Another Ada".into(),
        password_hash: None,
        created_ms: NOW_MS,
    };
    let refused = people::insert_person(&tx, &scope(2), again).await;
    assert!(matches!(refused, Err(StoreError::Conflict { what: "person" })), "{refused:?}");
}
