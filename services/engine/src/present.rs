//! Presenting: a variant whose last task before review is done gets a revision, and its first
//! stage opens. Nothing is judged here; an approval stands only while the bytes do.

use std::collections::{BTreeMap, HashMap};

use galley_domain::asset::{AdFacts, Finding, Severity};
use galley_domain::brand_kit::BrandKit;
use galley_domain::brief::{Right, Sensitivity};
use galley_domain::catalog::Catalog;
use galley_domain::cell::value_of;
use galley_domain::digest::{Digest, Hasher};
use galley_domain::ids::{RevisionId, SkillVersionId, VariantId};
use galley_domain::review::{StageState, due_at};
use galley_domain::seal::Seal;
use galley_domain::workflow;
use galley_store::journal::{self, NewEntry};
use galley_store::outputs::Output;
use galley_store::revisions::Revision;
use galley_store::runs::Run;
use galley_store::stages::Stage;
use galley_store::turns::Turn;
use galley_store::variants::Variant;
use galley_store::{
    StoreError, Tx, outputs, releases, revision_features, revision_skills, revisions, stages, turns, variants,
};

use serde_json::json;

use crate::learning::measure::measure;
use crate::sources::Sources;
use crate::{Engine, steps};

/// Gates of a run whose outputs are there.
pub(crate) struct Finished<'a> {
    pub run: &'a Run,
    pub sources: &'a Sources,
    pub gates: &'a [Digest],
}

/// Variants that are presented with one set of statements.
const CHUNK: usize = 1_000;

/// Gives every variant that waited for one of the gates its revision, in the order of the plan.
pub(crate) async fn present(engine: &Engine, tx: &Tx, finished: &Finished<'_>) -> Result<(), StoreError> {
    let mut waiting = variants::list_waiting(tx, finished.run.campaign, finished.gates).await?;
    // Ids follow the plan, and lists follow ids.
    waiting.sort_unstable_by_key(|variant| variant.id);
    for chunk in waiting.chunks(CHUNK) {
        present_chunk(engine, tx, finished, chunk).await?;
    }
    Ok(())
}

async fn present_chunk(
    engine: &Engine,
    tx: &Tx,
    finished: &Finished<'_>,
    waiting: &[Variant],
) -> Result<(), StoreError> {
    let run = finished.run;
    let keys: Vec<Digest> = waiting.iter().flat_map(|v| [v.subject_key, v.gate_key]).collect();
    let made = outputs::get(tx, run.organization, &keys).await?;
    let history = History::load(tx, run, waiting).await?;
    let mut batch = Batch::default();
    for variant in waiting {
        let (Some(subject), Some(gate)) = (made.get(&variant.subject_key), made.get(&variant.gate_key)) else {
            continue;
        };
        let past = history.of(variant);
        let fresh = Fresh { engine, run, sources: finished.sources, variant, subject, gate, past };
        match fresh.find_approved()? {
            Some(approved) => fresh.restore(approved, &mut batch),
            None => fresh.add(&mut batch)?,
        }
    }
    batch.write(tx, run, engine.now_ms()).await
}

/// What variants were before, read for all of them at once.
struct History {
    /// Oldest first.
    revisions: HashMap<VariantId, Vec<Revision>>,
    /// Oldest first.
    turns: HashMap<VariantId, Vec<Turn>>,
}

/// What one variant was before.
struct Past<'a> {
    current: Option<&'a Revision>,
    /// Oldest first.
    revisions: &'a [Revision],
    /// Oldest first.
    turns: &'a [Turn],
}

impl History {
    async fn load(tx: &Tx, run: &Run, waiting: &[Variant]) -> Result<History, StoreError> {
        let had: Vec<VariantId> = waiting.iter().filter(|v| v.revision.is_some()).map(|v| v.id).collect();
        let mut history = History { revisions: HashMap::new(), turns: HashMap::new() };
        for revision in revisions::list_of(tx, &run.scope(), &had).await? {
            history.revisions.entry(revision.variant).or_default().push(revision);
        }
        for turn in turns::list_of(tx, &run.scope(), &had).await? {
            history.turns.entry(turn.variant).or_default().push(turn);
        }
        Ok(history)
    }

    fn of(&self, variant: &Variant) -> Past<'_> {
        let revisions = self.revisions.get(&variant.id).map_or(&[][..], Vec::as_slice);
        let current = variant.revision.and_then(|id| revisions.iter().find(|revision| revision.id == id));
        let turns = self.turns.get(&variant.id).map_or(&[][..], Vec::as_slice);
        Past { current, revisions, turns }
    }
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
    past: Past<'a>,
}

impl Fresh<'_> {
    /// The revision in which people approved the very bytes, copy, law and rights that came now:
    /// the current one, or one before it that an edit has taken back to.
    fn find_approved(&self) -> Result<Option<&Revision>, StoreError> {
        let Some(current) = self.past.current else { return Ok(None) };
        let seal = self.sources.rules(&self.engine.catalog).seal(&self.variant.cell, &Picture::of(self.subject)?);
        // A seal that was broken is gone from its revision: what is still sealed was never withdrawn.
        let is_same = |revision: &&Revision| revision.seal == Some(seal);
        Ok(Some(current).filter(is_same).or_else(|| self.past.revisions.iter().rfind(is_same)))
    }

    /// The approval stands again, without another review. What the checks find now is told with it.
    fn restore(&self, approved: &Revision, batch: &mut Batch) {
        if let Some(current) = self.past.current.filter(|current| current.id != approved.id) {
            batch.superseded.push(current.id);
            batch.passed.push(approved.id);
        }
        let findings = self.findings();
        if findings != approved.findings {
            batch.refound.push((approved.id, findings));
        }
        batch.restored.push(approved.id);
    }

    fn add(&self, batch: &mut Batch) -> Result<(), StoreError> {
        let id: RevisionId = self.engine.ids.next();
        let now_ms = self.engine.now_ms();
        let findings = self.findings();
        let latest = self.past.turns.last();
        // Another run may have made what this one's turn waits for.
        let turn = latest.filter(|turn| turn.run.is_some() && turn.run == self.variant.run);
        let adjustments = latest.map(|turn| turn.after.clone()).filter(|after| !after.is_empty());
        let mut authors = vec![self.run.launched_by.clone(), self.sources.brief_author.clone()];
        authors.extend(turn.map(|turn| turn.author.clone()));
        // Whoever adjusted it made it, however it came to be made again.
        let hands = self.past.turns.iter().filter(|turn| adjustments.is_some() && turn.run.is_some());
        authors.extend(hands.map(|turn| turn.author.clone()));
        authors.sort_unstable();
        authors.dedup();
        let picture = Picture::of(self.subject)?;
        let opened = self.open_stages(id, now_ms, &mut batch.stages);
        batch.adopted.entry(opened).or_default().push(id);
        batch.superseded.extend(self.past.current.map(|current| current.id));
        if let (Some(turn), Some(current)) = (turn, self.past.current) {
            batch.edited.extend(self.edited(turn, current.id, id));
        }
        batch.features.extend(self.features(&picture.facts).map(|features| (id, features)));
        let heard = self.sources.voices(&self.engine.catalog, &self.variant.cell);
        batch.skills.extend(heard.into_iter().map(|version| (id, version)));
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
            worst: worst(&findings),
            findings,
            authors,
            turn: turn.map(|turn| turn.id),
            run: self.run.id,
            state: "open".to_owned(),
            seal: None,
            sealed_ms: None,
            created_ms: now_ms,
            adjustments,
        });
        Ok(())
    }

    /// What a person changed by hand, for learning: at the ad that they looked at. What the turn's scope changed
    /// along with it is the same word again, and not said a hundred times.
    fn edited(&self, turn: &Turn, before: RevisionId, after: RevisionId) -> Option<NewEntry> {
        turn.lead.is_none().then(|| NewEntry {
            id: self.engine.ids.next(),
            brand: Some(self.run.brand),
            campaign: Some(self.run.campaign),
            variant: Some(self.variant.id),
            revision: Some(after),
            actor: turn.author.clone(),
            kind: "edit",
            payload: json!({ "turn": turn.id, "before": before, "after": after }),
        })
    }

    /// What is measured of the ad, to learn from. Of a sensitive campaign's ads nothing is ever measured.
    fn features(&self, facts: &AdFacts) -> Option<serde_json::Value> {
        if self.sources.brief.sensitivity == Sensitivity::Sensitive {
            return None;
        }
        let step = &self.sources.workflow.steps[self.sources.workflow.subject_step()?];
        let layout = self.sources.layout_of(&self.engine.catalog, step, &self.variant.cell).unwrap_or_default();
        let values = measure(facts, &self.sources.kit, &layout);
        Some(serde_json::to_value(values).expect("values are plain data"))
    }

    fn findings(&self) -> Vec<Finding> {
        steps::findings(&self.gate.facts)
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

fn worst(findings: &[Finding]) -> Option<String> {
    findings.iter().map(|finding| finding.severity).max().map(word)
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
    features: Vec<(RevisionId, serde_json::Value)>,
    skills: Vec<(RevisionId, SkillVersionId)>,
    stages: Vec<Stage>,
    superseded: Vec<RevisionId>,
    /// Journal entries of what people changed by hand.
    edited: Vec<NewEntry>,
    /// Revisions by the stage that opened and its due time.
    adopted: BTreeMap<Option<(String, Option<i64>)>, Vec<RevisionId>>,
    /// Revisions whose approval stands, again or still.
    restored: Vec<RevisionId>,
    /// Those of them that were superseded meanwhile.
    passed: Vec<RevisionId>,
    /// Those of them in which the checks now find something else.
    refound: Vec<(RevisionId, Vec<Finding>)>,
}

impl Batch {
    async fn write(self, tx: &Tx, run: &Run, now_ms: i64) -> Result<(), StoreError> {
        revisions::set_state(tx, &self.superseded, "superseded").await?;
        revisions::set_state(tx, &self.passed, "passed").await?;
        revisions::insert(tx, &self.revisions).await?;
        revision_features::insert(tx, (run.organization, run.brand), &self.features).await?;
        revision_skills::insert(tx, (run.organization, run.brand), &self.skills).await?;
        stages::insert(tx, &self.stages).await?;
        if !self.edited.is_empty() {
            journal::append(tx, &run.scope(), now_ms, self.edited).await?;
        }
        for (opened, ids) in &self.adopted {
            let stage = opened.as_ref().map(|(name, due)| (name.as_str(), *due));
            variants::adopt_revisions(tx, ids, stage, "in_review", now_ms).await?;
        }
        revisions::rekey(tx, &self.restored).await?;
        for (id, findings) in &self.refound {
            revisions::set_findings(tx, *id, findings, worst(findings)).await?;
        }
        let out = releases::delivered_of(tx, &run.scope(), &self.restored).await?;
        let (out, kept): (Vec<RevisionId>, Vec<RevisionId>) =
            self.restored.iter().copied().partition(|id| out.contains(id));
        variants::adopt_revisions(tx, &out, None, "published", now_ms).await?;
        variants::adopt_revisions(tx, &kept, None, "approved", now_ms).await
    }
}
