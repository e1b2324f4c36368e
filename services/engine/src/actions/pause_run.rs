//! Pauses a run: nothing more of it is admitted to a lane; what runs may end.

use galley_domain::access::Access;
use galley_domain::ids::RunId;

use super::run_state::{Change, change};
use crate::{ActionError, Engine};

/// Pauses a run that is active.
pub async fn pause_run(engine: &Engine, access: &Access, id: RunId) -> Result<(), ActionError> {
    change(engine, access, id, Change { kind: "pause_run", from: "active", to: "paused" }).await
}
