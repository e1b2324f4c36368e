//! `cargo xtask demo`: build what is needed, run the demo campaign, serve it. The campaign itself is `galley demo`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::cargo::{Profile, build_galley};
use crate::{process, web};

/// Where the demo leaves its pictures, database and published files to look at.
const KEEP: &str = "data/demo";

pub fn run(arguments: &[String]) -> Result<()> {
    let (ours, theirs): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| *argument == "--release");
    let profile = if ours.is_empty() { Profile::Dev } else { Profile::Release };

    let started = Instant::now();
    if !web::build()? {
        eprintln!("there is no web/package.json yet: no desk is built");
    }
    let galley = build_galley(profile)?;
    eprintln!("build: {:.1} s", started.elapsed().as_secs_f64());

    let mut command = Command::new(galley);
    command.current_dir(process::root()).arg("demo");
    if !theirs.iter().any(|argument| argument.starts_with("--keep")) {
        command.args(["--keep", KEEP]);
    }
    command.args(theirs);
    follow(&mut command)
}

/// Passes the program's lines on, and reports the run's time when it prints an address to open or ends.
fn follow(command: &mut Command) -> Result<()> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().context("could not start galley")?;
    let stdout = child.stdout.take().expect("we asked for a pipe");
    let mut is_reported = false;
    for line in BufReader::new(stdout).lines() {
        let line = line.context("galley's output could not be read")?;
        println!("{line}");
        std::io::stdout().flush()?;
        if !is_reported && line.contains("http://") {
            is_reported = true;
            eprintln!("run: {:.1} s", started.elapsed().as_secs_f64());
        }
    }
    let status = child.wait()?;
    if !is_reported {
        eprintln!("run: {:.1} s", started.elapsed().as_secs_f64());
    }
    if !status.success() {
        bail!("galley demo failed ({status})");
    }
    Ok(())
}
