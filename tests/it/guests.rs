//! People outside: a link shows one campaign and nothing else, until a day, and asks for its password.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, BRIEF, Files};
use crate::desk::text;
use crate::world::{World, both};

both!(a_link_shows_one_campaign_until_a_day, a_link_with_a_password_asks_for_it);

async fn link(world: &World, campaign: &str, password: Option<&str>) -> Value {
    let link = json!({ "name": "The client", "expires_at": "2026-12-01T15:00:00Z", "password": password });
    let path = format!("/campaigns/{campaign}/guest_links");
    world.as_("producer").post(&path, &link).await.expect("a producer invites")
}

async fn status(world: &World, path: &str, guest: &str) -> u16 {
    world.call(Method::GET, path, Some(guest), &Value::Null).await.0
}

async fn a_link_shows_one_campaign_until_a_day(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let other = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: secret")).await;
    world.make(&other).await;
    let guest = format!("Guest {}", text(&link(world, &campaign, None).await["secret"]));

    let (seen, answer) = world.call(Method::GET, "/variants", Some(&guest), &Value::Null).await;
    let ads = answer["items"].as_array().expect("a list").clone();
    assert_eq!((seen, ads.len()), (200, ADS));
    assert!(ads.iter().all(|ad| ad["campaign_id"] == campaign.as_str()), "{ads:?}");
    let revision = text(&ads[0]["revision"]["id"]);
    assert_eq!(status(world, &format!("/revisions/{revision}/picture"), &guest).await, 200);

    let hidden = world.ads(&other).await;
    let revision = text(&hidden[0]["revision"]["id"]);
    for path in [
        format!("/campaigns/{other}"),
        format!("/variants?campaign={other}"),
        format!("/variants/{}", text(&hidden[0]["id"])),
        format!("/revisions/{revision}/picture"),
    ] {
        assert_eq!(status(world, &path, &guest).await, 404, "{path}");
    }
    for path in ["/people", "/spend", "/ledger", "/journal", "/brands", "/runs", "/tokens"] {
        assert_eq!(status(world, path, &guest).await, 403, "{path}");
    }
    let plan = world.call(Method::POST, &format!("/campaigns/{campaign}/plans"), Some(&guest), &json!({})).await;
    assert_eq!(plan.0, 403, "{}", plan.1);

    world.clock.advance(Duration::from_secs(6 * 3_600 - 1));
    assert_eq!(status(world, &format!("/campaigns/{campaign}"), &guest).await, 200);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(status(world, &format!("/campaigns/{campaign}"), &guest).await, 401);
}

async fn a_link_with_a_password_asks_for_it(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let made = link(world, &campaign, Some("a long enough word")).await;
    let secret = text(&made["secret"]);
    let path = format!("/campaigns/{campaign}");
    assert_eq!(status(world, &path, &format!("Guest {secret}")).await, 401, "the secret alone is not enough");
    for password in [Value::Null, json!("another word entirely")] {
        let body = json!({ "secret": secret, "password": password });
        let (status, answer) = world.call(Method::POST, "/guest_sessions", None, &body).await;
        assert_eq!((status, &answer["code"]), (401, &json!("bad_credentials")));
    }
    let body = json!({ "secret": secret, "password": "a long enough word" });
    let (status, me) = world.call(Method::POST, "/guest_sessions", None, &body).await;
    assert_eq!((status, &me["person"]), (201, &Value::Null), "{me}");

    let revoke = format!("/guest_links/{}", text(&made["id"]));
    world.as_("producer").delete(&revoke).await.expect("who may invite may revoke");
    let (status, _) = world.call(Method::POST, "/guest_sessions", None, &body).await;
    assert_eq!(status, 401);
}
