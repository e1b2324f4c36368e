//! Who may say what about which ad, when, and what comes of it.

use serde_json::{Value, json};

use crate::campaign::{ADS, Files};
use crate::desk::{all_are, is_in, text, verdict, verdict_because};
use crate::world::{World, both};

both!(
    nobody_approves_their_own_work,
    a_stage_asks_its_role_and_market,
    each_item_is_answered_on_its_own,
    a_change_request_leads_to_the_next_revision,
    a_no_is_not_outvoted,
);

async fn made(world: &World) -> (String, Vec<Value>) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    (campaign, ads)
}

/// The only answer, which must be a no with this code.
async fn refusal(world: &World, who: &str, item: Value, code: &str) -> Value {
    let answer = world.decide(who, &[item]).await.remove(0);
    assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!(code)), "{who}: {answer}");
    answer
}

async fn nobody_approves_their_own_work(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.launch_as("founder", &world.plan(&campaign).await).await;
    world.run_until_idle().await;
    let ads = world.ads(&campaign).await;
    // Whoever launched made it, whatever other roles they hold.
    let answer = refusal(world, "founder", verdict(&ads[0], "creative", "approve"), "not_allowed").await;
    assert!(text(&answer["detail"]).contains("their own work"), "{answer}");
    assert_eq!(world.approve("brand_manager", &campaign, "creative").await, ADS);
    refusal(world, "founder", verdict(&ads[0], "market", "approve"), "not_allowed").await;
    assert_eq!(world.approve("founder", &campaign, "market").await, 0, "nothing waits for those who made it");
    assert_eq!(world.approve("approver", &campaign, "market").await, ADS);
}

async fn a_stage_asks_its_role_and_market(world: &World) {
    let (campaign, ads) = made(world).await;
    for who in ["producer", "approver", "finance", "admin"] {
        refusal(world, who, verdict(&ads[0], "creative", "approve"), "not_allowed").await;
    }
    // The market is asked after the brand.
    refusal(world, "approver", verdict(&ads[0], "market", "approve"), "stage_not_open").await;
    refusal(world, "brand_manager", verdict(&ads[0], "lunch", "approve"), "not_found").await;
    world.approve("brand_manager", &campaign, "creative").await;

    let british = ads.iter().find(|ad| is_in(ad, "gb", "morning")).expect("Britain is in the brief");
    refusal(world, "german_approver", verdict(british, "market", "approve"), "not_allowed").await;
    refusal(world, "brand_manager", verdict(british, "market", "approve"), "not_allowed").await;
    assert_eq!(world.approve("german_approver", &campaign, "market").await, ADS / 2);
    for ad in world.ads(&campaign).await {
        assert_eq!(ad["state"], if ad["market"] == "de" { "approved" } else { "in_review" }, "{ad}");
    }
}

async fn each_item_is_answered_on_its_own(world: &World) {
    let (campaign, ads) = made(world).await;
    let mut unknown = verdict(&ads[1], "creative", "approve");
    unknown["revision_id"] = json!("rev_01jdzzzzzzzzzzzzzzzzzzzzzz");
    let items = [
        verdict(&ads[0], "creative", "approve"),
        verdict(&ads[1], "creative", "request_changes"),
        verdict(&ads[2], "market", "approve"),
        verdict_because(&ads[3], "creative", "reject", "Not for this market."),
        verdict_because(&ads[4], "creative", "approve_with_changes", "More room next time."),
    ];
    let answers = world.decide("brand_manager", &items).await;
    let codes: Vec<&Value> = answers.iter().map(|answer| &answer["code"]).collect();
    let null = Value::Null;
    assert_eq!(codes, [&null, &json!("invalid_input"), &json!("not_allowed"), &null, &null], "{answers:?}");
    assert_eq!(answers[1]["errors"][0]["pointer"], "/reason", "{}", answers[1]);

    let now = world.ads(&campaign).await;
    let states: Vec<String> = now.iter().map(|ad| text(&ad["state"])).collect();
    assert_eq!(states[3], "rejected");
    assert!(states.iter().enumerate().all(|(at, state)| at == 3 || state == "in_review"), "{states:?}");
    let stages: Vec<&Value> = now.iter().map(|ad| &ad["stage"]).collect();
    assert_eq!(stages[..5], [&json!("market"), &json!("creative"), &json!("creative"), &null, &json!("market")]);
}

async fn a_change_request_leads_to_the_next_revision(world: &World) {
    let (campaign, ads) = made(world).await;
    let ad = ads.iter().find(|ad| is_in(ad, "de", "morning")).expect("Germany is in the brief");
    let mut item = verdict_because(ad, "creative", "request_changes", "wording");
    item["marks"] = json!([{ "element": "headline", "aspect": "wording", "polarity": "negative", "reason": "stiff",
                             "region": [0.1, 0.1, 0.5, 0.2] }]);
    let answer = world.decide("brand_manager", &[item]).await.remove(0);
    assert_eq!(answer["state"], "changes_requested", "{answer}");
    world.approve("brand_manager", &campaign, "creative").await;

    let edit = json!({ "revision_id": ad["revision"]["id"], "words": "Softer now.",
                       "edits": { "headline": "Der Tag hat Zeit." } });
    let path = format!("/variants/{}/turns", text(&ad["id"]));
    let turn = world.as_("producer").post(&path, &edit).await.expect("a producer answers");
    assert_eq!(turn["run"]["task_count"], 2, "the ad and its checks: {turn}");
    world.run_until_idle().await;

    let now = world.ad(ad).await;
    assert_eq!(
        (&now["state"], &now["stage"], &now["revision"]["number"]),
        (&json!("in_review"), &json!("creative"), &json!(2))
    );
    assert_ne!(now["revision"]["hash"], ad["revision"]["hash"]);
    let texts = now["revisions"][1]["texts"].as_array().expect("the ad has texts");
    assert!(texts.iter().any(|placed| placed["text"] == "Der Tag hat Zeit."), "{texts:?}");
    assert_eq!(
        (&now["revisions"][0]["state"], &now["turns"][0]["words"]),
        (&json!("superseded"), &json!("Softer now."))
    );
    // The old revision is history, and an answer to it comes too late.
    refusal(world, "brand_manager", verdict(ad, "creative", "approve"), "revision_superseded").await;
    assert_eq!(world.approve("brand_manager", &campaign, "creative").await, 1);
    assert_eq!(world.approve("approver", &campaign, "market").await, ADS);
    all_are(&world.ads(&campaign).await, "approved");
}

async fn a_no_is_not_outvoted(world: &World) {
    let (_, ads) = made(world).await;
    let no = verdict_because(&ads[0], "creative", "reject", "Not this one.");
    assert_eq!(world.decide("brand_manager", &[no]).await[0]["state"], "rejected");
    refusal(world, "second_manager", verdict(&ads[0], "creative", "approve"), "stage_not_open").await;
    // Whoever said it may think again.
    let answer = world.decide("brand_manager", &[verdict(&ads[0], "creative", "approve")]).await.remove(0);
    assert_eq!((&answer["ok"], &answer["state"]), (&json!(true), &json!("in_review")), "{answer}");
    assert_eq!(world.ad(&ads[0]).await["stage"], "market");
}
