//! The one program. It reads the configuration, hands the outside world (database, blobs, queue,
//! backends, destinations, clock) to the engine, and speaks with people on a command line.
//!
//! Two sorts of command live here. *Server* commands (`serve`, `work`, `migrate`, `doctor`, `admin`,
//! `demo`) open the store themselves; only `wiring.rs` knows which database and which folder or
//! bucket that is. *Client* commands (`plan`, `launch`, `status`, `decide`, `publish`, …) talk to a
//! running server through the public API and could run anywhere.
//!
//! Nothing is decided here. A command parses, calls one action or one endpoint, and prints; what it
//! prints for machines (`--json`) is one JSON value on standard output and nothing else.

pub mod client;
pub mod clock;
pub mod commands;
pub mod config;
mod environment;
mod files;
pub mod log;
pub mod output;
mod progress;
pub mod server;
pub mod wiring;
pub mod workflows;
