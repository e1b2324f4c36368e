//! Turns: a producer's answer to a change request, which leads to the next revision.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, post, web};
use galley_domain::ids::VariantId;
use galley_engine::actions::take_turn::{TurnInput, take_turn};
use galley_store::turns::{self, Turn as Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::runs::{Run, run};
use crate::ApiState;
use crate::auth::Member;
use crate::body::Body;
use crate::error::ApiError;
use crate::idempotency::{IdempotencyHeader, Once};
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(create_turn);
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
    /// New texts by slot.
    pub edits: BTreeMap<String, String>,
    /// The run that makes the next revision.
    pub run_id: Option<String>,
    pub at: String,
}

/// An answer to a change request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTurn {
    /// The revision it answers.
    pub revision_id: String,
    #[serde(default)]
    pub words: String,
    /// New texts by slot, for this variant alone.
    #[serde(default)]
    pub edits: BTreeMap<String, String>,
}

/// A turn and what it set going.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenTurn {
    pub turn: Turn,
    /// Null where nothing has to be made.
    pub run: Option<Run>,
}

/// Answer a change request
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
        let revision = wire::parse_id("/revision_id", &body.value.revision_id)?;
        let input = TurnInput { variant, revision, words: body.value.words, edits: body.value.edits };
        let (id, launched) = take_turn(&state.engine, &caller.access, input).await?;
        let rows = turns::list(&state.engine.store, &caller.scope(), variant).await?;
        let row = rows.into_iter().find(|row| row.id == id).ok_or_else(|| ApiError::not_found("turn"))?;
        let run = match launched {
            Some(id) => Some(run(&state, &caller, id).await?),
            None => None,
        };
        Ok(TakenTurn { turn: Turn::from(row), run })
    };
    Once::new(&state, &caller, &request, body.digest)?.created(make).await
}

impl From<Row> for Turn {
    fn from(row: Row) -> Turn {
        Turn {
            id: row.id.to_string(),
            revision_id: row.revision.to_string(),
            author: row.author,
            words: row.words,
            edits: row.edits,
            run_id: row.run.map(|id| id.to_string()),
            at: wire::time(row.created_ms),
        }
    }
}
