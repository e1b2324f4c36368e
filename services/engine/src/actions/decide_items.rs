//! People judge revisions, many at once. Each item is decided and answered on its own; the worst
//! word at a stage wins; an approval of the last stage seals.

mod earlier;
mod judging;

use std::collections::HashMap;

use galley_domain::access::Access;
use galley_domain::ids::{DecisionId, RevisionId};
use galley_domain::review::{Mark, ShownBeside, Verdict};
use galley_domain::source::Problems;
use galley_domain::turn::{MAX_NOTES, Note};
use galley_store::{decisions, journal, people, revisions, stages, variants};

use crate::{ActionError, Engine};

use judging::Table;

/// Most items one call may decide.
pub const MOST: usize = 500;
/// The longest reason, comment or mark, characters.
const MAX_CHARS: usize = 2_000;
const MAX_MARKS: usize = 50;

/// One judgement.
#[derive(Debug, Clone)]
pub struct DecisionInput {
    pub revision: RevisionId,
    pub stage: String,
    pub verdict: Verdict,
    /// Required for anything but a plain approval.
    pub reason: Option<String>,
    pub comment: Option<String>,
    pub marks: Vec<Mark>,
    pub shown: ShownBeside,
    /// Notes on earlier revisions that this one answers.
    pub fixed: Vec<Note>,
    /// Notes on earlier revisions that it does not.
    pub still_open: Vec<Note>,
}

/// What became of one item: the decision and where the variant stands now, or why not.
#[derive(Debug)]
pub struct DecisionAnswer {
    pub revision: RevisionId,
    pub result: Result<(DecisionId, String), ActionError>,
}

/// Decides items. The call as a whole fails only where nothing could be decided at all.
pub async fn decide_items(
    engine: &Engine,
    access: &Access,
    items: Vec<DecisionInput>,
) -> Result<Vec<DecisionAnswer>, ActionError> {
    if items.is_empty() || items.len() > MOST {
        return Err(ActionError::invalid("/items", format!("expected 1 to {MOST} items")));
    }
    let scope = access.scope();
    let mut ids: Vec<RevisionId> = items.iter().map(|item| item.revision).collect();
    ids.sort_unstable();
    ids.dedup();
    let tx = engine.store.begin().await?;
    // Two people who judge the same revision at once take turns.
    revisions::lock(&tx, &ids).await?;
    let found = revisions::find_many(&tx, &scope, &ids).await?;
    let variant_ids: Vec<_> = found.iter().map(|revision| revision.variant).collect();
    let mut table = Table {
        engine,
        access,
        now_ms: engine.now_ms(),
        variants: by_id(variants::find_many(&tx, &scope, &variant_ids).await?, |v| v.id),
        revisions: by_id(found, |revision| revision.id),
        stages: stages::list(&tx, &scope, &ids).await?,
        decisions: decisions::list(&tx, &scope, &ids).await?,
        grants: people::list_all_grants(&tx, &scope).await?,
        earlier: earlier::load(&tx, &scope, &items, &variant_ids).await?,
        changes: judging::Changes::default(),
    };
    let mut answers = Vec::with_capacity(items.len());
    for item in items {
        let revision = item.revision;
        let result = match check(&item) {
            Ok(()) => table.decide(&tx, item).await,
            Err(problems) => Err(problems.into()),
        };
        answers.push(DecisionAnswer { revision, result });
    }
    let entries = table.write(&tx).await?;
    if !entries.is_empty() {
        journal::append(&tx, &scope, engine.now_ms(), entries).await?;
    }
    tx.commit().await?;
    engine.changed();
    Ok(answers)
}

fn by_id<K: std::hash::Hash + Eq, T>(rows: Vec<T>, id: impl Fn(&T) -> K) -> HashMap<K, T> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

fn check(item: &DecisionInput) -> Result<(), Problems> {
    let mut problems = Vec::new();
    let mut tell = |field: &str, message: String| problems.extend(Problems::field(field, message).0);
    let reason = item.reason.as_deref().unwrap_or_default().trim();
    if item.verdict.needs_reason() && reason.is_empty() {
        tell("/reason", format!("{} needs a reason", item.verdict.word()));
    }
    for (field, text) in [("/reason", reason), ("/comment", item.comment.as_deref().unwrap_or_default())] {
        if text.chars().count() > MAX_CHARS {
            tell(field, format!("expected at most {MAX_CHARS} characters"));
        }
    }
    if item.marks.len() > MAX_MARKS {
        tell("/marks", format!("expected at most {MAX_MARKS} marks"));
    }
    for (index, mark) in item.marks.iter().enumerate() {
        if let Err(message) = mark.validate() {
            tell(&format!("/marks/{index}"), message);
        }
        if mark.reason.chars().count() > MAX_CHARS {
            tell(&format!("/marks/{index}/reason"), format!("expected at most {MAX_CHARS} characters"));
        }
    }
    if item.fixed.len() + item.still_open.len() > MAX_NOTES {
        tell("/fixed", format!("expected at most {MAX_NOTES} notes, fixed and still open"));
    }
    if let Err(message) = item.shown.validate() {
        tell("/shown", message);
    }
    Problems::unless_empty((), problems)
}
