//! Budgets: what is held, spent and given back, and that no crowd exceeds a hard limit.

use futures::future::join_all;
use galley_domain::ledger::{Account, BudgetPlace};
use galley_store::ledger::{Hold, correct, hold, recount, release_hold, settle, statement};
use galley_store::{StoreError, campaigns};

use crate::fixture::{NOW_MS, campaign, line};
use crate::support::{TestDatabase, both};

both!(
    fifty_holds_at_once_never_exceed_a_hard_budget,
    a_crowd_that_holds_settles_and_gives_back_stays_inside,
    a_soft_budget_refuses_nothing,
    unknown_costs_stay_unknown,
    more_than_is_held_is_not_given_back,
    cutting_a_budget_always_works,
);

async fn fifty_holds_at_once_never_exceed_a_hard_budget(database: &TestDatabase) {
    let (scope, id) = campaign(&database.store, Some(100), true).await;
    let crowd = (0..50u8).map(|number| {
        let (store, scope) = (database.store.clone(), scope.clone());
        tokio::spawn(async move {
            let tx = store.begin().await.expect("begins");
            let answer = hold(&tx, &scope, line(number), 7).await.expect("answers");
            tx.commit().await.expect("commits");
            answer
        })
    });
    let answers: Vec<Hold> = join_all(crowd).await.into_iter().map(|answer| answer.expect("ends")).collect();
    let held = answers.iter().filter(|answer| matches!(answer, Hold::Held(_))).count();
    assert_eq!(held, 14, "fourteen times 7 fit into 100");
    assert!(answers.contains(&Hold::Refused { free_nano: 2, by: BudgetPlace::CAMPAIGN }));
    let account = campaigns::get_campaign(&database.store, &scope, id).await.expect("is there").account();
    assert_eq!(account.held_nano, 98);
    assert_eq!(recount(&database.store, &scope, id).await.expect("answers"), (98, 0));
}

async fn a_crowd_that_holds_settles_and_gives_back_stays_inside(database: &TestDatabase) {
    let (scope, id) = campaign(&database.store, Some(60), true).await;
    let crowd = (0..24u8).map(|number| {
        let (store, scope) = (database.store.clone(), scope.clone());
        tokio::spawn(async move {
            let tx = store.begin().await.expect("begins");
            let answer = hold(&tx, &scope, line(number), 10).await.expect("answers");
            tx.commit().await.expect("commits");
            let Hold::Held(account) = answer else { return };
            assert!(account.held_nano + account.spent_nano <= 60, "{account:?}");
            let tx = store.begin().await.expect("begins");
            settle(&tx, &scope, line(number + 100), Some(4), 9).await.expect("settles");
            let account = release_hold(&tx, &scope, line(number + 200), 1).await.expect("gives back");
            tx.commit().await.expect("commits");
            assert!(account.held_nano + account.spent_nano <= 60, "{account:?}");
        })
    });
    for done in join_all(crowd).await {
        done.expect("ends");
    }
    let account = campaigns::get_campaign(&database.store, &scope, id).await.expect("is there").account();
    assert_eq!(account.held_nano, 0);
    assert!(account.spent_nano > 0 && account.spent_nano <= 60);
    let counted = recount(&database.store, &scope, id).await.expect("answers");
    assert_eq!(counted, (account.held_nano, account.spent_nano));
}

async fn a_soft_budget_refuses_nothing(database: &TestDatabase) {
    let (scope, _) = campaign(&database.store, Some(1), false).await;
    let tx = database.store.begin().await.expect("begins");
    let answer = hold(&tx, &scope, line(1), 5).await.expect("answers");
    assert!(matches!(answer, Hold::Held(Account { held_nano: 5, .. })), "{answer:?}");
    let error = hold(&tx, &scope, line(2), -5).await.expect_err("is negative");
    assert!(matches!(error, StoreError::Conflict { .. }));
}

async fn unknown_costs_stay_unknown(database: &TestDatabase) {
    let (scope, id) = campaign(&database.store, None, true).await;
    let tx = database.store.begin().await.expect("begins");
    hold(&tx, &scope, line(1), 10).await.expect("answers");
    settle(&tx, &scope, line(2), None, 5).await.expect("settles");
    let known = galley_store::ledger::NewLine { gpu_ms: Some(1_500), ..line(3) };
    settle(&tx, &scope, known, Some(3), 5).await.expect("settles");
    correct(&tx, &scope, line(4), -1).await.expect("corrects");
    tx.commit().await.expect("commits");
    let statements = statement(&database.store, &scope, None).await.expect("answers");
    assert_eq!(statements.len(), 1);
    assert_eq!((statements[0].unknown_count, statements[0].gpu_ms), (1, 1_500));
    assert_eq!((statements[0].campaign.held_nano, statements[0].campaign.spent_nano), (0, 2));
    assert_eq!(recount(&database.store, &scope, id).await.expect("answers"), (0, 2));
}

async fn more_than_is_held_is_not_given_back(database: &TestDatabase) {
    let (scope, id) = campaign(&database.store, None, false).await;
    let tx = database.store.begin().await.expect("begins");
    hold(&tx, &scope, line(1), 5).await.expect("answers");
    let error = release_hold(&tx, &scope, line(2), 6).await.expect_err("only 5 are held");
    assert!(matches!(error, StoreError::Conflict { what: "hold" }), "{error:?}");
    tx.commit().await.expect("commits");
    assert_eq!(recount(&database.store, &scope, id).await.expect("answers"), (5, 0));
}

async fn cutting_a_budget_always_works(database: &TestDatabase) {
    let (scope, id) = campaign(&database.store, Some(10), true).await;
    let tx = database.store.begin().await.expect("begins");
    hold(&tx, &scope, line(1), 10).await.expect("answers");
    campaigns::set_budget(&tx, &scope, id, Some(3), true, NOW_MS).await.expect("cuts below what is held");
    let answer = hold(&tx, &scope, line(2), 1).await.expect("answers");
    assert_eq!(answer, Hold::Refused { free_nano: 0, by: BudgetPlace::CAMPAIGN });
    settle(&tx, &scope, line(3), Some(8), 10).await.expect("what is spent is written down");
    campaigns::set_budget(&tx, &scope, id, None, true, NOW_MS).await.expect("lifts it");
    assert!(matches!(hold(&tx, &scope, line(4), 1).await.expect("answers"), Hold::Held(_)));
}
