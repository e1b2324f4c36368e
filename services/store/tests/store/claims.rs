//! Leases and idempotency keys: one holder at a time, one answer for the same request.

use galley_store::idempotency::{Claim, Key, abandon, claim, delete_old_everywhere, finish, renew};
use galley_store::leases::{give_back, take};

use crate::fixture::{NOW_MS, campaign, digest};
use crate::support::{TestDatabase, both};

const LEASE_MS: i64 = 60_000;

both!(a_lease_has_one_holder, twelve_want_one_lease, a_request_is_answered_once, an_abandoned_claim_is_taken_over);

async fn a_lease_has_one_holder(database: &TestDatabase) {
    let store = &database.store;
    assert!(take(store, "dispatcher", "a", 1_000, 2_000).await.expect("answers"));
    assert!(!take(store, "dispatcher", "b", 1_999, 3_000).await.expect("answers"), "a has it");
    assert!(take(store, "dispatcher", "a", 1_500, 2_500).await.expect("answers"), "a makes it longer");
    assert!(!take(store, "dispatcher", "b", 2_000, 3_000).await.expect("answers"), "a made it longer");
    assert!(take(store, "dispatcher", "b", 2_500, 3_500).await.expect("answers"), "it is over");
    give_back(store, "dispatcher", "a").await.expect("changes nothing");
    assert!(!take(store, "dispatcher", "a", 2_600, 3_600).await.expect("answers"));
    give_back(store, "dispatcher", "b").await.expect("gives back");
    assert!(take(store, "dispatcher", "a", 2_600, 3_600).await.expect("answers"));
}

async fn twelve_want_one_lease(database: &TestDatabase) {
    let crowd = (0..12).map(|who| {
        let store = database.store.clone();
        tokio::spawn(async move { take(&store, "sweep", &format!("w{who}"), 1_000, 2_000).await.expect("answers") })
    });
    let got = futures::future::join_all(crowd).await.into_iter().filter(|got| matches!(got, Ok(true))).count();
    assert_eq!(got, 1);
}

async fn a_request_is_answered_once(database: &TestDatabase) {
    let (scope, _) = campaign(&database.store, None, false).await;
    let (store, key) = (&database.store, Key { actor: "per_1", key: "k" });
    let ask = async |request| claim(store, &scope, key, digest(request), NOW_MS, LEASE_MS).await.expect("answers");
    assert_eq!(ask(1).await, Claim::Fresh);
    assert_eq!(ask(1).await, Claim::InProgress);
    assert_eq!(ask(2).await, Claim::Reused);
    finish(store, &scope, key, 201, "{}").await.expect("writes");
    assert_eq!(ask(1).await, Claim::Answered { status: 201, body: "{}".into() });
    abandon(store, &scope, key).await.expect("changes nothing");
    assert_eq!(ask(2).await, Claim::Reused);
    let other = Key { actor: "per_2", key: "k" };
    assert_eq!(claim(store, &scope, other, digest(1), NOW_MS, LEASE_MS).await.expect("answers"), Claim::Fresh);
    abandon(store, &scope, other).await.expect("gives up");
    assert_eq!(claim(store, &scope, other, digest(3), NOW_MS, LEASE_MS).await.expect("answers"), Claim::Fresh);
    assert_eq!(delete_old_everywhere(store, NOW_MS).await.expect("answers"), 0);
    assert_eq!(delete_old_everywhere(store, NOW_MS + 1).await.expect("answers"), 2);
}

async fn an_abandoned_claim_is_taken_over(database: &TestDatabase) {
    let (scope, _) = campaign(&database.store, None, false).await;
    let key = Key { actor: "per_1", key: "k" };
    let store = &database.store;
    let ask = async |now_ms| claim(store, &scope, key, digest(1), now_ms, LEASE_MS).await.expect("answers");
    assert_eq!(ask(NOW_MS).await, Claim::Fresh);
    assert_eq!(ask(NOW_MS + LEASE_MS).await, Claim::InProgress);
    renew(store, &scope, key, NOW_MS + LEASE_MS).await.expect("is still served");
    assert_eq!(ask(NOW_MS + 2 * LEASE_MS).await, Claim::InProgress);
    assert_eq!(ask(NOW_MS + 2 * LEASE_MS + 1).await, Claim::Fresh);
    finish(store, &scope, key, 201, "{}").await.expect("writes");
    renew(store, &scope, key, NOW_MS).await.expect("changes nothing");
    let answered = Claim::Answered { status: 201, body: "{}".into() };
    assert_eq!(ask(NOW_MS + 10 * LEASE_MS).await, answered, "an answer is never taken over");
}
