//! The proof: after all kills nothing is lost, nothing is there twice, and every byte, cent and entry is accounted for.
//! Believes nothing that it cannot count or compute itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use galley_domain::digest::Digest;
use serde_json::Value;

use crate::campaign::{ADS, MESSAGES, TASKS, cells};
use crate::installation::Installation;
use crate::job::{Outcome, People};
use crate::kills::done;
use crate::person::{number, text};

/// Every so many'th ad is looked at with its whole history.
const SAMPLE: usize = 80;
/// What the destination calls a file that is not whole.
const STAGES: usize = 2;

pub struct Proof<'a> {
    pub home: &'a Installation,
    pub people: &'a People<'a>,
    pub outcome: &'a Outcome,
}

impl Proof<'_> {
    pub async fn check(&self) {
        self.check_runs().await;
        let approved = self.check_ads().await;
        self.check_files(&approved).await;
        self.check_money().await;
        self.check_journal().await;
    }

    /// One run that made, one that published; every task of theirs is there once and ended well.
    async fn check_runs(&self) {
        let Outcome { campaign, made, published, .. } = self.outcome;
        let runs = self.people.producer.list(&format!("/runs?campaign={campaign}")).await;
        assert_eq!(runs.len(), 2, "{runs:#?}");
        for (run, tasks) in [(made, TASKS), (published, ADS + 1)] {
            assert_eq!(
                (&run["state"], done(run), number(&run["task_count"])),
                (&"done".into(), tasks, tasks),
                "{run:#}"
            );
            let listed = self.people.producer.list(&format!("/runs/{}/tasks", text(&run["id"]))).await;
            let once: BTreeSet<(String, String)> =
                listed.iter().map(|task| (text(&task["step"]), task["cell"].to_string())).collect();
            assert_eq!((listed.len(), once.len()), (tasks, tasks));
            let ended_badly: Vec<&Value> = listed.iter().filter(|task| task["state"] != "done").collect();
            assert!(ended_badly.is_empty(), "{ended_badly:#?}");
        }
    }

    /// Every cell has one ad with one revision, approved and published. Answers what was approved, by ad.
    async fn check_ads(&self) -> BTreeMap<String, String> {
        let producer = &self.people.producer;
        let ads = producer.list(&format!("/variants?campaign={}", self.outcome.campaign)).await;
        assert_eq!(ads.len(), ADS);
        let found: BTreeSet<[String; 3]> =
            ads.iter().map(|ad| [text(&ad["market"]), text(&ad["message"]), text(&ad["format"])]).collect();
        assert!(found == cells(), "the ads are not those that the brief asks for");
        for ad in &ads {
            assert_eq!((&ad["state"], &ad["stage"]), (&"published".into(), &Value::Null), "{ad:#}");
            assert_eq!((number(&ad["revision_count"]), number(&ad["revision"]["number"])), (1, 1), "{ad:#}");
        }
        for ad in ads.iter().step_by(SAMPLE) {
            check_history(&producer.get(&format!("/variants/{}", text(&ad["id"]))).await);
        }
        let approved: BTreeMap<String, String> =
            ads.iter().map(|ad| (text(&ad["id"]), text(&ad["revision"]["hash"]))).collect();
        assert_eq!(approved.len(), ADS, "an ad is listed twice");
        approved
    }

    /// The folder holds the manifest, the files that it names, and nothing else; each is what was approved.
    async fn check_files(&self, approved: &BTreeMap<String, String>) {
        let producer = &self.people.producer;
        let releases = producer.list(&format!("/campaigns/{}/releases", self.outcome.campaign)).await;
        let (id, [release]) = (&self.outcome.release, releases.as_slice()) else { panic!("{releases:#?}") };
        assert_eq!((&text(&release["id"]), &release["state"]), (id, &"done".into()), "{release:#}");
        let mut files = read_files(&self.home.published());
        let manifest = files.remove(&format!("manifest_{id}.json")).expect("the manifest was published");
        assert_eq!(Digest::of(&manifest).to_string(), text(&release["manifest_hash"]));
        let manifest: Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");

        let items = producer.list(&format!("/releases/{id}")).await;
        let listed = manifest["files"].as_array().expect("the manifest names files");
        assert_eq!((items.len(), listed.len()), (ADS, ADS));
        let mut sent = BTreeSet::new();
        for (item, line) in items.iter().zip(listed) {
            let (name, hash, variant) = (text(&item["name"]), text(&item["hash"]), text(&item["variant_id"]));
            assert_eq!(approved[&variant], hash, "{name} is not what was approved");
            assert_eq!((&line["name"], &line["sha256"]), (&item["name"], &item["hash"]));
            assert!(!item["delivered_at"].is_null() && item["error"].is_null(), "{item:#}");
            let bytes = files.remove(&name).unwrap_or_else(|| panic!("{name} was not published, or twice"));
            assert_eq!(Digest::of(&bytes).to_string(), hash, "{name} is not what was approved");
            sent.insert(variant);
        }
        assert_eq!(sent.len(), ADS, "an ad was sent twice");
        let left: Vec<&String> = files.keys().collect();
        assert!(left.is_empty(), "the manifest does not name {left:?}");
    }

    /// Every picture is paid for once, and nothing is held any more.
    async fn check_money(&self) {
        let campaign = &self.outcome.campaign;
        let spend = self.people.producer.get(&format!("/spend?campaign={campaign}")).await;
        let account = &spend["campaigns"][0];
        let lines = self.people.producer.list(&format!("/ledger?campaign={campaign}")).await;
        let (mut held, mut spent, mut paid) = (0, 0, BTreeSet::new());
        for line in &lines {
            let amount = nano(&line["amount"]);
            held -= nano(&line["freed"]);
            match text(&line["kind"]).as_str() {
                "hold" => held += amount,
                "settlement" => {
                    spent += amount;
                    assert!(paid.insert(text(&line["task_id"])), "paid twice: {line:#}");
                }
                "hold_release" => {}
                other => panic!("nobody wrote a {other}: {line:#}"),
            }
        }
        assert_eq!((paid.len(), held), (MESSAGES, 0), "{lines:#?}");
        assert_eq!((nano(&account["held"]), nano(&account["spent"])), (0, spent), "{account:#}");
        assert_eq!((number(&account["approved"]), number(&account["unknown_costs"])), (ADS, 0), "{account:#}");
    }

    /// The exported journal verifies, and names every decision and every delivery once.
    async fn check_journal(&self) {
        let file = self.home.path("journal.ndjson");
        let (path, token) = (file.display().to_string(), &self.people.admin.token);
        let exported = self.home.command(&["journal", "export", "--to", &path], token).await;
        let verified = self.home.command(&["journal", "verify", &path], token).await;
        assert_eq!(exported["entries"], verified["entries"]);
        let text_of_file = fs::read_to_string(&file).expect("it was exported");
        let mut said: BTreeMap<String, BTreeMap<(String, String), usize>> = BTreeMap::new();
        for line in text_of_file.lines() {
            let entry: Value = serde_json::from_str(line).expect("each line is an entry");
            let about = (entry["variant"].to_string(), entry["payload"]["stage"].to_string());
            *said.entry(text(&entry["kind"])).or_default().entry(about).or_default() += 1;
        }
        for (kind, expected) in
            [("launch_plan", 1), ("decision", STAGES * ADS), ("create_release", 1), ("publish", ADS)]
        {
            let entries = &said[kind];
            assert_eq!(entries.len(), expected, "{kind} is written down too rarely");
            assert!(entries.values().all(|times| *times == 1), "{kind} is written down twice: {entries:?}");
        }
    }
}

/// One revision, two stages that one person each has passed, one seal over the very bytes.
fn check_history(ad: &Value) {
    let count = |value: &Value| value.as_array().map_or(0, Vec::len);
    let revision = &ad["revisions"][0];
    assert_eq!((count(&ad["revisions"]), &revision["state"]), (1, &"passed".into()), "{ad:#}");
    assert_eq!((count(&revision["stages"]), count(&revision["decisions"])), (STAGES, STAGES), "{ad:#}");
    let stages = revision["stages"].as_array().into_iter().flatten();
    assert!(stages.clone().all(|stage| stage["state"] == "passed"), "{ad:#}");
    assert_eq!(revision["seal"]["bytes"], ad["revision"]["hash"], "{ad:#}");
}

/// Every file under a folder, by its path in it.
fn read_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).expect("what was published can be read") {
            let path = entry.expect("what was published can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("we walked down from it").display().to_string();
            files.insert(name, fs::read(&path).expect("what was published can be read"));
        }
    }
    files
}

/// A decimal amount as billionths.
fn nano(amount: &Value) -> i64 {
    let text = text(amount);
    let (whole, fraction) = text.split_once('.').expect("amounts have a point");
    format!("{whole}{fraction:0<9}").parse().expect("amounts are decimals")
}
