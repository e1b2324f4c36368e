//! How we call cargo: from the root, with the toolchain that runs us, locked in CI. Not a list of what to build.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

/// `cargo …` in the root. CI must build exactly what Cargo.lock says; a developer may be changing it.
pub fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(process::root()).args(arguments);
    command
}

pub fn locked() -> &'static [&'static str] {
    if process::is_ci() { &["--locked"] } else { &[] }
}

/// Builds the one program and says where it is. As part of the workspace, so that what it needs is built once, with the
/// features that the tests have, and not twice.
pub fn build_galley(profile: Profile) -> Result<PathBuf> {
    let mut command = cargo(&["build", "--workspace", "--bin", "galley"]);
    command.args(locked());
    if profile == Profile::Release {
        command.arg("--release");
    }
    process::run(&mut command)?;
    Ok(galley_path(profile))
}

pub fn galley_path(profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    target_folder().join(folder).join(format!("galley{}", std::env::consts::EXE_SUFFIX))
}

/// Where cargo puts what it builds; `CARGO_TARGET_DIR` moves it.
pub fn target_folder() -> PathBuf {
    let root = process::root();
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root.join(folder),
        None => root.join("target"),
    }
}
