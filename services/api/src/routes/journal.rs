//! The journal as lines of JSON, as `galley journal verify` reads them.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, get, web};
use galley_domain::access::{Brands, Permission};
use galley_store::journal;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;

pub fn configure(config: &mut ServiceConfig) {
    config.service(export_journal);
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalQuery {
    /// Behind this number; 0 is from the beginning.
    pub after: Option<u64>,
    /// 1 to 5,000.
    pub limit: Option<u64>,
}

/// Export the journal
///
/// One entry a line, in order. Ask again behind the last `seq` until nothing comes. The headers
/// `X-Journal-Seq` and `X-Journal-Head` say how many there are and the hash of the last.
#[utoipa::path(tag = "journal", params(JournalQuery),
    responses((status = 200, content_type = "application/x-ndjson", body = String)))]
#[get("/journal")]
async fn export_journal(
    state: web::Data<ApiState>,
    caller: Member,
    query: web::Query<JournalQuery>,
) -> Result<HttpResponse, ApiError> {
    let scope = caller.scope();
    if !caller.access.may_everywhere(Permission::Administer) || scope.brands != Brands::All {
        return Err(ApiError::not_allowed("only an admin of the whole organization reads the journal"));
    }
    let limit = query.limit.unwrap_or(journal::EXPORT_MOST);
    if !(1..=journal::EXPORT_MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` is 1 to {}", journal::EXPORT_MOST)));
    }
    let store = &state.engine.store;
    // The head first: entries that come meanwhile are then more than it says, never fewer.
    let (seq, head) = journal::head(store, &scope).await?;
    let entries = journal::export(store, &scope, query.after.unwrap_or(0), limit).await?;
    let mut body = String::with_capacity(entries.iter().map(|(_, entry)| entry.len() + 1).sum());
    for (_, entry) in entries {
        body.push_str(&entry);
        body.push('\n');
    }
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header(("X-Journal-Seq", seq))
        .insert_header(("X-Journal-Head", head.to_string()))
        .insert_header((
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"journal.ndjson\""),
        ))
        .body(body))
}
