//! What a turn would change: which ads it reaches, what each is adjusted to, and the plan that makes them anew. Used by
//! asking for it and by taking it. Nothing is written here.

mod check;
mod reach;

use std::collections::BTreeSet;

use galley_domain::access::{Access, Permission};
use galley_domain::adjustment::{Adjustments, Changes};
use galley_domain::ids::{RevisionId, VariantId};
use galley_domain::source::{Problem, Problems};
use galley_domain::turn::{MAX_NOTES, Note, TurnScope};
use galley_store::revisions::{self, Revision};
use galley_store::turns::{self, Turn};
use galley_store::variants::{self, Variant};
use galley_store::{adjustments, decisions, outputs};

use crate::planning::{self, Planned};
use crate::sources::Edits;
use crate::{ActionError, Engine, Sources};

pub(crate) use check::check_changes;
use reach::Reach;
pub(crate) use reach::pins;

/// The longest words of a turn, characters.
const MAX_CHARS: usize = 2_000;

/// What a producer answers.
#[derive(Debug, Clone)]
pub struct TurnInput {
    pub variant: VariantId,
    /// The revision it answers: the current one.
    pub revision: RevisionId,
    pub words: String,
    pub changes: Changes,
    pub scope: TurnScope,
    /// An earlier revision to go on from, in place of the current one.
    pub base: Option<RevisionId>,
    /// Notes that it claims to fix.
    pub fixes: Vec<Note>,
}

/// An ad that a turn changes.
pub(crate) struct Changed {
    pub variant: Variant,
    pub before: Adjustments,
    pub after: Adjustments,
}

/// Ads in a turn's scope that it does not change, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// They have no picture yet.
    pub without_picture: u64,
    /// They were made from other versions of brief, workflow or brand kit: making them again would change more.
    pub other_versions: u64,
    /// They are as the turn wants them.
    pub unchanged: u64,
    /// They speak another language or say something else: changed, but not in their words.
    pub other_words: u64,
}

/// A turn, ready to be taken.
pub(crate) struct Prepared {
    /// The ad that the person looked at.
    pub lead: Variant,
    /// Its current revision.
    pub revision: Revision,
    /// The lead first. It is there even where nothing changes in it.
    pub changed: Vec<Changed>,
    pub left_out: LeftOut,
    /// Nothing where nothing has to be made.
    pub planned: Option<Planned>,
}

/// Finds out what a turn would change.
pub(crate) async fn prepare(engine: &Engine, access: &Access, input: &TurnInput) -> Result<Prepared, ActionError> {
    let scope = access.scope();
    let lead = variants::get(&engine.store, &scope, input.variant).await?;
    if !access.may(Permission::Produce, lead.brand) {
        return Err(ActionError::NotAllowed("only producers answer change requests".to_owned()));
    }
    let past = revisions::list(&engine.store, &scope, lead.id).await?;
    let revision = current(&lead, &past, input.revision)?;
    check_words(engine, access, input, &past).await?;
    let in_force = adjustments::list(&engine.store, &scope, lead.campaign).await?;
    let before = in_force.get(&lead.cell).cloned().unwrap_or_default();
    let start = match input.base {
        Some(base) => at_revision(engine, access, &lead, (past.as_slice(), base)).await?,
        None => before.clone(),
    };
    let reach = Reach::load(engine, &scope, (&lead, &revision), input).await?;
    let shown = shown(engine, &revision, &before).await?;
    check_changes(engine, &reach.sources, Some(&shown), &input.changes)?;
    let after = start.with(&input.changes);
    let mut changed = vec![Changed { variant: lead.clone(), before, after }];
    let mut left_out = reach.left_out;
    for variant in reach.others {
        let has_words = reach::has_same_words(engine, &lead.cell, &variant.cell);
        left_out.other_words += u64::from(!has_words && input.changes.has_texts());
        let changes = if has_words { &input.changes } else { &input.changes.without_texts() };
        let before = in_force.get(&variant.cell).cloned().unwrap_or_default();
        let after = before.clone().with(changes);
        match after == before {
            true => left_out.unchanged += 1,
            false => changed.push(Changed { variant, before, after }),
        }
    }
    let planned = plan(engine, access, reach.sources, (in_force, changed.as_slice())).await?;
    Ok(Prepared { lead, revision, changed, left_out, planned })
}

/// Plans the ads whose adjustments change, as if these were in force.
async fn plan(
    engine: &Engine,
    access: &Access,
    mut sources: Sources,
    (mut edits, changed): (Edits, &[Changed]),
) -> Result<Option<Planned>, ActionError> {
    let changed = changed.iter().filter(|one| one.after != one.before);
    let cells: BTreeSet<String> = changed.clone().map(|one| one.variant.cell.clone()).collect();
    if cells.is_empty() {
        return Ok(None);
    }
    for one in changed {
        edits.insert(one.variant.cell.clone(), one.after.clone());
    }
    edits.retain(|_, adjustments| !adjustments.is_empty());
    sources.set_edits(engine, edits);
    planning::plan_from(engine, &access.scope(), sources, Some(cells)).await.map(Some)
}

fn current(lead: &Variant, past: &[Revision], asked: RevisionId) -> Result<Revision, ActionError> {
    let revision = past.iter().find(|revision| revision.id == asked).ok_or(ActionError::NotFound("revision"))?;
    if lead.revision != Some(asked) || lead.is_retired {
        let detail = "the ad has a newer revision: look at that one";
        return Err(ActionError::conflict("revision_superseded", detail));
    }
    Ok(revision.clone())
}

/// What a person says: its length, where it goes on from, and that the notes it answers are this ad's.
async fn check_words(
    engine: &Engine,
    access: &Access,
    input: &TurnInput,
    past: &[Revision],
) -> Result<(), ActionError> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut tell = |field: &str, message: String| problems.extend(Problems::field(field, message).0);
    if input.words.chars().count() > MAX_CHARS {
        tell("/words", format!("expected at most {MAX_CHARS} characters"));
    }
    if let Some(base) = input.base {
        if !past.iter().any(|revision| revision.id == base) {
            tell("/base", "the ad has no such revision".to_owned());
        } else if input.scope != TurnScope::Variant {
            tell("/base", "an earlier revision is gone on from in one ad alone: the scope must be variant".to_owned());
        }
    }
    if input.fixes.len() > MAX_NOTES {
        tell("/fixes", format!("expected at most {MAX_NOTES} notes"));
    } else if !input.fixes.is_empty() {
        let ids: Vec<RevisionId> = past.iter().map(|revision| revision.id).collect();
        let known = decisions::list(&engine.store, &access.scope(), &ids).await?;
        for (index, note) in input.fixes.iter().enumerate() {
            let decision = known.iter().find(|decision| decision.id == note.decision);
            if !decision.is_some_and(|decision| note.is_among(&decision.marks)) {
                tell(&format!("/fixes/{index}"), "nobody noted that on this ad".to_owned());
            } else if input.fixes[..index].contains(note) {
                tell(&format!("/fixes/{index}"), "it is named twice".to_owned());
            }
        }
    }
    Ok(Problems::unless_empty((), problems)?)
}

/// The adjustments that a revision was made with.
async fn at_revision(
    engine: &Engine,
    access: &Access,
    lead: &Variant,
    (past, base): (&[Revision], RevisionId),
) -> Result<Adjustments, ActionError> {
    let revision = past.iter().find(|revision| revision.id == base).ok_or(ActionError::NotFound("revision"))?;
    if let Some(adjustments) = &revision.adjustments {
        return Ok(adjustments.clone());
    }
    // None were kept: there were none, or the revision is of the time when only texts could be changed.
    let turns = turns::list(&engine.store, &access.scope(), lead.id).await?;
    Ok(adjustments_before(revision, &turns))
}

fn adjustments_before(revision: &Revision, turns: &[Turn]) -> Adjustments {
    let led = turns.iter().find(|turn| Some(turn.id) == revision.turn);
    // Ids carry their time and come in order.
    let earlier = turns.iter().rfind(|turn| turn.id.0 < revision.id.0);
    led.or(earlier).map(|turn| turn.after.clone()).unwrap_or_default()
}

/// Slots whose words the ad shows, or would show if they were not hidden.
async fn shown(engine: &Engine, revision: &Revision, before: &Adjustments) -> Result<BTreeSet<String>, ActionError> {
    let key = revision.subject_key;
    let made = outputs::get(&engine.store, revision.organization, &[key]).await?;
    let expected = made.get(&key).and_then(|output| output.facts.get("expected"));
    let slots = expected.and_then(|slots| slots.as_object()).into_iter().flat_map(|slots| slots.keys().cloned());
    let hidden = before.list().filter(|(_, adjustment)| adjustment.is_hidden()).map(|(slot, _)| slot.clone());
    Ok(slots.chain(hidden).collect())
}
