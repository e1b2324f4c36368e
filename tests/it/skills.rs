//! Skills: who may teach what, what each changes and what it leaves alone, the versions that a run and its turns keep, and
//! that nothing of one brand is there for another.

use galley::client::{Client, Upload};
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, BRIEF, Files};
use crate::desk::{refused, text, verdict_because};
use crate::world::{World, both};

both!(
    a_skill_is_written_by_one_and_published_by_another,
    a_skill_changes_what_it_is_for,
    a_run_and_its_turns_keep_their_skills,
    steps_name_their_skills,
    brands_do_not_see_each_others_skills,
);

pub const FRONT: &str = "description: How it is done here.\n---\n# Words\n\nMore words.\n";
/// Something that a German headline of the tiny campaign says.
pub const BANS_TAG: &str =
    "forbidden:\n  - { word: Tag, locales: [de], slots: [headline], severity: warns, why: \"Say morning.\" }\n";

/// A skill's files.
pub fn folder(name: &str, files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let main = ("SKILL.md".to_owned(), format!("---\nname: {name}\n{FRONT}").into_bytes());
    let others = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    std::iter::once(main).chain(others).collect()
}

pub fn form(files: Vec<(String, Vec<u8>)>, fields: &[(&'static str, &str)]) -> Vec<Upload> {
    let field =
        |(field, value): &(&'static str, &str)| Upload { field, name: String::new(), bytes: value.as_bytes().to_vec() };
    let file = |(name, bytes)| Upload { field: "files", name, bytes };
    fields.iter().map(field).chain(files.into_iter().map(file)).collect()
}

impl World {
    /// A brand manager writes a skill for the brand, and another one publishes it. Answers its path.
    async fn taught(&self, name: &str, files: &[(&str, &str)], markets: &str) -> String {
        let fields = [("brand_id", self.brand.as_str()), ("markets", markets)];
        let pushed =
            self.as_("brand_manager").upload(Method::POST, "/skills", form(folder(name, files), &fields)).await;
        let pushed = pushed.expect("the skill is right");
        let path = format!("/skills/{}", text(&pushed["id"]));
        let version = format!("{path}/versions/{}", pushed["versions"][0]["version"]);
        let published = self.as_("second_manager").post(&format!("{version}/publish"), &json!({})).await;
        assert_eq!(published.expect("somebody else publishes it")["published"], pushed["versions"][0]["version"]);
        version
    }

    async fn retire(&self, version: &str) {
        let retired = self.as_("brand_manager").post(&format!("{version}/retire"), &json!({})).await;
        assert_eq!(retired.expect("a brand manager retires it")["published"], Value::Null);
    }
}

async fn a_skill_is_written_by_one_and_published_by_another(world: &World) {
    let upload =
        |text: &str| form(folder("calm", &[("prompts/generate_image.md", text)]), &[("brand_id", &world.brand)]);
    let pushed = world.as_("producer").upload(Method::POST, "/skills", upload("Soft light.")).await;
    refused(pushed, 403, "not_allowed");
    let everywhere = form(folder("calm", &[]), &[]);
    refused(world.as_("brand_manager").upload(Method::POST, "/skills", everywhere).await, 403, "not_allowed");

    let manager = world.as_("brand_manager");
    let skill = manager.upload(Method::POST, "/skills", upload("Soft light.")).await.expect("the skill is right");
    let again = manager.upload(Method::POST, "/skills", upload("Soft light.")).await.expect("the same again");
    assert_eq!((&again["id"], again["versions"].as_array().map(Vec::len)), (&skill["id"], Some(1)), "{again}");
    let path = format!("/skills/{}", text(&skill["id"]));
    let publish = format!("{path}/versions/1/publish");
    let own = refused(manager.post(&publish, &json!({})).await, 403, "not_allowed");
    assert!(own.to_string().contains("you wrote this version"), "{own}");
    refused(world.as_("producer").post(&publish, &json!({})).await, 403, "not_allowed");
    let other = world.as_("second_manager");
    let published = other.post(&publish, &json!({})).await.expect("somebody else publishes it");
    assert_eq!((&published["published"], &published["versions"][0]["state"]), (&json!(1), &json!("published")));
    refused(other.post(&publish, &json!({})).await, 409, "skill_not_draft");

    // The next version takes its place, and says what is different.
    let next = manager.upload(Method::POST, "/skills", upload("Soft light.\nNo props.")).await.expect("is right");
    assert_eq!((&next["versions"][0]["version"], &next["published"]), (&json!(2), &json!(1)));
    let difference = manager.get(&format!("{path}/versions/2/difference")).await.expect("two versions");
    let files = difference["files"].as_array().expect("a list");
    assert_eq!((files.len(), &files[0]["path"]), (1, &json!("prompts/generate_image.md")), "{difference}");
    let lines: Vec<(&Value, &Value)> =
        files[0]["lines"].as_array().expect("a text").iter().map(|line| (&line["what"], &line["text"])).collect();
    assert!(lines.contains(&(&json!("added"), &json!("No props."))), "{difference}");
    let both = other.post(&format!("{path}/versions/2/publish"), &json!({})).await.expect("is a draft");
    let states: Vec<&Value> = both["versions"].as_array().expect("a list").iter().map(|one| &one["state"]).collect();
    assert_eq!((states, &both["published"]), (vec![&json!("published"), &json!("retired")], &json!(2)));
    let whole = world.as_("producer").get(&format!("{path}/versions/2")).await.expect("members read it");
    assert_eq!(
        (&whole["name"], &whole["prompts"]["generate_image"]),
        (&json!("calm"), &json!("Soft light.\nNo props."))
    );

    // The admin is the only one who teaches all brands: nobody else could publish it.
    let admin = world.as_("admin");
    let house = admin.upload(Method::POST, "/skills", form(folder("house", &[]), &[])).await.expect("is right");
    let publish = format!("/skills/{}/versions/1/publish", text(&house["id"]));
    let house = admin.post(&publish, &json!({})).await.expect("nobody else may");
    assert_eq!((&house["published"], &house["brand_id"]), (&json!(1), &Value::Null));
    let journal = admin.list("/journal?kind=publish_skill").await;
    assert!(journal.is_err() || journal.is_ok_and(|entries| !entries.is_empty()));
}

async fn a_skill_changes_what_it_is_for(world: &World) {
    let campaign = world.approved_campaign().await;
    let unchanged = world.plan(&campaign).await;
    assert_eq!(unchanged["summary"]["to_make"], 0, "{unchanged}");
    let layout = "prefer:\n  - { layout: layouts/split, shapes: [square] }\n  - { layout: layouts/nowhere }\n";
    let nothing = json!({});
    let scenes = json!({ "scene": 4, "ad": ADS, "checks": ADS });
    type OneFile = [(&'static str, &'static str); 1];
    let cases: [(&str, OneFile, &str, Value); 7] = [
        ("rules", [("rules.yaml", BANS_TAG)], "", json!({ "checks": ADS })),
        ("rules of a market", [("rules.yaml", BANS_TAG)], "de", json!({ "checks": ADS / 2 })),
        ("rules of a market that is not asked", [("rules.yaml", BANS_TAG)], "fr", nothing.clone()),
        ("a prompt of pictures", [("prompts/generate_image.md", "Soft light.")], "", scenes),
        ("a prompt that no step has", [("prompts/transcreate.md", "Say it plainly.")], "", nothing.clone()),
        // A picture is shared by all markets, so what holds in one has no say in it.
        ("a market's prompt of pictures", [("prompts/generate_image.md", "Soft light.")], "de", nothing),
        ("a layout of a shape", [("layout.yaml", layout)], "", json!({ "ad": ADS / 2, "checks": ADS / 2 })),
    ];
    for (number, (what, files, markets, steps)) in cases.iter().enumerate() {
        let version = world.taught(&format!("case-{number}"), files, markets).await;
        let plan = world.plan(&campaign).await;
        assert_eq!(plan["summary"]["steps"], *steps, "{what}: {plan}");
        world.retire(&version).await;
    }
    let plan = world.plan(&campaign).await;
    assert_eq!(plan["summary"]["to_make"], 0, "what is retired has no say: {plan}");
}

async fn a_run_and_its_turns_keep_their_skills(world: &World) {
    world.taught("calm", &[("rules.yaml", BANS_TAG)], "").await;
    let campaign = world.create(&Files::tiny()).await;
    let plan = world.plan(&campaign).await;
    let path = world.approve_plan(&plan).await;
    let two = world.taught("calm", &[("rules.yaml", &BANS_TAG.replace("Tag", "Bleib"))], "").await;
    let stale = refused(world.as_("producer").post(&format!("{path}/launch"), &json!({})).await, 409, "plan_stale");
    assert!(stale.document["differences"].to_string().contains("skills"), "{stale}");
    world.make(&campaign).await;

    let ads = world.ads(&campaign).await;
    let ad = ads.iter().find(|ad| ad["market"] == "de" && ad["message"] == "evening").expect("an ad of the campaign");
    let banned = |ad: &Value, at: usize| {
        let findings = ad["revisions"][at]["findings"].as_array().expect("a list").clone();
        findings.iter().filter(|found| found["rule"] == "banned_word").count()
    };
    let first = world.ad(ad).await;
    assert_eq!((banned(&first, 0), &first["revisions"][0]["skills"]), (1, &json!(["calm@2"])), "{first}");
    let guest = json!({ "name": "The client", "expires_at": "2026-12-31T00:00:00Z" });
    let link =
        world.as_("producer").post(&format!("/campaigns/{campaign}/guest_links"), &guest).await.expect("invites");
    let secret = format!("Guest {}", text(&link["secret"]));
    let (_, seen) = world.call(Method::GET, &format!("/variants/{}", text(&ad["id"])), Some(&secret), &json!({})).await;
    assert_eq!(seen["revisions"][0]["skills"], json!([]), "a client is not told how the house works: {seen}");

    // What is published now has no say in a turn on an ad that was made before.
    world.retire(&two).await;
    let item = verdict_because(ad, "creative", "request_changes", "Warmer.");
    assert_eq!(world.decide("brand_manager", &[item]).await[0]["ok"], true);
    let turn = json!({ "revision_id": ad["revision"]["id"], "words": "Here.", "edits": { "headline": "Bleib doch." } });
    let path = format!("/variants/{}/turns", text(&ad["id"]));
    world.as_("producer").post(&path, &turn).await.expect("a producer answers");
    world.run_until_idle().await;
    let again = world.ad(ad).await;
    assert_eq!((banned(&again, 1), &again["revisions"][1]["skills"]), (1, &json!(["calm@2"])), "{again}");
}

async fn steps_name_their_skills(world: &World) {
    let named = |list: &str, version: u32| {
        Files::workflow("global-launch")
            .with(
                "workflow.yaml",
                "rules: [brand, channel, language, legal] }",
                &format!("rules: [brand], skills: {list} }}"),
            )
            .with("workflow.yaml", "version: 1", &format!("version: {version}"))
            .uploads()
    };
    let push = async |list: &str, version: u32| {
        let workflow = named(list, version);
        world.as_("admin").upload(Method::PUT, "/workflows/global-launch", workflow).await
    };
    let campaign = world.create(&Files::tiny()).await;
    push("[calm]", 2).await.expect("a name is a name");
    let plans = format!("/campaigns/{campaign}/plans");
    let missing = refused(world.as_("producer").post(&plans, &json!({})).await, 422, "invalid_input");
    let told = missing.to_string();
    assert!(told.contains("workflow.yaml:") && told.contains("the step “checks” uses the skill “calm”"), "{told}");
    world.taught("clam", &[("rules.yaml", BANS_TAG)], "").await;
    let near = refused(world.as_("producer").post(&plans, &json!({})).await, 422, "invalid_input");
    assert!(near.to_string().contains("did you mean “clam”?"), "{near}");
    world.taught("calm", &[], "").await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    let found = |ad: &Value| ad["revisions"][0]["findings"].to_string().contains("banned_word");
    let ad = ads.iter().find(|ad| ad["market"] == "de" && ad["message"] == "morning").expect("an ad of the campaign");
    assert!(!found(&world.ad(ad).await), "only what is named has a say");

    let wrong = refused(push("calm", 3).await, 422, "invalid_input");
    assert!(wrong.to_string().contains("“skills” is a text; expected a list"), "{wrong}");
    let second = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: second")).await;
    push("[]", 3).await.expect("none is a choice");
    world.make(&second).await;
    for ad in world.ads(&second).await {
        assert_eq!(world.ad(&ad).await["revisions"][0]["skills"], json!([]));
    }
}

/// Somebody who teaches another brand of the same organization. Answers them and the brand.
async fn neighbour(world: &World) -> (Client, String) {
    let admin = world.as_("admin");
    let brand = json!({ "slug": "neighbour", "title": "Neighbour" });
    let brand = text(&admin.post("/brands", &brand).await.expect("an admin makes brands")["id"]);
    let grants = json!([{ "role": "brand_manager", "brand_id": brand }]);
    let (email, password) = ("next@door.example", "another good staple");
    let person = json!({ "name": "Next", "email": email, "password": password, "grants": grants });
    admin.post("/people", &person).await.expect("an admin adds people");
    (world.nobody().sign_in(email, password).await.expect("the password is right"), brand)
}

async fn brands_do_not_see_each_others_skills(world: &World) {
    let version = world.taught("calm", &[("rules.yaml", BANS_TAG)], "").await;
    let skill = version.rsplit_once("/versions/").expect("a version has a skill").0;
    let admin = world.as_("admin");
    let house = form(folder("house", &[("rules.yaml", "texts:\n  - { slot: cta, most_lines: 2 }\n")]), &[]);
    let house = admin.upload(Method::POST, "/skills", house).await.expect("is right");
    let (next, brand) = neighbour(world).await;
    for path in [skill.to_owned(), version.clone(), format!("{version}/difference?from=1"), format!("{skill}/effect")] {
        refused(next.get(&path).await, 404, "not_found");
    }
    for path in [format!("{version}/publish"), format!("{version}/retire"), format!("{version}/trials")] {
        refused(next.post(&path, &json!({})).await, 404, "not_found");
    }
    let into_theirs = form(folder("calm", &[]), &[("brand_id", &world.brand)]);
    refused(next.upload(Method::POST, "/skills", into_theirs).await, 404, "not_found");
    refused(next.get(&format!("/brands/{}/skill_offers", world.brand)).await, 404, "not_found");
    refused(next.list(&format!("/skills?brand={}", world.brand)).await.map(Value::from), 404, "not_found");
    let seen: Vec<Value> = next.list("/skills").await.expect("a list").iter().map(|one| one["name"].clone()).collect();
    assert_eq!(seen, [json!("house")], "the organization's is everybody's");
    // They see it, and it is not theirs to change.
    let path = format!("/skills/{}/versions/1", text(&house["id"]));
    next.get(&path).await.expect("members read it");
    refused(next.post(&format!("{path}/publish"), &json!({})).await, 403, "not_allowed");
    // A skill of the same name is another one.
    let own = next.upload(Method::POST, "/skills", form(folder("calm", &[]), &[("brand_id", &brand)])).await;
    assert_eq!(own.expect("is right")["versions"].as_array().map(Vec::len), Some(1));
}
