//! For whoever runs the program: is it alive, can it serve, how much work is there. Outside of the
//! API's own paths and without signing in; no figure here is about one tenant.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, web};
use galley_domain::task::TaskState;
use galley_store::read_metrics::count_lanes_everywhere;

use crate::ApiState;
use crate::error::ApiError;
use crate::metrics::line;

/// Whether the process answers.
#[get("/healthz")]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the database and the blob store answer.
#[get("/readyz")]
pub async fn readyz(state: web::Data<ApiState>) -> Result<&'static str, ApiError> {
    state.engine.store.ping().await?;
    state.engine.store.blobs().ping().await?;
    Ok("ready\n")
}

/// Prometheus text.
#[get("/metrics")]
pub async fn metrics(state: web::Data<ApiState>) -> Result<HttpResponse, ApiError> {
    let counts = count_lanes_everywhere(&state.engine.store).await?;
    let now_ms = state.engine.now_ms();
    let mut out = String::from("# HELP galley_tasks Tasks of runs that are not over, by lane and state.\n");
    out.push_str("# TYPE galley_tasks gauge\n");
    let mut oldest_s: BTreeMap<&str, f64> = BTreeMap::new();
    for count in &counts {
        let (lane, state) = (&count.lane, count.state.word());
        line(&mut out, &format!("galley_tasks{{lane=\"{lane}\",state=\"{state}\"}}"), &count.count);
        if matches!(count.state, TaskState::Ready) {
            oldest_s.insert(lane, (now_ms - count.oldest_ms).max(0) as f64 / 1_000.0);
        }
    }
    out.push_str("# HELP galley_oldest_ready_seconds How long the oldest ready task has waited, by lane.\n");
    out.push_str("# TYPE galley_oldest_ready_seconds gauge\n");
    for (lane, seconds) in oldest_s {
        line(&mut out, &format!("galley_oldest_ready_seconds{{lane=\"{lane}\"}}"), &seconds);
    }
    state.metrics.write(&mut out);
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(out))
}
