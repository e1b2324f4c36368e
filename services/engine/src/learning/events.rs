//! What a journal entry teaches: the entry with what is known of the revisions it names, as the event that
//! `galley_learning` takes in. An entry that names what is gone still tells how an ad was judged, not what it was.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use galley_domain::access::Scope;
use galley_domain::ids::{CampaignId, Id, RevisionId, VariantId};
use galley_domain::journal::Entry;
use galley_domain::review::{Polarity, ShownBeside, Verdict};
use galley_domain::turn::Note;
use galley_learning::{
    Artefact, Body, Comparison, Decision, Edit, Event, Level, Mark, Objection, Preferred, Shown, Signal, SignalKind,
    Subject, Target, Traces, Turn, Values,
};
use galley_store::campaigns::Campaign;
use galley_store::revisions::Revision;
use galley_store::variants::Variant;
use galley_store::{StoreError, decisions, revision_features, revision_skills, revisions, variants};
use serde::Deserialize;
use serde_json::Value;

use super::campaigns_of;
use crate::Engine;

/// The kinds of entries that teach or govern learning.
pub(super) const KINDS: [&str; 8] =
    ["decision", "comparison", "signal", "objection", "set_consent", "forget", "edit", "fixes"];

#[derive(Deserialize)]
struct DecisionPayload {
    stage: String,
    verdict: Verdict,
    #[serde(default)]
    marks: Vec<MarkPayload>,
    #[serde(default)]
    shown: ShownBeside,
}

#[derive(Deserialize)]
struct MarkPayload {
    element: String,
    aspect: String,
    polarity: Polarity,
}

#[derive(Deserialize)]
struct ComparisonPayload {
    left: RevisionId,
    right: RevisionId,
    preferred: Preferred,
}

#[derive(Deserialize)]
struct EditPayload {
    before: RevisionId,
    after: RevisionId,
}

/// Which notes on an earlier revision a decision finds fixed.
#[derive(Deserialize)]
struct FixesPayload {
    before: RevisionId,
    after: RevisionId,
    fixed: Vec<Note>,
    still_open: Vec<Note>,
}

#[derive(Deserialize)]
struct SignalPayload {
    kind: SignalKind,
}

#[derive(Deserialize)]
struct ObjectionPayload {
    feature: String,
}

#[derive(Deserialize)]
struct ConsentPayload {
    level: Level,
}

#[derive(Deserialize)]
struct ForgetPayload {
    #[serde(default)]
    campaign: Option<String>,
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    revision: Option<String>,
}

/// Reads entries. What is known of their revisions is read for all of them at once.
pub(super) async fn read(engine: &Engine, scope: &Scope, entries: Vec<Entry>) -> Result<Vec<Event>, StoreError> {
    let ids: BTreeSet<RevisionId> = entries.iter().flat_map(named).collect();
    let mut known = Known::load(engine, scope, &Vec::from_iter(ids)).await?;
    let variants: Vec<VariantId> = known.variants.keys().copied().collect();
    known.first_refusals = decisions::list_first_refusals(&engine.store, scope, &variants).await?;
    entries.iter().map(|entry| known.event(entry)).collect()
}

/// Revisions as learning sees them, in the order asked for: forecasts and reasons are about these.
pub async fn subjects(engine: &Engine, scope: &Scope, revisions: &[RevisionId]) -> Result<Vec<Subject>, StoreError> {
    let known = Known::load(engine, scope, revisions).await?;
    Ok(revisions.iter().map(|id| known.subject(*id, "")).collect())
}

/// What is known of the revisions that are asked about.
struct Known {
    revisions: HashMap<RevisionId, Revision>,
    variants: HashMap<VariantId, Variant>,
    features: HashMap<RevisionId, Value>,
    skills: HashMap<RevisionId, Vec<String>>,
    campaigns: BTreeMap<CampaignId, Campaign>,
    /// When the variants were first not approved; only what is read from entries asks for it.
    first_refusals: HashMap<VariantId, i64>,
}

impl Known {
    async fn load(engine: &Engine, scope: &Scope, ids: &[RevisionId]) -> Result<Known, StoreError> {
        let store = &engine.store;
        let found = revisions::find_many(store, scope, ids).await?;
        let of: BTreeSet<VariantId> = found.iter().map(|revision| revision.variant).collect();
        let of: Vec<VariantId> = of.into_iter().collect();
        Ok(Known {
            features: revision_features::list(store, scope, ids).await?,
            skills: revision_skills::list(store, scope, ids).await?,
            campaigns: campaigns_of(engine, scope, &found).await?,
            first_refusals: HashMap::new(),
            variants: variants::find_many(store, scope, &of).await?.into_iter().map(|v| (v.id, v)).collect(),
            revisions: found.into_iter().map(|revision| (revision.id, revision)).collect(),
        })
    }

    fn event(&self, entry: &Entry) -> Result<Event, StoreError> {
        Ok(Event {
            id: entry.id.clone(),
            brand: entry.brand.clone().unwrap_or_default(),
            campaign: entry.campaign.clone().unwrap_or_default(),
            actor: entry.actor.clone(),
            at_ms: at_ms(entry)?,
            body: self.body(entry)?,
        })
    }

    fn body(&self, entry: &Entry) -> Result<Body, StoreError> {
        Ok(match entry.kind.as_str() {
            "decision" => self.decision(entry)?,
            "comparison" => {
                let ComparisonPayload { left, right, preferred } = payload(entry)?;
                let [left, right] = [left, right].map(|id| self.subject(id, ""));
                Body::Comparison(Comparison { left, right, preferred, shown: Shown::default() })
            }
            "edit" => {
                let EditPayload { before, after } = payload(entry)?;
                let [before, after] = [before, after].map(|id| self.subject(id, ""));
                Body::Edit(Edit { before, after })
            }
            "fixes" => {
                let FixesPayload { before, after, fixed, still_open } = payload(entry)?;
                let [before, after] = [before, after].map(|id| self.subject(id, ""));
                let [fixed, still_open] = [fixed, still_open].map(|notes| notes.len().try_into().unwrap_or(u32::MAX));
                Body::Turn(Turn { before, after, fixed, still_open })
            }
            "signal" => {
                let SignalPayload { kind } = payload(entry)?;
                let subject = self.subject(revision_of(entry)?, "");
                Body::Signal(Signal { subject, kind, happened: true, shown: Shown::default() })
            }
            "objection" => Body::Objection(Objection { feature: payload::<ObjectionPayload>(entry)?.feature }),
            "set_consent" => Body::Consent(payload::<ConsentPayload>(entry)?.level),
            "forget" => Body::Forget(target(payload(entry)?, entry)?),
            _ => return Err(damaged(entry)),
        })
    }

    fn decision(&self, entry: &Entry) -> Result<Body, StoreError> {
        let DecisionPayload { stage, verdict, marks, shown } = payload(entry)?;
        let id = revision_of(entry)?;
        let variant = self.revisions.get(&id).map(|revision| revision.variant);
        let refused_ms = variant.and_then(|variant| self.first_refusals.get(&variant));
        let at_ms = at_ms(entry)?;
        Ok(Body::Decision(Decision {
            subject: self.subject(id, &stage),
            verdict,
            marks: marks.into_iter().map(mark).collect(),
            shown: Shown {
                beside: shown.beside.iter().map(ToString::to_string).collect(),
                position: shown.position.unwrap_or_default(),
                ..Shown::default()
            },
            seconds: shown.seconds,
            is_first_pass: refused_ms.is_none_or(|first| at_ms <= *first),
        }))
    }

    fn subject(&self, id: RevisionId, stage: &str) -> Subject {
        let Some(revision) = self.revisions.get(&id) else {
            return Subject::sensitive(id.to_string(), Traces::default());
        };
        let artefact = self.features.get(&id).and_then(artefact);
        let is_sensitive = self.campaigns.get(&revision.campaign).is_none_or(|campaign| campaign.is_sensitive);
        let skills = self.skills.get(&id).cloned().unwrap_or_default();
        let variant = self.variants.get(&revision.variant);
        subject(id, (variant, skills), stage, artefact.filter(|_| !is_sensitive))
    }
}

/// A revision as learning sees it. Without an artefact only how it was made and judged counts.
fn subject(
    revision: RevisionId,
    (variant, skills): (Option<&Variant>, Vec<String>),
    stage: &str,
    artefact: Option<Artefact>,
) -> Subject {
    let traces = Traces {
        market: variant.and_then(|variant| variant.market.clone()).unwrap_or_default(),
        format: variant.and_then(|variant| variant.format.clone()).unwrap_or_default(),
        stage: stage.to_owned(),
        skills,
        ..Traces::default()
    };
    match artefact {
        Some(artefact) => Subject::open(revision.to_string(), traces, artefact),
        None => Subject::sensitive(revision.to_string(), traces),
    }
}

/// Features that an older program measured and this one does not know are as good as none.
fn artefact(features: &Value) -> Option<Artefact> {
    let values: Values = serde_json::from_value(features.clone()).ok()?;
    Artefact::from_values(&values).ok()
}

/// The revisions that an entry names.
fn named(entry: &Entry) -> Vec<RevisionId> {
    match entry.kind.as_str() {
        "comparison" => payload(entry).map_or(Vec::new(), |ComparisonPayload { left, right, .. }| vec![left, right]),
        "edit" | "fixes" => payload(entry).map_or(Vec::new(), |EditPayload { before, after }| vec![before, after]),
        _ => revision_of(entry).into_iter().collect(),
    }
}

fn mark(mark: MarkPayload) -> Mark {
    Mark {
        is_praise: mark.polarity == Polarity::Positive,
        element: mark.element,
        aspect: mark.aspect,
        severity: 1.0,
        wish: None,
    }
}

fn target(forget: ForgetPayload, entry: &Entry) -> Result<Target, StoreError> {
    let campaign = forget.campaign.map(Target::Campaign);
    let person = forget.person.map(Target::Person);
    campaign.or(person).or(forget.revision.map(Target::Revision)).ok_or_else(|| damaged(entry))
}

fn payload<T: serde::de::DeserializeOwned>(entry: &Entry) -> Result<T, StoreError> {
    serde_json::from_value(entry.payload.clone()).map_err(|_| damaged(entry))
}

fn revision_of(entry: &Entry) -> Result<RevisionId, StoreError> {
    let id = entry.revision.as_deref().and_then(|text| RevisionId::parse(text).ok());
    id.ok_or_else(|| damaged(entry))
}

fn at_ms(entry: &Entry) -> Result<i64, StoreError> {
    let at = chrono::DateTime::parse_from_rfc3339(&entry.at).map_err(|_| damaged(entry))?;
    Ok(at.timestamp_millis())
}

fn damaged(entry: &Entry) -> StoreError {
    StoreError::Corrupt { what: format!("journal entry {}", entry.seq) }
}
