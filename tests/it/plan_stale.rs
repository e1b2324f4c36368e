//! What was approved is what is launched: a plan whose ground has moved is refused, with the differences.

use serde_json::json;

use crate::campaign::{BRIEF, COPY, Files};
use crate::desk::{refused, text};
use crate::world::{World, both};

both!(a_changed_brief_makes_a_plan_stale, a_plan_is_launched_once_and_only_approved);

async fn a_changed_brief_makes_a_plan_stale(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let path = world.approve_plan(&world.plan(&campaign).await).await;
    let changed = Files::tiny().with(BRIEF, "markets: [gb, de]", "markets: [gb]");
    world.change(&campaign, &changed).await;
    let refusal = refused(world.as_("producer").post(&format!("{path}/launch"), &json!({})).await, 409, "plan_stale");
    let differences = refusal.document["differences"].as_array().expect("the differences are told").clone();
    assert!(differences.iter().any(|told| text(told).contains("de")), "{differences:?}");
    assert!(world.ads(&campaign).await.is_empty(), "nothing was launched");

    let path = world.approve_plan(&world.plan(&campaign).await).await;
    world.change(&campaign, &changed.with(COPY, "The day can wait.", "The day will wait.")).await;
    let refusal = refused(world.as_("producer").post(&format!("{path}/launch"), &json!({})).await, 409, "plan_stale");
    assert_eq!(refusal.document["differences"], json!(["files of the brief were changed"]));
    assert_eq!(world.spend(&campaign).await["held"], "0.00");
}

async fn a_plan_is_launched_once_and_only_approved(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let plan = world.plan(&campaign).await;
    let launch = format!("/plans/{}/launch", text(&plan["id"]));
    let producer = world.as_("producer");
    refused(producer.post(&launch, &json!({})).await, 409, "plan_not_approved");
    world.launch(&plan).await;
    refused(producer.post(&launch, &json!({})).await, 409, "plan_not_approved");
    world.run_until_idle().await;
    assert_eq!(world.sketch.calls(), 4);
}
