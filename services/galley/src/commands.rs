//! The commands: one file each. This file holds the command line, what all commands are given, and
//! the exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused (the place of each problem is printed).

mod admin;
mod bench;
mod brand;
mod campaigns;
mod copy;
mod decide;
mod demo;
mod doctor;
mod journal;
mod launch;
mod migrate;
mod openapi;
mod plan;
mod publish;
mod secret;
mod serve;
mod skill;
mod status;
mod token;
mod work;
mod workflow;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use galley_domain::source::Problems;
use galley_engine::ActionError;
use serde_json::{Value, json};

use crate::client::{Client, ClientError};
use crate::config::Config;
use crate::output::Output;

const FAILED: u8 = 1;
const WRONG_USAGE: u8 = 2;
const REFUSED: u8 = 3;

/// From one brief to thousands of approved, published ads.
#[derive(Debug, Parser)]
#[command(name = "galley", version, about, long_about = None)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// Print one JSON value and nothing else.
    #[arg(long, global = true)]
    json: bool,
    /// The server that client commands speak with.
    #[arg(long, global = true, env = "GALLEY_SERVER", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// The configuration file of server commands.
    #[arg(long, global = true, env = "GALLEY_CONFIG")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Work(work::Work),
    Migrate(migrate::Migrate),
    Doctor(doctor::Doctor),
    #[command(name = "openapi")]
    OpenApi(openapi::OpenApi),
    #[command(subcommand)]
    Admin(admin::Admin),
    Plan(plan::Plan),
    Launch(launch::Launch),
    Status(status::Status),
    Decide(decide::Decide),
    Publish(publish::Publish),
    #[command(subcommand)]
    Workflow(workflow::Workflow),
    #[command(subcommand)]
    Brand(brand::Brand),
    #[command(subcommand)]
    Copy(copy::Copy),
    #[command(subcommand)]
    Skill(skill::Skill),
    #[command(subcommand)]
    Token(token::Token),
    #[command(subcommand)]
    Journal(journal::Journal),
    /// What `cargo xtask bench` measures.
    #[command(subcommand, hide = true)]
    Bench(bench::Bench),
}

/// What a command is given.
pub struct Context {
    pub output: Output,
    server: String,
    config: Option<PathBuf>,
}

/// A failure that the command has told already, in its own words.
#[derive(Debug, thiserror::Error)]
#[error("failed")]
struct Told;

/// The command line is right for clap and wrong all the same.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

impl Context {
    /// A connection to the server with the person's token.
    pub fn client(&self) -> anyhow::Result<Client> {
        Ok(self.stranger()?.with_token(&secret::find_token()?)?)
    }

    /// A connection as nobody yet.
    pub fn stranger(&self) -> anyhow::Result<Client> {
        Ok(Client::new(&self.server)?)
    }

    /// A failure after the result was printed: machines find it in the result, people in these words.
    fn failed(&self, words: String) -> anyhow::Error {
        if self.output.is_json { Told.into() } else { anyhow::Error::msg(words) }
    }

    /// The configuration of this process.
    pub fn config(&self) -> anyhow::Result<Config> {
        Config::load(self.config.as_deref())
    }
}

/// Runs a command to its end.
pub fn run(cli: Cli) -> ExitCode {
    let Common { json, server, config } = cli.common;
    let context = Context { output: Output { is_json: json }, server, config };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(context.output, &error.into()),
    };
    match runtime.block_on(execute(cli.command, &context)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(context.output, &error),
    }
}

async fn execute(command: Command, context: &Context) -> anyhow::Result<()> {
    match command {
        Command::Demo(command) => command.run(context).await,
        Command::Serve(command) => command.run(context).await,
        Command::Work(command) => command.run(context).await,
        Command::Migrate(command) => command.run(context).await,
        Command::Doctor(command) => command.run(context).await,
        Command::OpenApi(command) => command.run(),
        Command::Admin(command) => command.run(context).await,
        Command::Plan(command) => command.run(context).await,
        Command::Launch(command) => command.run(context).await,
        Command::Status(command) => command.run(context).await,
        Command::Decide(command) => command.run(context).await,
        Command::Publish(command) => command.run(context).await,
        Command::Workflow(command) => command.run(context).await,
        Command::Brand(command) => command.run(context).await,
        Command::Copy(command) => command.run(context).await,
        Command::Skill(command) => command.run(context).await,
        Command::Token(command) => command.run(context).await,
        Command::Journal(command) => command.run(context).await,
        Command::Bench(command) => command.run().await,
    }
}

/// Tells what went wrong, the whole chain of causes, once.
fn fail(output: Output, error: &anyhow::Error) -> ExitCode {
    if !error.is::<Told>() {
        output.note(format_args!("{error:#}"));
        output.value(&document(error));
    }
    ExitCode::from(exit_code(error))
}

fn exit_code(error: &anyhow::Error) -> u8 {
    if error.is::<Usage>() {
        return WRONG_USAGE;
    }
    let is_refused_by_server = matches!(error.downcast_ref::<ClientError>(), Some(ClientError::Refused(_)));
    let is_refused_by_action =
        error.downcast_ref::<ActionError>().is_some_and(|error| !matches!(error, ActionError::Unavailable(_)));
    if is_refused_by_server || is_refused_by_action || error.is::<Problems>() { REFUSED } else { FAILED }
}

/// An error for machines: the server's own document where it sent one.
fn document(error: &anyhow::Error) -> Value {
    if let Some(ClientError::Refused(refusal)) = error.downcast_ref::<ClientError>() {
        return json!({ "error": refusal.document });
    }
    if let Some(Problems(problems)) = error.downcast_ref::<Problems>() {
        return json!({ "error": { "code": "invalid", "title": "the files are wrong", "errors": problems } });
    }
    json!({ "error": { "title": format!("{error:#}") } })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn exit_codes_tell_refusals_from_failures() {
        let refusal = crate::client::Refusal { status: 409, document: json!({ "code": "plan_stale" }) };
        let cases: [(anyhow::Error, u8); 4] = [
            (anyhow::anyhow!("no"), FAILED),
            (Usage("no".to_owned()).into(), WRONG_USAGE),
            (ClientError::Refused(Box::new(refusal)).into(), REFUSED),
            (ClientError::Nonsense("x".to_owned()).into(), FAILED),
        ];
        for (error, code) in cases {
            assert_eq!(exit_code(&error), code, "{error}");
        }
    }
}
