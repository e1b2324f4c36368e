//! Resumes a run: its tasks are admitted to their lanes again.

use galley_domain::access::Access;
use galley_domain::ids::RunId;

use super::run_state::{Change, change};
use crate::{ActionError, Engine};

/// Resumes a run that is paused.
pub async fn resume_run(engine: &Engine, access: &Access, id: RunId) -> Result<(), ActionError> {
    change(engine, access, id, Change { kind: "resume_run", from: "paused", to: "active" }).await
}
