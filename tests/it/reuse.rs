//! What one campaign of a brand has made is there for the next: nothing is made twice, and its ads come to review at
//! once, in the order of the plan.

use serde_json::json;

use crate::campaign::{ADS, BRIEF, Files};
use crate::desk::{all_are, text};
use crate::world::{World, both};

both!(a_second_campaign_finds_all_made);

async fn a_second_campaign_finds_all_made(world: &World) {
    let first = world.create(&Files::tiny()).await;
    world.make(&first).await;
    let second = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: again")).await;
    let plan = world.plan(&second).await;
    let summary = &plan["summary"];
    assert_eq!((&summary["to_make"], &summary["reused"]), (&json!(0), &json!(24)), "{summary}");
    let run = world.launch(&plan).await;
    world.run_until_idle().await;
    assert_eq!((world.run(&run).await["state"].clone(), world.sketch.calls()), (json!("done"), 4));

    let ads = world.ads(&second).await;
    all_are(&ads, "in_review");
    let cells: Vec<String> =
        ads.iter().map(|ad| format!("{} {} {}", ad["market"], ad["message"], ad["format"])).collect();
    let of_first = world.ads(&first).await;
    let planned = of_first.iter().map(|ad| format!("{} {} {}", ad["market"], ad["message"], ad["format"]));
    assert_eq!(cells, planned.collect::<Vec<_>>(), "both follow the plan");
    // Ids tell the order in which things were made.
    let revisions: Vec<String> = ads.iter().map(|ad| text(&ad["revision"]["id"])).collect();
    assert_eq!(revisions.len(), ADS);
    assert!(revisions.is_sorted(), "{revisions:?}");
}
