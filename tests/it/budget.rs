//! A hard budget is one: what may cost more than is left does not begin, and cutting always works.

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{BRIEF, Files};
use crate::desk::refused;
use crate::world::{World, both};

both!(a_hard_budget_refuses_with_the_figures);

async fn set_budget(world: &World, who: &str, campaign: &str, amount: Value) -> (u16, Value) {
    let token = world.token(world.as_(who)).await;
    let body = json!({ "amount": amount, "is_hard": true });
    world.call(Method::PATCH, &format!("/campaigns/{campaign}/budget"), Some(&token), &body).await
}

async fn a_hard_budget_refuses_with_the_figures(world: &World) {
    let campaign = world.create(&Files::tiny().with(BRIEF, "\"1.00\"", "\"0.005\"")).await;
    let path = world.approve_plan(&world.plan(&campaign).await).await;
    let launch = format!("{path}/launch");
    let producer = world.as_("producer");
    let refusal = refused(producer.post(&launch, &json!({})).await, 409, "budget_exceeded");
    let figures = &refusal.document;
    assert_eq!((&figures["needed"], &figures["free"]), (&json!("0.008"), &json!("0.005")), "{figures}");
    assert!(world.ads(&campaign).await.is_empty(), "nothing was launched");
    assert_eq!(world.spend(&campaign).await["held"], "0.00");

    // Money is finance's.
    let (status, answer) = set_budget(world, "producer", &campaign, json!("5.00")).await;
    assert_eq!((status, &answer["code"]), (403, &json!("not_allowed")));
    let (status, answer) = set_budget(world, "finance", &campaign, json!("0.01")).await;
    assert_eq!((status, &answer["limit"]), (200, &json!("0.01")), "{answer}");
    producer.post(&launch, &json!({})).await.expect("now it fits");
    world.run_until_idle().await;
    assert_eq!(world.spend(&campaign).await["spent"], "0.008");

    // Cutting works below what is spent already; it only stops new work.
    let (status, answer) = set_budget(world, "finance", &campaign, json!("0.001")).await;
    assert_eq!((status, &answer["limit"], &answer["spent"]), (200, &json!("0.001"), &json!("0.008")), "{answer}");
    let taller = "  - iab.leaderboard\n  - gads.300x600";
    world.change(&campaign, &Files::tiny().with(BRIEF, "  - iab.leaderboard", taller)).await;
    let path = world.approve_plan(&world.plan(&campaign).await).await;
    refused(producer.post(&format!("{path}/launch"), &json!({})).await, 409, "budget_exceeded");
}
