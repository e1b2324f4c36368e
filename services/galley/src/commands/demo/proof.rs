//! The demo's proof: published files are what was approved, and the journal is whole. Believes
//! nothing that it cannot compute itself.

use std::fs::{self, File};

use anyhow::{Context as _, Result, bail};
use galley_domain::bundle::check_path;
use galley_domain::digest::Digest;
use serde_json::{Value, json};

use super::super::campaigns::text;
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
    /// Reads every published file and compares it with its hash. Answers how many there are.
    pub fn check_files(&self, release: &Value) -> Result<usize> {
        let items = release["items"].as_array().context("the release names no files")?;
        for item in items {
            let (name, hash) = (text(item, "name"), text(item, "hash"));
            if let Some(error) = item["error"].as_str() {
                bail!("{name} was not delivered: {error}");
            }
            check_path(name).map_err(anyhow::Error::msg)?;
            let file = self.place.published().join(name);
            let bytes = fs::read(&file).with_context(|| format!("{name} was not published"))?;
            if Digest::of(&bytes).to_string() != hash {
                bail!("{name} is not what was approved");
            }
        }
        self.show.note(format_args!("{} published files are what was approved", items.len()));
        Ok(items.len())
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
