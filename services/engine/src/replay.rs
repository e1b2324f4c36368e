//! Shadow replay: what other rules would find in ads that people have decided on. Checks look at facts, not at pixels, so
//! the answer is exact and nothing is drawn; nothing is changed either. Sensitive campaigns stay out.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use galley_checks::BrandRules;
use galley_domain::access::Scope;
use galley_domain::asset::{Finding, Severity};
use galley_domain::cell;
use galley_domain::ids::{CampaignId, RevisionId, RunId, VariantId};
use galley_domain::review::Verdict;
use galley_domain::workflow::{CHECK, Step};
use galley_store::decisions::Decision;
use galley_store::outputs::Output;
use galley_store::revisions::Revision;
use galley_store::{decisions, outputs, plans, revisions, runs, variants};

use crate::skills::Tried;
use crate::sources::Sources;
use crate::{ActionError, Engine, Pins, steps};

/// Most ads of one replay.
pub const MAX_ADS: u64 = 48;

/// What a replay found.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// The latest decided first.
    pub ads: Vec<ReplayedAd>,
    /// Ads that could not be looked at again: their workflow checks nothing, or their files are not read any more.
    pub skipped: u64,
}

/// An ad that was decided on, looked at again.
#[derive(Debug, Clone)]
pub struct ReplayedAd {
    pub revision: RevisionId,
    pub variant: VariantId,
    pub campaign: CampaignId,
    /// As cells are written.
    pub cell: String,
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// The worst that anybody's last word was.
    pub verdict: Verdict,
    /// What would be found besides.
    pub appear: Vec<Finding>,
    /// What would not be found any more.
    pub go: Vec<Finding>,
}

impl ReplayedAd {
    /// Whether the rules would have refused it, and did not.
    pub fn is_blocked(&self) -> bool {
        self.appear.iter().any(|finding| finding.severity == Severity::Refused)
    }
}

/// How far the rules agree with the people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    pub approved: u64,
    /// Approved ads in which something would be found besides …
    pub approved_flagged: u64,
    /// … and those that would be refused.
    pub approved_blocked: u64,
    pub refused: u64,
    /// Refused ads in which something would be found besides …
    pub refused_caught: u64,
    /// … and those that nobody would have had to look at.
    pub refused_blocked: u64,
}

impl Replay {
    /// Counts over all ads.
    pub fn agreement(&self) -> Agreement {
        let mut counts = Agreement::default();
        for ad in &self.ads {
            let (flagged, blocked) = (u64::from(!ad.appear.is_empty()), u64::from(ad.is_blocked()));
            if ad.verdict.is_approval() {
                counts.approved += 1;
                counts.approved_flagged += flagged;
                counts.approved_blocked += blocked;
            } else {
                counts.refused += 1;
                counts.refused_caught += flagged;
                counts.refused_blocked += blocked;
            }
        }
        counts
    }
}

/// Which rules are tried.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A version of a skill in the place of the one that had a say.
    Skill(Tried),
    /// Another version of the brand's own rules.
    Own(BrandRules),
}

impl Change {
    fn rules(&self, sources: &Sources, step: &Step, market: &str) -> BrandRules {
        match self {
            Change::Skill(tried) => sources.skills.rules_trying(&sources.brand_rules, step, Some(market), tried),
            Change::Own(rules) => sources.skills.rules(rules, step, Some(market)).into_owned(),
        }
    }
}

/// Looks again at the ads of a scope that were decided on last.
pub(crate) async fn replay(engine: &Engine, scope: &Scope, most: u64, change: Change) -> Result<Replay, ActionError> {
    let store = &engine.store;
    let recent = decisions::list_recent(store, scope, most.min(MAX_ADS)).await?;
    let found = revisions::find_many(store, scope, &recent).await?;
    let keys: Vec<_> = found.iter().map(|revision| revision.subject_key).collect();
    let made = outputs::get(store, scope.organization, &keys).await?;
    let of: Vec<VariantId> = found.iter().map(|revision| revision.variant).collect();
    let cells = variants::find_many(store, scope, &of).await?.into_iter().map(|variant| (variant.id, variant.cell));
    let cells: HashMap<VariantId, String> = cells.collect();
    let verdicts = verdicts(decisions::list(store, scope, &recent).await?);
    let mut by_run: BTreeMap<RunId, Vec<Revision>> = BTreeMap::new();
    for revision in found {
        by_run.entry(revision.run).or_default().push(revision);
    }
    let mut replay = Replay::default();
    for (run, of_run) in by_run {
        let ads: Vec<Past> =
            of_run.into_iter().filter_map(|revision| Past::of(revision, &made, &cells, &verdicts)).collect();
        let Some(sources) = sources_of(engine, scope, run).await? else {
            replay.skipped += ads.len() as u64;
            continue;
        };
        let seen = look(engine, sources, ads, change.clone()).await;
        replay.skipped += seen.iter().filter(|ad| ad.is_none()).count() as u64;
        replay.ads.extend(seen.into_iter().flatten());
    }
    replay.ads.sort_by_key(|ad| recent.iter().position(|id| *id == ad.revision));
    Ok(replay)
}

/// The worst of everybody's last words at each stage.
fn verdicts(decisions: Vec<Decision>) -> HashMap<RevisionId, Verdict> {
    let mut last: HashMap<(RevisionId, String, String), Verdict> = HashMap::new();
    // Oldest first, so that the last one stays.
    for decision in decisions {
        last.insert((decision.revision, decision.stage, decision.actor), decision.verdict);
    }
    let mut worst: HashMap<RevisionId, Verdict> = HashMap::new();
    for ((revision, ..), verdict) in last {
        let known = worst.entry(revision).or_insert(verdict);
        *known = verdict.max(*known);
    }
    worst
}

/// The versions that a run was made from; None where they are not read any more.
async fn sources_of(engine: &Engine, scope: &Scope, run: RunId) -> Result<Option<Sources>, ActionError> {
    let Some(plan) = runs::get(&engine.store, scope, run).await?.plan else { return Ok(None) };
    let plan = plans::get_plan(&engine.store, scope, plan).await?;
    match Sources::load(engine, scope, Pins::of(&plan)).await {
        Ok(sources) => Ok(Some(sources)),
        // The rules of today's program are stricter than those of its day.
        Err(ActionError::Invalid(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An ad as it was decided on.
struct Past {
    revision: Revision,
    cell: String,
    output: Output,
    verdict: Verdict,
}

impl Past {
    fn of(
        revision: Revision,
        made: &HashMap<galley_domain::digest::Digest, Output>,
        cells: &HashMap<VariantId, String>,
        verdicts: &HashMap<RevisionId, Verdict>,
    ) -> Option<Past> {
        let (output, cell) = (made.get(&revision.subject_key)?.clone(), cells.get(&revision.variant)?.clone());
        let verdict = *verdicts.get(&revision.id)?;
        Some(Past { revision, cell, output, verdict })
    }
}

/// Looks at the ads of one run, away from the threads that serve requests. None: there is nothing to look at it with.
async fn look(engine: &Engine, sources: Sources, ads: Vec<Past>, change: Change) -> Vec<Option<ReplayedAd>> {
    let engine = engine.clone();
    let permit = Arc::clone(&engine.cores).acquire_owned().await;
    let work = move || {
        let _core = permit;
        ads.into_iter().map(|ad| look_at(&engine, &sources, ad, &change)).collect()
    };
    tokio::task::spawn_blocking(work).await.expect("checks do not panic")
}

fn look_at(engine: &Engine, sources: &Sources, past: Past, change: &Change) -> Option<ReplayedAd> {
    let workflow = &sources.workflow;
    let step = &workflow.steps[workflow.gate_step(workflow.subject_step()?)];
    if step.kind != CHECK {
        return None;
    }
    let ad = steps::Ad { catalog: &engine.catalog, sources, step, cell: &past.cell, output: &past.output };
    let market = cell::value_of(&past.cell, "market").unwrap_or_default();
    let before = ad.check(&sources.rules_of(step, market)).ok()?.findings;
    let after = ad.check(&change.rules(sources, step, market)).ok()?.findings;
    Some(ReplayedAd {
        revision: past.revision.id,
        variant: past.revision.variant,
        campaign: past.revision.campaign,
        size: past.revision.picture().map_or([0, 0], |blob| [blob.width, blob.height]),
        appear: without(&after, &before),
        go: without(&before, &after),
        verdict: past.verdict,
        cell: past.cell,
    })
}

/// What is in the one list and not in the other, each as often as it is there.
fn without(list: &[Finding], other: &[Finding]) -> Vec<Finding> {
    let mut other: Vec<&Finding> = other.iter().collect();
    let is_alone = |finding: &&Finding| match other.iter().position(|known| *known == *finding) {
        Some(at) => {
            other.swap_remove(at);
            false
        }
        None => true,
    };
    list.iter().filter(is_alone).cloned().collect()
}
