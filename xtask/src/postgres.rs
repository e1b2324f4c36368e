//! A PostgreSQL server for the tests: the one we are given, else a throw-away cluster from installed binaries, else
//! Debian's package. It never answers "none": without a server the tests fail with a sentence.

mod binaries;
mod cluster;

use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use cluster::Cluster;

pub const URL_VARIABLE: &str = "GALLEY_TEST_POSTGRES_URL";

pub enum Server {
    Given(String),
    ThrowAway(Cluster),
}

impl Server {
    pub fn obtain() -> Result<Server> {
        match std::env::var(URL_VARIABLE) {
            Ok(url) if !url.is_empty() => Ok(Server::Given(url)),
            _ => Ok(Server::ThrowAway(Cluster::start(&binaries::find_or_install()?)?)),
        }
    }

    pub fn url(&self) -> &str {
        match self {
            Server::Given(url) => url,
            Server::ThrowAway(cluster) => cluster.url(),
        }
    }

    pub fn describe(&self) -> String {
        match self {
            Server::Given(_) => format!("the server that {URL_VARIABLE} names"),
            Server::ThrowAway(cluster) => format!("a throw-away cluster at {}", cluster.url()),
        }
    }
}

/// `cargo xtask postgres COMMAND…`: the same server for one command of the developer's choice.
pub fn run(arguments: &[String]) -> Result<()> {
    let (program, rest) = arguments
        .split_first()
        .context("which command? For example: cargo xtask postgres cargo nextest run -p galley-store")?;
    let server = Server::obtain()?;
    eprintln!("PostgreSQL: {}", server.describe());
    process::run(Command::new(program).args(rest).env(URL_VARIABLE, server.url()))
}
