//! Lines go out to a translator and come back: only what was translated changes, and a file that is wrong anywhere
//! changes nothing.

use galley::client::{ClientError, Upload};
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, BRIEF, COPY, Files};
use crate::desk::{is_in, refused};
use crate::world::{World, both};

both!(
    a_translated_line_makes_its_ads_anew_alone,
    a_file_that_is_wrong_changes_nothing,
    the_deck_may_go_on_meanwhile,
    a_new_language_fills_its_gaps,
    glossary_and_memory_go_out,
);

const LINE: &str = "Der Tag kann warten.";
const OTHER: &str = "Der Tag hat Zeit.";

async fn a_translated_line_makes_its_ads_anew_alone(world: &World) {
    let campaign = world.approved_campaign().await;
    for format in ["xliff", "xliff12"] {
        let sent = world.export(&campaign, "de-DE", format).await;
        assert!(sent.contains("final"), "all ads are approved, so their lines are final: {sent}");
        let untouched = world.import(&campaign, &sent, false).await.expect("what was sent may come back");
        assert_eq!((&untouched["lines"], &untouched["unchanged"]), (&json!([]), &json!(6)), "{untouched}");
        assert_eq!((&untouched["brief_version"], &untouched["summary"]["changed"]), (&Value::Null, &json!(0)));

        let back = sent.replace(LINE, OTHER);
        assert_ne!(back, sent);
        let dry = world.import(&campaign, &back, true).await.expect("the file is right");
        assert_eq!(dry["brief_version"], Value::Null, "a dry run changes nothing");
        let expected =
            json!([{ "message": "morning", "slot": "headline", "before": LINE, "after": OTHER, "state": "final" }]);
        assert_eq!(dry["lines"], expected);
        for (field, expected) in [("changed", 2), ("unchanged", 6), ("reopened", 2), ("to_make", 5)] {
            assert_eq!(dry["summary"][field], expected, "{field} of {dry}");
        }
    }
    assert_eq!(world.brief(&campaign).await["version"], 1);

    let back = world.export(&campaign, "de-DE", "xliff").await.replace(LINE, OTHER);
    let done = world.import(&campaign, &back, false).await.expect("the file is right");
    assert_eq!((&done["brief_version"], &done["summary"]["changed"]), (&json!(2), &json!(2)), "{done}");
    let again = world.import(&campaign, &back, false).await.expect("the same file once more is no news");
    assert_eq!((&again["lines"], &again["brief_version"]), (&json!([]), &Value::Null), "{again}");

    world.make(&campaign).await;
    assert_eq!(world.sketch.calls(), 4, "no picture was made anew");
    let ads = world.ads(&campaign).await;
    assert_eq!(ads.len(), ADS);
    for ad in ads {
        let is_touched = is_in(&ad, "de", "morning");
        assert_eq!(ad["state"], if is_touched { "in_review" } else { "approved" }, "{ad}");
        assert_eq!(ad["revision"]["number"], if is_touched { 2 } else { 1 }, "{ad}");
    }
    let journal = world.as_("admin").list("/journal").await.expect("an admin reads the journal");
    let entry = journal.iter().find(|entry| entry["kind"] == "import_copy").expect("the import is written down");
    assert_eq!((&entry["payload"]["changed"], &entry["payload"]["target"]), (&json!(1), &json!("de-DE")), "{entry}");
    assert!(!entry.to_string().contains(OTHER), "no words in the journal: {entry}");
}

async fn a_file_that_is_wrong_changes_nothing(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let other = world.create(&Files::tiny().with(BRIEF, "campaign: tiny", "campaign: other")).await;
    let sent = world.export(&campaign, "de-DE", "xliff").await;
    let long = "Ein sehr langer Satz, der nirgends Platz hat.";
    for (from, to, lines) in [
        ("</xliff>", "", "never closed"),
        ("trgLang=\"de-DE\"", "trgLang=\"fr-FR\"", "“fr-FR” is none of them"),
        ("srcLang=\"en-GB\"", "srcLang=\"it-IT\"", "“it-IT” is none of them"),
        ("original=\"galley/", "original=\"elsewhere/", "not sent by Galley"),
        ("id=\"morning.cta\"", "id=\"morning.button\"", "there is no line “morning.button”"),
        ("<source>The day can wait.", "<source>The night can wait.", "the source of “morning.headline” was changed"),
        (LINE, long, "45 characters|at most 28"),
        (LINE, "{{name}} kommt für 5 €", "“{{name}}” is not in the source|“5 €” is not in the source"),
    ] {
        let told = refused(world.import(&campaign, &sent.replacen(from, to, 1), false).await, 422, "invalid_input");
        let told = told.lines().join("\n");
        assert!(sent.contains(from) && lines.split('|').all(|line| told.contains(line)), "{from} → {to}: {told}");
        assert!(told.lines().all(|line| line.starts_with("back.xlf:")), "{told}");
    }
    let told = refused(world.import(&other, &sent, false).await, 422, "invalid_input").lines().join("\n");
    assert!(told.contains("belong to another campaign"), "{told}");
    let manager = world.import_as("brand_manager", &campaign, &sent, false).await;
    refused(manager, 403, "not_allowed");
    for locale in ["", "en-GB", "xx-YY"] {
        let path = format!("/campaigns/{campaign}/copy?locale={locale}");
        refused(world.as_("producer").get(&path).await, 422, "invalid_input");
    }
    for id in [&campaign, &other] {
        assert_eq!(world.brief(id).await["version"], 1);
    }
}

async fn the_deck_may_go_on_meanwhile(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let sent = world.export(&campaign, "de-DE", "xliff").await;
    let files = Files::tiny().with(COPY, "Bleib noch auf einen.", "Bleib noch.").with(COPY, "One more", "Another");
    world.change(&campaign, &files).await;

    let back = sent.replace(LINE, OTHER);
    let done = world.import(&campaign, &back, false).await.expect("somebody else's lines are left alone");
    assert_eq!((done["lines"].as_array().map(Vec::len), &done["brief_version"]), (Some(1), &json!(3)), "{done}");
    let now = world.export(&campaign, "de-DE", "xliff").await;
    assert!(now.contains(OTHER) && now.contains("Bleib noch.") && now.contains("Another story."), "{now}");

    let both_sides = sent.replace("Bleib noch auf einen.", "Bleib auf einen.");
    let told = refused(world.import(&campaign, &both_sides, false).await, 422, "invalid_input").lines().join("\n");
    assert!(told.contains("the source of “evening.headline” is another one now"), "{told}");
}

async fn a_new_language_fills_its_gaps(world: &World) {
    let brief = Files::tiny().with(BRIEF, "markets: [gb, de]", "markets: [gb, de, jp]");
    let campaign = world.create(&brief).await;
    let languages = world.as_("producer").get(&format!("/campaigns/{campaign}/languages")).await;
    let languages = languages.expect("anybody who sees the campaign sees its languages");
    let found: Vec<_> =
        languages["items"].as_array().into_iter().flatten().map(|one| (&one["tag"], &one["written"])).collect();
    assert_eq!(json!(found), json!([["en-GB", 6], ["de-DE", 6], ["ja-JP", 0]]));

    let sent = world.export(&campaign, "ja-JP", "xliff").await;
    let back = sent.replacen("</source>", "</source><target>朝は、一杯のあとで。</target>", 1);
    let done = world.import(&campaign, &back, false).await.expect("the file is right");
    assert_eq!((&done["untranslated"], &done["lines"][0]["before"]), (&json!(5), &Value::Null), "{done}");
    let now = world.export(&campaign, "ja-JP", "xliff").await;
    assert!(now.contains("<target>朝は、一杯のあとで。</target>"), "{now}");
}

async fn glossary_and_memory_go_out(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let memory = world.export(&campaign, "de-DE", "tmx").await;
    assert!(memory.contains("<seg>Röstung finden</seg>") && memory.contains("morning.cta"), "{memory}");
    let secret = Files::tiny().with(BRIEF, "campaign: tiny", "campaign: secret");
    let secret = world.create(&secret.with(BRIEF, "sensitivity: normal", "sensitivity: sensitive")).await;
    world.export(&secret, "de-DE", "xliff").await;
    let path = format!("/campaigns/{secret}/copy?locale=de-DE&format=tmx");
    refused(world.as_("producer").get(&path).await, 403, "not_allowed");

    let path = format!("/brands/{}/glossary?source=en-GB", world.brand);
    let glossary = world.as_("producer").get_bytes(&path).await.expect("the brand has a kit");
    let glossary = String::from_utf8_lossy(&glossary).into_owned();
    assert!(
        glossary.contains("<term>エスプレッソ</term>") && glossary.contains("deprecatedTerm-admn-sts"),
        "{glossary}"
    );
}

impl World {
    async fn export(&self, campaign: &str, locale: &str, format: &str) -> String {
        let path = format!("/campaigns/{campaign}/copy?locale={locale}&format={format}");
        let bytes = self.as_("producer").get_bytes(&path).await.expect("the campaign has such lines");
        String::from_utf8(bytes.to_vec()).expect("what is written is text")
    }

    async fn import(&self, campaign: &str, file: &str, is_dry: bool) -> Result<Value, ClientError> {
        self.import_as("producer", campaign, file, is_dry).await
    }

    async fn import_as(&self, who: &str, campaign: &str, file: &str, is_dry: bool) -> Result<Value, ClientError> {
        let upload = Upload { field: "files", name: "back.xlf".to_owned(), bytes: file.as_bytes().to_vec() };
        let path = format!("/campaigns/{campaign}/copy?dry_run={is_dry}");
        self.as_(who).upload(Method::POST, &path, vec![upload]).await
    }

    async fn brief(&self, campaign: &str) -> Value {
        let brief = self.as_("producer").get(&format!("/campaigns/{campaign}/brief")).await;
        brief.expect("the campaign has a brief")
    }
}
