//! Whoever ends a run's last task closes the run in a transaction of its own. Dying between the two is a matter of a
//! millisecond that kills rarely meet, so what it leaves behind is written here by hand.

use std::sync::Arc;

use galley::clock::SystemClock;
use galley::config::Config;
use galley::wiring;
use galley_domain::access::Scope;
use galley_domain::ids::{CampaignId, Id, OrganizationId, RunId};
use galley_domain::ports::Clock;
use galley_engine::Ids;
use galley_store::ledger::{Hold, NewLine};
use galley_store::runs::Run;
use galley_store::{campaigns, ledger, runs};
use serde_json::{Value, json};
use tokio::time::{interval, timeout};

use crate::installation::Installation;
use crate::job::People;
use crate::person::{PACE, PATIENCE, text};

const HOLD_NANO: i64 = 5_000_000;

/// A run of which nothing is left is closed by whoever dispatches, and what it held is free again.
pub async fn check(home: &Installation, people: &People<'_>, campaign: &str) {
    let organization = text(&people.producer.get("/me").await["organization"]["id"]);
    for state in ["active", "cancelled"] {
        let run = leave(home, &organization, campaign, state).await;
        let mut now = Value::Null;
        let closing = async {
            let mut pace = interval(PACE);
            while now["finished_at"].is_null() {
                pace.tick().await;
                now = people.producer.get(&format!("/runs/{run}")).await;
            }
        };
        assert!(timeout(PATIENCE, closing).await.is_ok(), "nobody closes a run that is {state}");
        assert_eq!(now["state"], if state == "active" { "done" } else { state });
        let spend = people.producer.get(&format!("/spend?campaign={campaign}")).await;
        assert_eq!(spend["campaigns"][0]["held"], json!("0.00"), "{spend:#}");
    }
}

/// Leaves a run open with money held and nothing to do, as a killed process does.
async fn leave(home: &Installation, organization: &str, campaign: &str, state: &str) -> RunId {
    let settings = std::fs::read(home.path("galley.toml")).expect("it was written");
    let config = Config::parse(Some(("galley.toml", &settings)), std::iter::empty()).expect("it is right");
    let store = wiring::open_store(&config).await.expect("the installation uses it, too");
    let clock = Arc::new(SystemClock);
    let (ids, now_ms) = (Ids::new(clock.clone()), clock.now().timestamp_millis());
    let scope = Scope::whole(OrganizationId::parse(organization).expect("an id"));
    let campaign: CampaignId = CampaignId::parse(campaign).expect("an id");
    let campaign = campaigns::get_campaign(&store, &scope, campaign).await.expect("it is there");
    let run = Run {
        id: ids.next(),
        organization: campaign.organization_id(),
        brand: campaign.brand_id(),
        campaign: campaign.id(),
        plan: None,
        release: None,
        kind: "make".to_owned(),
        state: state.to_owned(),
        weight: 1,
        launched_by: "galley".to_owned(),
        launched_ms: now_ms,
        finished_ms: None,
        currency: campaign.currency.clone(),
        hold_nano: HOLD_NANO,
        spent_nano: 0,
        task_count: 0,
        reused_count: 0,
    };
    let line = NewLine {
        id: ids.next(),
        campaign: run.campaign,
        run: Some(run.id),
        task: None,
        call: None,
        gpu_ms: None,
        gpu_basis: None,
        basis: "estimate".to_owned(),
        note: "left by a killed process".to_owned(),
        actor: run.launched_by.clone(),
        at_ms: now_ms,
    };
    let tx = store.begin().await.expect("the database answers");
    let held = ledger::hold(&tx, &scope, line, HOLD_NANO).await.expect("the database answers");
    assert!(matches!(held, Hold::Held(_)), "the budget has room");
    runs::insert(&tx, &run).await.expect("the database answers");
    tx.commit().await.expect("the database answers");
    store.close().await;
    run.id
}
