//! The journal's chain when many append at once, and that it verifies from its export alone.

use futures::future::join_all;
use galley_domain::ids::Id;
use galley_domain::journal::{Entry, Verifier};
use galley_store::journal::{append, export, head};
use galley_store::organizations;

use crate::fixture::{NOW_MS, campaign, entry, id, scope};
use crate::support::{TestDatabase, both};

both!(eight_append_at_once_and_the_chain_holds, an_undone_append_leaves_no_gap, long_appends_are_one_chain);

/// Reads the whole journal in small pages and verifies it.
async fn verified(database: &TestDatabase) -> u64 {
    let (mut verifier, mut after) = (Verifier::default(), 0);
    loop {
        let lines = export(&database.store, &scope(1), after, 7).await.expect("answers");
        let Some((last, _)) = lines.last() else { break };
        after = *last;
        for (seq, line) in &lines {
            let entry: Entry = serde_json::from_str(line).expect("is an entry");
            assert_eq!(entry.seq, *seq);
            verifier.push(&entry).expect("follows");
        }
    }
    assert_eq!(verifier.head(), head(&database.store, &scope(1)).await.expect("answers"));
    verifier.head().0
}

async fn eight_append_at_once_and_the_chain_holds(database: &TestDatabase) {
    let (scope, _) = campaign(&database.store, None, false).await;
    let crowd = (0..8u8).map(|who| {
        let (store, scope) = (database.store.clone(), scope.clone());
        tokio::spawn(async move {
            for turn in 0..10u8 {
                let tx = store.begin().await.expect("begins");
                let entries = vec![entry(who * 20 + turn * 2), entry(who * 20 + turn * 2 + 1)];
                append(&tx, &scope, NOW_MS, entries).await.expect("appends");
                tx.commit().await.expect("commits");
            }
        })
    });
    for done in join_all(crowd).await {
        done.expect("ends");
    }
    assert_eq!(verified(database).await, 160);
}

async fn an_undone_append_leaves_no_gap(database: &TestDatabase) {
    let (scope, _) = campaign(&database.store, None, false).await;
    let tx = database.store.begin().await.expect("begins");
    append(&tx, &scope, NOW_MS, vec![entry(1)]).await.expect("appends");
    drop(tx);
    let tx = database.store.begin().await.expect("begins");
    organizations::insert_organization_everywhere(&tx, id(2), "other", "Other", NOW_MS).await.expect("is new");
    append(&tx, &scope, NOW_MS, vec![entry(2)]).await.expect("appends");
    append(&tx, &crate::fixture::scope(2), NOW_MS, vec![entry(3)]).await.expect("has a chain of its own");
    tx.commit().await.expect("commits");
    assert_eq!(verified(database).await, 1);
}

async fn long_appends_are_one_chain(database: &TestDatabase) {
    let (scope, _) = campaign(&database.store, None, false).await;
    let entries = (0..4_100u64)
        .map(|number| {
            let mut random = [0; 10];
            random[2..].copy_from_slice(&number.to_be_bytes());
            galley_store::journal::NewEntry { id: Id::at(NOW_MS.unsigned_abs(), &random), ..entry(1) }
        })
        .collect();
    let tx = database.store.begin().await.expect("begins");
    let last = append(&tx, &scope, NOW_MS, entries).await.expect("appends");
    append(&tx, &scope, NOW_MS, Vec::new()).await.expect("nothing is no error");
    tx.commit().await.expect("commits");
    assert_eq!(head(&database.store, &scope).await.expect("answers"), (4_100, last));
    assert_eq!(verified(database).await, 4_100);
}
