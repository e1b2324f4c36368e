//! `cargo xtask bench`: runs the measurements in `BENCHES` on the release build and prints one JSON object.
//!
//! A measurement is a program that prints one JSON object as its last line; what it measures and against which limit is
//! its own business. Add one: one entry in `BENCHES`.

mod compose;
mod peer;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::cargo::{Profile, build_galley};
use crate::postgres::{Server, URL_VARIABLE};
use crate::process;

struct Bench {
    name: &'static str,
    program: Program,
    needs_postgres: bool,
}

enum Program {
    /// The release `galley` with these arguments.
    Galley(&'static [&'static str]),
    /// What its queue is compared with.
    Peer,
    /// Composing, and what it is compared with.
    Compose,
    ComposePeers,
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "plan_sqlite",
        program: Program::Galley(&["bench", "plan", "--database", "sqlite"]),
        needs_postgres: false,
    },
    Bench {
        name: "plan_postgres",
        program: Program::Galley(&["bench", "plan", "--database", "postgres"]),
        needs_postgres: true,
    },
    Bench {
        name: "queue_sqlite",
        program: Program::Galley(&["bench", "queue", "--database", "sqlite"]),
        needs_postgres: false,
    },
    Bench {
        name: "queue_postgres",
        program: Program::Galley(&["bench", "queue", "--database", "postgres"]),
        needs_postgres: true,
    },
    Bench { name: "queue_peer", program: Program::Peer, needs_postgres: true },
    Bench {
        name: "reads_sqlite",
        program: Program::Galley(&["bench", "reads", "--database", "sqlite"]),
        needs_postgres: false,
    },
    Bench {
        name: "reads_postgres",
        program: Program::Galley(&["bench", "reads", "--database", "postgres"]),
        needs_postgres: true,
    },
    Bench { name: "compose", program: Program::Compose, needs_postgres: false },
    Bench { name: "compose_peers", program: Program::ComposePeers, needs_postgres: false },
];

pub fn run(names: &[String]) -> Result<()> {
    let chosen = choose(names)?;
    let needs_galley = chosen.iter().any(|bench| matches!(bench.program, Program::Galley(_)));
    let galley = if needs_galley { build_galley(Profile::Release)? } else { Default::default() };
    let server = if chosen.iter().any(|bench| bench.needs_postgres) { Some(Server::obtain()?) } else { None };

    let mut results = Map::new();
    let mut failed = Vec::new();
    for bench in chosen {
        let mut command = match command(&bench.program, &galley)? {
            Ok(command) => command,
            Err(why) => {
                eprintln!("{}: NOT RUN: {why}", bench.name);
                results.insert(bench.name.to_owned(), json!({ "not_run": why }));
                continue;
            }
        };
        command.current_dir(process::root());
        if let Some(server) = &server {
            command.env(URL_VARIABLE, server.url());
        }
        eprintln!("{}…", bench.name);
        let result = measure(&mut command).unwrap_or_else(|error| {
            failed.push(bench.name);
            json!({ "error": format!("{error:#}") })
        });
        results.insert(bench.name.to_owned(), result);
    }
    println!("{}", serde_json::to_string_pretty(&json!({ "machine": machine(), "benches": results }))?);
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// The command of a measurement, or why it cannot run here.
fn command(program: &Program, galley: &Path) -> Result<Result<Command, String>> {
    match program {
        Program::Galley(arguments) => {
            let mut command = Command::new(galley);
            command.args(*arguments);
            Ok(Ok(command))
        }
        Program::Peer => peer::command(),
        Program::Compose => compose::command().map(Ok),
        Program::ComposePeers => compose::peers(),
    }
}

fn choose(names: &[String]) -> Result<Vec<&'static Bench>> {
    if names.is_empty() {
        return Ok(BENCHES.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            BENCHES.iter().find(|bench| bench.name == name).with_context(|| {
                let all: Vec<_> = BENCHES.iter().map(|bench| bench.name).collect();
                format!("there is no bench {name:?}; there are {}", all.join(", "))
            })
        })
        .collect()
}

fn measure(command: &mut Command) -> Result<Value> {
    let started = Instant::now();
    let said = process::capture(command)?;
    let wall_s = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).context("it printed nothing")?;
    let mut result: Value = serde_json::from_str(last).with_context(|| format!("its last line is not JSON: {last}"))?;
    if let Some(fields) = result.as_object_mut() {
        fields.insert("wall_s".to_owned(), json!(wall_s));
    }
    Ok(result)
}

fn machine() -> Value {
    let cores = std::thread::available_parallelism().map(usize::from).ok();
    json!({ "cores": cores, "os": std::env::consts::OS, "arch": std::env::consts::ARCH })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_result() {
        let result =
            measure(Command::new("printf").arg("progress\n{\"tasks_per_s\": 7}\n\n")).expect("printf prints JSON");
        assert_eq!(result["tasks_per_s"], 7);
        assert!(result["wall_s"].is_number());
    }

    #[test]
    fn an_unknown_bench_is_refused_with_the_known_ones() {
        let error = choose(&["quue_sqlite".to_owned()]).err().expect("there is no such bench");
        assert!(error.to_string().contains("queue_sqlite"), "{error}");
    }
}
