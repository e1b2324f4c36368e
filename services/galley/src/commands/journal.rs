//! `galley journal`: exports the journal and checks an exported one, offline.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use galley_domain::journal::{Entry, Verifier};
use serde_json::{Value, json};

use super::Context;
use crate::client::Client;

/// Longest entry: a decision's marks and words stay far below.
const MAX_LINE_BYTES: u64 = 4 << 20;
/// Entries a request.
const PAGE: usize = 1_000;

/// The journal of all decisions and actions.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Check an exported journal: nothing changed, nothing missing, nothing out of order. Needs no server.
    Verify {
        /// The exported file, one entry a line.
        file: PathBuf,
    },
    /// Export the whole journal.
    Export {
        /// Where to write it; else to standard output.
        #[arg(long)]
        to: Option<PathBuf>,
    },
}

/// What a good journal holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub head: String,
}

impl Journal {
    pub async fn run(self, context: &Context) -> Result<()> {
        match self {
            Journal::Verify { file } => {
                let Verified { entries, head } = verify(&file)?;
                context.output.line(format_args!("{entries} entries, all in order; head {head}"));
                context.output.value(&json!({ "entries": entries, "head": head }));
                Ok(())
            }
            Journal::Export { to: Some(file) } => {
                let mut out = File::create(&file).with_context(|| format!("could not write {}", file.display()))?;
                let entries = export(&context.client()?, &mut out).await?;
                out.sync_all()?;
                context.output.line(format_args!("{entries} entries in {}", file.display()));
                context.output.value(&json!({ "entries": entries, "file": file.display().to_string() }));
                Ok(())
            }
            Journal::Export { to: None } => export(&context.client()?, &mut std::io::stdout().lock()).await.map(drop),
        }
    }
}

/// Writes the whole journal, page by page.
pub async fn export(client: &Client, out: &mut impl Write) -> Result<u64> {
    let (mut entries, mut after) = (0u64, 0u64);
    loop {
        let page = client.get_bytes(&format!("/journal?after={after}&limit={PAGE}")).await?;
        let Some(last) = page.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty()) else {
            return Ok(entries);
        };
        let last: Value = serde_json::from_slice(last).context("the server sent what is no journal entry")?;
        let seq = last["seq"].as_u64().filter(|seq| *seq > after).context("the server sent entries out of order")?;
        out.write_all(&page)?;
        if !page.ends_with(b"\n") {
            out.write_all(b"\n")?;
        }
        entries += seq - after;
        after = seq;
    }
}

/// Checks an exported journal, entry by entry.
pub fn verify(path: &Path) -> Result<Verified> {
    let file = File::open(path).with_context(|| format!("could not read {}", path.display()))?;
    let mut reader = BufReader::new(file);
    let mut verifier = Verifier::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        (&mut reader).take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
        let text = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        if text.is_empty() {
            continue;
        }
        let place = || format!("{}:{number}", path.display());
        let Ok(entry) = serde_json::from_slice::<Entry>(text) else { bail!("{}: not a journal entry", place()) };
        verifier.push(&entry).with_context(place)?;
    }
    let (entries, head) = verifier.head();
    if entries == 0 {
        bail!("{} holds no entries", path.display());
    }
    Ok(Verified { entries, head: head.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each file in `tests/journal` and what checking it says.
    #[test]
    fn exported_journals_are_checked() {
        let cases = [
            ("good.ndjson", "3 entries"),
            ("altered.ndjson", "altered.ndjson:2: entry 2: its content was changed after it was written"),
            ("dropped.ndjson", "dropped.ndjson:2: entry 3: expected number 2; entries are missing or out of order"),
            ("swapped.ndjson", "swapped.ndjson:2: entry 3: expected number 2; entries are missing or out of order"),
            ("forged.ndjson", "forged.ndjson:3: entry 3: does not follow the entry before it"),
            ("foreign.ndjson", "foreign.ndjson:2: entry 2: belongs to another organization"),
            ("torn.ndjson", "torn.ndjson:3: not a journal entry"),
            ("unknown_field.ndjson", "unknown_field.ndjson:1: not a journal entry"),
            ("empty.ndjson", "empty.ndjson holds no entries"),
        ];
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journal");
        for (file, expected) in cases {
            let said = match verify(&folder.join(file)) {
                Ok(good) => format!("{} entries", good.entries),
                Err(error) => format!("{error:#}"),
            };
            assert!(said.ends_with(expected), "{file}: {said}");
        }
    }
}
