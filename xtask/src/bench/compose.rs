//! The composing bench and what it is compared with: `--example bench` of galley-compose, and the peers in
//! `xtask/bench/compose/peers`, installed under the target folder. Not what they measure: that is theirs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::{cargo, locked, target_folder};
use crate::process;

/// The command that measures composing.
pub fn command() -> Result<Command> {
    Ok(Command::new(build()?))
}

fn build() -> Result<PathBuf> {
    let mut command = cargo(&["build", "--release", "--package", "galley-compose", "--example", "bench"]);
    process::run(command.args(locked()))?;
    Ok(target_folder().join("release/examples").join(format!("bench{}", std::env::consts::EXE_SUFFIX)))
}

/// The command that measures the peers, or why there is none. Chromium and Python are used where they are there.
pub fn peers() -> Result<Result<Command, String>> {
    for program in ["node", "npm"] {
        if process::find_program(program).is_none() {
            return Ok(Err(format!("{program} is not on PATH")));
        }
    }
    let root = process::root();
    let folder = target_folder().join("bench-compose");
    let assets = folder.join("assets");
    process::run_quietly(Command::new(build()?).arg("--assets").arg(&assets))?;
    copy(&root.join("xtask/bench/compose/peers"), &folder)?;
    process::run_quietly(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let mut command = Command::new("node");
    command.arg(folder.join("run.mjs")).arg(&assets).arg(root.join("services/compose/fonts"));
    command.args(python(&folder)?);
    Ok(Ok(command))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for name in ["package.json", "package-lock.json", "run.mjs", "pillow_peer.py"] {
        std::fs::copy(from.join(name), to.join(name)).with_context(|| name.to_owned())?;
    }
    Ok(())
}

/// A Python with Pillow of its own.
fn python(folder: &Path) -> Result<Option<PathBuf>> {
    if process::find_program("python3").is_none() {
        return Ok(None);
    }
    let place = folder.join("python");
    let program = place.join("bin/python");
    if !program.exists() {
        process::run_quietly(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
    }
    process::run_quietly(Command::new(&program).args(["-m", "pip", "install", "--quiet", "pillow==12.0.0"]))?;
    Ok(Some(program))
}
