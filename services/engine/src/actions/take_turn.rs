//! A producer answers a change request: texts of one ad are set, and that ad alone is made anew.
//! The edit is data: it survives every later plan.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::access::{Access, Permission};
use galley_domain::copy_deck::may_fall_back;
use galley_domain::ids::{PlanId, RevisionId, RunId, TurnId, VariantId};
use galley_domain::source::Problems;
use galley_store::plans::{self, NewPlan};
use galley_store::revisions::Revision;
use galley_store::turns::{self, Turn};
use galley_store::variants::{self, Variant};
use galley_store::{campaigns, journal, outputs, revisions, runs};
use serde_json::json;

use super::notes::note_campaign;
use crate::launching::{self, Launch};
use crate::planning;
use crate::{ActionError, Engine, Pins, finish};

/// The longest text of a slot and of a turn, characters.
const MAX_CHARS: usize = 2_000;

/// What a producer answers.
#[derive(Debug, Clone)]
pub struct TurnInput {
    pub variant: VariantId,
    /// The revision it answers: the current one.
    pub revision: RevisionId,
    pub words: String,
    /// Texts by slot.
    pub edits: BTreeMap<String, String>,
}

/// Takes a turn; answers the run that makes the next revision, if anything has to be made.
pub async fn take_turn(
    engine: &Engine,
    access: &Access,
    input: TurnInput,
) -> Result<(TurnId, Option<RunId>), ActionError> {
    let scope = access.scope();
    let variant = variants::get(&engine.store, &scope, input.variant).await?;
    if !access.may(Permission::Produce, variant.brand) {
        return Err(ActionError::NotAllowed("only producers answer change requests".to_owned()));
    }
    let revision = current(engine, access, &variant, input.revision).await?;
    check_texts(engine, &revision, &input).await?;
    let run_id: RunId = engine.ids.next();
    let has_edits = !input.edits.is_empty();
    let turn = Turn {
        id: engine.ids.next(),
        organization: variant.organization,
        brand: variant.brand,
        campaign: variant.campaign,
        variant: variant.id,
        revision: revision.id,
        author: access.actor.written(),
        words: input.words,
        edits: input.edits,
        run: has_edits.then_some(run_id),
        created_ms: engine.now_ms(),
    };
    let tx = engine.store.begin().await?;
    turns::insert(&tx, &turn, &variant.cell).await?;
    let slots: Vec<&String> = turn.edits.keys().collect();
    let payload = json!({ "turn": turn.id, "slots": slots });
    let mut entry = note_campaign(engine, access, "turn", (variant.brand, variant.campaign), payload);
    (entry.variant, entry.revision) = (Some(variant.id), Some(revision.id));
    journal::append(&tx, &scope, turn.created_ms, vec![entry]).await?;
    tx.commit().await?;
    if !has_edits {
        return Ok((turn.id, None));
    }
    make_again(engine, access, &variant, &revision, run_id).await?;
    Ok((turn.id, Some(run_id)))
}

async fn current(
    engine: &Engine,
    access: &Access,
    variant: &Variant,
    asked: RevisionId,
) -> Result<Revision, ActionError> {
    let revision = revisions::get(&engine.store, &access.scope(), asked).await?;
    if revision.variant != variant.id || variant.revision != Some(asked) {
        let detail = "the ad has a newer revision: look at that one";
        return Err(ActionError::conflict("revision_superseded", detail));
    }
    Ok(revision)
}

/// Only slots that the ad shows, and never prices, claims or legal lines: those come from the
/// feed, the deck and the brand kit alone.
async fn check_texts(engine: &Engine, revision: &Revision, input: &TurnInput) -> Result<(), ActionError> {
    let key = revision.subject_key;
    let made = outputs::get(&engine.store, revision.organization, &[key]).await?;
    let expected = made.get(&key).and_then(|output| output.facts.get("expected"));
    let slots: BTreeSet<&str> = expected
        .and_then(|slots| slots.as_object())
        .map(|slots| slots.keys().map(String::as_str).filter(|slot| may_fall_back(slot)).collect())
        .unwrap_or_default();
    let mut problems = Vec::new();
    for (slot, text) in &input.edits {
        if !slots.contains(slot.as_str()) {
            let known: Vec<&str> = slots.iter().copied().collect();
            let message = format!("{slot} cannot be set here; possible are {}", known.join(", "));
            problems.extend(Problems::field(&format!("/edits/{slot}"), message).0);
        } else if text.trim().is_empty() || text.chars().count() > MAX_CHARS {
            let message = format!("expected 1 to {MAX_CHARS} characters");
            problems.extend(Problems::field(&format!("/edits/{slot}"), message).0);
        }
    }
    if input.words.chars().count() > MAX_CHARS {
        let message = format!("expected at most {MAX_CHARS} characters");
        problems.extend(Problems::field("/words", message).0);
    }
    Ok(Problems::unless_empty((), problems)?)
}

/// Plans and launches the one ad, at the versions its revision was made from.
async fn make_again(
    engine: &Engine,
    access: &Access,
    variant: &Variant,
    revision: &Revision,
    run: RunId,
) -> Result<(), ActionError> {
    let scope = access.scope();
    let made_by = runs::get(&engine.store, &scope, revision.run).await?;
    let before = made_by.plan.ok_or(ActionError::NotFound("plan"))?;
    let before = plans::get_plan(&engine.store, &scope, before).await?;
    let pins = Pins::of(&before);
    let planned = planning::plan(engine, &scope, pins, Some(variant.cell.clone())).await?;
    let campaign = campaigns::get_campaign(&engine.store, &scope, variant.campaign).await?;
    let (plan, now_ms): (PlanId, i64) = (engine.ids.next(), engine.now_ms());
    let by = access.actor.written();
    let tx = engine.store.begin().await?;
    let new = NewPlan {
        id: plan,
        campaign: variant.campaign,
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
    plans::insert_plan(&tx, &scope, new).await?;
    plans::approve_plan(&tx, &scope, plan, &by, now_ms).await?;
    plans::launch_plan(&tx, &scope, plan).await?;
    let launch = Launch { run, plan, campaign: &campaign, by, now_ms };
    launching::launch(engine, &tx, &launch, &planned).await?;
    tx.commit().await?;
    engine.changed();
    finish::close_runs(engine, std::iter::once(run)).await?;
    Ok(())
}
