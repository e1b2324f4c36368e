//! What Galley's queue is compared with: the script in `xtask/bench/peer`, with its packages installed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;

/// The command that measures it, or why there is none.
pub fn command() -> Result<Result<Command, String>> {
    for program in ["node", "npm"] {
        if process::find_program(program).is_none() {
            return Ok(Err(format!("{program} is not on PATH")));
        }
    }
    let folder: PathBuf = process::root().join("xtask/bench/peer");
    process::run_quietly(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let mut command = Command::new("node");
    command.arg(folder.join("run.mjs"));
    Ok(Ok(command))
}
