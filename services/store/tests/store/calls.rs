//! A call ends once; what nobody knew may still become known, once.

use galley_store::calls::{self, Call, CallEnd, CallState, Ended};

use crate::fixture::{NOW_MS, everything, id, scope};
use crate::support::{TestDatabase, both};

both!(a_call_ends_once_and_a_late_answer_counts, an_unknown_cost_is_learned_once);

fn end(state: CallState, amount_nano: Option<i64>, basis: &'static str) -> CallEnd {
    CallEnd {
        state,
        amount_nano,
        basis,
        gpu_ms: None,
        gpu_basis: None,
        used: None,
        answer: None,
        vendor_id: None,
        reason: None,
        now_ms: NOW_MS,
    }
}

async fn a_call_ends_once_and_a_late_answer_counts(database: &TestDatabase) {
    let store = &database.store;
    everything(store).await;
    let known = calls::find(store, &scope(1), id(1)).await.expect("answers").expect("is there");
    let tx = store.begin().await.expect("begins");
    let new = Call { id: id(2), state: CallState::Sent, held_nano: 7, key: "other".into(), ..known };
    calls::insert(&tx, &new).await.expect("is new");
    calls::accept(&tx, new.id, "job-1").await.expect("notes it");
    let found = calls::find_latest_everywhere(&tx, new.task, &new.backend, "other").await.expect("answers");
    let found = found.expect("is there");
    assert_eq!((found.state, found.job.as_deref(), found.held_nano), (CallState::Accepted, Some("job-1"), 7));

    let unknown = end(CallState::Ambiguous, None, "unknown");
    assert_eq!(calls::end(&tx, new.id, &unknown).await.expect("answers"), Ended::Now { held_nano: 7 });
    assert_eq!(calls::end(&tx, new.id, &unknown).await.expect("answers"), Ended::Before);
    let settled = end(CallState::Settled, Some(5), "rate_card");
    assert_eq!(calls::end(&tx, new.id, &settled).await.expect("answers"), Ended::Late { held_nano: 7 });
    assert_eq!(calls::end(&tx, new.id, &settled).await.expect("answers"), Ended::Before);
    assert_eq!(calls::learn_cost(&tx, new.id, 9, "billed").await.expect("answers"), None, "it is known");
    assert!(calls::list_left_everywhere(&tx, i64::MAX, 10).await.expect("answers").is_empty());
}

async fn an_unknown_cost_is_learned_once(database: &TestDatabase) {
    let store = &database.store;
    everything(store).await;
    let known = calls::find(store, &scope(1), id(1)).await.expect("answers").expect("is there");
    let tx = store.begin().await.expect("begins");
    let new = Call { id: id(2), state: CallState::Sent, held_nano: 7, ..known };
    calls::insert(&tx, &new).await.expect("is new");
    // Its task is over: nobody waits for it.
    let left = calls::list_left_everywhere(&tx, i64::MAX, 10).await.expect("answers");
    assert_eq!(left.iter().map(|call| call.id).collect::<Vec<_>>(), [new.id]);
    calls::accept(&tx, new.id, "job-1").await.expect("notes it");
    calls::end(&tx, new.id, &end(CallState::Failed, None, "unknown")).await.expect("ends");
    let untold = async |asked_ms: i64| {
        let untold = calls::list_untold_everywhere(&tx, NOW_MS, asked_ms, 10).await.expect("answers");
        untold.iter().map(|call| call.id).collect::<Vec<_>>()
    };
    assert_eq!(untold(NOW_MS).await, [new.id]);
    calls::note_asked(&tx, new.id, NOW_MS).await.expect("notes it");
    assert!(untold(NOW_MS).await.is_empty() && untold(NOW_MS + 1).await.len() == 1);
    assert_eq!(calls::learn_cost(&tx, new.id, 0, "billed").await.expect("answers"), Some(7));
    assert_eq!(calls::learn_cost(&tx, new.id, 0, "billed").await.expect("answers"), None);
    assert!(untold(NOW_MS + 1).await.is_empty());
    assert_eq!(calls::release(&tx, &scope(1), id(1), None, "per_1").await.expect("answers"), 1, "the ambiguous one");
}
