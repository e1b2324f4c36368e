//! Starts the program: reads the command line, runs one command, and says by the exit code how it
//! went. What commands do is in the library.

use std::process::ExitCode;

use clap::Parser;
use galley::commands::{Cli, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    run(cli)
}
