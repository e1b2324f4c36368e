//! What was noted on earlier revisions of an ad, and which of it a decision ticks off. A tick is what somebody says; it
//! changes neither the note nor the stage.

use std::collections::{BTreeMap, HashMap};

use galley_domain::access::Scope;
use galley_domain::ids::{DecisionId, Id, RevisionId, VariantId};
use galley_domain::source::Problems;
use galley_domain::turn::Note;
use galley_store::decisions::{self, Decision};
use galley_store::{StoreError, Tx, revisions};

use super::DecisionInput;

/// The decisions on all revisions of these variants, where an item speaks of earlier notes.
pub(super) async fn load(
    tx: &Tx,
    scope: &Scope,
    items: &[DecisionInput],
    variants: &[VariantId],
) -> Result<HashMap<DecisionId, Decision>, StoreError> {
    if items.iter().all(|item| item.fixed.is_empty() && item.still_open.is_empty()) {
        return Ok(HashMap::new());
    }
    let past = revisions::list_of(tx, scope, variants).await?;
    let ids: Vec<RevisionId> = past.iter().map(|revision| revision.id).collect();
    let found = decisions::list(tx, scope, &ids).await?;
    Ok(found.into_iter().map(|decision| (decision.id, decision)).collect())
}

/// The notes that a decision finds fixed and still open, by the revision that they were made on.
pub(super) fn answered(
    earlier: &HashMap<DecisionId, Decision>,
    decision: &Decision,
) -> Result<BTreeMap<RevisionId, [Vec<Note>; 2]>, Problems> {
    let mut answered: BTreeMap<RevisionId, [Vec<Note>; 2]> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut seen = Vec::new();
    let sides = [(0, "fixed", &decision.fixed), (1, "still_open", &decision.still_open)];
    for (side, name, notes) in sides {
        for (index, note) in notes.iter().enumerate() {
            let field = format!("/{name}/{index}");
            let known = earlier.get(&note.decision).filter(|known| {
                let is_of_this_ad = known.variant == decision.variant;
                is_of_this_ad && known.revision.uuid() < decision.revision.uuid() && note.is_among(&known.marks)
            });
            if seen.contains(&note) {
                problems.extend(Problems::field(&field, "it is named twice").0);
            } else if let Some(known) = known {
                answered.entry(known.revision).or_default()[side].push(*note);
            } else {
                problems.extend(Problems::field(&field, "nobody noted that on an earlier revision of this ad").0);
            }
            seen.push(note);
        }
    }
    Problems::unless_empty(answered, problems)
}
