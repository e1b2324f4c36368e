//! What people keep asking for offers itself as a skill: a change that was asked of three ads or more, with the decisions
//! behind it and a first draft. A person edits it, somebody else publishes it; nothing here teaches by itself.

mod draft;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use galley_domain::access::{Brands, Scope};
use galley_domain::asset::AdFacts;
use galley_domain::ids::{BrandId, DecisionId, RevisionId, VariantId};
use galley_domain::review::{Mark, Polarity, Verdict};
use galley_store::decisions::{Decision, list_marked, list_recent};
use galley_store::skills::{self, RETIRED, SkillVersion};
use galley_store::{Page, brands, decisions, outputs, revisions, variants};

use crate::skills::load_version;
use crate::sources::axis_of;
use crate::{ActionError, Engine};

/// Ads of which the same must have been asked.
const LEAST_ADS: usize = 3;
/// Decisions that are looked at, the latest.
const MOST_DECISIONS: u64 = 2_000;
/// Ads whose facts are looked at for a limit.
const MOST_ADS: u64 = 400;
/// Metadata of a skill that says which marks it answers, with commas between: `headline/legibility`.
pub const ANSWERS: &str = "galley-answers";

/// A change that was asked for again and again.
#[derive(Debug, Clone)]
pub struct Offer {
    pub element: String,
    pub aspect: String,
    /// Different ads.
    pub ads: usize,
    pub decisions: Vec<Asked>,
    /// A first `SKILL.md`.
    pub skill: String,
    /// A first `rules.yaml`, where what was approved tells a limit that what was refused breaks.
    pub rules: Option<String>,
}

/// One of the decisions behind an offer.
#[derive(Debug, Clone)]
pub struct Asked {
    pub decision: DecisionId,
    pub revision: RevisionId,
    pub variant: VariantId,
    /// In their own words.
    pub reason: String,
    pub at_ms: i64,
}

/// What a brand's people ask for and no skill answers yet, the most frequent first.
pub async fn skill_offers(engine: &Engine, scope: &Scope, brand: BrandId) -> Result<Vec<Offer>, ActionError> {
    brands::get_brand(&engine.store, scope, brand).await?;
    let scope = Scope { brands: Brands::Only(vec![brand]), ..scope.clone() };
    let mut asked: BTreeMap<(String, String), Vec<Asked>> = BTreeMap::new();
    for decision in list_marked(&engine.store, &scope, MOST_DECISIONS).await? {
        for mark in &decision.marks {
            if mark.polarity == Polarity::Negative {
                let what = (mark.element.clone(), mark.aspect.clone());
                asked.entry(what).or_default().push(asked_of(&decision, mark));
            }
        }
    }
    let ads = |asked: &[Asked]| asked.iter().map(|one| one.variant).collect::<BTreeSet<_>>().len();
    asked.retain(|_, asked| ads(asked) >= LEAST_ADS);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let answered = answered(engine, &scope, brand).await?;
    asked.retain(|what, _| !answered.contains(what));
    let seen = Seen::load(engine, &scope).await?;
    let title = brands::get_brand(&engine.store, &scope, brand).await?.title;
    let offer = |((element, aspect), decisions): ((String, String), Vec<Asked>)| {
        let limits = draft::limits(&seen, &element, &aspect, &decisions);
        Offer {
            ads: ads(&decisions),
            skill: draft::skill(&title, (&element, &aspect), &decisions),
            rules: limits.map(|limits| draft::rules(&limits)),
            element,
            aspect,
            decisions,
        }
    };
    let mut offers: Vec<Offer> = asked.into_iter().map(offer).collect();
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.ads));
    Ok(offers)
}

fn asked_of(decision: &Decision, mark: &Mark) -> Asked {
    let words = [Some(mark.reason.as_str()), decision.comment.as_deref()];
    let reason = words.into_iter().flatten().find(|words| !words.trim().is_empty()).unwrap_or_default();
    Asked {
        decision: decision.id,
        revision: decision.revision,
        variant: decision.variant,
        reason: reason.trim().to_owned(),
        at_ms: decision.at_ms,
    }
}

/// Marks that a skill of the brand answers, be it a draft or published. A retired one answers nothing any more.
async fn answered(engine: &Engine, scope: &Scope, brand: BrandId) -> Result<BTreeSet<(String, String)>, ActionError> {
    let mut latest: BTreeMap<uuid::Uuid, SkillVersion> = BTreeMap::new();
    let rows = skills::list_skills(&engine.store, scope, Page::first()).await?;
    let ids: Vec<_> =
        rows.iter().filter(|row| row.brand_id().is_none_or(|of| of == brand)).map(|row| row.id()).collect();
    for version in skills::list_skill_versions(&engine.store, scope, &ids).await? {
        // Newest first.
        latest.entry(version.skill_id).or_insert(version);
    }
    let mut answered = BTreeSet::new();
    for version in latest.values().filter(|version| version.state != RETIRED) {
        let metadata = load_version(engine, version).await?.skill.front.metadata;
        let named = metadata.get(ANSWERS).into_iter().flat_map(|list| list.split(','));
        let pairs = named.filter_map(|pair| pair.trim().split_once('/'));
        answered.extend(pairs.map(|(element, aspect)| (element.to_owned(), aspect.to_owned())));
    }
    Ok(answered)
}

/// How texts of ads that people decided on were set.
#[derive(Default)]
struct Seen {
    texts: Vec<SeenText>,
}

struct SeenText {
    revision: RevisionId,
    is_approved: bool,
    slot: String,
    /// As people see it.
    px: f32,
    lines: u32,
    contrast: f32,
}

impl Seen {
    async fn load(engine: &Engine, scope: &Scope) -> Result<Seen, ActionError> {
        let store = &engine.store;
        let recent = list_recent(store, scope, MOST_ADS).await?;
        let mut verdicts: HashMap<RevisionId, Verdict> = HashMap::new();
        for decision in decisions::list(store, scope, &recent).await? {
            let worst = verdicts.entry(decision.revision).or_insert(decision.verdict);
            *worst = decision.verdict.max(*worst);
        }
        let found = revisions::find_many(store, scope, &recent).await?;
        let keys: Vec<_> = found.iter().map(|revision| revision.subject_key).collect();
        let made = outputs::get(store, scope.organization, &keys).await?;
        let of: Vec<VariantId> = found.iter().map(|revision| revision.variant).collect();
        let cells: HashMap<VariantId, String> = variants::find_many(store, scope, &of)
            .await?
            .into_iter()
            .map(|variant| (variant.id, variant.cell))
            .collect();
        let mut seen = Seen::default();
        for revision in &found {
            let (Some(output), Some(verdict)) = (made.get(&revision.subject_key), verdicts.get(&revision.id)) else {
                continue;
            };
            let Ok(facts) = serde_json::from_value::<AdFacts>(output.facts.clone()) else { continue };
            let format = cells.get(&revision.variant).and_then(|cell| axis_of(&engine.catalog, cell, "format"));
            let shown = format.and_then(|id| engine.catalog.formats.get(&id)?.shown_width);
            let scale = shown.map_or(1.0, |width| width as f32 / facts.width.max(1) as f32);
            seen.texts.extend(facts.texts.into_iter().map(|text| SeenText {
                revision: revision.id,
                is_approved: verdict.is_approval(),
                slot: text.slot,
                px: text.font_px * scale,
                lines: text.lines,
                contrast: text.contrast,
            }));
        }
        Ok(seen)
    }
}
