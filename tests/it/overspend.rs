//! Two hundred tasks at once against hard budgets: what is settled and set aside together is never more than any of them
//! allows, by not one billionth, and in the end every sum is the sum of the lines. `GALLEY_OVERSPEND_REPEATS` says how
//! often it is played; the measurement plays it a hundred times.

use std::sync::Arc;
use std::time::Instant;

use futures::future::join_all;
use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::ids::{CampaignId, Id};
use galley_domain::ledger::Month;
use galley_domain::ports::{Cost, CostBasis, Fault};
use galley_domain::task::TaskState;
use galley_engine::Engine;
use galley_engine::calls::{Book, End, Price};
use galley_store::accounts::{self, BudgetKey, Limit};
use galley_store::calls::CallState;
use galley_store::runs::{self, Run};
use galley_store::tasks::Task;
use galley_store::{campaigns, ledger};

use crate::campaign::Files;
use crate::world::{World, both};

both!(no_budget_is_ever_overspent);

const TASKS: usize = 200;
/// What one call may cost, and a budget that has money for some of them: not a multiple, so that a rest is left.
const NEED_NANO: i64 = 1_000_003;
const HARD_NANO: i64 = 61 * NEED_NANO + 7;

async fn no_budget_is_ever_overspent(world: &World) {
    let repeats = std::env::var("GALLEY_OVERSPEND_REPEATS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let began = Instant::now();
    let mut sent = 0;
    for round in 0..repeats {
        sent += play_round(world, round).await;
    }
    println!("{repeats} rounds of {TASKS} tasks, {sent} of them sent, {} ms", began.elapsed().as_millis());
}

/// One round in a campaign of its own. Which of the budgets is the tight one changes from round to round.
async fn play_round(world: &World, round: usize) -> usize {
    let engine = world.engine();
    let slug = format!("campaign: round-{round}");
    let files = Files::tiny().with(crate::campaign::BRIEF, "campaign: tiny", &slug);
    let id = CampaignId::parse(&world.create(&files).await).expect("an id");
    let whole = Scope::whole(world.organization());
    let campaign = campaigns::get_campaign(&engine.store, &whole, id).await.expect("is there");
    let run = run_of(engine, &campaign);
    let tx = engine.store.begin().await.expect("begins");
    let month = Month::of(engine.now_ms());
    // What earlier rounds spent is below the limit by so much.
    let places = [
        BudgetKey { brand: Some(campaign.brand_id()), month: None, currency: "EUR" },
        BudgetKey { brand: None, month: None, currency: "EUR" },
        BudgetKey { brand: None, month: Some(month), currency: "EUR" },
    ];
    for key in places {
        accounts::set_limit(&tx, &whole, key, Limit { nano: None, is_hard: true, warn_percent: 80 })
            .await
            .expect("sets");
    }
    let tight = round % (places.len() + 1);
    let budget = if tight == places.len() { Some(HARD_NANO) } else { None };
    campaigns::set_budget(&tx, &whole, id, budget, true, engine.now_ms()).await.expect("sets");
    if let Some(key) = places.get(tight) {
        let used = accounts::find_budget(&tx, &whole, *key).await.expect("answers").map(|budget| budget.account);
        let used = used.map_or(0, |account| account.held_nano + account.spent_nano);
        let limit = Limit { nano: Some(used + HARD_NANO), is_hard: true, warn_percent: 80 };
        accounts::set_limit(&tx, &whole, *key, limit).await.expect("sets");
    }
    runs::insert(&tx, &run).await.expect("inserts");
    tx.commit().await.expect("commits");

    let run = Arc::new(run);
    let crowd = (0..TASKS).map(|number| {
        let (engine, run) = (engine.clone(), run.clone());
        tokio::spawn(async move { work(&engine, &run, number).await })
    });
    let done = join_all(crowd).await;
    let sent = done.into_iter().filter(|done| *done.as_ref().expect("no task breaks off")).count();
    // Some cost less than was set aside, some nothing: more than 61 may have had their turn, never fewer.
    assert!((61..TASKS).contains(&sent), "{sent} of {TASKS} had their turn");
    check(engine, &whole, id).await;
    let row = campaigns::get_campaign(&engine.store, &whole, id).await.expect("is there");
    let counted = ledger::recount(&engine.store, &whole, id).await.expect("adds up");
    assert_eq!(counted, (row.held_nano, row.spent_nano), "the lines are the sums");
    assert!(row.spent_nano + row.held_nano <= HARD_NANO, "{} + {}", row.spent_nano, row.held_nano);
    sent
}

fn run_of(engine: &Engine, campaign: &campaigns::Campaign) -> Run {
    Run {
        id: engine.ids.next(),
        organization: campaign.organization_id(),
        brand: campaign.brand_id(),
        campaign: campaign.id(),
        plan: None,
        release: None,
        kind: "make".to_owned(),
        state: "paused".to_owned(),
        weight: 1,
        launched_by: "galley".to_owned(),
        launched_ms: engine.now_ms(),
        // It is over: whatever a call does not need goes back at once.
        finished_ms: Some(engine.now_ms()),
        currency: campaign.currency.clone(),
        hold_nano: 0,
        spent_nano: 0,
        task_count: 0,
        reused_count: 0,
    }
}

/// One task: sets money aside, has a cost, and every third time none. Answers whether it had its turn.
async fn work(engine: &Engine, run: &Run, number: usize) -> bool {
    let key = format!("task={number}");
    let task = Task {
        id: engine.ids.next(),
        organization: run.organization,
        brand: run.brand,
        campaign: run.campaign,
        run: run.id,
        step: "scene".to_owned(),
        kind: "generate_image".to_owned(),
        lane: "studio".to_owned(),
        cell: String::new(),
        key: Digest::of(key.as_bytes()),
        needs: Vec::new(),
        state: TaskState::Running,
        attempt: 0,
        error: None,
        started_ms: None,
        finished_ms: None,
        gpu_ms: None,
        cost_nano: None,
    };
    let book = Book { engine, task: Some(&task) };
    let open = loop {
        match book.begin("studio", &key, u64::try_from(NEED_NANO).ok()).await {
            Ok(open) => break open,
            Err(Fault::Busy { .. }) => return false,
            // The database was asked too much at once: that is no answer about money.
            Err(Fault::Retry { .. }) => tokio::task::yield_now().await,
            Err(other) => panic!("{other}"),
        }
    };
    let scope = task.scope();
    check(engine, &scope, run.campaign).await;
    let (state, price) = match number % 3 {
        0 => (CallState::Settled, Price::Known(Cost { nano: NEED_NANO, basis: CostBasis::RateCard })),
        1 => (CallState::Failed, Price::NotDone),
        _ => (CallState::Settled, Price::Known(Cost { nano: NEED_NANO / 2, basis: CostBasis::Reported })),
    };
    let end = End { state, price, gpu: None, outcome: None, files: &[], reason: None, keeps_hold: true };
    book.end(&open, end).await.expect("it is written down");
    check(engine, &scope, run.campaign).await;
    true
}

/// No budget over the campaign has more settled and set aside than it may.
async fn check(engine: &Engine, scope: &Scope, id: CampaignId) {
    let row = campaigns::get_campaign(&engine.store, scope, id).await.expect("is there");
    let used = row.held_nano + row.spent_nano;
    assert!(row.limit_nano.is_none_or(|limit| used <= limit), "{used} of {:?}", row.limit_nano);
    let budgets = accounts::list_budgets(&engine.store, scope, Month::of(engine.now_ms())).await.expect("answers");
    for budget in budgets {
        let account = budget.account;
        assert!(account.free_nano().is_none_or(|free| free >= 0), "{budget:?}");
        assert!(account.held_nano >= 0 && account.spent_nano >= 0, "{budget:?}");
    }
}
