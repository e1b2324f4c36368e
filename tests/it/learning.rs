//! What people decide teaches, as far as the brand allows: counts and reasons, forecasts, exports; and what is
//! withdrawn, sensitive or to be forgotten teaches nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{BRIEF, Files};
use crate::desk::{text, verdict, verdict_because};
use crate::world::{World, both};

both!(
    decisions_teach_what_is_granted,
    a_sensitive_campaign_teaches_nothing_of_its_ads,
    what_is_forgotten_is_unlearned,
    what_turns_sensitive_is_taken_back,
    signals_count_once_and_comparisons_need_two,
);

/// Four wide formats …
const WIDE: [&str; 4] = ["iab.leaderboard", "iab.billboard", "iab.smartphone_banner_320", "gads.rda_landscape"];
/// … that stand in the brief with four that are not.
const FORMATS: &str = "  - iab.leaderboard\n  - iab.billboard\n  - iab.smartphone_banner_320\n  - gads.rda_landscape\n  \
                       - iab.skyscraper\n  - gads.300x600\n  - meta.stories\n";
/// 2 markets × 2 messages × 8 formats.
const ADS: usize = 32;

fn files() -> Files {
    Files::tiny().with(BRIEF, "  - iab.leaderboard\n", FORMATS)
}

/// Makes a campaign and lets the brand manager reject what is wide and approve the rest.
async fn decided(world: &World, files: &Files) -> (String, Vec<Value>) {
    let campaign = world.create(files).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    assert_eq!(ads.len(), ADS);
    let decide = |ad: &Value| {
        let is_wide = WIDE.contains(&text(&ad["format"]).as_str());
        let mut item = match is_wide {
            true => verdict_because(ad, "creative", "reject", "Too wide."),
            false => verdict(ad, "creative", "approve"),
        };
        if is_wide {
            item["marks"] = json!([{ "element": "layout", "aspect": "composition", "polarity": "negative" }]);
        }
        item["shown"] = json!({ "position": 0, "seconds": 4.5 });
        item
    };
    let items: Vec<Value> = ads.iter().map(decide).collect();
    for answer in world.decide("brand_manager", &items).await {
        assert_eq!(answer["ok"], true, "{answer}");
    }
    (campaign, ads)
}

async fn grant(world: &World, level: &str) -> Value {
    let token = world.token(world.as_("brand_manager")).await;
    let path = format!("/brands/{}/consent", world.brand);
    let (status, answer) = world.call(Method::PUT, &path, Some(&token), &json!({ "level": level })).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

async fn learned(world: &World, who: &str) -> Value {
    let path = format!("/brands/{}/learning", world.brand);
    world.as_(who).get(&path).await.expect("members see what was learned")
}

async fn rows(world: &World, format: &str) -> usize {
    let order = json!({ "format": format, "receiver": "our-lab" });
    let path = format!("/brands/{}/exports", world.brand);
    let export = world.as_("brand_manager").post(&path, &order).await.expect("a brand manager exports");
    export["rows"].as_object().expect("by split").values().map(|rows| rows.as_array().map_or(0, Vec::len)).sum()
}

fn decisions(learned: &Value) -> u64 {
    learned["figures"]["decisions"].as_u64().unwrap_or_default()
}

async fn decisions_teach_what_is_granted(world: &World) {
    // Before anybody granted anything, nothing is learned, and later grants do not reach back.
    let (first, _) = decided(world, &files()).await;
    let before = learned(world, "brand_manager").await;
    assert_eq!((&before["level"], &before["figures"]), (&json!("nothing"), &Value::Null), "{before}");
    grant(world, "everything").await;
    assert_eq!(decisions(&learned(world, "brand_manager").await), 0, "{first} came before the grant");

    let (_, _) = decided(world, &files().with(BRIEF, "campaign: tiny", "campaign: second")).await;
    let after = learned(world, "brand_manager").await;
    assert_eq!(decisions(&after), ADS as u64, "{after}");
    assert_eq!(after["figures"]["flagged"]["layout"], ADS as u64 / 2);
    let reasons: Vec<&Value> = after["reasons"].as_array().expect("a list").iter().collect();
    let wide = reasons.iter().find(|reason| reason["feature"] == "layout.aspect").expect("wide is what was rejected");
    assert_eq!(wide["speaks_for"], false, "{wide}");
    assert!(text(&wide["sentence"]).contains("approved 0 of 16; otherwise 16 of 16"), "{wide}");
    assert_eq!(learned(world, "producer").await["figures"], Value::Null, "figures are for those who teach the brand");

    // What is like the rejected is expected to be rejected, and comes first.
    let third = world.create(&files().with(BRIEF, "campaign: tiny", "campaign: third")).await;
    world.make(&third).await;
    let path = format!("/campaigns/{third}/forecasts");
    let forecasts = world.as_("brand_manager").get(&path).await.expect("the queue is ordered");
    let items = forecasts["items"].as_array().expect("a list").clone();
    assert_eq!(items.len(), ADS);
    let ads = world.ads(&third).await;
    let is_wide = |item: &Value| {
        let ad = ads.iter().find(|ad| ad["id"] == item["variant_id"]).expect("an ad of the campaign");
        WIDE.contains(&text(&ad["format"]).as_str())
    };
    assert!(items[..ADS / 2].iter().all(is_wide), "the wide ones come first: {items:#?}");
    assert!(text(&items[0]["reasons"][0]["sentence"]).contains("Format wide: approved 0 of 8 in"), "{}", items[0]);

    // An export has what was granted; a withdrawal takes it back and says what to delete.
    assert_eq!(rows(world, "unpaired").await, ADS);
    assert_eq!(grant(world, "nothing").await["figures"], Value::Null);
    assert_eq!(rows(world, "unpaired").await, 0);
    let order = json!({ "format": "unpaired", "receiver": "our-lab" });
    let path = format!("/brands/{}/exports", world.brand);
    let export = world.as_("brand_manager").post(&path, &order).await.expect("a brand manager exports");
    assert_eq!(export["deletions"]["events"].as_array().map(Vec::len), Some(ADS), "{}", export["deletions"]);
}

async fn a_sensitive_campaign_teaches_nothing_of_its_ads(world: &World) {
    grant(world, "everything").await;
    decided(world, &files().with(BRIEF, "sensitivity: normal", "sensitivity: sensitive")).await;
    let after = learned(world, "brand_manager").await;
    assert_eq!(decisions(&after), ADS as u64, "how it was judged counts");
    assert_eq!(after["reasons"], json!([]), "what it is does not: {after}");
    assert_eq!(rows(world, "label_studio").await, 0, "and none of it leaves");
}

async fn what_is_forgotten_is_unlearned(world: &World) {
    grant(world, "everything").await;
    let (first, _) = decided(world, &files()).await;
    decided(world, &files().with(BRIEF, "campaign: tiny", "campaign: second")).await;
    assert_eq!(decisions(&learned(world, "brand_manager").await), 2 * ADS as u64);
    let forget = json!({ "campaign_id": first });
    for (who, expected) in [("producer", 403), ("admin", 204)] {
        let token = world.token(world.as_(who)).await;
        let (status, answer) = world.call(Method::POST, "/forgettings", Some(&token), &forget).await;
        assert_eq!(status, expected, "{who}: {answer}");
    }
    assert_eq!(decisions(&learned(world, "brand_manager").await), ADS as u64);
}

async fn what_turns_sensitive_is_taken_back(world: &World) {
    grant(world, "everything").await;
    let (campaign, _) = decided(world, &files()).await;
    assert!(learned(world, "brand_manager").await["reasons"][0].is_object());
    assert_eq!(rows(world, "unpaired").await, ADS);
    world.change(&campaign, &files().with(BRIEF, "sensitivity: normal", "sensitivity: sensitive")).await;
    let after = learned(world, "brand_manager").await;
    assert_eq!((decisions(&after), &after["reasons"]), (ADS as u64, &json!([])), "{after}");
    assert_eq!(rows(world, "unpaired").await, 0);
}

async fn signals_count_once_and_comparisons_need_two(world: &World) {
    grant(world, "everything").await;
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    let id = |at: usize| ads[at]["revision"]["id"].clone();
    let zoom = json!({ "revision_id": id(0), "kind": "zoom" });
    let unknown = json!({ "revision_id": "rev_01jdzzzzzzzzzzzzzzzzzzzzzz", "kind": "download" });
    let signals = json!({ "items": [zoom, zoom, unknown] });
    let answer = world.as_("approver").post("/signals", &signals).await.expect("signals are taken");
    assert_eq!(answer["items"], json!(["noted", "repeated", "unknown"]));

    let token = world.token(world.as_("brand_manager")).await;
    for (right, preferred, status) in [(1, "left", 201), (0, "left", 422), (1, "best", 422)] {
        let body = json!({ "left": id(0), "right": id(right), "preferred": preferred });
        let (found, answer) = world.call(Method::POST, "/comparisons", Some(&token), &body).await;
        assert_eq!(found, status, "{preferred}: {answer}");
    }
    let objection = json!({ "feature": "headline.lines" });
    let path = format!("/brands/{}/objections", world.brand);
    assert_eq!(world.call(Method::POST, &path, Some(&token), &objection).await.0, 201);
    let wrong = json!({ "feature": "the moon" });
    assert_eq!(world.call(Method::POST, &path, Some(&token), &wrong).await.0, 422);
    learned(world, "brand_manager").await;
}
