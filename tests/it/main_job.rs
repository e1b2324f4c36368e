//! The main job: one brief becomes published ads, with every figure and every byte accounted for.

use std::collections::BTreeMap;
use std::fs;

use galley_domain::digest::Digest;
use galley_domain::journal::{Entry, Verifier};
use serde_json::{Value, json};

use crate::campaign::{ADS, Files};
use crate::desk::{all_are, text};
use crate::world::{World, both};

both!(a_brief_becomes_published_ads);

async fn a_brief_becomes_published_ads(world: &World) {
    let campaign = world.create(&Files::tiny()).await;
    let plan = world.plan(&campaign).await;
    check_plan(&plan["summary"]);

    let run = world.launch(&plan).await;
    assert_eq!((&run["task_count"], &run["hold"]), (&json!(24), &json!("0.008")));
    world.run_until_idle().await;
    let run = world.run(&run).await;
    assert_eq!((&run["state"], &run["tasks"]["done"]), (&json!("done"), &json!(24)), "{run}");
    assert_eq!(world.sketch.calls(), 4);

    all_are(&world.ads(&campaign).await, "in_review");
    assert_eq!(world.approve("brand_manager", &campaign, "creative").await, ADS);
    all_are(&world.ads(&campaign).await, "in_review");
    assert_eq!(world.approve("approver", &campaign, "market").await, ADS);
    all_are(&world.ads(&campaign).await, "approved");

    let release = world.release(&campaign).await.expect("all is sealed");
    assert_eq!(release["refused"], json!([]));
    world.run_until_idle().await;
    check_files(world, &campaign, &text(&release["id"])).await;
    check_money(world, &campaign).await;
    check_journal(world).await;
}

fn check_plan(summary: &Value) {
    for (field, expected) in
        [("variants", 8), ("added", 8), ("changed", 0), ("tasks", 24), ("to_make", 24), ("gap_count", 0)]
    {
        assert_eq!(summary[field], expected, "{field} of {summary}");
    }
    assert_eq!(summary["steps"], json!({ "copy": 4, "scene": 4, "ad": 8, "checks": 8 }));
    assert_eq!(summary["estimate"]["cost"], json!({ "p50": "0.008", "p90": "0.008", "currency": "EUR" }));
}

/// Every published file is what was approved, and the manifest says so.
async fn check_files(world: &World, campaign: &str, release: &str) {
    let producer = world.as_("producer");
    let release = producer.get(&format!("/releases/{release}")).await.expect("the release is there");
    assert_eq!(release["state"], "done", "{release}");
    let ads = world.ads(campaign).await;
    all_are(&ads, "published");
    let approved: BTreeMap<String, String> =
        ads.iter().map(|ad| (text(&ad["id"]), text(&ad["revision"]["hash"]))).collect();

    let items = release["items"].as_array().expect("the release has files");
    let listed = release["manifest"]["files"].as_array().expect("the manifest has files");
    assert_eq!((items.len(), listed.len()), (ADS, ADS));
    for (item, line) in items.iter().zip(listed) {
        let (name, hash) = (text(&item["name"]), text(&item["hash"]));
        let bytes = fs::read(world.published().join(&name)).expect("the file was published");
        assert_eq!(Digest::of(&bytes).to_string(), hash, "{name}");
        assert_eq!(approved[&text(&item["variant_id"])], hash, "{name}");
        assert_eq!((&line["name"], &line["sha256"]), (&item["name"], &item["hash"]));
        assert_eq!(line["bytes"], bytes.len());
    }
    let manifest = world.published().join(format!("manifest_{}.json", text(&release["id"])));
    let manifest = fs::read(manifest).expect("the manifest was published");
    assert_eq!(Digest::of(&manifest).to_string(), text(&release["manifest_hash"]));
    let names = items.iter().map(|item| text(&item["name"]));
    assert!(
        names.clone().any(|name| name == "de/ombrava_tiny_de_morning_300x250_r1.jpg"),
        "{:?}",
        names.collect::<Vec<_>>()
    );
}

async fn check_money(world: &World, campaign: &str) {
    let spend = world.spend(campaign).await;
    assert_eq!((&spend["held"], &spend["spent"], &spend["free"]), (&json!("0.00"), &json!("0.008"), &json!("0.992")));
    assert_eq!((&spend["approved"], &spend["cost_per_approved"]), (&json!(ADS), &json!("0.001")));
    let lines = world.as_("finance").list(&format!("/ledger?campaign={campaign}")).await.expect("finance sees it");
    let kinds: Vec<String> = lines.iter().map(|line| text(&line["kind"])).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "settlement").count(), 4, "{kinds:?}");
}

/// The exported journal is whole, and holds what happened.
async fn check_journal(world: &World) {
    let lines = world.as_("admin").get_bytes("/journal?after=0&limit=1000").await.expect("an admin exports it");
    let mut verifier = Verifier::default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let entry: Entry = serde_json::from_slice(line).expect("each line is an entry");
        verifier.push(&entry).expect("the chain holds");
        *kinds.entry(entry.kind).or_default() += 1;
    }
    for (kind, count) in [("create_campaign", 1), ("launch_plan", 1), ("decision", 2 * ADS), ("publish", ADS)] {
        assert_eq!(kinds.get(kind), Some(&count), "{kind} in {kinds:?}");
    }
}
