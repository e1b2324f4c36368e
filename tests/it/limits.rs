//! What an organization, a brand and a month may spend: any of them stops work that would go over it, before it is sent.
//! Cutting always works, and going over is somebody's named decision.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::calls::{inline, sold};
use crate::campaign::Files;
use crate::database::Database;
use crate::desk::{all_are, refused, text};
use crate::gateway::{PICTURES, picture, play};
use crate::scripted::{Received, png};
use crate::world::{World, both};

both!(every_budget_over_a_campaign_is_kept, nobody_lets_themselves_go_over);

/// The month in which the clock of these tests starts.
const MONTH: &str = "2026-12";

async fn set(world: &World, who: &str, body: Value) -> (u16, Value) {
    let token = world.token(world.as_(who)).await;
    world.call(Method::PUT, "/budgets", Some(&token), &body).await
}

async fn every_budget_over_a_campaign_is_kept(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let path = world.approve_plan(&world.plan(&campaign).await).await;
    let launch = format!("{path}/launch");
    let producer = world.as_("producer");
    let places = [
        (json!({}), "organization", Value::Null),
        (json!({ "month": MONTH }), "organization", json!(MONTH)),
        (json!({ "brand_id": world.brand }), "brand", Value::Null),
        (json!({ "brand_id": world.brand, "month": MONTH }), "brand", json!(MONTH)),
    ];
    for (place, level, month) in &places {
        let with = |amount: Value| {
            let mut body = json!({ "currency": "EUR", "amount": amount, "is_hard": true });
            place.as_object().expect("a place").iter().for_each(|(key, value)| body[key] = value.clone());
            body
        };
        assert_eq!(set(world, "producer", with(json!("9.00"))).await.0, 403, "money is finance's");
        // Finance of one brand does not answer for the whole organization.
        let who = if *level == "brand" { "finance" } else { "admin" };
        if *level == "organization" {
            assert_eq!(set(world, "finance", with(json!("9.00"))).await.0, 403);
        }
        let (status, told) = set(world, who, with(json!("0.007"))).await;
        assert_eq!((status, &told["free"], &told["state"]), (200, &json!("0.007"), &json!("ok")), "{told}");
        let refusal = refused(producer.post(&launch, &json!({})).await, 409, "budget_exceeded");
        let expected = json!({ "level": level, "month": month });
        assert_eq!((&refusal.document["budget"], &refusal.document["free"]), (&expected, &json!("0.007")));
        let (status, _) = set(world, who, with(json!("0.008"))).await;
        assert_eq!(status, 200);
    }
    assert_eq!(world.spend(&campaign).await["held"], "0.00", "a refusal leaves nothing behind");
    producer.post(&launch, &json!({})).await.expect("now it fits everywhere, to the last of it");
    world.run_until_idle().await;

    let budgets = world.as_("admin").list("/budgets").await.expect("an admin sees all");
    assert_eq!(budgets.len(), places.len(), "{budgets:?}");
    for budget in &budgets {
        let told = [&budget["spent"], &budget["held"], &budget["free"], &budget["state"]];
        assert_eq!(told, [&json!("0.008"), &json!("0.00"), &json!("0.00"), &json!("exhausted")], "{budget}");
    }
    let seen = world.as_("finance").list("/budgets").await.expect("finance sees its brand");
    assert_eq!(seen.len(), 2, "and not the organization: {seen:?}");

    // Cut below what is spent; and a new month begins with nothing spent.
    let year = json!({ "currency": "EUR", "amount": "0.001", "is_hard": true, "month": MONTH });
    assert_eq!(set(world, "admin", year).await.0, 200);
    for (field, body) in [
        ("/currency", json!({ "currency": "euro", "amount": "1.00", "is_hard": true })),
        ("/warn_percent", json!({ "currency": "EUR", "amount": "1.00", "is_hard": true, "warn_percent": 0 })),
        ("/month", json!({ "currency": "EUR", "amount": "1.00", "is_hard": true, "month": "soon" })),
        ("/amount", json!({ "currency": "EUR", "amount": "-1", "is_hard": true })),
    ] {
        let (status, answer) = set(world, "admin", body).await;
        assert_eq!((status, &answer["errors"][0]["pointer"]), (422, &json!(field)), "{answer}");
    }
}

async fn nobody_lets_themselves_go_over(world: &World) {
    let campaign = world.create(&Files::tiny().with(crate::campaign::BRIEF, "\"1.00\"", "\"0.005\"")).await;
    let path = world.approve_plan(&world.plan(&campaign).await).await;
    let launch = format!("{path}/launch");
    let (producer, finance, admin) = (world.as_("producer"), world.as_("finance"), world.as_("admin"));
    let wish = json!({ "campaign_id": campaign, "amount": "0.003", "reason": "The client wants a second message." });
    refused(world.as_("approver").post("/budget_overrides", &wish).await, 403, "not_allowed");
    let asked = producer.post("/budget_overrides", &wish).await.expect("a producer asks");
    let approve = |id: &Value| format!("/budget_overrides/{}/approve", text(id));
    refused(producer.post(&approve(&asked["id"]), &json!({})).await, 403, "not_allowed");
    refused(producer.post(&launch, &json!({})).await, 409, "budget_exceeded");

    let own = finance.post("/budget_overrides", &wish).await.expect("finance may ask, too");
    refused(finance.post(&approve(&own["id"]), &json!({})).await, 403, "not_allowed");
    let refuse = format!("/budget_overrides/{}/refuse", text(&own["id"]));
    finance.post(&refuse, &json!({})).await.expect("and take it back");

    let done = finance.post(&approve(&asked["id"]), &json!({})).await.expect("finance lets the producer");
    assert_eq!((&done["state"], &done["amount"]), (&json!("approved"), &json!("0.003")));
    assert!(done["decided_by"] != done["asked_by"] && done["reason"] == wish["reason"], "{done}");
    refused(admin.post(&approve(&asked["id"]), &json!({})).await, 409, "override_decided");
    producer.post(&launch, &json!({})).await.expect("now it fits");
    world.run_until_idle().await;
    assert_eq!(world.spend(&campaign).await["spent"], "0.008");

    let journal = admin.get_bytes("/journal?after=0&limit=1000").await.expect("an admin exports it");
    let journal = String::from_utf8(journal.to_vec()).expect("it is text");
    assert_eq!(journal.lines().filter(|line| line.contains("\"decide_override\"")).count(), 2);
    assert!(!journal.contains("second message"), "people's words stay out of the chain");
    for (wish, code) in [
        (json!({ "brand_id": world.brand, "currency": "EUR", "amount": "1.00", "reason": "More." }), "no_limit"),
        (json!({ "campaign_id": campaign, "amount": "0.00", "reason": "More." }), "invalid_input"),
        (json!({ "campaign_id": campaign, "amount": "1.00", "reason": "  " }), "invalid_input"),
    ] {
        let status = if code == "no_limit" { 409 } else { 422 };
        refused(producer.post("/budget_overrides", &wish).await, status, code);
    }
}

async fn what_does_not_fit_waits_and_goes_on(database: Database) {
    let mut asked = 0;
    // Two of the four come in a size that nobody asked for.
    let answer = move |call: &Received, _: &[u8]| {
        asked += 1;
        if asked <= 2 { inline(png(16, 16)) } else { picture(call) }
    };
    play(database, answer, (sold(), ""), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        assert_eq!(world.spend(&campaign).await["spent"], "0.008", "all four are paid for");
        let token = world.token(world.as_("finance")).await;
        let budget = async |amount: &str| {
            let body = json!({ "amount": amount, "is_hard": true });
            let (status, _) =
                world.call(Method::PATCH, &format!("/campaigns/{campaign}/budget"), Some(&token), &body).await;
            assert_eq!(status, 200);
        };
        // Money for one more, and two are missing.
        budget("0.011").await;
        let path = format!("/runs/{}/retry", text(&run["id"]));
        world.as_("producer").post(&path, &json!({})).await.expect("a producer retries");
        world.run_until_idle().await;
        assert_eq!(server.received().len(), PICTURES + 1, "what has no money is not sent");
        let waiting = world.tasks(&run, "ready").await;
        let [task] = waiting.as_slice() else { panic!("one waits: {waiting:?}") };
        let reason = "this may cost 0.002 EUR; the campaign's budget has 0.001 EUR left";
        assert_eq!((&task["error"], &task["attempt"]), (&json!(reason), &json!(0)), "waiting is no try");
        let spend = world.spend(&campaign).await;
        assert_eq!((&spend["spent"], &spend["held"]), (&json!("0.01"), &json!("0.00")), "{spend}");

        budget("0.012").await;
        world.clock.advance(Duration::from_secs(60));
        world.run_until_idle().await;
        assert_eq!(world.run(&run).await["state"], "done");
        all_are(&world.ads(&campaign).await, "in_review");
        assert_eq!(world.spend(&campaign).await["spent"], "0.012");
    })
    .await;
}

mod what_does_not_fit_waits_and_goes_on {
    use crate::database::Database;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::what_does_not_fit_waits_and_goes_on(Database::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::what_does_not_fit_waits_and_goes_on(Database::postgres().await).await;
    }
}
