//! Reads folders of files that go to a server: a workflow, a brand kit, a brief with its inputs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use galley_domain::bundle::{Bundle, MAX_BYTES, MAX_FILES};

use crate::client::Upload;

/// Deepest folder in a folder.
const MAX_DEPTH: usize = 16;

/// Every file of a folder by its path in it. Hidden files and links are left out; what a server
/// would refuse by name, number or size is refused here already.
pub fn read_folder(folder: &Path) -> Result<Bundle> {
    if !folder.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    let mut files = Vec::new();
    let mut bytes = 0;
    collect(folder, "", 0, &mut |path, from| {
        let content = fs::read(from).with_context(|| format!("could not read {}", from.display()))?;
        bytes += content.len();
        files.push((path, content));
        if files.len() > MAX_FILES || bytes > MAX_BYTES {
            bail!("{} holds more than {MAX_FILES} files or {MAX_BYTES} bytes", folder.display());
        }
        Ok(())
    })?;
    Ok(Bundle::parse(files)?)
}

fn collect(folder: &Path, prefix: &str, depth: usize, take: &mut dyn FnMut(String, &Path) -> Result<()>) -> Result<()> {
    if depth > MAX_DEPTH {
        bail!("{} is nested deeper than {MAX_DEPTH} folders", folder.display());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { bail!("{} is not a UTF-8 name", entry.path().display()) };
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), depth + 1, take)?;
        } else if kind.is_file() {
            take(format!("{prefix}{name}"), &entry.path())?;
        }
    }
    Ok(())
}

/// A folder's files as the parts of a form.
pub fn uploads(field: &'static str, bundle: &Bundle) -> Vec<Upload> {
    let upload =
        |(name, bytes): (&String, &std::sync::Arc<[u8]>)| Upload { field, name: name.clone(), bytes: bytes.to_vec() };
    bundle.files.iter().map(upload).collect()
}
