//! A producer answers a change request: ads are adjusted, and those alone are made anew, all in one transaction and one
//! run. What was adjusted is data: it survives every later plan. Nobody approves by it, and what was approved and
//! changes is asked about again.

use std::collections::BTreeMap;

use galley_domain::access::Access;
use galley_domain::adjustment::{Field, Setting};
use galley_domain::ids::{PlanId, RevisionId, RunId, TurnId, VariantId};
use galley_store::adjustments::{self, Owner};
use galley_store::journal::NewEntry;
use galley_store::plans::{self, NewPlan};
use galley_store::turns::{self, Turn};
use galley_store::variants::Variant;
use galley_store::{Tx, campaigns, journal, variants};
use serde_json::json;

use super::notes::note_campaign;
use crate::launching::{self, Launch};
use crate::planning::{self, Planned};
use crate::turning::{Changed, Prepared, prepare};
use crate::{ActionError, Engine, finish};

pub use crate::turning::TurnInput;

/// Entries of the journal that are written with one statement.
const CHUNK: usize = 1_000;

/// Takes a turn; answers the run that makes the next revisions, if anything has to be made.
pub async fn take_turn(
    engine: &Engine,
    access: &Access,
    input: TurnInput,
) -> Result<(TurnId, Option<RunId>), ActionError> {
    let prepared = prepare(engine, access, &input).await?;
    let run: Option<RunId> = prepared.planned.as_ref().map(|_| engine.ids.next());
    let taking = Taking { engine, access, input: &input, run, now_ms: engine.now_ms() };
    let turns = taking.turns(&prepared);
    let tx = engine.store.begin().await?;
    must_be_unchanged(&tx, access, &prepared.changed).await?;
    turns::insert(&tx, &turns).await?;
    let (organization, brand, campaign) = (prepared.lead.organization, prepared.lead.brand, prepared.lead.campaign);
    let after: BTreeMap<_, _> =
        prepared.changed.iter().map(|one| (one.variant.cell.clone(), one.after.clone())).collect();
    adjustments::put(&tx, Owner { organization, brand, campaign }, &after).await?;
    if let (Some(run), Some(planned)) = (run, &prepared.planned) {
        taking.launch(&tx, run, planned).await?;
    }
    for chunk in prepared.changed.iter().zip(&turns).collect::<Vec<_>>().chunks(CHUNK) {
        let entries = chunk.iter().map(|(changed, turn)| taking.entry(changed, turn)).collect();
        journal::append(&tx, &access.scope(), taking.now_ms, entries).await?;
    }
    tx.commit().await?;
    if let Some(run) = run {
        engine.changed();
        finish::close_runs(engine, std::iter::once(run)).await?;
    }
    Ok((turns[0].id, run))
}

/// Others may have changed the same ads while this was planned: then nothing is written over them.
async fn must_be_unchanged(tx: &Tx, access: &Access, changed: &[Changed]) -> Result<(), ActionError> {
    let ids: Vec<VariantId> = changed.iter().map(|one| one.variant.id).collect();
    variants::lock(tx, &ids).await?;
    let now: BTreeMap<VariantId, Variant> = variants::find_many(tx, &access.scope(), &ids)
        .await?
        .into_iter()
        .map(|variant| (variant.id, variant))
        .collect();
    let is_same = |one: &Changed| {
        let then = &one.variant;
        let now = now.get(&then.id);
        now.is_some_and(|now| {
            (now.revision, now.run, now.gate_key, now.is_retired)
                == (then.revision, then.run, then.gate_key, then.is_retired)
        })
    };
    if changed.iter().all(is_same) {
        return Ok(());
    }
    Err(ActionError::conflict("ads_changed", "somebody else changed one of these ads just now: look again"))
}

struct Taking<'a> {
    engine: &'a Engine,
    access: &'a Access,
    input: &'a TurnInput,
    run: Option<RunId>,
    now_ms: i64,
}

impl Taking<'_> {
    /// The lead's first; what follows from its scope says so.
    fn turns(&self, prepared: &Prepared) -> Vec<Turn> {
        let lead: TurnId = self.engine.ids.next();
        let turn = |changed: &Changed| {
            let is_lead = changed.variant.id == prepared.lead.id;
            let differences = changed.before.differences(&changed.after).into_iter();
            let words = differences.filter(|one| one.field == Field::Text).filter_map(|one| match one.to {
                Some(Setting::Word(text)) => Some((one.slot, text)),
                _ => None,
            });
            let revision: RevisionId = changed.variant.revision.unwrap_or(prepared.revision.id);
            Turn {
                id: if is_lead { lead } else { self.engine.ids.next() },
                organization: changed.variant.organization,
                brand: changed.variant.brand,
                campaign: changed.variant.campaign,
                variant: changed.variant.id,
                revision,
                author: self.access.actor.written(),
                words: self.input.words.clone(),
                edits: words.collect(),
                run: self.run.filter(|_| changed.after != changed.before),
                created_ms: self.now_ms,
                after: changed.after.clone(),
                scope: self.input.scope,
                lead: (!is_lead).then_some(lead),
                base: self.input.base.filter(|_| is_lead),
                fixes: if is_lead { self.input.fixes.clone() } else { Vec::new() },
            }
        };
        prepared.changed.iter().map(turn).collect()
    }

    /// The journal names what was changed, not to what: words may have to be forgotten.
    fn entry(&self, changed: &Changed, turn: &Turn) -> NewEntry {
        let differences = changed.before.differences(&changed.after);
        let fields: Vec<String> = differences.iter().map(|one| format!("{}.{}", one.slot, one.field.word())).collect();
        let is_reopened = turn.run.is_some() && matches!(changed.variant.state.as_str(), "approved" | "published");
        let payload = json!({
            "turn": turn.id,
            "fields": fields,
            "scope": turn.scope.word(),
            "lead": turn.lead,
            "base": turn.base,
            "fixes": turn.fixes,
            "run": turn.run,
            "reopened": is_reopened,
        });
        let place = (turn.brand, turn.campaign);
        NewEntry {
            variant: Some(turn.variant),
            revision: Some(turn.revision),
            ..note_campaign(self.engine, self.access, "turn", place, payload)
        }
    }

    /// Launches the plan of the ads that change, at the versions that they were made from.
    async fn launch(&self, tx: &Tx, run: RunId, planned: &Planned) -> Result<(), ActionError> {
        let (scope, pins) = (self.access.scope(), planned.sources.pins);
        let campaign = campaigns::get_campaign(tx, &scope, pins.campaign).await?;
        let plan: PlanId = self.engine.ids.next();
        let (by, now_ms) = (self.access.actor.written(), self.now_ms);
        let new = NewPlan {
            id: plan,
            campaign: pins.campaign,
            brief: pins.brief,
            workflow: pins.workflow,
            brand_kit: pins.kit,
            skills: pins.skills,
            fingerprint: planned.fingerprint,
            summary: serde_json::to_value(&planned.settled.summary).expect("a summary is plain data"),
            hold_nano: planning::hold_nano(&planned.settled.summary),
            created_by: by.clone(),
            created_ms: now_ms,
        };
        plans::insert_plan(tx, &scope, new).await?;
        plans::approve_plan(tx, &scope, plan, &by, now_ms).await?;
        plans::launch_plan(tx, &scope, plan).await?;
        launching::launch(self.engine, tx, &Launch { run, plan, campaign: &campaign, by, now_ms }, planned).await
    }
}
