//! What goes wrong outside: busy vendors are asked again by the clock, hopeless work ends with its reason, and what
//! is finished is kept.

use std::time::Duration;

use serde_json::json;

use crate::campaign::{ADS, Files};
use crate::desk::{all_are, states, text};
use crate::world::{World, both};

both!(a_busy_backend_is_asked_again_later, hopeless_work_ends_and_can_be_retried, a_cancelled_run_keeps_what_is_made);

/// Longer than the first wait with all of its jitter, and shorter than the second.
const FIRST_WAIT: Duration = Duration::from_secs(3);
const PICTURES: usize = 4;

async fn a_busy_backend_is_asked_again_later(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.sketch.turn_away(PICTURES + 1);
    let run = world.launch(&world.plan(&campaign).await).await;
    world.run_until_idle().await;
    assert_eq!(world.sketch.calls(), PICTURES, "nobody asks again before it is time");
    let scenes = world.tasks(&run, "ready").await;
    assert_eq!(scenes.len(), PICTURES);
    for scene in &scenes {
        assert_eq!((&scene["attempt"], &scene["error"]), (&json!(1), &json!("too many requests")), "{scene}");
    }

    world.clock.advance(FIRST_WAIT);
    world.run_until_idle().await;
    assert_eq!(world.sketch.calls(), 2 * PICTURES);
    let again = world.tasks(&run, "ready").await;
    assert_eq!((again.len(), &again[0]["attempt"]), (1, &json!(2)), "one was turned away twice");
    world.clock.advance(FIRST_WAIT);
    world.run_until_idle().await;
    assert_eq!(world.sketch.calls(), 2 * PICTURES, "the second wait is longer");
    world.clock.advance(Duration::from_secs(8));
    world.run_until_idle().await;
    assert_eq!(world.run(&run).await["state"], "done");
    all_are(&world.ads(&campaign).await, "in_review");
    assert_eq!(world.spend(&campaign).await["spent"], "0.008", "only what was made is paid for");
}

async fn hopeless_work_ends_and_can_be_retried(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.sketch.break_with("the model is gone");
    let run = world.launch(&world.plan(&campaign).await).await;
    world.run_until_idle().await;
    let run = world.run(&run).await;
    assert_eq!((&run["state"], &run["tasks"]["failed"]), (&json!("done"), &json!(PICTURES + 2 * ADS)), "{run}");
    let failed = world.tasks(&run, "failed").await;
    let reasons: Vec<String> = failed.iter().map(|task| text(&task["error"])).collect();
    let count = |wanted: &str| reasons.iter().filter(|reason| reason.as_str() == wanted).count();
    assert_eq!(count("the model is gone"), PICTURES, "{reasons:?}");
    assert_eq!(count("scene failed, which this needs"), 2 * ADS, "{reasons:?}");
    all_are(&world.ads(&campaign).await, "failed");
    assert_eq!(world.spend(&campaign).await["held"], "0.00", "what was held is free again");

    world.sketch.mend();
    let path = format!("/runs/{}/retry", text(&run["id"]));
    let retried = world.as_("producer").post(&path, &json!({})).await.expect("a producer retries");
    assert_eq!(retried["retried"], PICTURES + 2 * ADS);
    world.run_until_idle().await;
    let run = world.run(&run).await;
    assert_eq!((&run["state"], &run["tasks"]["done"]), (&json!("done"), &json!(24)), "{run}");
    all_are(&world.ads(&campaign).await, "in_review");
    let spend = world.spend(&campaign).await;
    assert_eq!((&spend["held"], &spend["spent"]), (&json!("0.00"), &json!("0.008")));
}

async fn a_cancelled_run_keeps_what_is_made(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.sketch.shut();
    let run = world.launch(&world.plan(&campaign).await).await;
    // Two pictures at a time: both are with the backend, the other two have not begun.
    world.sketch.called(2).await;
    let path = format!("/runs/{}/cancel", text(&run["id"]));
    world.as_("producer").post(&path, &json!({})).await.expect("a producer cancels");
    world.sketch.open();
    world.run_until_idle().await;
    let run = world.run(&run).await;
    assert_eq!(run["state"], "cancelled", "{run}");
    assert_eq!(world.sketch.calls(), 2, "what has not begun never begins");
    let spend = world.spend(&campaign).await;
    assert_eq!((&spend["held"], &spend["spent"]), (&json!("0.00"), &json!("0.004")), "what was made is paid for");

    // The next plan takes up what is there.
    let plan = world.plan(&campaign).await;
    assert_eq!(plan["summary"]["steps"]["scene"], 2, "{plan}");
    world.launch(&plan).await;
    world.run_until_idle().await;
    assert_eq!(world.sketch.calls(), PICTURES);
    assert_eq!(states(&world.ads(&campaign).await), [("in_review".to_owned(), ADS)]);
}
