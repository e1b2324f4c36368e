//! Adjustments of single ads: what a turn changes by hand is data. It stays through every later plan, is taken back to
//! the very bytes that were there before, reaches as far as it says, and never touches what the law wants to be seen.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use galley::client::{ClientError, Upload};
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, COPY, Files};
use crate::desk::{all_are, is_in, refused, text, verdict, verdict_because};
use crate::world::{World, both};

both!(
    an_adjustment_stays_until_it_is_taken_back,
    an_approval_opens_again_and_comes_back,
    a_turn_goes_on_from_an_earlier_revision,
    a_turn_reaches_as_far_as_it_says,
    what_nobody_may_adjust_is_refused,
    notes_are_claimed_fixed_and_ticked_off,
    an_adjustment_is_seen_before_it_is_sent,
);

async fn made(world: &World) -> (String, Vec<Value>) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    (campaign, ads)
}

fn german(ads: &[Value]) -> &Value {
    ads.iter().find(|ad| is_in(ad, "de", "morning")).expect("Germany is in the brief")
}

fn path(ad: &Value) -> String {
    format!("/variants/{}/turns", text(&ad["id"]))
}

/// A turn at the ad's current revision.
fn turn(ad: &Value, fields: Value) -> Value {
    let mut body = json!({ "revision_id": ad["revision"]["id"] });
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    body
}

async fn take(world: &World, ad: &Value, fields: Value) -> Result<Value, ClientError> {
    world.as_("producer").post(&path(ad), &turn(ad, fields)).await
}

/// Takes a turn that must be right, and waits for what it makes. Answers the turn and the ad as it is then.
async fn taken(world: &World, ad: &Value, fields: Value) -> (Value, Value) {
    let now = world.ad(ad).await;
    let turn = take(world, &now, fields).await.expect("the turn is right");
    world.run_until_idle().await;
    (turn, world.ad(ad).await)
}

/// The current revision with its whole history.
fn current(ad: &Value) -> &Value {
    let revisions = ad["revisions"].as_array().expect("a history");
    revisions.iter().find(|revision| revision["id"] == ad["revision"]["id"]).expect("the current one is among them")
}

fn placed<'a>(ad: &'a Value, slot: &str) -> &'a Value {
    let texts = current(ad)["texts"].as_array().expect("texts");
    texts.iter().find(|placed| placed["slot"] == slot).unwrap_or_else(|| panic!("{slot} is not among {texts:?}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

async fn an_adjustment_stays_until_it_is_taken_back(world: &World) {
    let (campaign, ads) = made(world).await;
    let first = world.ad(german(&ads)).await;
    let change = json!({ "text": "Der Tag hat Zeit.", "shift": [0.05, 0.02], "color": "primary", "scale": 0.9 });
    let words = json!({ "words": "Warmer.", "adjustments": { "headline": change } });
    let (turn, second) = taken(world, &first, words).await;
    assert_eq!(turn["run"]["task_count"], 2, "the ad and its checks: {turn}");
    let fields: Vec<String> = turn["turn"]["changes"]
        .as_array()
        .expect("what changed")
        .iter()
        .map(|one| format!("{} {} {}", text(&one["slot"]), text(&one["field"]), one["from"]))
        .collect();
    assert_eq!(fields, ["text", "shift", "scale", "color"].map(|field| format!("headline {field} null")));
    assert_eq!((&second["revision"]["number"], &second["state"]), (&json!(2), &json!("in_review")));
    assert_ne!(second["revision"]["hash"], first["revision"]["hash"]);
    assert_eq!(current(&second)["adjustments"], json!({ "headline": change }));
    assert_eq!(placed(&second, "headline")["text"], "Der Tag hat Zeit.");
    assert_eq!(
        (&second["revisions"][0]["adjustments"], &current(&second)["turn_id"]),
        (&json!({}), &turn["turn"]["id"])
    );
    for (before, now) in ads.iter().zip(world.ads(&campaign).await).filter(|(before, _)| before["id"] != first["id"]) {
        assert_eq!(before["revision"], now["revision"], "no other ad is touched");
    }
    // A later plan leaves it alone, and what it makes again is adjusted all the same.
    let summary = world.plan(&campaign).await["summary"].clone();
    assert_eq!((&summary["unchanged"], &summary["to_make"]), (&json!(ADS), &json!(0)), "{summary}");
    let other = Files::tiny().with(COPY, "Fünf Minuten nur für dich.", "Fünf Minuten für dich.");
    world.change(&campaign, &other).await;
    world.make(&campaign).await;
    let third = world.ad(&first).await;
    assert_eq!((&third["revision"]["number"], &current(&third)["turn_id"]), (&json!(3), &Value::Null));
    assert_eq!(current(&third)["adjustments"], json!({ "headline": change }));
    assert_eq!(placed(&third, "headline")["text"], "Der Tag hat Zeit.");
    world.change(&campaign, &Files::tiny()).await;
    world.make(&campaign).await;
    let fourth = world.ad(&first).await;
    assert_eq!(fourth["revision"]["hash"], second["revision"]["hash"], "the same adjustments are the same bytes");
    // Field by field, then the rest.
    let (turn, _) = taken(world, &first, json!({ "adjustments": { "headline": { "shift": null, "scale": 1 } } })).await;
    let left = json!({ "headline": { "text": "Der Tag hat Zeit.", "color": "primary" } });
    assert_eq!(turn["turn"]["adjustments"], left);
    let (turn, last) = taken(world, &first, json!({ "adjustments": { "headline": null } })).await;
    assert_eq!(turn["run"]["task_count"], 0, "all of it is there already: {turn}");
    assert_eq!(last["revision"]["hash"], first["revision"]["hash"], "nothing is left of it");
    assert_eq!(current(&last)["adjustments"], json!({}));
}

async fn an_approval_opens_again_and_comes_back(world: &World) {
    let campaign = world.approved_campaign().await;
    let ads = world.ads(&campaign).await;
    let ad = german(&ads);
    let (_, moved) =
        taken(world, ad, json!({ "adjustments": { "cta": { "shift": [0.02, 0.0], "fill": "ink" } } })).await;
    assert_eq!(moved["state"], "in_review", "nobody approves by a turn: {moved}");
    let own = verdict(&moved, "creative", "approve");
    assert_eq!(world.decide("producer", &[own]).await[0]["code"], "not_allowed");
    assert_eq!(world.approve("brand_manager", &campaign, "creative").await, 1, "the others stay approved");
    let (_, back) = taken(world, ad, json!({ "adjustments": { "cta": null } })).await;
    assert_eq!((&back["state"], &back["revision"]["hash"]), (&json!("approved"), &ad["revision"]["hash"]));
    assert_eq!(back["revision"]["id"], ad["revision"]["id"], "the very revision that was approved");
    all_are(&world.ads(&campaign).await, "approved");
}

async fn a_turn_goes_on_from_an_earlier_revision(world: &World) {
    let (campaign, ads) = made(world).await;
    let first = world.ad(german(&ads)).await;
    let (_, second) = taken(world, &first, json!({ "adjustments": { "headline": { "scale": 0.9 } } })).await;
    let (_, third) =
        taken(world, &first, json!({ "adjustments": { "headline": { "scale": 0.8 }, "logo": { "hide": true } } }))
            .await;
    assert_ne!(third["revision"]["hash"], second["revision"]["hash"]);
    let base = json!({ "base": second["revision"]["id"], "adjustments": { "cta": { "color": "background" } } });
    let (turn, fourth) = taken(world, &first, base).await;
    let expected = json!({ "headline": { "scale": 0.9 }, "cta": { "color": "background" } });
    assert_eq!(current(&fourth)["adjustments"], expected);
    assert_eq!(turn["turn"]["base_revision_id"], second["revision"]["id"]);
    // The first revision as it was, with nothing changed.
    let (_, fifth) = taken(world, &first, json!({ "base": first["revision"]["id"] })).await;
    assert_eq!((&fifth["revision"]["number"], &fifth["revision"]["hash"]), (&json!(5), &first["revision"]["hash"]));
    let base = json!({ "base": second["revision"]["id"], "scope": "set" });
    let refusal = refused(take(world, &fifth, base).await, 422, "invalid_input");
    assert!(refusal.lines().iter().any(|line| line.contains("one ad alone")), "{refusal}");
    let other = ads.iter().find(|ad| is_in(ad, "gb", "morning")).expect("Britain is in the brief");
    refused(take(world, &fifth, json!({ "base": other["revision"]["id"] })).await, 422, "invalid_input");
    refused(take(world, &first, json!({})).await, 409, "revision_superseded");
    assert_eq!(world.plan(&campaign).await["summary"]["changed"], 0);
}

async fn a_turn_reaches_as_far_as_it_says(world: &World) {
    let campaign = world.approved_campaign().await;
    let ads = world.ads(&campaign).await;
    let ad = german(&ads);
    let adjustments = json!({ "headline": { "text": "Der Tag hat Zeit.", "scale": 0.9 } });
    let quote = async |scope: &str| {
        let body = turn(ad, json!({ "scope": scope, "adjustments": adjustments }));
        world.as_("producer").post(&format!("{}/quote", path(ad)), &body).await.expect("it is quoted")
    };
    for (scope, variants, other_words) in [("variant", 1, 0), ("set", 2, 0), ("markets", 2, 1), ("campaign", ADS, 6)] {
        let quoted = quote(scope).await;
        assert_eq!(
            (&quoted["variants"], &quoted["reopened"]),
            (&json!(variants), &json!(variants)),
            "{scope}: {quoted}"
        );
        assert_eq!(quoted["left_out"]["other_words"], other_words, "{scope}: {quoted}");
        assert_eq!((&quoted["to_make"], &quoted["estimate"]["cost"]["p90"]), (&json!(variants * 2), &json!("0.00")));
    }
    assert_eq!(quote("markets").await["markets"], json!(["de", "gb"]));
    assert_eq!(world.ads(&campaign).await, ads, "asking changes nothing");

    let fields = json!({ "scope": "campaign", "words": "Quieter.", "adjustments": adjustments });
    let (turn_taken, _) = taken(world, ad, fields).await;
    assert_eq!(turn_taken["run"]["task_count"], ADS * 2, "one run: {turn_taken}");
    for before in &ads {
        let after = world.ad(before).await;
        assert_ne!(after["revision"]["hash"], before["revision"]["hash"]);
        let own = &after["turns"][0];
        let is_lead = before["id"] == ad["id"];
        let lead = if is_lead { Value::Null } else { turn_taken["turn"]["id"].clone() };
        assert_eq!(
            (&own["lead_turn_id"], &own["scope"], &own["words"]),
            (&lead, &json!("campaign"), &json!("Quieter."))
        );
        let is_german = is_in(before, "de", "morning");
        assert_eq!(
            placed(&after, "headline")["text"] == "Der Tag hat Zeit.",
            is_german,
            "words stay in their language"
        );
        assert_eq!(current(&after)["adjustments"]["headline"]["scale"], 0.9);
    }
    all_are(&world.ads(&campaign).await, "in_review");
    // What is so already is left alone; another language's words are never taken back along.
    let now = world.ad(ad).await;
    let again = turn(&now, json!({ "scope": "campaign", "adjustments": { "headline": { "scale": 0.9 } } }));
    let quoted = world.as_("producer").post(&format!("{}/quote", path(ad)), &again).await.expect("it is quoted");
    assert_eq!((&quoted["variants"], &quoted["left_out"]["unchanged"]), (&json!(0), &json!(ADS - 1)), "{quoted}");
    assert_eq!((&quoted["estimate"], &quoted["to_make"]), (&Value::Null, &json!(0)));
    let british = ads.iter().find(|ad| is_in(ad, "gb", "morning")).expect("Britain is in the brief");
    taken(world, british, json!({ "scope": "campaign", "adjustments": { "headline": null } })).await;
    let german_now = world.ad(ad).await;
    assert_eq!(current(&german_now)["adjustments"], json!({ "headline": { "text": "Der Tag hat Zeit." } }));

    // Ads of other versions are not changed along with it.
    world.change(&campaign, &Files::tiny().with(COPY, "The day can wait.", "The day will wait.")).await;
    let now = world.ad(ad).await;
    let body = turn(&now, json!({ "scope": "campaign", "adjustments": { "cta": { "scale": 0.9 } } }));
    let quoted = world.as_("producer").post(&format!("{}/quote", path(ad)), &body).await.expect("it is quoted");
    assert_eq!(
        (&quoted["variants"], &quoted["left_out"]["other_versions"]),
        (&json!(ADS), &json!(0)),
        "not planned yet"
    );
    world.make(&campaign).await;
    let quoted = world.as_("producer").post(&format!("{}/quote", path(ad)), &body).await.expect("it is quoted");
    assert_eq!(quoted["variants"], json!(ADS), "the newest versions make the rest as it is: {quoted}");
}

async fn what_nobody_may_adjust_is_refused(world: &World) {
    let (_, ads) = made(world).await;
    let ad = world.ad(german(&ads)).await;
    let deep = "x".repeat(2_001);
    for (adjustments, pointer) in [
        (json!({ "headline": { "scale": "NaN" } }), "/adjustments/headline/scale"),
        (json!({ "headline": { "scale": 1e300 } }), "/adjustments/headline/scale"),
        (json!({ "headline": { "scale": 0 } }), "/adjustments/headline/scale"),
        (json!({ "headline": { "shift": [2, 0] } }), "/adjustments/headline/shift"),
        (json!({ "headline": { "shift": [0, 0, 0] } }), "/adjustments/headline/shift"),
        (json!({ "headline": { "color": "#ff0000" } }), "/adjustments/headline/color"),
        (json!({ "headline": { "color": "puce" } }), "/adjustments/headline/color"),
        (json!({ "headline": { "text": deep } }), "/adjustments/headline/text"),
        (json!({ "headline": { "zoom": 2 } }), "/adjustments/headline/zoom"),
        (json!({ "headlin": { "scale": 2 } }), "/adjustments/headlin/scale"),
        (json!({ "product": { "text": "A cup" } }), "/adjustments/product/text"),
        (json!({ "product": { "color": "ink" } }), "/adjustments/product/color"),
        (json!({ "legal": { "hide": true } }), "/adjustments/legal/hide"),
        (json!({ "legal": { "text": "None." } }), "/adjustments/legal/text"),
        (json!({ "price": { "text": "0 €" } }), "/adjustments/price/text"),
    ] {
        for path in [path(&ad), format!("{}/quote", path(&ad))] {
            let answer = world.as_("producer").post(&path, &turn(&ad, json!({ "adjustments": adjustments }))).await;
            let refusal = refused(answer, 422, "invalid_input");
            let errors = refusal.document["errors"].as_array().expect("what is wrong");
            assert!(errors.iter().any(|error| error["pointer"] == pointer), "{adjustments}: {errors:?}");
        }
    }
    for (fields, code) in [
        (json!({ "adjustments": { "headline": { "size": 2 } } }), "invalid_input"),
        (json!({ "adjustments": { "headline": 7 } }), "invalid_input"),
        (json!({ "scope": "world" }), "invalid_input"),
        (json!({ "fixes": ["dec_01jdzzzzzzzzzzzzzzzzzzzzzz"] }), "invalid_input"),
        (json!({ "fixes": ["yesterday"] }), "invalid_input"),
        (json!({ "edits": { "headline": "A" }, "adjustments": { "headline": { "text": "B" } } }), "invalid_input"),
    ] {
        refused(take(world, &ad, fields).await, 422, code);
    }
    let hide = turn(&ad, json!({ "adjustments": { "subline": { "hide": true } } }));
    refused(world.as_("brand_manager").post(&path(&ad), &hide).await, 403, "not_allowed");
    refused(world.stranger().await.post(&path(&ad), &hide).await, 404, "not_found");
    assert_eq!(world.ad(&ad).await["revision_count"], 1, "nothing of it was made");

    // The legal line may be moved, and made smaller as far as its slot allows, which is not at all.
    let before = placed(&ad, "legal").clone();
    let change = json!({ "legal": { "scale": 0.25, "shift": [0.01, -0.02] }, "subline": { "hide": true } });
    let (_, after) = taken(world, &ad, json!({ "adjustments": change })).await;
    let legal = placed(&after, "legal");
    assert_eq!(legal["text"], before["text"]);
    assert!(number(&legal["rect"][0]) > number(&before["rect"][0]), "{legal} {before}");
    assert!(number(&legal["font_px"]) > number(&before["font_px"]) * 0.9, "{legal} {before}");
    let findings = current(&after)["findings"].as_array().expect("a list").clone();
    assert!(
        findings.iter().all(|one| one["rule"] != "legal_line_missing" && one["rule"] != "dropped_text"),
        "{findings:?}"
    );
    // What is moved out of the picture is found, not held back.
    let (_, out) = taken(world, &ad, json!({ "adjustments": { "headline": { "shift": [0.9, 0.0] } } })).await;
    let findings = current(&out)["findings"].as_array().expect("a list");
    assert!(findings.iter().any(|one| one["rule"] == "text_overflow" && one["severity"] == "refused"), "{findings:?}");
    assert_eq!(out["state"], "in_review");
    let answer = world.decide("brand_manager", &[verdict(&out, "creative", "approve")]).await.remove(0);
    assert_eq!(answer["code"], "finding_refused", "{answer}");
}

async fn notes_are_claimed_fixed_and_ticked_off(world: &World) {
    let (_, ads) = made(world).await;
    let ad = german(&ads);
    let mut item = verdict_because(ad, "creative", "request_changes", "The line is stiff.");
    let mark = |element: &str| json!({ "element": element, "aspect": "wording", "polarity": "negative" });
    item["marks"] = json!([mark("headline"), mark("cta")]);
    assert_eq!(world.decide("brand_manager", &[item]).await[0]["ok"], true);
    let asked = world.ad(ad).await;
    let decision = current(&asked)["decisions"][0].clone();
    let marks: Vec<String> =
        decision["marks"].as_array().expect("marks").iter().map(|mark| text(&mark["id"])).collect();
    assert_eq!(marks, [1, 2].map(|mark| format!("{}.{mark}", text(&decision["id"]))));
    for wrong in [format!("{}.3", text(&decision["id"])), marks[0].clone()] {
        let fixes = json!({ "fixes": [marks[0], wrong] });
        refused(take(world, &asked, fixes).await, 422, "invalid_input");
    }
    let fields = json!({ "fixes": [marks[0], decision["id"]], "adjustments": { "headline": { "text": "Zeit." } } });
    let (turn, fixed) = taken(world, ad, fields).await;
    assert_eq!(turn["turn"]["fixes"], json!([marks[0], decision["id"]]));

    let mut item = verdict(&fixed, "creative", "approve");
    for (ticked, open) in [
        (json!(["dec_01jdzzzzzzzzzzzzzzzzzzzzzz"]), json!([])),
        (json!([marks[0]]), json!([marks[0]])),
        (json!([]), json!([format!("{}.9", text(&decision["id"]))])),
    ] {
        (item["fixed"], item["still_open"]) = (ticked, open);
        let answer = world.decide("brand_manager", std::slice::from_ref(&item)).await.remove(0);
        assert_eq!(answer["code"], "invalid_input", "{item}: {answer}");
    }
    (item["fixed"], item["still_open"]) = (json!([marks[0], decision["id"]]), json!([marks[1]]));
    assert_eq!(world.decide("brand_manager", &[item]).await[0]["ok"], true);
    let now = world.ad(ad).await;
    let said = &current(&now)["decisions"][0];
    assert_eq!((&said["fixed"], &said["still_open"]), (&json!([marks[0], decision["id"]]), &json!([marks[1]])));
    // The journal has it, with ids and no words.
    let entries = world.journal().await;
    let of = |kind: &str| entries.iter().filter(|entry| entry["kind"] == kind).collect::<Vec<_>>();
    assert_eq!((of("edit").len(), of("fixes").len(), of("turn").len()), (1, 1, 1));
    assert_eq!(of("edit")[0]["payload"]["after"], fixed["revision"]["id"]);
    assert_eq!(of("fixes")[0]["payload"]["before"], ad["revision"]["id"]);
    assert_eq!(of("turn")[0]["payload"]["fields"], json!(["headline.text"]));
    assert!(entries.iter().all(|entry| !entry.to_string().contains("Zeit.")));
}

async fn an_adjustment_is_seen_before_it_is_sent(world: &World) {
    let (_, ads) = made(world).await;
    let ad = world.ad(german(&ads)).await;
    let (_, ad) = taken(world, &ad, json!({ "adjustments": { "cta": { "scale": 0.9 } } })).await;
    let open = async |who: &str| {
        let field = Upload { field: "variant", name: "variant".to_owned(), bytes: text(&ad["id"]).into_bytes() };
        world.as_(who).upload(Method::POST, "/previews", vec![field]).await
    };
    refused(open("brand_manager").await, 403, "not_allowed");
    let preview = open("producer").await.expect("the ad was made");
    assert_eq!(preview["cell"], json!({ "market": "de", "message": "morning" }));
    let draw = async |adjustments: Value| {
        let body = json!({ "cell": preview["cell"], "formats": [ad["format"]], "adjustments": adjustments });
        let path = format!("/previews/{}/pictures", text(&preview["id"]));
        world.as_("producer").post(&path, &body).await
    };
    let bytes = |line: &Value| STANDARD.decode(text(&line["data"])).expect("base 64");
    let picture = async |ad: &Value| {
        let path = format!("/revisions/{}/picture", text(&ad["revision"]["id"]));
        world.as_("producer").get_bytes(&path).await.expect("the picture is there").to_vec()
    };
    let calls = world.sketch.calls();
    let plain = draw(json!({})).await.expect("it is drawn");
    assert!(bytes(&plain) == picture(&ad).await, "what is in force is shown");
    let change = json!({ "headline": { "shift": [0.05, 0.0], "color": "primary" }, "scene": { "zoom": 1.5 } });
    let drawn = draw(change.clone()).await.expect("it is drawn");
    assert_ne!(bytes(&drawn), bytes(&plain));
    assert_eq!((world.sketch.calls(), &drawn["is_stand_in"]), (calls, &json!(false)), "on the very picture");
    refused(draw(json!({ "legal": { "hide": true } })).await, 422, "invalid_input");
    let (_, sent) = taken(world, &ad, json!({ "adjustments": change })).await;
    assert!(picture(&sent).await == bytes(&drawn), "what was seen is what was made");
}
