//! The committed OpenAPI document: written from the program, compared with it in the tests. The program makes it, not we.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cargo::{Profile, build_galley};
use crate::process;

const DOCUMENT: &str = "services/api/openapi.json";

pub fn run(arguments: &[String]) -> Result<()> {
    let galley = build_galley(Profile::Dev)?;
    match arguments {
        [] => write(&galley),
        [flag] if flag == "--check" => check(&galley),
        _ => bail!("openapi takes nothing but --check"),
    }
}

fn write(galley: &Path) -> Result<()> {
    let document = made_by(galley)?;
    fs::write(path(), document).with_context(|| format!("could not write {DOCUMENT}"))?;
    println!("wrote {DOCUMENT}");
    Ok(())
}

pub fn check(galley: &Path) -> Result<()> {
    let made = made_by(galley)?;
    let committed =
        fs::read_to_string(path()).with_context(|| format!("{DOCUMENT} is missing: run cargo xtask openapi"))?;
    match first_difference(&committed, &made) {
        None => Ok(()),
        Some((line, committed, made)) => {
            bail!(
                "{DOCUMENT} line {line} says\n  {committed}\nand the program says\n  {made}\nrun cargo xtask openapi and commit the result"
            )
        }
    }
}

fn path() -> PathBuf {
    process::root().join(DOCUMENT)
}

fn made_by(galley: &Path) -> Result<String> {
    let text = process::capture(Command::new(galley).arg("openapi").current_dir(process::root()))?;
    serde_json::from_str::<serde_json::Value>(&text).context("`galley openapi` did not print JSON")?;
    Ok(format!("{}\n", text.trim_end()))
}

fn first_difference<'a>(one: &'a str, other: &'a str) -> Option<(usize, &'a str, &'a str)> {
    const END: &str = "(the end)";
    let (mut ones, mut others) = (one.lines(), other.lines());
    for number in 1.. {
        match (ones.next(), others.next()) {
            (None, None) => return None,
            (left, right) if left != right => return Some((number, left.unwrap_or(END), right.unwrap_or(END))),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_different_line_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, "b", "c")));
        assert_eq!(first_difference("a\n", "a\nc\n"), Some((2, "(the end)", "c")));
    }
}
