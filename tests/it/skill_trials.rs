//! What a skill is worth: those that come with the program, a draft tried on what people decided, its effect counted, and
//! what is asked again and again. And archives made to hurt.

use std::io::{Cursor, Write as _};

use reqwest::Method;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::campaign::{ADS, BRIEF, Files};
use crate::desk::{refused, text, verdict, verdict_because};
use crate::skills::{BANS_TAG, FRONT, folder, form};
use crate::world::{World, both};

both!(
    hostile_archives_are_refused,
    what_comes_with_the_program_is_copied,
    a_skill_is_tried_and_measured,
    what_is_asked_again_and_again_offers_itself,
);

/// An archive; a name that ends with `@` is a link to what it holds.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        match name.strip_suffix('@') {
            Some(name) => {
                let to = String::from_utf8_lossy(bytes).into_owned();
                writer.add_symlink(name, to, SimpleFileOptions::default()).expect("a new entry");
            }
            None => {
                writer.start_file(*name, SimpleFileOptions::default()).expect("a new entry");
                writer.write_all(bytes).expect("memory can be written to");
            }
        }
    }
    writer.finish().expect("memory can be written to").into_inner()
}

async fn hostile_archives_are_refused(world: &World) {
    let main = format!("---\nname: calm\n{FRONT}");
    let main = main.as_bytes();
    let bomb = vec![b' '; 9 << 20];
    let long = "x".repeat(2_001);
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("a link", zipped(&[("calm/SKILL.md", main), ("calm/rules.yaml@", b"/etc/passwd")]), "is a link"),
        ("a bomb", zipped(&[("calm/SKILL.md", main), ("calm/references/a.md", &bomb)]), "unpacks to more than"),
        ("a way out", zipped(&[("SKILL.md", main), ("../../rules.yaml", b"x")]), "has the part “..”"),
        ("another folder", zipped(&[("loud/SKILL.md", main)]), "the folder is called “loud”"),
        ("something to run", zipped(&[("SKILL.md", main), ("scripts/a.sh", b"x")]), "runs nothing that a skill brings"),
        ("a long prompt", zipped(&[("SKILL.md", main), ("prompts/edit_image.md", long.as_bytes())]), "at most 2000"),
        ("a template", zipped(&[("SKILL.md", main), ("prompts/edit_image.md", b"{{secrets}}")]), "used as it stands"),
        ("no picture", zipped(&[("SKILL.md", main), ("examples/a.png", b"<svg/>")]), "examples/a.png:1:1"),
        ("no archive", b"PK".to_vec(), "cannot be unpacked"),
    ];
    for (what, archive, expected) in cases {
        let parts = form(vec![("skill.zip".to_owned(), archive)], &[("brand_id", &world.brand)]);
        let told =
            refused(world.as_("brand_manager").upload(Method::POST, "/skills", parts).await, 422, "invalid_input");
        assert!(told.to_string().contains(expected), "{what}: {told}");
    }
    let empty = world.as_("brand_manager").list("/skills").await.expect("a list");
    assert!(empty.is_empty(), "nothing of it is kept: {empty:?}");
    let good = zipped(&[("calm/SKILL.md", main), ("calm/rules.yaml", BANS_TAG.as_bytes()), ("__MACOSX/._x", b"x")]);
    let parts = form(vec![("calm.zip".to_owned(), good)], &[("brand_id", &world.brand), ("markets", "de, at")]);
    let skill = world.as_("brand_manager").upload(Method::POST, "/skills", parts).await.expect("the archive is right");
    assert_eq!(skill["versions"][0]["markets"], json!(["de", "at"]), "{skill}");
    let parts = form(folder("calm", &[]), &[("brand_id", &world.brand), ("markets", "de,dee")]);
    let told = refused(world.as_("brand_manager").upload(Method::POST, "/skills", parts).await, 422, "invalid_input");
    assert!(told.to_string().contains("there is no market “dee”"), "{told}");
}

async fn what_comes_with_the_program_is_copied(world: &World) {
    let manager = world.as_("brand_manager");
    let templates = manager.get("/skill_templates").await.expect("everybody reads them");
    let names: Vec<String> =
        templates["items"].as_array().expect("a list").iter().map(|one| text(&one["name"])).collect();
    let expected = [
        "accessible-ads",
        "brand-voice",
        "legal-lines-alcohol-finance",
        "retail-price-typography",
        "right-to-left-layout",
    ];
    assert_eq!(names, expected);
    for name in expected {
        let copy = json!({ "template": name, "brand_id": world.brand, "markets": ["de"] });
        let skill = manager.post("/skill_copies", &copy).await.expect("a copy is a draft");
        assert_eq!((&skill["name"], &skill["versions"][0]["state"]), (&json!(name), &json!("draft")), "{skill}");
        let publish = format!("/skills/{}/versions/1/publish", text(&skill["id"]));
        world.as_("second_manager").post(&publish, &json!({})).await.expect("somebody else publishes it");
    }
    let copy = json!({ "template": "no-such", "brand_id": world.brand });
    refused(manager.post("/skill_copies", &copy).await, 404, "not_found");
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    for ad in world.ads(&campaign).await {
        let whole = world.ad(&ad).await;
        let heard = whole["revisions"][0]["skills"].as_array().map(Vec::len);
        assert_eq!(heard, Some(if ad["market"] == "de" { 5 } else { 0 }), "{whole}");
    }
}

async fn a_skill_is_tried_and_measured(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let secret = Files::tiny().with(BRIEF, "campaign: tiny", "campaign: secret");
    let secret = world.create(&secret.with(BRIEF, "sensitivity: normal", "sensitivity: sensitive")).await;
    world.make(&secret).await;
    world.approve("brand_manager", &secret, "creative").await;
    // The manager turns down what says Tag, and one that does not.
    let ads = world.ads(&campaign).await;
    let is_tag = |ad: &Value| ad["market"] == "de" && ad["message"] == "morning";
    let is_odd = |ad: &Value| ad["market"] == "gb" && ad["message"] == "evening" && ad["format"] == "iab.leaderboard";
    let decide = |ad: &Value| match is_tag(ad) || is_odd(ad) {
        true => verdict_because(ad, "creative", "reject", "No."),
        false => verdict(ad, "creative", "approve"),
    };
    let items: Vec<Value> = ads.iter().map(decide).collect();
    assert!(world.decide("brand_manager", &items).await.iter().all(|answer| answer["ok"] == true));

    let manager = world.as_("brand_manager");
    let parts = form(folder("calm", &[("rules.yaml", BANS_TAG)]), &[("brand_id", &world.brand)]);
    let skill = manager.upload(Method::POST, "/skills", parts).await.expect("is right");
    let path = format!("/skills/{}/versions/1", text(&skill["id"]));
    let trial = manager.post(&format!("{path}/trials"), &json!({ "count": 48 })).await.expect("a draft may be tried");
    let agreement = &trial["agreement"];
    let counts: Vec<&Value> = ["refused", "refused_caught", "approved", "approved_flagged", "approved_blocked"]
        .map(|name| &agreement[name])
        .into();
    assert_eq!(counts, [3, 2, 5, 0, 0].map(Value::from).iter().collect::<Vec<_>>(), "{trial}");
    assert_eq!(trial["ads"].as_array().map(Vec::len), Some(ADS), "a sensitive campaign's stay out: {trial}");
    let caught = trial["ads"].as_array().expect("a list").iter().find(|ad| ad["appear"][0].is_object()).expect("one");
    assert_eq!((&caught["appear"][0]["rule"], &caught["cell"]["market"]), (&json!("banned_word"), &json!("de")));
    let few = manager.post(&format!("{path}/trials"), &json!({ "count": 2 })).await.expect("a few");
    assert_eq!(few["ads"].as_array().map(Vec::len), Some(2));
    refused(manager.post(&format!("{path}/trials"), &json!({ "count": 49 })).await, 422, "invalid_input");
    refused(world.as_("producer").post(&format!("{path}/trials"), &json!({})).await, 403, "not_allowed");
    let unchanged = world.plan(&campaign).await;
    assert_eq!(unchanged["summary"]["to_make"], 0, "trying changes nothing");

    // A kit's own rules, before they are used everywhere: the newest are those of the ads.
    let replays = format!("/brands/{}/kit/replays", world.brand);
    let same = manager.post(&replays, &json!({ "version": 1 })).await.expect("the kit is there");
    assert!(
        same["ads"].as_array().expect("a list").iter().all(|ad| ad["appear"] == json!([]) && ad["go"] == json!([]))
    );
    refused(manager.post(&replays, &json!({ "version": 9 })).await, 404, "not_found");

    // Measured: eight ads without it, eight with it, of which the manager refuses none.
    world.as_("second_manager").post(&format!("{path}/publish"), &json!({})).await.expect("is a draft");
    let second = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: second")).await;
    world.make(&second).await;
    world.approve("brand_manager", &second, "creative").await;
    let effect =
        world.as_("producer").get(&format!("/skills/{}/effect", text(&skill["id"]))).await.expect("members see it");
    let brand = &effect["brands"][0];
    let share = |share: &Value| (share["count"].as_u64(), share["of"].as_u64());
    let version = &brand["versions"][0];
    assert_eq!(
        (share(&brand["without"]), share(&version["with"])),
        ((Some(5), Some(8)), (Some(8), Some(8))),
        "{effect}"
    );
    assert_eq!(version["says"], "too_few", "sixteen ads prove nothing: {effect}");
}

async fn what_is_asked_again_and_again_offers_itself(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    let is_small = |ad: &Value| ad["format"] == "iab.leaderboard";
    let decide = |ad: &Value| {
        if !is_small(ad) {
            return verdict(ad, "creative", "approve");
        }
        let mut item = verdict_because(ad, "creative", "request_changes", "legibility");
        let mark = |element: &str, words: &str| json!({ "element": element, "aspect": "legibility", "polarity": "negative", "reason": words });
        item["marks"] = match ad["market"] == "de" && ad["message"] == "morning" {
            true => json!([mark("headline", "Too small to read."), mark("cta", "Too small.")]),
            false => json!([mark("headline", "Too small to read.")]),
        };
        item
    };
    let items: Vec<Value> = ads.iter().map(decide).collect();
    assert!(world.decide("brand_manager", &items).await.iter().all(|answer| answer["ok"] == true));
    let manager = world.as_("brand_manager");
    let path = format!("/brands/{}/skill_offers", world.brand);
    let offers = manager.get(&path).await.expect("members see them");
    let offers = offers["items"].as_array().expect("a list").clone();
    assert_eq!(offers.len(), 1, "the button was named once only: {offers:#?}");
    let offer = &offers[0];
    assert_eq!((&offer["element"], &offer["ads"]), (&json!("headline"), &json!(4)), "{offer}");
    assert_eq!(offer["decisions"].as_array().map(Vec::len), Some(4));
    assert!(text(&offer["skill"]).contains("- Too small to read."), "{offer}");

    let drafts = format!("/brands/{}/skill_drafts", world.brand);
    let rules = "texts:\n  - { slot: headline, least_px: 14 }\n";
    let edited = text(&offer["skill"]).replace("Write down what is right", "Headlines of fourteen pixels");
    let broken = json!({ "skill": edited, "rules": "texts:\n  - { slot: headline }\n" });
    let told = refused(manager.post(&drafts, &broken).await, 422, "invalid_input");
    assert!(told.to_string().contains("rules.yaml:2:5: this sets no limit"), "{told}");
    refused(world.as_("producer").post(&drafts, &json!({ "skill": edited })).await, 403, "not_allowed");
    let draft = manager.post(&drafts, &json!({ "skill": edited, "rules": rules })).await.expect("is right");
    assert_eq!((&draft["name"], &draft["versions"][0]["state"]), (&json!("headline-legibility"), &json!("draft")));
    let left = manager.get(&path).await.expect("members see them");
    assert_eq!(left["items"], json!([]), "what a skill answers is not offered again");
}
