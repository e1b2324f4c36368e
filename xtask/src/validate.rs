//! `cargo xtask validate [NAME…]`: what Galley hands to others, judged by others' programs. They are heavy and do not change
//! with ours, so `cargo xtask test` does without them.
//!
//! Each takes the same files, which a demo gave out (tests/validate/take_out.mjs), and refuses a broken twin of them. Add one: a
//! script in tests/validate and an entry in `VALIDATORS`.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, anyhow, bail};

use crate::cargo::{Profile, build_galley, target_folder};
use crate::tools::{self, Tool};
use crate::{process, web};

struct Validator {
    name: &'static str,
    tool: &'static Tool,
    script: &'static str,
}

const VALIDATORS: &[Validator] = &[
    Validator { name: "feedback", tool: &tools::TRL, script: "feedback.py" },
    Validator { name: "exchange", tool: &tools::TRANSLATE_TOOLKIT, script: "exchange.py" },
    Validator { name: "focus", tool: &tools::FOCUS_VALIDATOR, script: "focus.py" },
    Validator { name: "skills", tool: &tools::SKILLS_REF, script: "skills.py" },
];

pub fn run(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| VALIDATORS.iter().all(|known| known.name != **name)) {
        let known: Vec<&str> = VALIDATORS.iter().map(|validator| validator.name).collect();
        bail!("there is no validator {unknown}; there are {}", known.join(", "));
    }
    let scripts = process::root().join("tests/validate");
    let folder = target_folder().join("validate");
    take_out(&scripts, &folder)?;
    let wanted = |validator: &&Validator| names.is_empty() || names.iter().any(|name| name == validator.name);
    for validator in VALIDATORS.iter().filter(wanted) {
        let missing = |why: String| anyhow!("{}: {why}", validator.name);
        let program = tools::obtain(validator.tool)?.map_err(missing)?;
        let python = program.with_file_name("python");
        process::run(Command::new(python).arg(scripts.join(validator.script)).arg(&folder).arg(program))?;
    }
    Ok(())
}

fn take_out(scripts: &Path, folder: &Path) -> Result<()> {
    web::build()?;
    let galley = build_galley(Profile::Dev)?;
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let mut node = Command::new("node");
    node.arg(scripts.join("take_out.mjs")).arg(folder).env("GALLEY_TEST_PROGRAM", galley);
    process::run(&mut node)
}
