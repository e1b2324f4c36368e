//! A new version of a brand kit: what an ad shows of it makes the ad anew, and nothing else does. Logos may be SVG or
//! PNG; a file that is neither is refused.

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, Files};
use crate::desk::{all_are, is_in, refused, text};
use crate::world::{World, both};

both!(a_kit_touches_what_shows_it, a_png_logo_is_drawn, a_wrong_logo_is_refused, a_brand_s_own_rules_are_checked);

const TOKENS: &str = "tokens.json";
const BRAND: &str = "brand.yaml";
const RULES: &str = "rules.yaml";
const SPARK: &str =
    r#""spark": { "$value": { "colorSpace": "srgb", "components": [0.1, 0.2, 0.3] } }, "on_primary": {"#;

async fn a_kit_touches_what_shows_it(world: &World) {
    let campaign = world.approved_campaign().await;
    let kit = Files::kit;
    let nothing = json!({});
    let cases = [
        ("the line of a market that is not asked", kit().with(BRAND, "Suggestion de", "Idée de"), nothing.clone()),
        ("a colour that no layout may name", kit().with(TOKENS, "\"on_primary\": {", SPARK), json!({ "checks": ADS })),
        ("how the brand speaks", kit().with(BRAND, "Unhurried, warm", "Warm"), nothing.clone()),
        ("a term in another locale", kit().with(BRAND, "el-GR: εσπρέσο", "el-GR: εσπρεσσο"), nothing.clone()),
        ("a banned word of another locale", kit().with(BRAND, "le meilleur", "la meilleure"), nothing),
        (
            "a term in a market's locale",
            kit().with(BRAND, "de-DE: Espresso", "de-DE: Espresso Crema"),
            json!({ "checks": 4 }),
        ),
        (
            "a market's own line",
            kit().with(BRAND, "Serviervorschlag. ©", "Symbolbild. ©"),
            json!({ "ad": 4, "checks": 4 }),
        ),
        ("a banned word of a market", kit().with(BRAND, "bester Kaffee", "beste Bohne"), json!({ "checks": 4 })),
        ("a rule of the brand", kit().with(RULES, "most_lines: 5", "most_lines: 6"), json!({ "checks": ADS })),
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
        let count = |step: &str| json!(steps[step].as_u64().unwrap_or_default());
        assert_eq!(summary["changed"], count("checks"), "{what}");
        assert_eq!(summary["reopened"], count("ad"), "{what}: a picture that is only checked anew stays approved");
    }

    // A line that some text of the campaign says is looked for in every ad.
    push(world, &kit().with(BRAND, "Suggestion de présentation. © 2026 Ombrava", "The day can wait.")).await;
    let plan = world.plan(&campaign).await;
    assert_eq!(plan["summary"]["steps"], json!({ "checks": ADS }), "{plan}");
    world.launch(&plan).await;
    world.run_until_idle().await;
    let ads = world.ads(&campaign).await;
    all_are(&ads, "approved");
    for ad in ads {
        let findings = world.ad(&ad).await["revisions"][0]["findings"].as_array().expect("a list").clone();
        let is_told = findings.iter().any(|finding| finding["rule"] == "foreign_legal_line");
        assert_eq!(
            is_told,
            is_in(&ad, "gb", "morning"),
            "what was approved stands, and what is found is told: {findings:?}"
        );
    }
}

async fn a_png_logo_is_drawn(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let before = hashes(world, &campaign).await;
    let product = Files::tiny().get("cup.png").to_vec();
    // A cup is no wide mark: where a leaderboard has room for it, it is some twenty pixels wide.
    let kit = Files::kit().with(BRAND, "file: logo.svg", "file: logo.png").with(
        BRAND,
        "min_width_px: 64",
        "min_width_px: 16",
    );
    push(world, &kit.without("logo.svg").replaced("logo.png", product)).await;
    let run = world.make(&campaign).await;
    assert_eq!(run["task_count"], 2 * ADS, "a logo is no part of a scene");
    let after = hashes(world, &campaign).await;
    assert!(before.iter().zip(&after).all(|(before, after)| before != after), "every ad shows the new logo");
    for ad in world.ads(&campaign).await {
        let ad = world.ad(&ad).await;
        let findings = ad["revisions"][1]["findings"].as_array().expect("a list").clone();
        let is_logo = |finding: &Value| text(&finding["rule"]).starts_with("logo_");
        assert!(!findings.iter().any(is_logo), "{findings:?}");
    }
}

async fn a_wrong_logo_is_refused(world: &World) {
    let path = format!("/brands/{}/kit", world.brand);
    let cup = Files::tiny().get("cup.png").to_vec();
    for (file, bytes, told) in [
        ("logo.svg", cup, "logo.svg:1:1: this is a file of the type image/png, but its name says image/svg+xml"),
        (
            "logo-light.svg",
            b"GIF89a".to_vec(),
            "logo-light.svg:1:1: the logo is neither an SVG nor a PNG file: unknown token at 1:1",
        ),
    ] {
        let kit = Files::kit().replaced(file, bytes);
        let answer = world.as_("admin").upload(Method::PUT, &path, kit.uploads()).await;
        assert_eq!(refused(answer, 422, "invalid_input").lines(), [told]);
    }
}

async fn push(world: &World, kit: &Files) {
    let path = format!("/brands/{}/kit", world.brand);
    world.as_("admin").upload(Method::PUT, &path, kit.uploads()).await.expect("the kit is right");
}

async fn hashes(world: &World, campaign: &str) -> Vec<String> {
    world.ads(campaign).await.iter().map(|ad| text(&ad["revision"]["hash"])).collect()
}

async fn a_brand_s_own_rules_are_checked(world: &World) {
    let kit =
        Files::kit().with(RULES, "most_lines: 2", "most_lines: 0").with(BRAND, "min_width_px: 64", "min_width_px: no");
    let path = format!("/brands/{}/kit", world.brand);
    let refusal = refused(world.as_("admin").upload(Method::PUT, &path, kit.uploads()).await, 422, "invalid_input");
    for file in [BRAND, RULES] {
        assert!(refusal.lines().iter().any(|line| line.contains(file)), "both files are wrong: {:?}", refusal.lines());
    }

    let word = "word: \"!\"";
    push(world, &Files::kit().with(RULES, word, "word: \"warten\", locales: [de]")).await;
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    for ad in world.ads(&campaign).await {
        let now = world.ad(&ad).await;
        let findings = now["revisions"][0]["findings"].as_array().expect("a list").clone();
        let found = findings.iter().find(|finding| finding["rule"] == "banned_word");
        assert_eq!(found.is_some(), is_in(&ad, "de", "morning"), "{findings:?}");
        let Some(found) = found else { continue };
        let region: Vec<f64> = serde_json::from_value(found["region"].clone()).expect("a place on the picture");
        assert!(region.iter().all(|share| (0.0..=1.0).contains(share)) && region[2] > 0.1, "{region:?}");
        assert!(found["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{found}");
        // Everything that the ad itself tells was looked at.
        let unchecked = now["revisions"][0]["unchecked"].as_array().expect("a list");
        assert!(unchecked.is_empty(), "{unchecked:?}");
    }
}
