//! The files of the repository as the rules see them. It decides what is read, never what is right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders that hold no source; only asked where git cannot tell.
const SKIPPED: [&str; 6] = [".git", "target", "node_modules", "dist", "data", ".mirror"];

pub struct SourceFile {
    /// From the root, with `/`.
    pub path: String,
    pub bytes: usize,
    /// `None` for what is not UTF-8.
    pub text: Option<String>,
}

pub struct Tree {
    pub files: Vec<SourceFile>,
}

/// What a rule found. `item` names the function or dependency, so that an exception can be exact.
pub struct Violation {
    pub path: String,
    pub line: usize,
    pub item: String,
    pub measured: Option<usize>,
    pub message: String,
}

impl Violation {
    pub fn new(path: &str, line: usize, message: String) -> Violation {
        Violation { path: path.to_owned(), line, item: String::new(), measured: None, message }
    }

    pub fn item(mut self, item: &str) -> Violation {
        item.clone_into(&mut self.item);
        self
    }

    pub fn measured(mut self, measured: usize) -> Violation {
        self.measured = Some(measured);
        self
    }
}

impl Tree {
    pub fn read() -> Tree {
        let root = root();
        let mut paths = tracked(&root).unwrap_or_else(|| walked(&root));
        paths.sort();
        let files = paths.into_iter().filter_map(|path| read_file(&root, path)).collect();
        Tree { files }
    }

    /// A tree made of `(path, text)` pairs, for the rules' own tests.
    pub fn of(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| SourceFile {
            path: (*path).to_owned(),
            bytes: text.len(),
            text: Some((*text).to_owned()),
        };
        Tree { files: files.iter().map(file).collect() }
    }

    /// The text files whose name ends so, as `(path, text)`.
    pub fn texts<'a>(&'a self, endings: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |file| endings.iter().any(|ending| file.path.ends_with(ending)))
            .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    pub fn find_text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref()
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies one folder below the root").to_path_buf()
}

fn read_file(root: &Path, path: String) -> Option<SourceFile> {
    let content = fs::read(root.join(&path)).ok()?; // deleted, but still in git's index
    let bytes = content.len();
    Some(SourceFile { path, bytes, text: String::from_utf8(content).ok() })
}

/// Committed files and those that are about to be.
fn tracked(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let paths: Vec<String> = text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    (output.status.success() && !paths.is_empty()).then_some(paths)
}

fn walked(root: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository can be read").flatten() {
            let path = entry.path();
            let is_skipped = entry.file_name().to_str().is_none_or(|name| SKIPPED.contains(&name));
            if path.is_dir() && !is_skipped {
                folders.push(path);
            } else if path.is_file() {
                let inside = path.strip_prefix(root).expect("we walked down from the root");
                paths.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    paths
}
