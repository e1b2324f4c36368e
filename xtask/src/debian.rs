//! Programs that are Debian packages: installed where we may, asked for where we may not.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// Installs a package; where that is not ours to do, `otherwise` says what a person does instead.
pub fn install(package: &str, otherwise: &str) -> Result<()> {
    if process::find_program("apt-get").is_none() || !process::is_root() {
        bail!("{otherwise} (on Debian, root's `cargo xtask test` installs it by itself)");
    }
    eprintln!("{package} is not installed; installing Debian's package");
    process::run(apt().arg("update"))?;
    process::run(apt().args(["install", "--yes", "--no-install-recommends", package]))
}

/// ffmpeg and ffprobe on the `PATH`: the worker writes films with the one, tests look at them with the other.
pub fn have_ffmpeg() -> Result<()> {
    if ["ffmpeg", "ffprobe"].iter().all(|name| process::find_program(name).is_some()) {
        return Ok(());
    }
    install("ffmpeg", "the tests of films need ffmpeg and ffprobe on the PATH and found none: install them")
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
    command
}
