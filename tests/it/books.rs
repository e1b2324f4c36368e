//! Where the money went: split among the ads that use what it bought, month by month, and as other tools read it.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, Files};
use crate::desk::{refused, text, verdict, verdict_because};
use crate::world::{World, both};

both!(costs_follow_the_ads, a_month_is_closed_once_and_taken_out);

/// The parts of one list with their amounts.
fn amounts(parts: &Value) -> Vec<(String, String)> {
    let parts = parts.as_array().expect("a list");
    parts.iter().map(|part| (text(&part["value"]), text(&part["amount"]))).collect()
}

fn pair(value: &str, amount: &str) -> (String, String) {
    (value.to_owned(), amount.to_owned())
}

async fn costs_follow_the_ads(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    let decide = |ad: &Value| {
        if ad["market"] == "gb" {
            return verdict(ad, "creative", "approve");
        }
        let mut item = verdict_because(ad, "creative", "reject", "Too dark.");
        item["marks"] = json!([{ "element": "background", "aspect": "tone", "polarity": "negative" }]);
        item
    };
    let items: Vec<Value> = ads.iter().map(decide).collect();
    world.decide("brand_manager", &items).await;
    assert_eq!(world.approve("approver", &campaign, "market").await, ADS / 2);

    let path = format!("/campaigns/{campaign}/spend");
    let spend = world.as_("finance").get(&path).await.expect("finance sees the money");
    // Four pictures at 0.002, each in one British and one German ad.
    assert_eq!(spend["total"]["amount"], "0.008", "{spend}");
    assert_eq!(amounts(&spend["outcomes"]), [pair("approved", "0.004"), pair("rejected", "0.004")]);
    assert_eq!(amounts(&spend["markets"]), [pair("de", "0.004"), pair("gb", "0.004")]);
    assert_eq!(amounts(&spend["steps"]), [pair("scene", "0.008")]);
    assert_eq!(amounts(&spend["lanes"]), [pair("sketch", "0.008")]);
    assert_eq!(spend["waste"], json!([{ "reason": "background", "market": "de", "amount": "0.004" }]));
    assert_eq!((&spend["approved_ads"], &spend["cost_per_approved"]), (&json!(ADS / 2), &json!("0.002")));
    refused(world.as_("approver").get(&path).await, 403, "not_allowed");
}

/// The month in which the clock of these tests starts.
const MONTH: &str = "2026-12";

async fn a_month_is_closed_once_and_taken_out(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    // Sessions do not last until the month is over.
    let (admin, producer) = (world.token(world.as_("admin")).await, world.token(world.as_("producer")).await);
    let close = async |token: &str, month: &str| {
        let (status, answer) =
            world.call(Method::POST, "/closed_months", Some(token), &json!({ "month": month })).await;
        (status, answer["code"].as_str().unwrap_or_default().to_owned(), answer)
    };
    let code = |(status, code, _): (u16, String, Value)| (status, code);
    assert_eq!(code(close(&admin, MONTH).await), (409, "month_not_over".to_owned()));
    assert_eq!(code(close(&admin, "soon").await), (422, "invalid_input".to_owned()));
    world.clock.advance(Duration::from_secs(32 * 24 * 3_600));
    assert_eq!(code(close(&producer, MONTH).await), (403, "not_allowed".to_owned()));
    let (status, _, closed) = close(&admin, MONTH).await;
    assert_eq!(status, 201, "{closed}");
    let total = &closed["totals"]["EUR"];
    let facts = (&total["spent"], &total["lines"], &total["unknown_costs"]);
    assert_eq!(facts, (&json!("0.008"), &json!(4), &json!(0)), "{closed}");
    assert_eq!(code(close(&admin, MONTH).await), (409, "month_closed".to_owned()));

    let csv = month_as_csv(world, &admin, MONTH).await;
    assert_eq!(csv.lines().count(), 1 + 4, "{csv}");
    assert!(csv.lines().skip(1).all(|line| line.contains(",Usage,") && line.contains("0.002")), "{csv}");
    assert_eq!(month_as_csv(world, &admin, "2027-01").await.lines().count(), 1, "nothing was spent since");
}

async fn month_as_csv(world: &World, token: &str, month: &str) -> String {
    let url = format!("{}/api/v1/spend/focus?month={month}", world.nobody().server());
    let answer = reqwest::Client::new().get(url).header("authorization", token).send().await;
    answer.expect("the server answers").text().await.expect("it is text")
}
