//! Finding PostgreSQL's own programs, or installing Debian's package where we may. Not for starting anything.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{debian, process};

/// Where Debian keeps one folder for each major version.
const DEBIAN_FOLDER: &str = "/usr/lib/postgresql";

/// A folder that holds `initdb`, `pg_ctl` and `postgres`.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    install()?;
    find().context("Debian's postgresql package was installed, but initdb and pg_ctl are still not to be found")
}

fn find() -> Option<PathBuf> {
    newest_below(Path::new(DEBIAN_FOLDER)).or_else(from_path)
}

/// `initdb` on the `PATH` is often a link into the folder where its siblings are: follow it.
fn from_path() -> Option<PathBuf> {
    let initdb = fs::canonicalize(process::find_program("initdb")?).ok()?;
    let folder = initdb.parent()?;
    is_complete(folder).then(|| folder.to_path_buf())
}

fn newest_below(folder: &Path) -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| is_complete(bin))
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

fn install() -> Result<()> {
    let otherwise = format!(
        "the tests need PostgreSQL and found none: set {} to a server where databases may be created, or install \
         PostgreSQL so that initdb and pg_ctl are in {DEBIAN_FOLDER}/*/bin or on the PATH",
        super::URL_VARIABLE
    );
    debian::install("postgresql", &otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_complete_version_wins() {
        let folder = std::env::temp_dir().join(format!("galley-xtask-binaries-{}", std::process::id()));
        for (version, programs) in
            [("9", "initdb pg_ctl postgres"), ("15", "initdb pg_ctl postgres"), ("17", "pg_dump")]
        {
            let bin = folder.join(version).join("bin");
            fs::create_dir_all(&bin).expect("a folder in the temporary folder can be made");
            for program in programs.split(' ') {
                fs::write(bin.join(program), "").expect("a file in our own folder can be written");
            }
        }
        let found = newest_below(&folder);
        fs::remove_dir_all(&folder).expect("our own folder can be removed");
        assert_eq!(found, Some(folder.join("15/bin")));
    }
}
