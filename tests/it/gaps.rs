//! A missing line stops exactly the ads that need it, is named, and is never another market's.

use serde_json::json;

use crate::campaign::{COPY, Files};
use crate::desk::is_in;
use crate::world::{World, both};

both!(a_missing_line_blocks_its_ads_alone);

async fn a_missing_line_blocks_its_ads_alone(world: &World) {
    let missing = Files::tiny().with(COPY, "One more story.,Bleib noch auf einen.", "One more story.,");
    let campaign = world.create(&missing).await;
    let plan = world.plan(&campaign).await;
    let summary = &plan["summary"];
    assert_eq!((&summary["blocked"], &summary["gap_count"]), (&json!(2), &json!(1)), "{summary}");
    let gap = &summary["gaps"][0];
    assert_eq!((&gap["slot"], &gap["locale"], &gap["item"]), (&json!("headline"), &json!("de-DE"), &json!("evening")));

    world.launch(&plan).await;
    world.run_until_idle().await;
    for ad in world.ads(&campaign).await {
        let is_blocked = is_in(&ad, "de", "evening");
        assert_eq!(ad["state"], if is_blocked { "blocked" } else { "in_review" }, "{ad}");
        assert_eq!(ad["revision"].is_null(), is_blocked, "{ad}");
    }

    // A subline is optional: without one there is no gap.
    let plain = Files::tiny().with(COPY, "Ein Espresso für den langen Abend.", "");
    world.change(&campaign, &plain).await;
    let plan = world.plan(&campaign).await;
    assert_eq!((&plan["summary"]["blocked"], &plan["summary"]["gap_count"]), (&json!(0), &json!(0)), "{plan}");
    world.launch(&plan).await;
    world.run_until_idle().await;
    let now = world.ads(&campaign).await;
    assert!(now.iter().all(|ad| ad["state"] == "in_review"), "{now:?}");
}
