//! `cargo xtask`: the developer's commands, one file each, listed in `COMMANDS`.
//!
//! This is not part of the product: it only starts other programs (cargo, npm, PostgreSQL, linters, `galley`) in the
//! right order with the right environment. What a command measures or decides about ads lives in the product.

mod bench;
mod browser;
mod cargo;
mod debian;
mod demo;
mod deploy_lint;
mod openapi;
mod postgres;
mod process;
mod report;
mod s3;
mod test;
mod tools;
mod validate;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};

struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        about: "build what is needed, run the demo campaign, serve it [--release] [galley's flags]",
        run: demo::run,
    },
    Command {
        name: "test",
        about: "format, lint and test everything, on SQLite and PostgreSQL [STEP…]",
        run: test::run,
    },
    Command { name: "bench", about: "measure the release build, print one JSON object [NAME…]", run: bench::run },
    Command {
        name: "validate",
        about: "let others' programs judge what Galley hands to others [NAME…]",
        run: validate::run,
    },
    Command { name: "openapi", about: "write services/api/openapi.json [--check]", run: openapi::run },
    Command {
        name: "shots",
        about: "pictures of every page of the demo, both themes, two widths, into target/shots [PART OF A NAME…]",
        run: browser::shots,
    },
    Command {
        name: "postgres",
        about: "run a command with a throw-away PostgreSQL in GALLEY_TEST_POSTGRES_URL: COMMAND…",
        run: postgres::run,
    },
    Command {
        name: "s3",
        about: "run a command with a pretend S3 server in GALLEY_TEST_S3_URL: COMMAND…",
        run: s3::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        bail!("which command?\n{}", usage());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        println!("{}", usage());
        return Ok(());
    }
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(rest),
        None => bail!("there is no command {name:?}\n{}", usage()),
    }
}

fn usage() -> String {
    let mut text = String::from("cargo xtask COMMAND\n");
    for command in COMMANDS {
        text.push_str(&format!("  {:<9} {}\n", command.name, command.about));
    }
    text
}
