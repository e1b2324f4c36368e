//! A new version of a brand kit: what an ad shows of it makes the ad anew, and nothing else does.

use reqwest::Method;
use serde_json::json;

use crate::campaign::{ADS, BRIEF, Files};
use crate::desk::is_in;
use crate::world::{World, both};

both!(a_kit_touches_what_shows_it);

const TOKENS: &str = "tokens.json";
const BRAND: &str = "brand.yaml";
const SPARK: &str =
    r#""spark": { "$value": { "colorSpace": "srgb", "components": [0.1, 0.2, 0.3] } }, "on_primary": {"#;

async fn a_kit_touches_what_shows_it(world: &World) {
    let campaign = world.approved_campaign().await;
    let kit = Files::kit;
    let nothing = json!({});
    let cases = [
        ("the line of a market that is not asked", kit().with(BRAND, "Suggestion de", "Idée de"), nothing.clone()),
        ("a colour that no layout may name", kit().with(TOKENS, "\"on_primary\": {", SPARK), nothing.clone()),
        ("how the brand speaks", kit().with(BRAND, "Unhurried, warm", "Warm"), nothing.clone()),
        ("a banned word of another locale", kit().with(BRAND, "le meilleur", "la meilleure"), nothing),
        (
            "a market's own line",
            kit().with(BRAND, "Serviervorschlag. ©", "Symbolbild. ©"),
            json!({ "ad": 4, "checks": 4 }),
        ),
        ("a banned word of a market", kit().with(BRAND, "bester Kaffee", "beste Bohne"), json!({ "checks": 4 })),
        (
            "the colour of the button's words",
            kit().with(TOKENS, "0.9333", "0.9020").with(TOKENS, "#fff8ee", "#fff8e6"),
            json!({ "ad": ADS, "checks": ADS }),
        ),
        (
            "a colour of the scenes",
            kit().with(TOKENS, "0.6353", "0.6471").with(TOKENS, "#e9a23b", "#e9a53b"),
            json!({ "scene": 4, "ad": ADS, "checks": ADS }),
        ),
    ];
    for (what, kit, steps) in cases {
        push(world, &kit).await;
        let plan = world.plan(&campaign).await;
        let summary = &plan["summary"];
        assert_eq!(summary["steps"], steps, "{what}: {summary}");
        let touched = steps["checks"].as_u64().unwrap_or_default();
        assert_eq!((&summary["changed"], &summary["reopened"]), (&json!(touched), &json!(touched)), "{what}");
    }

    // A line that some text of the campaign says is looked for in every ad.
    push(world, &kit().with(BRAND, "Suggestion de présentation. © 2026 Ombrava", "The day can wait.")).await;
    let plan = world.plan(&campaign).await;
    assert_eq!(plan["summary"]["steps"], json!({ "checks": ADS }), "{plan}");
    let other = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: other")).await;
    world.make(&other).await;
    for ad in world.ads(&other).await {
        let findings = world.ad(&ad).await["revisions"][0]["findings"].as_array().expect("a list").clone();
        let is_told = findings.iter().any(|finding| finding["rule"] == "foreign_legal_line");
        assert_eq!(is_told, is_in(&ad, "gb", "morning"), "{findings:?}");
    }
}

async fn push(world: &World, kit: &Files) {
    let path = format!("/brands/{}/kit", world.brand);
    world.as_("admin").upload(Method::PUT, &path, kit.uploads()).await.expect("the kit is right");
}
