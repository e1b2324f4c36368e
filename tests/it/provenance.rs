//! What is published says where it came from, and anybody can check it: whole, in the ad's language, approved by
//! role; and no certificate that has expired signs anything.

use std::fs;
use std::time::Duration;

use chrono::{DateTime, Utc};
use galley::config::Config;
use galley_provenance::{SealState, make_development_certificate, read};
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::campaign::{ADS, BRIEF, Files};
use crate::database::Database;
use crate::desk::text;
use crate::world::{World, both};

both!(published_files_say_where_they_came_from);

async fn published_files_say_where_they_came_from(world: &World) {
    let campaign = world.approved_campaign().await;
    let release = world.release(&campaign).await.expect("all is sealed");
    assert_eq!(release["certificate"]["is_development"], true, "{release}");
    world.run_until_idle().await;
    let path = format!("/releases/{}", text(&release["id"]));
    let release = world.as_("producer").get(&path).await.expect("the release is there");
    let lines = release["manifest"]["files"].as_array().expect("the manifest has files").clone();
    assert_eq!((release["manifest"]["schema"].as_str(), lines.len()), (Some("galley-manifest/2"), ADS));
    let mut german = 0;
    for (item, line) in release["items"].as_array().expect("it has files").iter().zip(&lines) {
        let bytes = fs::read(world.published().join(text(&item["name"]))).expect("it was published");
        let reading = read(&bytes, "").expect("it is a picture");
        assert_eq!(reading.state, SealState::Whole, "{item}");
        let mark = reading.mark.expect("a whole seal says something");
        // A sketch beside a photograph: no model had a hand in it.
        assert_eq!((mark.source_type.as_deref(), mark.models.len()), (Some("composite"), 0));
        assert_eq!(mark.ingredients, ["cup.png", "scene"]);
        let roles: Vec<(&str, &[String])> = mark.approvals.iter().map(|a| (a.stage.as_str(), &a.roles[..])).collect();
        let by = ["brand_manager".to_owned(), "market_approver".to_owned()];
        assert_eq!(roles, [("creative", &by[..1]), ("market", &by[1..])]);
        assert_eq!((mark.alt_text.as_deref(), mark.is_trusted), (line["alt_text"].as_str(), false));
        let is_translated = mark.actions.iter().any(|done| done.action == "c2pa.translated");
        assert_eq!(is_translated, line["language"] == "de-DE", "{line}");
        german += usize::from(is_translated);
        // The day on which the last stage passed, whenever the file was made.
        assert!(
            mark.actions.iter().all(|done| done.when.as_deref() == Some("2026-12-01T09:00:00Z")),
            "{:?}",
            mark.actions
        );
    }
    assert_eq!(german, ADS / 2);
    check_openly(world, &release["items"][0]).await;
}

/// The same by the API: for nobody, for its people and for others.
async fn check_openly(world: &World, item: &Value) {
    let bytes = fs::read(world.published().join(text(&item["name"]))).expect("it was published");
    let (status, told) = verify(world, None, bytes.clone()).await;
    assert_eq!((status, &told["seal"], &told["asset"]), (200, &json!("whole"), &Value::Null), "{told}");
    assert_eq!(told["says"]["approved_sha256"], item["hash"], "{told}");
    // Who they are, and whose campaign it is, is not told.
    for secret in [&item["variant_id"], &item["revision_id"], &json!("producer"), &json!("tiny campaign")] {
        assert!(!told.to_string().contains(&text(secret)), "{secret} in {told}");
    }
    let ours = authorization(world, "producer").await;
    let (_, told) = verify(world, Some(&ours), bytes.clone()).await;
    let asset = &told["asset"];
    assert_eq!((&asset["is_live"], &asset["is_as_sent"]), (&json!(true), &json!(true)), "{told}");
    assert_eq!(asset["variant_id"], item["variant_id"]);
    // The picture as it was approved is ours, too, and is not what was sent.
    let bare = galley_provenance::approved_bytes(&bytes).expect("it is a picture");
    let (_, told) = verify(world, Some(&ours), bare).await;
    assert_eq!((&told["seal"], &told["asset"]["is_as_sent"]), (&json!("absent"), &json!(false)), "{told}");

    let stranger = world.stranger().await;
    let token = stranger.post("/tokens", &json!({ "name": "a script", "scopes": ["read"] })).await.expect("is made");
    let theirs = format!("Bearer {}", text(&token["secret"]));
    let (_, told) = verify(world, Some(&theirs), bytes.clone()).await;
    assert_eq!((&told["seal"], &told["asset"]), (&json!("whole"), &Value::Null), "{told}");

    let mut twin = bytes;
    let at = twin.len() - 20;
    twin[at] ^= 1;
    let (_, told) = verify(world, None, twin).await;
    assert_eq!((&told["seal"], &told["says"]), (&json!("broken"), &Value::Null), "{told}");
    assert_eq!(verify(world, None, b"no picture".to_vec()).await.0, 422);
    assert_eq!(verify(world, None, vec![0; (32 << 20) + 1]).await.0, 413);
}

async fn authorization(world: &World, who: &str) -> String {
    let token = json!({ "name": "a script", "scopes": ["read"] });
    let token = world.as_(who).post("/tokens", &token).await.expect("people make tokens of their own");
    format!("Bearer {}", text(&token["secret"]))
}

async fn verify(world: &World, authorization: Option<&str>, bytes: Vec<u8>) -> (u16, Value) {
    let url = format!("{}/api/v1/verify", world.nobody().server());
    let mut request = reqwest::Client::new().post(url).body(bytes);
    if let Some(authorization) = authorization {
        request = request.header(AUTHORIZATION, authorization);
    }
    let response = request.send().await.expect("the server answers");
    let status = response.status().as_u16();
    let bytes = response.bytes().await.expect("the answer is whole");
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// The certificate's first day; it is good for ten years from the start of the year before.
const LONG_AGO: &str = "2012-06-01T00:00:00Z";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_certificate_publishes_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let then: DateTime<Utc> = LONG_AGO.parse().expect("the constant is a date");
    let made = make_development_certificate(then).expect("it is made");
    let keep = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("can be written");
        path.display().to_string()
    };
    let (chain, key) = (keep("chain.pem", &made.chain), keep("key.pem", &made.key));
    let expired = |config: &mut Config| {
        config.provenance.certificate_file = chain;
        config.provenance.key_file = key;
    };
    World::play_with(Database::Sqlite, expired, async |world| {
        let campaign = world.approved_campaign().await;
        let refusal = world.release(&campaign).await.expect_err("the certificate has expired");
        let told = refusal.to_string();
        assert!(told.contains("expired on 2021-01-01"), "{told}");
        world.run_until_idle().await;
        assert!(!world.published().exists(), "nothing was sent");
        let releases = world.as_("producer").list(&format!("/campaigns/{campaign}/releases")).await;
        assert!(releases.expect("they can be listed").is_empty());
    })
    .await;
}

both!(a_right_that_has_ended_publishes_nothing);

async fn a_right_that_has_ended_publishes_nothing(world: &World) {
    let files = Files::tiny().with(BRIEF, "ends: 2027-01-31", "ends: 2026-12-03").with(
        BRIEF,
        "\"CC0\" }",
        "\"CC0\", expires: 2026-12-03 }",
    );
    let campaign = world.create(&files).await;
    world.make(&campaign).await;
    world.approve_all(&campaign).await;
    let standing = async || {
        let rights = world.as_("producer").get(&format!("/campaigns/{campaign}/rights")).await;
        rights.expect("they can be listed")["items"][0]["state"].clone()
    };
    assert_eq!(standing().await, "ending");
    world.clock.advance(Duration::from_secs(3 * 86_400));
    assert_eq!(standing().await, "expired");
    let refusal = world.release(&campaign).await.expect_err("the right has ended").to_string();
    assert!(refusal.contains("the right to use product") && refusal.contains("ended on 2026-12-03"), "{refusal}");
    world.run_until_idle().await;
    assert!(!world.published().exists(), "nothing was sent");
}
