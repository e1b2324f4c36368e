//! The demo's proof: published files are what was approved, and the journal is whole. Believes
//! nothing that it cannot compute itself.

use std::collections::BTreeMap;
use std::fs::{self, File};

use anyhow::{Context as _, Result, bail};
use galley_domain::bundle::check_path;
use galley_domain::digest::Digest;
use serde_json::{Value, json};

use super::super::campaigns::{count, text};
use super::super::journal::{export, verify};
use super::people::People;
use super::place::Place;
use crate::output::Output;

pub struct Proof<'a> {
    pub show: Output,
    pub place: &'a Place,
    pub people: &'a People,
}

impl Proof<'_> {
    /// Reads every published file and compares it with what the API and the manifest say. Answers
    /// the files' names.
    pub async fn check_files(&self, release: &Value) -> Result<Vec<String>> {
        let id = text(release, "id");
        let items = self.people.get("producer")?.list(&format!("/releases/{id}")).await?;
        if items.len() as u64 != count(&release["item_count"]) {
            bail!("the release names {} files of {}", items.len(), release["item_count"]);
        }
        let listed = self.manifest(id, text(release, "manifest_hash"))?;
        let mut names = Vec::with_capacity(items.len());
        for item in &items {
            let (name, hash) = (text(item, "name"), text(item, "hash"));
            if let Some(error) = item["error"].as_str() {
                bail!("{name} was not delivered: {error}");
            }
            if listed.get(name).map(String::as_str) != Some(hash) || self.hash(name)? != hash {
                bail!("{name} is not what was approved");
            }
            names.push(name.to_owned());
        }
        if listed.len() != names.len() {
            bail!("the manifest names {} files, the release {}", listed.len(), names.len());
        }
        self.show.note(format_args!("{} published files are what was approved", names.len()));
        Ok(names)
    }

    /// The hashes that the published manifest names, by file.
    fn manifest(&self, release: &str, hash: &str) -> Result<BTreeMap<String, String>> {
        let name = format!("manifest_{release}.json");
        if self.hash(&name)? != hash {
            bail!("the manifest is not the one that was written");
        }
        let manifest: Value = serde_json::from_slice(&fs::read(self.place.published().join(&name))?)?;
        let files = manifest["files"].as_array().context("the manifest names no files")?;
        Ok(files.iter().map(|file| (text(file, "name").to_owned(), text(file, "sha256").to_owned())).collect())
    }

    fn hash(&self, name: &str) -> Result<String> {
        check_path(name).map_err(anyhow::Error::msg)?;
        let bytes = fs::read(self.place.published().join(name)).with_context(|| format!("{name} was not published"))?;
        Ok(Digest::of(&bytes).to_string())
    }

    /// Exports the journal and checks the chain.
    pub async fn check_journal(&self) -> Result<Value> {
        let path = self.place.path("journal.ndjson");
        let mut file = File::create(&path)?;
        export(&self.people.admin, &mut file).await?;
        file.sync_all()?;
        let verified = verify(&path)?;
        self.show.note(format_args!("{} journal entries, all in order", verified.entries));
        Ok(json!({ "entries": verified.entries, "head": verified.head }))
    }
}
