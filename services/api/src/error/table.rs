//! The one table of error codes: what each is called, its status and what to do about it.
//! `docs/errors.md` is written from it. A code is stable: it may be added, never renamed.

/// One kind of error.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable, for programs.
    pub code: &'static str,
    pub status: u16,
    /// The same for every error of this kind.
    pub title: &'static str,
    /// What the caller should do.
    pub advice: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:literal $code:literal $title:literal $advice:literal;)*) => {
        $(pub const $name: &Kind = &Kind { code: $code, status: $status, title: $title, advice: $advice };)*
        /// Every kind, in the order of the documentation.
        pub const KINDS: &[&Kind] = &[$($name),*];
    };
}

kinds! {
    MALFORMED = 400 "malformed_request" "The request cannot be read"
        "Send what the OpenAPI document describes: well-formed JSON or multipart, known query parameters, a cursor as it was given.";
    UNAUTHENTICATED = 401 "unauthenticated" "Nobody is signed in"
        "Sign in, or send a token that has not been revoked and has not expired.";
    BAD_CREDENTIALS = 401 "bad_credentials" "The address or the password is wrong"
        "Check both. Whether an address is known is not said.";
    CSRF = 403 "csrf_header_missing" "The request does not prove where it comes from"
        "Send the header `X-Galley-Csrf: 1` with every unsafe request that is signed in by a cookie.";
    NOT_ALLOWED = 403 "not_allowed" "You may not do this"
        "Ask somebody with the role for it; the detail says what is missing.";
    NOT_FOUND = 404 "not_found" "There is no such thing"
        "Check the id. What lies outside your organization or your brands looks the same as what does not exist.";
    METHOD = 405 "method_not_allowed" "This address does not do that"
        "Use a method that the OpenAPI document names for it.";
    CONFLICT = 409 "conflict" "Things have changed"
        "Read it again and decide again.";
    ORGANIZATION_EXISTS = 409 "organization_exists" "There is an organization with this slug"
        "Choose another slug.";
    BRAND_EXISTS = 409 "brand_exists" "There is a brand with this slug"
        "Use that brand, or choose another slug.";
    PERSON_EXISTS = 409 "person_exists" "Somebody has this e-mail address already"
        "Signing in starts from the address, so it belongs to one person only. Use another one.";
    LAST_ADMIN = 409 "last_admin" "Somebody must be left to administer"
        "Make somebody else an admin first.";
    CAMPAIGN_EXISTS = 409 "campaign_exists" "The brand has a campaign with this slug"
        "Change that campaign's brief, or choose another slug.";
    WORKFLOW_EXISTS = 409 "workflow_version_exists" "Another workflow has this version"
        "Raise `version` in workflow.yaml: a version never changes.";
    SKILL_NOT_DRAFT = 409 "skill_not_draft" "Only a draft is published"
        "Hand the skill in again: that makes a new draft.";
    SKILL_RETIRED = 409 "skill_retired" "The version is retired already"
        "Nothing is left to do. To use it again, hand it in again.";
    TOO_MANY_SKILLS = 409 "too_many_skills" "As many skills are published there as fit"
        "Retire one, or put two together.";
    SKILL_TEXTS_TOO_LONG = 409 "skill_texts_too_long" "The skills would add too much to a prompt"
        "Shorten this one, or retire another; the detail says by how much.";
    MONTH_NOT_OVER = 409 "month_not_over" "The month is not over yet"
        "Close it when it is over, by UTC.";
    MONTH_CLOSED = 409 "month_closed" "The month is closed already"
        "A month is closed once; a correction stands in the month in which it is made.";
    NO_BRAND_KIT = 409 "no_brand_kit" "The brand has no kit yet"
        "Give the brand a kit, then plan.";
    PLAN_TOO_LARGE = 409 "plan_too_large" "The plan has more cells than Galley makes"
        "Split the campaign: fewer markets, messages or formats.";
    PLAN_FAILED = 500 "plan_failed" "Planning broke off"
        "Try again. If it breaks off again, tell whoever runs this Galley, with the request id.";
    PLAN_NOT_APPROVED = 409 "plan_not_approved" "Only an approved plan is launched, and once"
        "Approve the plan, then launch it; for one that was launched already, make a new plan.";
    PLAN_STALE = 409 "plan_stale" "Something the plan was made from has changed"
        "`differences` says what. Make a new plan.";
    BUDGET_EXCEEDED = 409 "budget_exceeded" "The budget has not enough left"
        "`free` and `needed` say how much. Raise the budget, or ask for less.";
    COST_UNKNOWN = 409 "cost_unknown" "The cost is not known, and the budget is hard"
        "Make the budget soft, or give the backend a price.";
    BACKEND_LACKING = 409 "backend_lacking" "A step cannot be had as this Galley is set up"
        "The detail names the step and what it lacks. Ask whoever runs this Galley, or use a workflow without it.";
    NO_LIMIT = 409 "no_limit" "The budget has no limit"
        "Only a budget with a limit is gone over; set one, or just launch.";
    OVERRIDE_DECIDED = 409 "override_decided" "The request was decided before"
        "Read it again; ask anew where it was refused.";
    COST_KNOWN = 409 "cost_known" "The cost of this call is known"
        "Only a call that is over and whose cost nobody knows is told one.";
    RUN_OVER = 409 "run_over" "The run is over"
        "Launch a new plan.";
    RUN_STATE = 409 "run_state" "The run is not in the state for this"
        "Look at the run: only an active one is paused, only a paused one resumed.";
    REVISION_SUPERSEDED = 409 "revision_superseded" "The ad has a newer revision"
        "Look at the newer one and decide on that.";
    ADS_CHANGED = 409 "ads_changed" "Somebody else changed one of these ads just now"
        "Look at them again, then take the turn again.";
    SCOPE_TOO_LARGE = 409 "scope_too_large" "The scope has more ads than one turn changes"
        "Choose a narrower scope; the detail says how many are possible.";
    STAGE_NOT_OPEN = 409 "stage_not_open" "The stage is not open"
        "Wait for the stages before it; a closed one opens again with the next revision.";
    FINDING_REFUSED = 409 "finding_refused" "A check refuses this ad"
        "It cannot be approved as it is: ask for a change that mends the finding.";
    NOTHING_TO_PUBLISH = 409 "nothing_to_publish" "No sealed variant is left to send there"
        "`refused` names those whose seal is broken and what broke it; have them approved again.";
    BAD_NAME = 409 "bad_name" "A file cannot get the name that the workflow gives it"
        "Change the pattern under `publish` in workflow.yaml, or the value that does not fit a file name.";
    IDEMPOTENCY_BUSY = 409 "idempotency_in_progress" "The same request is still being served"
        "Wait a moment and send it again with the same key.";
    TOO_LARGE = 413 "too_large" "That is more than fits"
        "Send less; the detail names the limit.";
    MEDIA_TYPE = 415 "unsupported_media_type" "The body is of another kind than expected"
        "Send `application/json`, or `multipart/form-data` where files are uploaded.";
    INVALID = 422 "invalid_input" "Something in what was sent is wrong"
        "`errors` names every place and what was expected there. Nothing was written.";
    IDEMPOTENCY_REUSED = 422 "idempotency_key_reused" "The key belongs to another request"
        "Use a new `Idempotency-Key` for every request that is not a repetition.";
    TOO_MANY = 429 "too_many_attempts" "Too many attempts"
        "Wait as long as `Retry-After` says.";
    INTERNAL = 500 "internal" "Galley made a mistake"
        "Nothing half-done stays behind. Tell whoever runs this Galley, with the request id.";
    UNAVAILABLE = 503 "unavailable" "The database or the blob store did not answer"
        "Try again in a moment.";
}

/// The kind with this code.
pub fn find(code: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.code == code)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::{Path, PathBuf};

    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn codes_are_told_apart() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[..index].iter().all(|other| other.code != kind.code), "{} is there twice", kind.code);
            assert!((400..600).contains(&kind.status), "{}", kind.code);
        }
    }

    #[test]
    fn every_conflict_of_the_engine_is_in_the_table() {
        let mut missing = Vec::new();
        for text in sources(&root().join("services/engine/src")) {
            for mark in ["ActionError::conflict(", "code: "] {
                for rest in text.split(mark).skip(1) {
                    let Some(code) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                        continue;
                    };
                    if find(code).is_none() {
                        missing.push(code.to_owned());
                    }
                }
            }
        }
        assert!(missing.is_empty(), "codes that no table entry explains: {missing:?}");
    }

    fn sources(folder: &Path) -> Vec<String> {
        let mut texts = Vec::new();
        for entry in std::fs::read_dir(folder).expect("the engine's sources are there") {
            let path = entry.expect("a folder can be read").path();
            if path.is_dir() {
                texts.extend(sources(&path));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                texts.push(std::fs::read_to_string(&path).expect("sources are text"));
            }
        }
        texts
    }

    /// `UPDATE_EXPECT=1` writes the page.
    #[test]
    fn the_documentation_is_this_table() {
        let mut page = String::from(
            "# Error codes\n\nWritten from the table in `services/api/src/error/table.rs`; do not edit. Answers are RFC 9457 \
             problem details\n(`application/problem+json`); `code` is stable.\n",
        );
        for kind in KINDS {
            write!(page, "\n## {}\n\n{}, status {}. {}\n", kind.code, kind.title, kind.status, kind.advice)
                .expect("writing to a text");
        }
        let path = root().join("docs/errors.md");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, &page).expect("docs/ can be written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == page, "docs/errors.md differs from the table: run with UPDATE_EXPECT=1");
    }
}
