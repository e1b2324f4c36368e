//! Errors as answers: RFC 9457 problem details with stable codes. This file alone knows which
//! status an error has; it is not where any error is decided.

pub mod table;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use galley_domain::source;
use galley_engine::ActionError;
use galley_store::StoreError;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use table::Kind;

/// An answer that is not what the caller wanted.
#[derive(Debug)]
pub struct ApiError {
    kind: &'static Kind,
    detail: String,
    errors: Vec<ProblemItem>,
    extras: Map<String, Value>,
    retry_after_s: Option<u64>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// RFC 9457 problem details. Some codes add members of their own, such as `free` and `needed`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// `/problems/<code>`
    pub r#type: String,
    pub title: String,
    pub status: u16,
    /// What is wrong this time, in a sentence.
    pub detail: String,
    /// Stable; see docs/errors.md.
    pub code: String,
    /// Every place that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<ProblemItem>,
    #[serde(flatten)]
    #[schema(ignore)]
    pub extras: Map<String, Value>,
}

/// One place that is wrong.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct ProblemItem {
    /// The file it is in, where files were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// In characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The field of the JSON body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The nearest word that would have been right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl ApiError {
    /// An error of a kind.
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> ApiError {
        ApiError {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            extras: Map::new(),
            retry_after_s: None,
            source: None,
        }
    }

    /// What cannot be read.
    pub fn malformed(detail: impl Into<String>) -> ApiError {
        ApiError::new(table::MALFORMED, detail)
    }

    /// Absent, or outside what this caller may see.
    pub fn not_found(what: &str) -> ApiError {
        ApiError::new(table::NOT_FOUND, format!("there is no such {what}"))
    }

    /// Visible, but not for this caller to do.
    pub fn not_allowed(detail: impl Into<String>) -> ApiError {
        ApiError::new(table::NOT_ALLOWED, detail)
    }

    /// A field of the JSON body is wrong; `pointer` as in RFC 6901.
    pub fn field(pointer: &str, message: impl Into<String>) -> ApiError {
        let message = message.into();
        let item =
            ProblemItem { pointer: Some(pointer.to_owned()), message: message.clone(), ..ProblemItem::default() };
        ApiError::new(table::INVALID, message).with_errors(vec![item])
    }

    /// Every place that is wrong.
    pub fn with_errors(mut self, errors: Vec<ProblemItem>) -> ApiError {
        self.errors = errors;
        self
    }

    /// When to come back.
    pub fn retry_after(mut self, seconds: u64) -> ApiError {
        self.retry_after_s = Some(seconds);
        self
    }

    fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> ApiError {
        self.source = Some(Box::new(source));
        self
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.kind.code
    }

    /// What is wrong this time.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Every place that is wrong.
    pub fn into_errors(self) -> Vec<ProblemItem> {
        self.errors
    }

    /// Writes the chain of causes, once, where the answer is made; never into the answer.
    fn log(&self) {
        let mut causes = Vec::new();
        let mut next = self.source.as_ref().map(|source| source.as_ref() as &dyn std::error::Error);
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        tracing::error!(code = self.kind.code, detail = %self.detail, causes = ?causes, "a request failed");
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code, self.detail)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.status).expect("a test checks every status of the table")
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        if status.is_server_error() {
            self.log();
        }
        let body = ProblemDetails {
            r#type: format!("/problems/{}", self.kind.code),
            title: self.kind.title.to_owned(),
            status: self.kind.status,
            detail: self.detail.clone(),
            code: self.kind.code.to_owned(),
            errors: self.errors.clone(),
            extras: self.extras.clone(),
        };
        let mut answer = HttpResponse::build(status);
        answer.content_type("application/problem+json");
        if status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        if let Some(seconds) = self.retry_after_s {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        answer.body(serde_json::to_string(&body).expect("problem details are plain JSON"))
    }
}

impl From<source::Problem> for ProblemItem {
    fn from(problem: source::Problem) -> ProblemItem {
        // A field of the request rather than a place in a file has no line.
        let is_field = problem.line == 0;
        ProblemItem {
            pointer: is_field.then(|| problem.file.clone()),
            file: (!is_field).then_some(problem.file),
            line: (!is_field).then_some(problem.line),
            column: (!is_field).then_some(problem.column),
            message: problem.message,
            expected: problem.expected,
            nearest: problem.nearest,
        }
    }
}

impl From<source::Problems> for ApiError {
    fn from(problems: source::Problems) -> ApiError {
        let detail = match problems.0.as_slice() {
            [one] => one.message.clone(),
            many => format!("{} problems; nothing was written", many.len()),
        };
        ApiError::new(table::INVALID, detail).with_errors(problems.0.into_iter().map(ProblemItem::from).collect())
    }
}

impl From<ActionError> for ApiError {
    fn from(error: ActionError) -> ApiError {
        match error {
            ActionError::Invalid(problems) => problems.into(),
            ActionError::NotFound(what) => ApiError::not_found(what),
            ActionError::NotAllowed(detail) => ApiError::not_allowed(detail),
            ActionError::Conflict { code, detail, extras } => {
                let mut answer = ApiError::new(table::find(code).unwrap_or(table::CONFLICT), detail);
                if let Value::Object(extras) = extras {
                    answer.extras = extras;
                }
                answer
            }
            ActionError::Unavailable(error) => error.into(),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        match error {
            StoreError::NotFound { what } => ApiError::not_found(what),
            StoreError::Conflict { .. } => ApiError::new(table::CONFLICT, error.to_string()),
            StoreError::Unavailable(_) => {
                ApiError::new(table::UNAVAILABLE, "try again in a moment").retry_after(1).because(error)
            }
            StoreError::Corrupt { .. } => {
                ApiError::new(table::INTERNAL, "something kept here cannot be read back").because(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_pointer_and_a_place_in_a_file_has_none() {
        let problem = |line| source::Problem {
            file: "/email".to_owned(),
            line,
            column: 2,
            message: "no".to_owned(),
            expected: None,
            nearest: None,
        };
        let field = ProblemItem::from(problem(0));
        assert_eq!((field.pointer.as_deref(), field.line), (Some("/email"), None));
        let place = ProblemItem::from(problem(7));
        assert_eq!((place.file.as_deref(), place.line, place.pointer), (Some("/email"), Some(7), None));
    }

    #[test]
    fn an_unknown_conflict_is_still_a_conflict() {
        assert_eq!(ApiError::from(ActionError::conflict("never_heard_of", "x")).code(), "conflict");
        assert_eq!(ApiError::from(ActionError::conflict("plan_stale", "x")).code(), "plan_stale");
    }
}
