//! What is done every so often. Sweeping: rows that time alone has taken the meaning from; nothing that anybody may
//! still ask for, and nothing that a book keeps. Learning: what was decided since.

use galley_store::{StoreError, idempotency, sessions};

use crate::{Engine, learning};

/// How often, by the engine's clock.
const EVERY_MS: i64 = 60_000;
/// How long a request that was sent again is answered as before: people and scripts repeat within
/// minutes, a queue of somebody's within a day.
const REPEATS_MS: i64 = 24 * 3_600_000;

/// Remembers when this process swept last.
#[derive(Debug, Default)]
pub(crate) struct Sweeper {
    swept_ms: i64,
}

impl Sweeper {
    /// Sweeps, if it is time.
    pub(crate) async fn tick(&mut self, engine: &Engine) -> Result<(), StoreError> {
        let now_ms = engine.now_ms();
        if now_ms - self.swept_ms < EVERY_MS {
            return Ok(());
        }
        self.swept_ms = now_ms;
        sweep(engine, now_ms).await?;
        learning::catch_up_everywhere(engine).await
    }
}

/// Drops sessions that are over, of people and of guests, and the answers of requests that are too
/// old to be repeated.
async fn sweep(engine: &Engine, now_ms: i64) -> Result<(), StoreError> {
    let sessions = sessions::delete_expired_sessions_everywhere(&engine.store, now_ms).await?;
    let requests = idempotency::delete_old_everywhere(&engine.store, now_ms - REPEATS_MS).await?;
    if sessions + requests > 0 {
        tracing::debug!(sessions, requests, "swept");
    }
    Ok(())
}
