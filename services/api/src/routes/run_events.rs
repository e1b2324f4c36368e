//! A run's progress as server-sent events: the run whenever it changed, until it is over.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use bytes::Bytes;
use futures::Stream;
use galley_domain::ids::RunId;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};
use utoipa_actix_web::service_config::ServiceConfig;

use super::runs::{Run, run};
use crate::ApiState;
use crate::auth::Member;
use crate::error::ApiError;
use crate::streamed::streamed;
use crate::wire;

pub fn configure(config: &mut ServiceConfig) {
    config.service(watch_run);
}

/// How often the rows are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Proxies close what is silent for longer.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);

/// Watch a run
///
/// `event: progress` with a run as `data` whenever it changed, a comment every 15 s, and
/// `event: end` with the run when it is over.
#[utoipa::path(tag = "runs", responses((status = 200, content_type = "text/event-stream", body = Run)))]
#[get("/runs/{id}/events")]
async fn watch_run(
    state: web::Data<ApiState>,
    caller: Member,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id: RunId = wire::id("run", &path)?;
    // Before the stream begins, so that what is not there is told as an error.
    run(&state, &caller, id).await?;
    Ok(streamed("text/event-stream", events(Watch::new(state, caller, id))))
}

struct Watch {
    state: web::Data<ApiState>,
    caller: Member,
    run: RunId,
    looks: Interval,
    last: Option<Run>,
    number: u64,
    spoke: Instant,
    is_over: bool,
}

impl Watch {
    fn new(state: web::Data<ApiState>, caller: Member, run: RunId) -> Watch {
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Watch { state, caller, run, looks, last: None, number: 0, spoke: Instant::now(), is_over: false }
    }

    /// The next thing to say; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        let mut closing = self.state.closing.subscribe();
        while !self.is_over {
            tokio::select! {
                _ = self.looks.tick() => {}
                _ = closing.wait_for(|is_closing| *is_closing) => return None,
            }
            // The database may be away for a moment; whoever watches should not have to care.
            let Ok(now) = run(&self.state, &self.caller, self.run).await else { continue };
            self.is_over = matches!(now.state.as_str(), "done" | "cancelled") && !is_busy(&now);
            if self.is_over {
                return Some(self.event("end", &now));
            }
            if self.last.as_ref() != Some(&now) {
                let event = self.event("progress", &now);
                self.last = Some(now);
                return Some(event);
            }
            if self.spoke.elapsed() >= HEARTBEAT_EVERY {
                self.spoke = Instant::now();
                return Some(Bytes::from_static(b": still here\n\n"));
            }
        }
        None
    }

    fn event(&mut self, name: &str, run: &Run) -> Bytes {
        self.number += 1;
        self.spoke = Instant::now();
        let data = serde_json::to_string(run).expect("wire types are plain JSON");
        Bytes::from(format!("id: {}\nevent: {name}\ndata: {data}\n\n", self.number))
    }
}

/// Cancelled, but tasks that ran then are not at their end yet.
fn is_busy(run: &Run) -> bool {
    run.tasks.get("running").is_some_and(|count| *count > 0)
}

fn events(watch: Watch) -> impl Stream<Item = Result<Bytes, Infallible>> {
    futures::stream::unfold(watch, |mut watch| async move {
        let bytes = watch.next().await?;
        Some((Ok(bytes), watch))
    })
}
