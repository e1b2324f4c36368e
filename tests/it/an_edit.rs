//! One changed line: the plan names exactly what it touches, only that is made, every other approval stands, and
//! taking the line back brings the old approval back.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::campaign::{ADS, COPY, Files};
use crate::desk::{all_are, is_in, states, text};
use crate::world::{World, both};

both!(a_changed_line_touches_its_market_alone, a_line_taken_back_needs_no_new_review);

const LINE: &str = "Der Tag kann warten.";
const OTHER: &str = "Der Tag hat Zeit.";

async fn a_changed_line_touches_its_market_alone(world: &World) {
    let campaign = world.approved_campaign().await;
    let before = revisions(&world.ads(&campaign).await);

    world.change(&campaign, &Files::tiny().with(COPY, LINE, OTHER)).await;
    let plan = world.plan(&campaign).await;
    let summary = &plan["summary"];
    for (field, expected) in
        [("added", 0), ("changed", 2), ("removed", 0), ("unchanged", 6), ("reopened", 2), ("to_make", 5)]
    {
        assert_eq!(summary[field], expected, "{field} of {summary}");
    }
    assert_eq!(summary["steps"], json!({ "copy": 1, "ad": 2, "checks": 2 }));
    for change in summary["changes"].as_array().expect("the changes are named") {
        let cell = &change["cell"];
        assert_eq!((&cell["market"], &cell["message"]), (&json!("de"), &json!("morning")), "{change}");
        assert_eq!((&change["what"], &change["is_reopened"]), (&json!("changed"), &json!(true)));
    }

    world.launch(&plan).await;
    world.run_until_idle().await;
    assert_eq!(world.sketch.calls(), 4, "no picture was made anew");
    for ad in world.ads(&campaign).await {
        let is_touched = is_in(&ad, "de", "morning");
        assert_eq!(ad["state"], if is_touched { "in_review" } else { "approved" }, "{ad}");
        assert_eq!(before[&text(&ad["id"])] != text(&ad["revision"]["id"]), is_touched, "{ad}");
    }
}

async fn a_line_taken_back_needs_no_new_review(world: &World) {
    let campaign = world.approved_campaign().await;
    let before = pictures(&world.ads(&campaign).await);
    world.change(&campaign, &Files::tiny().with(COPY, LINE, OTHER)).await;
    let run = world.make(&campaign).await;
    assert_eq!((&run["state"], &run["tasks"]["done"]), (&json!("done"), &json!(5)), "{run}");
    let edited = world.ads(&campaign).await;
    assert_eq!(states(&edited), [("approved".to_owned(), ADS - 2), ("in_review".to_owned(), 2)]);

    world.change(&campaign, &Files::tiny()).await;
    let plan = world.plan(&campaign).await;
    assert_eq!((&plan["summary"]["changed"], &plan["summary"]["to_make"]), (&json!(2), &json!(0)), "{plan}");
    world.launch(&plan).await;
    world.run_until_idle().await;

    let ads = world.ads(&campaign).await;
    all_are(&ads, "approved");
    assert_eq!(pictures(&ads), before);
    let release = world.release(&campaign).await.expect("every seal holds");
    assert_eq!((&release["item_count"], &release["refused"]), (&json!(ADS), &json!([])));
    world.run_until_idle().await;
    all_are(&world.ads(&campaign).await, "published");

    // The revision that nobody wanted any more keeps its number.
    world.change(&campaign, &Files::tiny().with(COPY, LINE, "Der Tag wird noch.")).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    let touched: Vec<&Value> = ads.iter().filter(|ad| is_in(ad, "de", "morning")).collect();
    assert!(touched.iter().all(|ad| ad["revision"]["number"] == 3), "{touched:?}");
}

/// Each ad's current revision.
fn revisions(ads: &[Value]) -> BTreeMap<String, String> {
    ads.iter().map(|ad| (text(&ad["id"]), text(&ad["revision"]["id"]))).collect()
}

/// Each ad's current picture.
fn pictures(ads: &[Value]) -> BTreeMap<String, String> {
    ads.iter().map(|ad| (text(&ad["id"]), text(&ad["revision"]["hash"]))).collect()
}
