//! Decisions: many at once, each answered on its own.

use actix_web::{HttpRequest, HttpResponse, post, web};
use galley_domain::review::{Mark, Polarity, ShownBeside, Verdict};
use galley_engine::actions::decide_items::{DecisionAnswer, DecisionInput, decide_items};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::turns::parse_notes;
use super::variant_history::WireMark;
use crate::ApiState;
use crate::auth::Caller;
use crate::body::Body;
use crate::error::{ApiError, ProblemItem};
use crate::idempotency::{IdempotencyHeader, Once};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_decisions);
}

/// Decisions to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecisions {
    /// 1 to 500.
    pub items: Vec<NewDecision>,
}

/// What to say about one revision at one stage.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    pub revision_id: String,
    pub stage: String,
    /// approve, approve_with_changes, request_changes or reject
    pub verdict: String,
    /// Required for anything but approve.
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub comment: Option<String>,
    #[serde(default)]
    pub marks: Vec<WireMark>,
    /// In which company it was seen, where that is known.
    #[serde(default)]
    pub shown: Option<WireShown>,
    /// Ids of decisions and marks on earlier revisions of the ad that this one answers.
    #[serde(default)]
    pub fixed: Vec<String>,
    /// Those that it does not answer.
    #[serde(default)]
    pub still_open: Vec<String>,
}

/// In which company somebody saw what they decided on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WireShown {
    /// Revisions that stood beside it; at most 64.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Its place among them; 0 is first.
    #[serde(default)]
    pub position: Option<u32>,
    /// Seconds from opening it to deciding.
    #[serde(default)]
    pub seconds: Option<f64>,
}

/// How each item was answered, in the order they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionAnswers {
    pub items: Vec<DecisionOutcome>,
}

/// How one item was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionOutcome {
    pub revision_id: String,
    /// Whether it stands.
    pub ok: bool,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<String>,
    /// The variant's state now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Where it was refused: an error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<ProblemItem>,
}

/// Decide
#[utoipa::path(tag = "review", params(IdempotencyHeader), request_body = NewDecisions, responses((status = 200, body = DecisionAnswers)))]
#[post("/decisions")]
async fn create_decisions(
    state: web::Data<ApiState>,
    request: HttpRequest,
    caller: Caller,
    body: Body<NewDecisions>,
) -> Result<HttpResponse, ApiError> {
    let make = async {
        let inputs = body.value.items.into_iter().enumerate().map(|(index, item)| parse(index, item));
        let inputs: Vec<DecisionInput> = inputs.collect::<Result<_, _>>()?;
        let answers = decide_items(&state.engine, &caller.access, inputs).await?;
        Ok(DecisionAnswers { items: answers.into_iter().map(DecisionOutcome::from).collect() })
    };
    Once::new(&state, &caller, &request, body.digest)?.done(make).await
}

fn parse(index: usize, item: NewDecision) -> Result<DecisionInput, ApiError> {
    let at = |field: &str| format!("/items/{index}/{field}");
    let verdict = Verdict::find(&item.verdict).ok_or_else(|| {
        let words: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.word()).collect();
        ApiError::field(&at("verdict"), format!("expected one of {}", words.join(", ")))
    })?;
    Ok(DecisionInput {
        revision: wire::parse_id(&at("revision_id"), &item.revision_id)?,
        stage: item.stage,
        verdict,
        reason: item.reason,
        comment: item.comment,
        marks: item
            .marks
            .into_iter()
            .enumerate()
            .map(|(mark, wire)| parse_mark(&at(&format!("marks/{mark}/polarity")), wire))
            .collect::<Result<_, _>>()?,
        shown: parse_shown(&at("shown/beside"), item.shown)?,
        fixed: parse_notes(&at("fixed"), &item.fixed)?,
        still_open: parse_notes(&at("still_open"), &item.still_open)?,
    })
}

fn parse_shown(pointer: &str, shown: Option<WireShown>) -> Result<ShownBeside, ApiError> {
    let Some(shown) = shown else { return Ok(ShownBeside::default()) };
    let beside = shown.beside.iter().map(|id| wire::parse_id(pointer, id)).collect::<Result<_, _>>()?;
    Ok(ShownBeside { beside, position: shown.position, seconds: shown.seconds })
}

fn parse_mark(pointer: &str, mark: WireMark) -> Result<Mark, ApiError> {
    let polarity = match mark.polarity.as_str() {
        "positive" => Polarity::Positive,
        "negative" => Polarity::Negative,
        _ => return Err(ApiError::field(pointer, "expected positive or negative")),
    };
    Ok(Mark { element: mark.element, aspect: mark.aspect, polarity, reason: mark.reason, region: mark.region })
}

impl From<DecisionAnswer> for DecisionOutcome {
    fn from(answer: DecisionAnswer) -> DecisionOutcome {
        let mut outcome = DecisionOutcome {
            revision_id: answer.revision.to_string(),
            ok: answer.result.is_ok(),
            decision_id: None,
            state: None,
            code: None,
            detail: None,
            errors: Vec::new(),
        };
        match answer.result.map_err(ApiError::from) {
            Ok((decision, state)) => {
                outcome.decision_id = Some(decision.to_string());
                outcome.state = Some(state);
            }
            Err(error) => {
                outcome.code = Some(error.code().to_owned());
                outcome.detail = Some(error.detail().to_owned());
                outcome.errors = error.into_errors();
            }
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::table;

    #[test]
    fn unknown_words_are_told_with_their_place() {
        let item: NewDecision =
            serde_json::from_str(r#"{"revision_id":"rev_x","stage":"s","verdict":"yes"}"#).expect("an item");
        let error = parse(3, item).expect_err("“yes” is no verdict");
        assert_eq!(error.code(), table::INVALID.code);
        assert!(error.detail().contains("approve_with_changes"), "{}", error.detail());
    }
}
