//! `cargo xtask test`: every check there is, cheap ones first, each timed, the test runner last.
//!
//! A failed step does not hide the next one. Names after the command choose steps: `cargo xtask test format lint`.

use anyhow::{Result, bail};

use crate::cargo::{Profile, build_galley, cargo, galley_path, locked};
use crate::postgres::{Server, URL_VARIABLE};
use crate::report::{Outcome, Report};
use crate::{browser, debian, deploy_lint, openapi, process, s3, web};

/// Tests that start the real program find it here, so that they never test an old build.
const GALLEY_VARIABLE: &str = "GALLEY_TEST_PROGRAM";

struct Step {
    name: &'static str,
    run: fn() -> Result<Outcome>,
}

const STEPS: &[Step] = &[
    Step { name: "format", run: format },
    Step { name: "dockerfile", run: deploy_lint::dockerfile },
    Step { name: "compose", run: deploy_lint::compose },
    Step { name: "units", run: deploy_lint::units },
    Step { name: "shell", run: deploy_lint::shell },
    Step { name: "web", run: web::test },
    Step { name: "lint", run: lint },
    Step { name: "build", run: build },
    Step { name: "openapi", run: check_openapi },
    Step { name: "tests", run: tests },
    Step { name: "browser", run: browser::test },
];

pub fn run(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        let all: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no step {unknown:?}; there are {}", all.join(", "));
    }
    let mut report = Report::default();
    for step in STEPS {
        if names.is_empty() || names.iter().any(|name| name == step.name) {
            report.step(step.name, step.run);
        }
    }
    report.finish()
}

fn format() -> Result<Outcome> {
    process::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}

fn lint() -> Result<Outcome> {
    let mut clippy = cargo(&["clippy", "--workspace", "--all-targets"]);
    process::run(clippy.args(locked()).args(["--", "--deny", "warnings"]))?;
    Ok(Outcome::Passed)
}

fn build() -> Result<Outcome> {
    build_galley(Profile::Dev)?;
    Ok(Outcome::Passed)
}

fn check_openapi() -> Result<Outcome> {
    openapi::check(&galley_path(Profile::Dev))?;
    Ok(Outcome::Passed)
}

/// All tests of the workspace, tests/tidy.rs among them, with a PostgreSQL server and a pretend S3 server at hand.
fn tests() -> Result<Outcome> {
    let galley = build_galley(Profile::Dev)?;
    let server = Server::obtain()?;
    eprintln!("PostgreSQL: {}", server.describe());
    let s3 = s3::Server::obtain()?;
    eprintln!("S3: {}", s3.describe());
    debian::have_ffmpeg()?;
    let mut command = if process::find_program("cargo-nextest").is_some() {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        eprintln!("cargo-nextest is not installed: using cargo test");
        cargo(&["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    process::run(
        command.args(locked()).env(URL_VARIABLE, server.url()).envs(s3.variables()).env(GALLEY_VARIABLE, galley),
    )?;
    Ok(Outcome::Passed)
}
