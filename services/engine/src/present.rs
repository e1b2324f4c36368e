//! Presenting: a variant whose last task before review is done gets a revision, and its first
//! stage opens. Nothing is judged here; an approval stands only while the bytes do.

use std::collections::{BTreeMap, HashMap};

use galley_domain::asset::{AdFacts, Finding, Severity};
use galley_domain::brand_kit::BrandKit;
use galley_domain::brief::Right;
use galley_domain::catalog::Catalog;
use galley_domain::cell::value_of;
use galley_domain::digest::{Digest, Hasher};
use galley_domain::ids::RevisionId;
use galley_domain::review::{StageState, due_at};
use galley_domain::seal::Seal;
use galley_domain::workflow;
use galley_store::outputs::Output;
use galley_store::revisions::Revision;
use galley_store::runs::Run;
use galley_store::stages::Stage;
use galley_store::variants::Variant;
use galley_store::{StoreError, Tx, outputs, releases, revisions, stages, turns, variants};

use crate::Engine;
use crate::sources::Sources;

/// Gates of a run whose outputs are there.
pub(crate) struct Finished<'a> {
    pub run: &'a Run,
    pub sources: &'a Sources,
    pub gates: &'a [Digest],
}

/// Gives every variant that waited for one of the gates its revision.
pub(crate) async fn present(engine: &Engine, tx: &Tx, finished: &Finished<'_>) -> Result<(), StoreError> {
    let run = finished.run;
    let waiting = variants::list_waiting(tx, run.campaign, finished.gates).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let keys: Vec<Digest> = waiting.iter().flat_map(|v| [v.subject_key, v.gate_key]).collect();
    let made = outputs::get(tx, run.organization, &keys).await?;
    let ids: Vec<RevisionId> = waiting.iter().filter_map(|variant| variant.revision).collect();
    let before: HashMap<RevisionId, Revision> = revisions::find_many(tx, &run.scope(), &ids)
        .await?
        .into_iter()
        .map(|revision| (revision.id, revision))
        .collect();
    let mut batch = Batch::default();
    for variant in &waiting {
        let (Some(subject), Some(gate)) = (made.get(&variant.subject_key), made.get(&variant.gate_key)) else {
            continue;
        };
        let previous = variant.revision.and_then(|id| before.get(&id));
        let fresh = Fresh { engine, run, sources: finished.sources, variant, subject, gate };
        match fresh.find_approved(tx, previous).await? {
            Some(approved) => fresh.restore(tx, previous, &approved).await?,
            None => fresh.add(tx, previous, &mut batch).await?,
        }
    }
    batch.write(tx, engine.now_ms()).await
}

/// The rules around a picture that a seal binds it to.
pub(crate) struct Rules<'a> {
    pub kit: &'a BrandKit,
    pub rights: &'a [Right],
    pub catalog: &'a Catalog,
}

impl Rules<'_> {
    /// What the bytes of a picture, its copy and the rules around it seal together.
    pub(crate) fn seal(&self, cell: &str, picture: &Picture) -> Seal {
        let market = value_of(cell, "market").unwrap_or_default();
        let format = value_of(cell, "format").and_then(|id| self.catalog.formats.get(id));
        let mut copy = Hasher::new("copy");
        for text in &picture.facts.texts {
            copy.text(&text.slot, &text.text);
        }
        let mut rights = Hasher::new("rights");
        for right in self.rights {
            let value = serde_json::to_value(right).expect("a right is plain data");
            rights.json(&right.ingredient, &value);
        }
        Seal {
            bytes: picture.hash,
            copy: copy.finish(),
            legal: self.kit.legal_digest(market),
            channel: format.map_or_else(|| Hasher::new("no format").finish(), |f| f.digest()),
            rights: rights.finish(),
        }
    }
}

/// A finished picture and the facts about it.
pub(crate) struct Picture {
    pub hash: Digest,
    pub facts: AdFacts,
}

impl Picture {
    /// Reads it from the output of the step that made it.
    pub(crate) fn of(output: &Output) -> Result<Picture, StoreError> {
        let damaged = || StoreError::Corrupt { what: "an output".to_owned() };
        let hash = output.blob("main").ok_or_else(damaged)?.hash;
        let facts = serde_json::from_value(output.facts.clone()).map_err(|_| damaged())?;
        Ok(Picture { hash, facts })
    }
}

/// A variant whose outputs have just come.
struct Fresh<'a> {
    engine: &'a Engine,
    run: &'a Run,
    sources: &'a Sources,
    variant: &'a Variant,
    subject: &'a Output,
    gate: &'a Output,
}

impl Fresh<'_> {
    /// The revision in which people approved the very bytes, copy, law and rights that came now:
    /// the current one, or one before it that an edit has taken back to.
    async fn find_approved(&self, tx: &Tx, current: Option<&Revision>) -> Result<Option<Revision>, StoreError> {
        let Some(current) = current else { return Ok(None) };
        let seal = self.sources.rules(&self.engine.catalog).seal(&self.variant.cell, &Picture::of(self.subject)?);
        // A seal that was broken is gone from its revision: what is still sealed was never withdrawn.
        let is_same = |revision: &Revision| revision.seal == Some(seal);
        if current.number == 1 || is_same(current) {
            return Ok(Some(current).filter(|current| is_same(current)).cloned());
        }
        let all = revisions::list(tx, &self.run.scope(), self.variant.id).await?;
        Ok(all.into_iter().rfind(is_same))
    }

    /// The approval stands again, without another review.
    async fn restore(&self, tx: &Tx, current: Option<&Revision>, approved: &Revision) -> Result<(), StoreError> {
        let variant = self.variant;
        if let Some(current) = current.filter(|current| current.id != approved.id) {
            revisions::set_state(tx, &[current.id], "superseded").await?;
            revisions::set_state(tx, &[approved.id], "passed").await?;
        }
        revisions::rekey(tx, approved.id, variant.subject_key, variant.gate_key).await?;
        let is_out = releases::has_delivered(tx, &self.run.scope(), approved.id).await?;
        let state = if is_out { "published" } else { "approved" };
        variants::adopt_revisions(tx, &[approved.id], None, state, self.engine.now_ms()).await
    }

    async fn add(&self, tx: &Tx, previous: Option<&Revision>, batch: &mut Batch) -> Result<(), StoreError> {
        let id: RevisionId = self.engine.ids.next();
        let now_ms = self.engine.now_ms();
        let findings = self.findings();
        let turn = match previous {
            Some(_) => turns::find_latest(tx, self.variant.id).await?,
            None => None,
        };
        let turn = turn.filter(|turn| turn.run == Some(self.run.id));
        let mut authors = vec![self.run.launched_by.clone(), self.sources.brief_author.clone()];
        authors.extend(turn.as_ref().map(|turn| turn.author.clone()));
        authors.sort_unstable();
        authors.dedup();
        let picture = Picture::of(self.subject)?;
        let opened = self.open_stages(id, now_ms, &mut batch.stages);
        batch.adopted.entry(opened).or_default().push(id);
        batch.superseded.extend(previous.map(|previous| previous.id));
        batch.revisions.push(Revision {
            id,
            organization: self.run.organization,
            brand: self.run.brand,
            campaign: self.run.campaign,
            variant: self.variant.id,
            number: self.variant.revision_count + 1,
            subject_key: self.variant.subject_key,
            gate_key: self.variant.gate_key,
            output_hash: picture.hash,
            blobs: self.subject.blobs.clone(),
            worst: findings.iter().map(|finding| finding.severity).max().map(word),
            findings,
            authors,
            turn: turn.map(|turn| turn.id),
            run: self.run.id,
            state: "open".to_owned(),
            seal: None,
            sealed_ms: None,
            created_ms: now_ms,
        });
        Ok(())
    }

    fn findings(&self) -> Vec<Finding> {
        let found = self.gate.facts.get("findings").cloned();
        found.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
    }

    /// Adds the stages; answers the name and due time of the one that opens.
    fn open_stages(&self, revision: RevisionId, now_ms: i64, out: &mut Vec<Stage>) -> Option<(String, Option<i64>)> {
        let mut first = None;
        for (position, stage) in self.sources.workflow.stages_for(&self.sources.brief).enumerate() {
            let is_open = position == 0;
            let due_ms = is_open.then(|| self.due_ms(stage, now_ms)).flatten();
            if is_open {
                first = Some((stage.name.clone(), due_ms));
            }
            out.push(Stage {
                revision,
                position: position as i32,
                organization: self.run.organization,
                brand: self.run.brand,
                campaign: self.run.campaign,
                variant: self.variant.id,
                name: stage.name.clone(),
                role: stage.ask.role,
                market: stage.ask.of.as_ref().and(self.variant.market.clone()),
                rule: stage.ask.rule,
                state: if is_open { StageState::Open } else { StageState::Waiting },
                opened_ms: is_open.then_some(now_ms),
                due_ms,
                closed_ms: None,
            });
        }
        first
    }

    fn due_ms(&self, stage: &workflow::Stage, now_ms: i64) -> Option<i64> {
        let days = stage.due?.business_days;
        due_ms(self.engine, self.variant.market.as_deref(), days, now_ms)
    }
}

/// When something opened now is due, by the market's calendar.
pub(crate) fn due_ms(engine: &Engine, market: Option<&str>, business_days: u32, now_ms: i64) -> Option<i64> {
    let opened = chrono::DateTime::from_timestamp_millis(now_ms)?;
    let weekend = market
        .and_then(|id| engine.catalog.markets.get(id))
        .map_or(vec![chrono::Weekday::Sat, chrono::Weekday::Sun], |m| m.weekend.clone());
    Some(due_at(opened, business_days, &weekend).timestamp_millis())
}

fn word(severity: Severity) -> String {
    match severity {
        Severity::Warns => "warns",
        Severity::Truncates => "truncates",
        Severity::Refused => "refused",
    }
    .to_owned()
}

/// Rows to write at once.
#[derive(Default)]
struct Batch {
    revisions: Vec<Revision>,
    stages: Vec<Stage>,
    superseded: Vec<RevisionId>,
    /// Revisions by the stage that opened and its due time.
    adopted: BTreeMap<Option<(String, Option<i64>)>, Vec<RevisionId>>,
}

impl Batch {
    async fn write(self, tx: &Tx, now_ms: i64) -> Result<(), StoreError> {
        revisions::set_state(tx, &self.superseded, "superseded").await?;
        revisions::insert(tx, &self.revisions).await?;
        stages::insert(tx, &self.stages).await?;
        for (opened, ids) in &self.adopted {
            let stage = opened.as_ref().map(|(name, due)| (name.as_str(), *due));
            variants::adopt_revisions(tx, ids, stage, "in_review", now_ms).await?;
        }
        Ok(())
    }
}
