//! A live preview shows the very bytes that the run would make, at once and for nothing; nothing of it stays.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use galley::client::Client;
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::Files;
use crate::desk::text;
use crate::world::{World, both};

both!(a_preview_is_what_the_run_makes, a_preview_is_its_writers_alone, a_wrong_brief_has_no_preview);

const MARKET: &str = "de";
const MESSAGE: &str = "morning";

async fn open(world: &World, files: &Files) -> Value {
    let opened = world.as_("producer").upload(Method::POST, "/previews", files.uploads()).await;
    opened.expect("the brief is right")
}

/// One format's line. A client that asks for one format reads one JSON object.
async fn draw(who: &Client, preview: &Value, format: &str, texts: Value) -> Value {
    let path = format!("/previews/{}/pictures", text(&preview["id"]));
    let cell = json!({ "market": MARKET, "message": MESSAGE });
    let body = json!({ "cell": cell, "formats": [format], "texts": texts });
    who.post(&path, &body).await.expect("the ad is drawn")
}

fn bytes(line: &Value) -> Vec<u8> {
    assert_eq!(line["kind"], "picture", "{line}");
    STANDARD.decode(text(&line["data"])).expect("base 64")
}

async fn a_preview_is_what_the_run_makes(world: &World) {
    let producer = world.as_("producer");
    let preview = open(world, &Files::tiny()).await;
    let formats: Vec<String> = preview["formats"].as_array().expect("a list").iter().map(text).collect();
    let mut drawn = BTreeMap::new();
    for format in &formats {
        drawn.insert(format.clone(), bytes(&draw(producer, &preview, format, json!({})).await));
    }
    let changed = draw(producer, &preview, &formats[0], json!({ "headline": "Ganz anders" })).await;
    assert_ne!(bytes(&changed), drawn[&formats[0]], "another headline is another picture");
    assert_eq!(changed["is_stand_in"], false, "the embedded backend stands in for nobody");
    let campaigns = producer.list("/campaigns").await.expect("a list");
    assert!(campaigns.is_empty(), "a preview makes no campaign: {campaigns:?}");

    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let mut compared = 0;
    for ad in world.ads(&campaign).await {
        let cell = &ad["cell"];
        if (&cell["market"], &cell["message"]) == (&json!(MARKET), &json!(MESSAGE)) {
            let path = format!("/revisions/{}/picture", text(&ad["revision"]["id"]));
            let made = producer.get_bytes(&path).await.expect("the picture is there");
            assert!(made[..] == drawn[&text(&cell["format"])][..], "{ad}");
            compared += 1;
        }
    }
    assert_eq!(compared, formats.len());
}

async fn a_preview_is_its_writers_alone(world: &World) {
    let preview = open(world, &Files::tiny()).await;
    let path = format!("/previews/{}/pictures", text(&preview["id"]));
    let body = json!({ "cell": { "market": MARKET, "message": MESSAGE }, "formats": [] });
    for who in [world.as_("brand_manager"), &world.stranger().await] {
        let refused = who.post(&path, &body).await.expect_err("it is not theirs");
        refused.refused_with("not_found").expect("they are not told that it exists");
    }
    let producer = world.as_("producer");
    let elsewhere = json!({ "cell": { "market": "xx", "message": MESSAGE }, "formats": [] });
    let refused = producer.post(&path, &elsewhere).await.expect_err("the brief has no such market");
    refused.refused_with("invalid_input").expect("what is wrong is told");
    let close = format!("/previews/{}", text(&preview["id"]));
    producer.delete(&close).await.expect("it is closed");
    producer.post(&path, &body).await.expect_err("it is gone");
}

async fn a_wrong_brief_has_no_preview(world: &World) {
    let files = Files::tiny().with("brief.yaml", "workflow:", "workflaw:");
    let refused = world.as_("producer").upload(Method::POST, "/previews", files.uploads()).await;
    let lines = refused.expect_err("the brief is wrong").refused_with("invalid_input").expect("it is told why").lines();
    assert!(lines.iter().any(|line| line.contains("workflaw")), "{lines:?}");
}
