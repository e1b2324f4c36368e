//! The table on which a batch of decisions is laid out: what is known, what each item changes,
//! and the rows to write at the end.

use std::collections::{BTreeMap, HashMap, HashSet};

use galley_domain::access::{Access, Actor, Grant, Role};
use galley_domain::ids::{DecisionId, PersonId, RevisionId, VariantId};
use galley_domain::review::{Ask, ShownBeside, StageState, Verdict, may_decide, outcome};
use galley_store::decisions::{self, Decision};
use galley_store::journal::NewEntry;
use galley_store::revisions::{self, Revision};
use galley_store::stages::{self, Stage};
use galley_store::variants::{self, Variant};
use galley_store::{StoreError, Tx, outputs};
use serde_json::json;

use super::{DecisionInput, earlier};
use crate::present::{Picture, due_ms};
use crate::{ActionError, Engine};

/// What is known about the revisions of a batch.
pub(super) struct Table<'a> {
    pub engine: &'a Engine,
    pub access: &'a Access,
    pub now_ms: i64,
    pub variants: HashMap<VariantId, Variant>,
    pub revisions: HashMap<RevisionId, Revision>,
    pub stages: Vec<Stage>,
    pub decisions: Vec<Decision>,
    pub grants: Vec<(PersonId, Grant)>,
    /// What was noted on earlier revisions, where an item speaks of that.
    pub earlier: HashMap<DecisionId, Decision>,
    pub changes: Changes,
}

/// What the batch has changed so far.
#[derive(Default)]
pub(super) struct Changes {
    decisions: Vec<Decision>,
    entries: Vec<NewEntry>,
}

impl Table<'_> {
    /// Decides one item.
    pub async fn decide(&mut self, tx: &Tx, item: DecisionInput) -> Result<(DecisionId, String), ActionError> {
        let at = self.find(&item)?;
        let decision = self.decision(&self.stages[at], &item);
        let answered = earlier::answered(&self.earlier, &decision)?;
        let (id, revision) = (decision.id, decision.revision);
        for (before, [fixed, still_open]) in answered {
            let payload = json!({ "decision": id, "before": before, "after": revision,
                                  "fixed": fixed, "still_open": still_open });
            self.changes.entries.push(self.entry(&decision, "fixes", payload));
        }
        self.note(&decision, &item.shown);
        self.decisions.push(decision.clone());
        self.changes.decisions.push(decision);
        self.move_on(tx, at).await?;
        let variant = &self.variants[&self.revisions[&revision].variant];
        Ok((id, variant.state.clone()))
    }

    /// The stage an item is about, if this person may decide there now.
    fn find(&self, item: &DecisionInput) -> Result<usize, ActionError> {
        let absent = ActionError::NotFound("revision");
        let Some(revision) = self.revisions.get(&item.revision) else { return Err(absent) };
        if self.access.campaign.is_some_and(|only| only != revision.campaign) {
            return Err(absent);
        }
        let variant = self.variants.get(&revision.variant).ok_or(absent)?;
        if variant.revision != Some(revision.id) || variant.is_retired {
            let detail = "the ad has a newer revision: look at that one";
            return Err(ActionError::conflict("revision_superseded", detail));
        }
        let at = self.stages.iter().position(|s| s.revision == revision.id && s.name == item.stage);
        let at = at.ok_or(ActionError::NotFound("stage"))?;
        let stage = &self.stages[at];
        let ask = Ask { role: stage.role, brand: stage.brand, market: stage.market.as_deref() };
        may_decide(self.access, &ask, &revision.authors)
            .map_err(|refusal| ActionError::NotAllowed(refusal.to_string()))?;
        self.must_be_open(stage)?;
        if item.verdict.is_approval() && revision.worst.as_deref() == Some("refused") {
            let detail = "a check refuses this ad: it cannot be approved until that is mended";
            return Err(ActionError::conflict("finding_refused", detail));
        }
        Ok(at)
    }

    /// A stage is open, or closed by a no of this very person, who may think again.
    fn must_be_open(&self, stage: &Stage) -> Result<(), ActionError> {
        let actor = self.access.actor.written();
        let is_own_no = matches!(stage.state, StageState::ChangesRequested | StageState::Rejected)
            && self.latest(stage).get(&actor).is_some_and(|verdict| !verdict.is_approval());
        if stage.state == StageState::Open || is_own_no {
            return Ok(());
        }
        let detail = format!("the stage {} is {}", stage.name, stage.state.word());
        Err(ActionError::conflict("stage_not_open", detail))
    }

    /// Everybody's latest word at a stage since it opened.
    fn latest(&self, stage: &Stage) -> BTreeMap<String, Verdict> {
        let since = stage.opened_ms.unwrap_or(i64::MAX);
        self.decisions
            .iter()
            .filter(|d| d.revision == stage.revision && d.stage == stage.name && d.at_ms >= since)
            .map(|decision| (decision.actor.clone(), decision.verdict))
            .collect()
    }

    fn decision(&self, stage: &Stage, item: &DecisionInput) -> Decision {
        let clean =
            |text: &Option<String>| text.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Decision {
            id: self.engine.ids.next(),
            organization: stage.organization,
            brand: stage.brand,
            campaign: stage.campaign,
            variant: stage.variant,
            revision: stage.revision,
            stage: stage.name.clone(),
            actor: self.access.actor.written(),
            role: stage.role.word().to_owned(),
            verdict: item.verdict,
            reason: clean(&item.reason),
            comment: clean(&item.comment),
            marks: item.marks.clone(),
            at_ms: self.now_ms,
            fixed: item.fixed.clone(),
            still_open: item.still_open.clone(),
        }
    }

    /// The journal keeps the decision and its closed-list marks; the words stay in their row, so
    /// that they can be forgotten while the chain stays whole.
    fn note(&mut self, decision: &Decision, shown: &ShownBeside) {
        let marks: Vec<_> = decision
            .marks
            .iter()
            .map(|m| json!({ "element": m.element, "aspect": m.aspect, "polarity": m.polarity }))
            .collect();
        let mut payload = json!({
            "decision": decision.id,
            "stage": decision.stage,
            "role": decision.role,
            "verdict": decision.verdict,
            "output": self.revisions[&decision.revision].output_hash,
            "marks": marks,
            "shown": shown,
        });
        for (name, notes) in [("fixed", &decision.fixed), ("still_open", &decision.still_open)] {
            if !notes.is_empty() {
                payload[name] = json!(notes);
            }
        }
        self.changes.entries.push(self.entry(decision, "decision", payload));
    }

    fn entry(&self, decision: &Decision, kind: &'static str, payload: serde_json::Value) -> NewEntry {
        NewEntry {
            id: self.engine.ids.next(),
            brand: Some(decision.brand),
            campaign: Some(decision.campaign),
            variant: Some(decision.variant),
            revision: Some(decision.revision),
            actor: decision.actor.clone(),
            kind,
            payload,
        }
    }

    /// Lets the stage, the revision and the variant follow from all decisions.
    async fn move_on(&mut self, tx: &Tx, at: usize) -> Result<(), ActionError> {
        let verdicts: Vec<Verdict> = self.latest(&self.stages[at]).into_values().collect();
        let asked = self.asked(&self.stages[at]);
        let state = outcome(self.stages[at].rule, asked, &verdicts);
        let (revision, variant) = (self.stages[at].revision, self.stages[at].variant);
        self.stages[at].state = state;
        self.stages[at].closed_ms = (state != StageState::Open).then_some(self.now_ms);
        stages::set_state(tx, &self.stages[at]).await?;
        match state {
            StageState::Waiting | StageState::Open => {
                self.set(tx, variant, "in_review", Some(at)).await?;
                self.set_revision(tx, revision, "open").await?;
            }
            StageState::ChangesRequested | StageState::Rejected => {
                self.set(tx, variant, state.word(), None).await?;
                self.set_revision(tx, revision, state.word()).await?;
            }
            StageState::Passed => self.pass(tx, at).await?,
        }
        Ok(())
    }

    async fn pass(&mut self, tx: &Tx, at: usize) -> Result<(), ActionError> {
        let (revision, variant) = (self.stages[at].revision, self.stages[at].variant);
        let position = self.stages[at].position + 1;
        let next = self.stages.iter().position(|s| s.revision == revision && s.position == position);
        let Some(next) = next else { return self.seal(tx, revision, variant).await };
        let days = self.business_days(revision, &self.stages[next].name).await?;
        let market = self.variants[&variant].market.clone();
        let stage = &mut self.stages[next];
        stage.state = StageState::Open;
        stage.opened_ms = Some(self.now_ms);
        stage.due_ms = days.and_then(|days| due_ms(self.engine, market.as_deref(), days, self.now_ms));
        stages::set_state(tx, stage).await?;
        self.set(tx, variant, "in_review", Some(next)).await?;
        self.set_revision(tx, revision, "open").await?;
        Ok(())
    }

    async fn business_days(&self, revision: RevisionId, stage: &str) -> Result<Option<u32>, ActionError> {
        let sources = self.engine.sources_of(self.revisions[&revision].run).await?;
        let stage = sources.workflow.review.iter().find(|known| known.name == stage);
        Ok(stage.and_then(|stage| stage.due).map(|due| due.business_days))
    }

    /// The last stage is passed: the approval is bound to the bytes and to what holds around them.
    async fn seal(&mut self, tx: &Tx, id: RevisionId, variant: VariantId) -> Result<(), ActionError> {
        let revision = &self.revisions[&id];
        let sources = self.engine.sources_of(revision.run).await?;
        let key = revision.subject_key;
        let made = outputs::get(tx, revision.organization, &[key]).await?;
        let output = made.get(&key).ok_or(ActionError::NotFound("output"))?;
        let cell = &self.variants[&variant].cell;
        let seal = sources.rules(&self.engine.catalog).seal(cell, &Picture::of(output)?);
        revisions::seal(tx, id, &seal, self.now_ms).await?;
        if let Some(revision) = self.revisions.get_mut(&id) {
            revision.state = "passed".to_owned();
        }
        let digest = seal.digest();
        if let Some(entry) = self.changes.entries.last_mut() {
            entry.payload["seal"] = json!(digest);
        }
        self.set(tx, variant, "approved", None).await?;
        Ok(())
    }

    /// How many people a stage asks, without those who made the revision.
    fn asked(&self, stage: &Stage) -> usize {
        let authors: HashSet<&String> = self.revisions.get(&stage.revision).iter().flat_map(|r| &r.authors).collect();
        let holds = |grant: &Grant| {
            grant.role == stage.role
                && grant.role != Role::Guest
                && grant.brand.is_none_or(|brand| brand == stage.brand)
                && (grant.market.is_none() || grant.market == stage.market)
        };
        let people: HashSet<PersonId> = self
            .grants
            .iter()
            .filter(|(person, grant)| holds(grant) && !authors.contains(&Actor::Person(*person).written()))
            .map(|(person, _)| *person)
            .collect();
        people.len()
    }

    async fn set(&mut self, tx: &Tx, id: VariantId, state: &str, open: Option<usize>) -> Result<(), StoreError> {
        let stage = open.map(|at| (self.stages[at].name.clone(), self.stages[at].due_ms));
        let shown = stage.as_ref().map(|(name, due)| (name.as_str(), *due));
        variants::set_state(tx, id, state, shown, self.now_ms).await?;
        if let Some(variant) = self.variants.get_mut(&id) {
            variant.state = state.to_owned();
        }
        Ok(())
    }

    async fn set_revision(&mut self, tx: &Tx, id: RevisionId, state: &str) -> Result<(), StoreError> {
        if self.revisions[&id].state == state {
            return Ok(());
        }
        revisions::set_state(tx, &[id], state).await?;
        if let Some(revision) = self.revisions.get_mut(&id) {
            revision.state = state.to_owned();
        }
        Ok(())
    }

    /// Writes the decisions; answers what the journal is to keep.
    pub async fn write(self, tx: &Tx) -> Result<Vec<NewEntry>, StoreError> {
        decisions::insert(tx, &self.changes.decisions).await?;
        Ok(self.changes.entries)
    }
}
