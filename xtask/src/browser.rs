//! The desk in a real browser: its tests (`cargo xtask test browser`) and the pictures of its pages (`cargo xtask shots`).
//! What is looked at and how is under tests/browser/; here only Chromium, Node and the program are brought together.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cargo::{Profile, build_galley};
use crate::report::Outcome;
use crate::{debian, process, web};

/// Names a browser in place of the one on the `PATH`.
const CHROMIUM_VARIABLE: &str = "GALLEY_CHROMIUM";
/// Where the scripts find the program.
const GALLEY_VARIABLE: &str = "GALLEY_TEST_PROGRAM";
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/// Every page in both themes under axe, and the whole job by keys alone.
pub fn test() -> Result<Outcome> {
    run_script("test", &[])?;
    Ok(Outcome::Passed)
}

/// `cargo xtask shots [PART OF A NAME…]`: every page × theme × width of the demo, into target/shots.
pub fn shots(names: &[String]) -> Result<()> {
    run_script("shots", names)?;
    println!("the pictures are in target/shots");
    Ok(())
}

fn run_script(script: &str, arguments: &[String]) -> Result<()> {
    let chromium = find_or_install()?;
    if !web::build()? {
        bail!("there is no web/package.json, so there is no desk to look at");
    }
    let galley = build_galley(Profile::Dev)?;
    let folder = process::root().join("tests/browser");
    web::install(&folder)?;
    let mut command = web::npm(&folder);
    command.args(["run", "--silent", script, "--"]).args(arguments);
    process::run(command.env(CHROMIUM_VARIABLE, chromium).env(GALLEY_VARIABLE, galley))
}

fn find_or_install() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(CHROMIUM_VARIABLE).filter(|given| !given.is_empty()) {
        let file = PathBuf::from(given);
        if !Path::new(&file).is_file() {
            bail!("{CHROMIUM_VARIABLE} names {}, which is not there", file.display());
        }
        return Ok(file);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    install()?;
    match find() {
        Some(found) => Ok(found),
        None => bail!("Debian's chromium package was installed, but there is still no chromium on the PATH"),
    }
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::find_program(name))
}

fn install() -> Result<()> {
    let otherwise = format!(
        "the browser tests need Chromium and found none: install it so that one of {} is on the PATH, or name one in \
         {CHROMIUM_VARIABLE}",
        NAMES.join(", ")
    );
    debian::install("chromium", &otherwise)
}
