//! Turns: a producer's answer to a change request, which leads to the next revision. What it would do is asked first.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, post, web};
use galley_domain::adjustment::{Adjustments, Changes};
use galley_domain::ids::VariantId;
use galley_domain::turn::{Note, TurnScope};
use galley_engine::actions::quote_turn::{Quote, quote_turn as quote};
use galley_engine::actions::take_turn::{TurnInput, take_turn};
use galley_store::turns::{self, Turn as Row};
use galley_store::variants;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::adjustments::{
    FieldChange, WireAdjustment, parse_adjustments, slots_schema, wire_adjustments, wire_differences,
};
use super::plans::{PlanEstimate, Range, wire_estimate, wire_review_hours};
use super::runs::{Run, run};
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_turn).service(quote_turn);
}

/// One exchange about a variant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Turn {
    pub id: String,
    /// The revision it answers.
    pub revision_id: String,
    /// An id.
    pub author: String,
    pub words: String,
    /// Texts that it set, by slot.
    pub edits: BTreeMap<String, String>,
    /// What it changed, field by field.
    pub changes: Vec<FieldChange>,
    /// The adjustments in force after it, by slot.
    pub adjustments: BTreeMap<String, WireAdjustment>,
    /// variant, set, markets or campaign
    pub scope: String,
    /// The turn that somebody took at another ad, where this one follows from its scope.
    pub lead_turn_id: Option<String>,
    /// The earlier revision that it went on from.
    pub base_revision_id: Option<String>,
    /// Decisions and marks that it claims to answer.
    pub fixes: Vec<String>,
    /// The run that makes the next revision.
    pub run_id: Option<String>,
    pub at: String,
}

/// An answer to a change request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTurn {
    /// The revision it answers: the current one.
    pub revision_id: String,
    #[serde(default)]
    pub words: String,
    /// New texts by slot: short for `adjustments` of texts alone.
    #[serde(default)]
    pub edits: BTreeMap<String, String>,
    /// Changes by slot, over what is in force: null takes all of a slot's adjustments back.
    #[serde(default)]
    #[schema(schema_with = slots_schema)]
    pub adjustments: BTreeMap<String, Option<WireAdjustment>>,
    /// Ids of decisions and marks on this ad that it claims to answer.
    #[serde(default)]
    pub fixes: Vec<String>,
    /// An earlier revision of this ad to go on from: its adjustments replace those in force, then come the changes. Only
    /// with the scope variant.
    #[serde(default)]
    pub base: Option<String>,
    /// variant: this ad. set: its market and message in all formats. markets: the same ad in all markets. campaign: all
    /// ads. Texts change only where the same message stands in the same language.
    #[serde(default)]
    pub scope: Option<String>,
}

/// A turn and what it set going.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenTurn {
    pub turn: Turn,
    /// Null where nothing has to be made.
    pub run: Option<Run>,
}

/// What a turn would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnQuote {
    /// Ads that it changes.
    pub variants: u64,
    /// Their markets.
    pub markets: BTreeSet<String>,
    /// Approvals that would open again.
    pub reopened: u64,
    /// Tasks to carry out.
    pub to_make: u64,
    /// Tasks whose output is there already.
    pub reused: u64,
    /// Null where nothing has to be made.
    pub estimate: Option<PlanEstimate>,
    /// Null where nothing has to be made.
    pub review_hours: Option<Range>,
    pub left_out: LeftOut,
}

/// Ads in the scope that are not changed, or not in all.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOut {
    /// No picture was made yet.
    pub without_picture: u64,
    /// Made from other versions of brief, workflow or kit: plan the campaign first.
    pub other_versions: u64,
    /// As the turn wants them already.
    pub unchanged: u64,
    /// In another language, or with another message: texts are not changed, the rest is.
    pub other_words: u64,
}

/// Answer a change request
///
/// Adjustments are kept and survive every later plan. All ads of the scope are changed together or none is, in one run.
/// Approvals of ads that change are asked for again; nothing is approved by it.
#[utoipa::path(tag = "variants", params(IdempotencyHeader), request_body = NewTurn, responses((status = 201, body = TakenTurn)))]
#[post("/variants/{id}/turns")]
async fn create_turn(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewTurn>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let variant: VariantId = wire::id("variant", &path)?;
        let input = parse(&state, &caller, variant, body.value).await?;
        let (id, launched) = take_turn(&state.engine, &caller.access, input).await?;
        let rows = turns::list(&state.engine.store, &caller.scope(), variant).await?;
        let turn = wire_turns(rows).into_iter().find(|turn| turn.id == id.to_string());
        let run = match launched {
            Some(id) => Some(run(&state, &caller, id).await?),
            None => None,
        };
        Ok(TakenTurn { turn: turn.ok_or_else(|| ApiError::not_found("turn"))?, run })
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

/// Ask what a turn would do
///
/// Nothing is written. It is refused where the turn would be.
#[utoipa::path(tag = "variants", request_body = NewTurn, responses((status = 200, body = TurnQuote)))]
#[post("/variants/{id}/turns/quote")]
async fn quote_turn(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
    body: Body<NewTurn>,
) -> Result<HttpResponse, ApiError> {
    let variant: VariantId = wire::id("variant", &path)?;
    let input = parse(&state, &caller, variant, body.value).await?;
    let quoted = quote(&state.engine, &caller.access, input).await?;
    Ok(HttpResponse::Ok().json(TurnQuote::from(quoted)))
}

/// Reads a turn. Whoever may not see the ad is told so before anything that is wrong with it.
async fn parse(state: &ApiState, caller: &Member, variant: VariantId, turn: NewTurn) -> Result<TurnInput, ApiError> {
    variants::get(&state.engine.store, &caller.scope(), variant).await?;
    let adjustments = parse_adjustments("/adjustments", &turn.adjustments)?;
    for slot in turn.edits.keys() {
        if turn.adjustments.get(slot).is_some_and(|one| one.as_ref().is_none_or(|one| one.text.is_some())) {
            let message = "its text is among the adjustments, too: say it once";
            return Err(ApiError::field(&format!("/edits/{slot}"), message));
        }
    }
    let scope = match &turn.scope {
        None => TurnScope::Variant,
        Some(word) => TurnScope::find(word).ok_or_else(|| {
            let words: Vec<&str> = TurnScope::ALL.iter().map(|scope| scope.word()).collect();
            ApiError::field("/scope", format!("expected one of {}", words.join(", ")))
        })?,
    };
    Ok(TurnInput {
        variant,
        revision: wire::parse_id("/revision_id", &turn.revision_id)?,
        words: turn.words,
        changes: parse_texts(turn.edits)?.then(adjustments),
        scope,
        base: turn.base.map(|id| wire::parse_id("/base", &id)).transpose()?,
        fixes: parse_notes("/fixes", &turn.fixes)?,
    })
}

fn parse_texts(edits: BTreeMap<String, String>) -> Result<Changes, ApiError> {
    let one = |text: String| Some(WireAdjustment { text: Some(text.into()), ..WireAdjustment::default() });
    parse_adjustments("/edits", &edits.into_iter().map(|(slot, text)| (slot, one(text))).collect())
}

/// Ids of decisions and of their marks.
pub fn parse_notes(pointer: &str, ids: &[String]) -> Result<Vec<Note>, ApiError> {
    let note = |(index, id): (usize, &String)| {
        let message = "expected the id of a decision, or of one of its marks";
        Note::parse(id).map_err(|_| ApiError::field(&format!("{pointer}/{index}"), message))
    };
    ids.iter().enumerate().map(note).collect()
}

/// The turns of one variant, which come oldest first: what each changed follows from the one before.
pub fn wire_turns(rows: Vec<Row>) -> Vec<Turn> {
    let mut before = Adjustments::default();
    let turn = |row: Row| {
        let changes = wire_differences(before.differences(&row.after));
        before = row.after.clone();
        Turn {
            id: row.id.to_string(),
            revision_id: row.revision.to_string(),
            author: row.author,
            words: row.words,
            edits: row.edits,
            changes,
            adjustments: wire_adjustments(&row.after),
            scope: row.scope.word().to_owned(),
            lead_turn_id: row.lead.map(|id| id.to_string()),
            base_revision_id: row.base.map(|id| id.to_string()),
            fixes: row.fixes.iter().map(Note::to_string).collect(),
            run_id: row.run.map(|id| id.to_string()),
            at: wire::time(row.created_ms),
        }
    };
    rows.into_iter().map(turn).collect()
}

impl From<Quote> for TurnQuote {
    fn from(quote: Quote) -> TurnQuote {
        let plan = quote.plan.as_ref();
        TurnQuote {
            variants: quote.variants,
            markets: quote.markets,
            reopened: plan.map_or(0, |plan| plan.reopened),
            to_make: plan.map_or(0, |plan| plan.to_make),
            reused: plan.map_or(0, |plan| plan.reused),
            estimate: plan.map(|plan| wire_estimate(plan, &quote.currency)),
            review_hours: plan.map(wire_review_hours),
            left_out: LeftOut {
                without_picture: quote.left_out.without_picture,
                other_versions: quote.left_out.other_versions,
                unchanged: quote.left_out.unchanged,
                other_words: quote.left_out.other_words,
            },
        }
    }
}
