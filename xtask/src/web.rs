//! The desk under web/: install, build, its own lints and tests. Does nothing, and says so, while there is no desk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::report::Outcome;

/// Vite's floor.
const NODE_AT_LEAST: (u32, u32) = (20, 19);

fn folder() -> Option<PathBuf> {
    let folder = process::root().join("web");
    folder.join("package.json").is_file().then_some(folder)
}

/// Builds web/dist, which the program embeds. `false` where there is no desk yet.
pub fn build() -> Result<bool> {
    let Some(folder) = folder() else { return Ok(false) };
    check_node()?;
    install(&folder)?;
    process::run(npm(&folder).args(["run", "build"]))?;
    Ok(true)
}

/// The scripts `lint`, `test` and `build` of web/package.json; one that is not there is left out by npm itself.
pub fn test() -> Result<Outcome> {
    let Some(folder) = folder() else {
        return Ok(Outcome::NotRun("there is no web/package.json yet".to_owned()));
    };
    check_node()?;
    install(&folder)?;
    for script in ["lint", "test", "build"] {
        process::run(npm(&folder).args(["run", "--if-present", script]))?;
    }
    Ok(Outcome::Passed)
}

/// `npm ci` takes seconds and deletes node_modules: only when the lock file is not the one that was installed.
pub fn install(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).with_context(|| {
        format!("package-lock.json is missing: run npm install in {} and commit it", folder.display())
    })?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    process::run(npm(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&installed, lock).with_context(|| format!("could not write {}", installed.display()))
}

pub fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

fn check_node() -> Result<()> {
    let (major, minor) = NODE_AT_LEAST;
    let said = process::capture(Command::new("node").arg("--version"))
        .with_context(|| format!("the desk needs Node {major}.{minor} or newer on the PATH"))?;
    let version = parse_version(&said).with_context(|| format!("`node --version` printed {said:?}"))?;
    if version < NODE_AT_LEAST {
        bail!("the desk needs Node {major}.{minor} or newer, this is {}", said.trim());
    }
    Ok(())
}

fn parse_version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert_eq!(parse_version("v20.19.0\n"), Some((20, 19)));
        assert!(parse_version("v20.9.1").is_some_and(|version| version < NODE_AT_LEAST));
        assert!(parse_version("v22.1.0").is_some_and(|version| version >= NODE_AT_LEAST));
        assert_eq!(parse_version("20"), None);
    }
}
