//! Lints of what we ship to operators: the Dockerfile, the compose file, the systemd units, the shell scripts.
//!
//! It never builds an image or starts a container: that needs a container engine, which neither a developer nor CI must have.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cargo::target_folder;
use crate::process;
use crate::report::Outcome;
use crate::tools::{self, Tool};

/// Where the units expect the program; a lint must not depend on its being installed.
const INSTALLED_PROGRAM: &str = "/usr/local/bin/galley";

pub fn dockerfile() -> Result<Outcome> {
    lint(&tools::HADOLINT, &["--failure-threshold", "info", "deploy/Dockerfile"])
}

pub fn shell() -> Result<Outcome> {
    lint(&tools::SHELLCHECK, &[".ci/run"])
}

pub fn compose() -> Result<Outcome> {
    let style =
        lint(&tools::DCLINT, &["--config", "deploy/.dclintrc.yaml", "--max-warnings", "0", "deploy/compose.yaml"])?;
    let security = lint(
        &tools::COMPOSE_LINT,
        &[
            "check",
            "--fail-on",
            "low",
            "--strict-config",
            "--config",
            "deploy/.compose-lint.yml",
            "deploy/compose.yaml",
        ],
    )?;
    Ok(match (style, security) {
        (Outcome::Passed, other) | (other, Outcome::Passed) => other,
        (Outcome::NotRun(one), Outcome::NotRun(other)) => Outcome::NotRun(format!("{one}; {other}")),
    })
}

fn lint(tool: &Tool, arguments: &[&str]) -> Result<Outcome> {
    let program = match tools::obtain(tool)? {
        Ok(program) => program,
        Err(why) => return Ok(Outcome::NotRun(why)),
    };
    process::run(Command::new(program).args(arguments).current_dir(process::root()))?;
    Ok(Outcome::Passed)
}

pub fn units() -> Result<Outcome> {
    if process::find_program("systemd-analyze").is_none() {
        return Ok(Outcome::NotRun("systemd-analyze is not installed".to_owned()));
    }
    let folder = target_folder().join("tools/units");
    fs::create_dir_all(&folder)?;
    let mut verify = Command::new("systemd-analyze");
    verify.args(["verify", "--man=no"]).current_dir(&folder);
    for unit in unit_files()? {
        verify.arg(stand_in(&unit, &folder)?);
    }
    let output = verify.output().context("could not start systemd-analyze")?;
    let said = String::from_utf8_lossy(&output.stderr);
    // It ignores what it cannot parse and exits with 0; and it also speaks about the machine's own units.
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("galley")).collect();
    if !output.status.success() || !ours.is_empty() {
        bail!(
            "systemd-analyze verify ({}): {}",
            output.status,
            if ours.is_empty() { said.trim().to_owned() } else { ours.join("; ") }
        );
    }
    Ok(Outcome::Passed)
}

fn unit_files() -> Result<Vec<PathBuf>> {
    let mut units = Vec::new();
    for entry in fs::read_dir(process::root().join("deploy/systemd")).context("deploy/systemd is missing")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "service") {
            units.push(path);
        }
    }
    if units.is_empty() {
        bail!("deploy/systemd holds no *.service");
    }
    units.sort();
    Ok(units)
}

/// A copy that can be verified on a machine without Galley: its program is `/bin/true`, a template gets an instance.
fn stand_in(unit: &Path, folder: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(unit)?;
    if !text.contains(INSTALLED_PROGRAM) {
        bail!("{} does not start {INSTALLED_PROGRAM}", unit.display());
    }
    let name = unit.file_name().and_then(|name| name.to_str()).context("a unit's name is not UTF-8")?;
    let copy = folder.join(name.replace("@.service", "@cpu.service"));
    fs::write(&copy, text.replace(INSTALLED_PROGRAM, "/bin/true"))?;
    Ok(copy)
}
