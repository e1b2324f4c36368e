//! A variant with everything that happened to it: revisions, stages, decisions, turns, and why it
//! looks as it does. Read from several tables, each once.

use std::collections::{BTreeMap, HashMap};

use galley_domain::asset::AdFacts;
use galley_domain::digest::Digest;
use galley_domain::ids::RevisionId;
use galley_domain::review::{Mark, Polarity, Rule};
use galley_domain::seal::Seal as Sealed;
use galley_domain::turn::Note;
use galley_store::decisions::{self, Decision as DecisionRow};
use galley_store::revisions::{self, Revision as RevisionRow};
use galley_store::stages::{self, Stage as StageRow};
use galley_store::variants::Variant as Row;
use galley_store::{outputs, revision_skills, turns};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::adjustments::{WireAdjustment, wire_adjustments};
use super::turns::{Turn, wire_turns};
use super::variants::{Finding, RevisionRef, Unchecked, Variant, findings, variant};
use crate::ApiState;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::names::names;
use crate::wire;

mod provenance;

pub use provenance::Why;

/// An ad with its whole history.
#[derive(Debug, Serialize, ToSchema)]
pub struct VariantDetail {
    #[serde(flatten)]
    pub variant: Variant,
    /// Oldest first.
    pub revisions: Vec<Revision>,
    /// What people asked for and what they changed, oldest first. Empty for guests.
    pub turns: Vec<Turn>,
    /// Where the current revision comes from. Null for guests and where nothing is made yet.
    pub why: Option<Why>,
}

/// One version of an ad.
#[derive(Debug, Serialize, ToSchema)]
pub struct Revision {
    pub id: String,
    pub number: i32,
    /// open, passed, changes_requested, rejected or superseded
    pub state: String,
    pub created_at: String,
    /// SHA-256 of the picture.
    pub output_hash: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub mime: String,
    pub findings: Vec<Finding>,
    /// Rules that could not look at everything.
    pub unchecked: Vec<Unchecked>,
    pub texts: Vec<PlacedText>,
    /// Skills that had a say in it, each as name@version. Empty for guests.
    pub skills: Vec<String>,
    pub stages: Vec<Stage>,
    /// Oldest first; a person's latest counts.
    pub decisions: Vec<Decision>,
    /// What the approval is bound to.
    pub seal: Option<Seal>,
    /// The turn that led to it.
    pub turn_id: Option<String>,
    /// What people had adjusted in it, by slot.
    pub adjustments: BTreeMap<String, WireAdjustment>,
    /// Slots that people adjusted and its layout does not have: nothing was done there.
    pub unused_adjustments: Vec<String>,
}

/// A text as it was drawn, in pixels of the picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedText {
    pub slot: String,
    pub text: String,
    /// x, y, width, height
    pub rect: [f32; 4],
    pub lines: u32,
    pub font_px: f32,
    /// Lowest contrast against what is behind it, 1 to 21.
    pub contrast: f32,
    pub is_overflowing: bool,
    pub missing_glyphs: Vec<String>,
}

/// One step of review.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stage {
    pub name: String,
    pub role: String,
    /// Whose people are asked, where the stage is per market.
    pub market: Option<String>,
    /// waiting, open, passed, changes_requested or rejected
    pub state: String,
    /// How many must approve; null: all who are asked.
    pub any: Option<u32>,
    pub opened_at: Option<String>,
    pub due_at: Option<String>,
    pub closed_at: Option<String>,
}

/// What one person said at one stage.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    pub id: String,
    pub stage: String,
    pub actor: ActorRef,
    /// approve, approve_with_changes, request_changes or reject
    pub verdict: String,
    pub reason: Option<String>,
    pub comment: Option<String>,
    pub marks: Vec<WireMark>,
    /// Earlier decisions and marks that this one finds answered.
    pub fixed: Vec<String>,
    /// Those that it does not.
    pub still_open: Vec<String>,
    pub at: String,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActorRef {
    /// A person's or guest link's id, or `galley`.
    pub id: String,
    pub name: String,
    /// The role in which they were asked.
    pub role: String,
}

/// What exactly is good or bad, and why.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Mark)]
pub struct WireMark {
    /// To speak of it later: in what a turn fixes, in what a decision finds fixed. Never sent.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub id: Option<String>,
    /// headline, subline, cta, product, background, logo, legal, layout, colour, motion, sound or whole
    pub element: String,
    /// legibility, wording, tone, cultural_fit, brand, composition, realism, error or legal
    pub aspect: String,
    /// positive or negative
    pub polarity: String,
    /// In their own words.
    #[serde(default)]
    pub reason: String,
    /// x, y, width, height, each 0 to 1 of the picture.
    #[serde(default)]
    pub region: Option<[f64; 4]>,
}

/// What an approval is bound to; if a part moves, the seal is broken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Seal {
    pub digest: String,
    pub bytes: String,
    pub copy: String,
    pub legal: String,
    pub channel: String,
    pub rights: String,
    pub at: Option<String>,
}

/// A variant's history, as much of it as the caller may see.
pub async fn detail(state: &ApiState, caller: &Caller, row: Row) -> Result<VariantDetail, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let rows = revisions::list(store, &scope, row.id).await?;
    let ids: Vec<RevisionId> = rows.iter().map(|revision| revision.id).collect();
    let keys: Vec<Digest> = rows.iter().flat_map(|revision| [revision.subject_key, revision.gate_key]).collect();
    let made = outputs::get(store, caller.access.organization, &keys).await?;
    let stages = stages::list(store, &scope, &ids).await?;
    let decisions = decisions::list(store, &scope, &ids).await?;
    let names = names(state, &scope, decisions.iter().map(|decision| decision.actor.as_str())).await?;
    let mut skills = match caller.is_guest() {
        true => HashMap::new(),
        false => revision_skills::list(store, &scope, &ids).await?,
    };

    let facts = |revision: &RevisionRow| made.get(&revision.subject_key).map(|output| &output.facts);
    let unchecked = |revision: &RevisionRow| {
        let told = made.get(&revision.gate_key).map(|output| galley_engine::steps::unchecked(&output.facts));
        told.unwrap_or_default().into_iter().map(Unchecked::from).collect()
    };
    let current = row.revision.and_then(|id| rows.iter().find(|revision| revision.id == id));
    let (turns, why) = match caller.is_guest() {
        true => (Vec::new(), None),
        false => {
            (wire_turns(turns::list(store, &scope, row.id).await?), provenance::why(state, caller, current).await?)
        }
    };
    Ok(VariantDetail {
        revisions: rows
            .iter()
            .map(|revision| Revision {
                stages: stages.iter().filter(|stage| stage.revision == revision.id).map(Stage::from).collect(),
                decisions: decisions
                    .iter()
                    .filter(|decision| decision.revision == revision.id)
                    .map(|decision| wire_decision(decision, &names))
                    .collect(),
                unchecked: unchecked(revision),
                skills: skills.remove(&revision.id).unwrap_or_default(),
                ..wire_revision(revision, facts(revision))
            })
            .collect(),
        variant: variant(state, row, current.map(|revision| RevisionRef::new(revision, facts(revision)))),
        turns,
        why,
    })
}

fn wire_revision(row: &RevisionRow, facts: Option<&serde_json::Value>) -> Revision {
    let picture = row.picture();
    let unused_adjustments = facts.map(galley_engine::steps::unused_adjustments).unwrap_or_default();
    let facts: Option<AdFacts> = facts.and_then(|facts| serde_json::from_value(facts.clone()).ok());
    let texts = facts.map(|facts| facts.texts).unwrap_or_default().into_iter().map(|text| PlacedText {
        slot: text.slot,
        text: text.text,
        rect: text.rect,
        lines: text.lines,
        font_px: text.font_px,
        contrast: text.contrast,
        is_overflowing: text.overflow,
        missing_glyphs: text.missing_glyphs,
    });
    Revision {
        id: row.id.to_string(),
        number: row.number,
        state: row.state.clone(),
        created_at: wire::time(row.created_ms),
        output_hash: row.output_hash.to_string(),
        width: picture.map_or(0, |blob| blob.width),
        height: picture.map_or(0, |blob| blob.height),
        mime: picture.map(|blob| blob.mime.clone()).unwrap_or_default(),
        findings: findings(row),
        unchecked: Vec::new(),
        texts: texts.collect(),
        skills: Vec::new(),
        stages: Vec::new(),
        decisions: Vec::new(),
        seal: row.seal.as_ref().map(|seal| wire_seal(seal, row.sealed_ms)),
        turn_id: row.turn.map(|turn| turn.to_string()),
        adjustments: row.adjustments.as_ref().map(wire_adjustments).unwrap_or_default(),
        unused_adjustments,
    }
}

fn wire_seal(seal: &Sealed, sealed_ms: Option<i64>) -> Seal {
    Seal {
        digest: seal.digest().to_string(),
        bytes: seal.bytes.to_string(),
        copy: seal.copy.to_string(),
        legal: seal.legal.to_string(),
        channel: seal.channel.to_string(),
        rights: seal.rights.to_string(),
        at: sealed_ms.map(wire::time),
    }
}

fn wire_decision(row: &DecisionRow, names: &HashMap<String, String>) -> Decision {
    Decision {
        id: row.id.to_string(),
        stage: row.stage.clone(),
        actor: ActorRef {
            id: row.actor.clone(),
            name: names.get(&row.actor).cloned().unwrap_or_default(),
            role: row.role.clone(),
        },
        verdict: row.verdict.word().to_owned(),
        reason: row.reason.clone(),
        comment: row.comment.clone(),
        marks: row
            .marks
            .iter()
            .enumerate()
            .map(|(index, mark)| WireMark { id: Some(Note::mark(row.id, index).to_string()), ..WireMark::from(mark) })
            .collect(),
        fixed: row.fixed.iter().map(Note::to_string).collect(),
        still_open: row.still_open.iter().map(Note::to_string).collect(),
        at: wire::time(row.at_ms),
    }
}

impl From<&StageRow> for Stage {
    fn from(row: &StageRow) -> Stage {
        Stage {
            name: row.name.clone(),
            role: row.role.word().to_owned(),
            market: row.market.clone(),
            state: row.state.word().to_owned(),
            any: match row.rule {
                Rule::Any(count) => Some(count),
                Rule::All => None,
            },
            opened_at: row.opened_ms.map(wire::time),
            due_at: row.due_ms.map(wire::time),
            closed_at: row.closed_ms.map(wire::time),
        }
    }
}

impl From<&Mark> for WireMark {
    fn from(mark: &Mark) -> WireMark {
        WireMark {
            id: None,
            element: mark.element.clone(),
            aspect: mark.aspect.clone(),
            polarity: match mark.polarity {
                Polarity::Positive => "positive",
                Polarity::Negative => "negative",
            }
            .to_owned(),
            reason: mark.reason.clone(),
            region: mark.region,
        }
    }
}
