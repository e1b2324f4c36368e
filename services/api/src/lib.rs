//! The HTTP API: requests become actions and reads, rows become JSON, errors become problem
//! details. It decides nothing itself.
//!
//! **Endpoints** stand under `/api/v1`, one file a resource in `routes/`, and describe themselves: the
//! OpenAPI document is collected from the handlers, and a handler that nobody lists does not
//! compile. Wire types stand beside their handler and are converted by hand; nothing of `domain` is
//! serialised to HTTP as it is.
//!
//! **Who asks** is found in `auth` alone. A handler that takes a `Member` is closed to guests; one
//! that takes a `Caller` is open to them and says which campaign it shows. What lies outside a
//! caller's organization or brands is absent (404), never forbidden.
//!
//! **Errors** have one table (`error::table`); `error` alone knows their status. **Creating** twice
//! with one `Idempotency-Key` creates once. **Bodies** are read within limits: JSON in `body`, files
//! in `upload`. **Endless answers** (a run's progress) end when the server is about to stop.
//!
//! Beside the API it serves the desk (`web_app`), `/healthz`, `/readyz` and `/metrics`.

mod auth;
mod body;
mod document;
pub mod error;
mod etag;
mod idempotency;
mod metrics;
mod names;
mod observe;
mod paging;
mod routes;
mod state;
mod streamed;
mod throttle;
mod upload;
mod web_app;
mod wire;

use std::future::Future;
use std::io;
use std::net::TcpListener;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, PathConfig, PayloadConfig, QueryConfig, ServiceConfig};
use actix_web::{App, HttpServer};
use utoipa_actix_web::scope;

use error::ApiError;

pub use document::{openapi, openapi_json};
pub use state::{ApiConfig, ApiState};

/// How long requests may go on when the server is told to stop.
const SHUTDOWN_S: u64 = 10;

/// Everything that is served, for an application of one's own.
pub fn configure(config: &mut ServiceConfig, state: ApiState) {
    config
        .app_data(web::Data::new(state))
        .app_data(PayloadConfig::new(body::MAX_BYTES))
        .app_data(QueryConfig::default().error_handler(|error, _| ApiError::malformed(error.to_string()).into()))
        .app_data(PathConfig::default().error_handler(|_, _| ApiError::not_found("address").into()))
        .service(routes::health::healthz)
        .service(routes::health::readyz)
        .service(routes::health::metrics);
    utoipa_actix_web::service_config::ServiceConfig::new(config)
        .service(scope::scope(routes::BASE).configure(routes::configure));
    config.default_service(web::to(web_app::desk));
}

/// Serves until `shutdown` is ready, then lets requests end.
pub async fn serve(listener: TcpListener, state: ApiState, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let closing = state.closing.clone();
    let server = HttpServer::new(move || {
        App::new()
            .wrap(Compress::default())
            .wrap(from_fn(observe::observe))
            .configure(|config| configure(config, state.clone()))
    })
    .shutdown_timeout(SHUTDOWN_S)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    tokio::pin!(server, shutdown);
    tokio::select! {
        ended = &mut server => return ended,
        () = &mut shutdown => {}
    }
    // Nobody may be listening: the value is what counts.
    closing.send_replace(true);
    let stop = handle.stop(true);
    let (ended, ()) = tokio::join!(server, stop);
    ended
}
