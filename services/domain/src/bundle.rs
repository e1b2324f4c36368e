//! A folder of files held in memory: a brief with its inputs, a workflow with its layouts, a brand kit.
//! Does no I/O; it is where names from outside become paths that are safe to use.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest::{Digest, Hasher};
use crate::source::{Mark, Problem, Problems, nearest, text_of};

/// Most files in a bundle.
pub const MAX_FILES: usize = 500;
/// Most bytes in a bundle.
pub const MAX_BYTES: usize = 64 << 20;
/// Longest path, in bytes.
pub const MAX_PATH_BYTES: usize = 200;

/// Files by safe relative path, with `/` between the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl Bundle {
    /// Takes files in. Every unsafe name, every two names that differ only in case, and
    /// anything over the limits of this module is a problem.
    pub fn parse<P, B>(files: impl IntoIterator<Item = (P, B)>) -> Result<Bundle, Problems>
    where
        P: Into<String>,
        B: Into<Arc<[u8]>>,
    {
        let mut bundle = Bundle::default();
        let mut folded: BTreeMap<String, String> = BTreeMap::new();
        let (mut problems, mut bytes) = (Vec::new(), 0usize);
        for (path, content) in files {
            let (path, content): (String, Arc<[u8]>) = (path.into(), content.into());
            let shown: String = path.chars().take(MAX_PATH_BYTES).flat_map(char::escape_debug).collect();
            let mut refuse = |message: String| problems.push(Problem::at(&shown, Mark::START, message));
            if let Err(why) = check_path(&path) {
                refuse(why);
                continue;
            }
            if let Some(other) = folded.insert(path.to_lowercase(), path.clone()) {
                refuse(format!("the files “{other}” and “{path}” have the same name but for capitals"));
                continue;
            }
            bytes = bytes.saturating_add(content.len());
            if bytes > MAX_BYTES || bundle.files.len() >= MAX_FILES {
                refuse(format!("the files are more than {MAX_FILES} or larger than {MAX_BYTES} bytes in all"));
                break;
            }
            bundle.files.insert(path, content);
        }
        Problems::unless_empty(bundle, problems)
    }

    /// The bytes of a file, if it is there.
    pub fn find(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// The UTF-8 text of a file; a problem if it is missing (with the nearest name) or not text.
    pub fn get_text(&self, path: &str) -> Result<&str, Problem> {
        match self.files.get(path) {
            Some(bytes) => text_of(path, bytes),
            None => {
                let mut problem = Problem::at(path, Mark::START, "this file is missing");
                problem.nearest = self.find_nearest(path);
                Err(problem)
            }
        }
    }

    /// Whether any file stands in a folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        self.files.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }

    /// The path that is nearest to one which does not exist.
    pub fn find_nearest(&self, path: &str) -> Option<String> {
        nearest(path, self.files.keys().map(String::as_str))
    }

    /// The digest of all names and bytes.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("bundle");
        for (path, content) in &self.files {
            hasher.part(path, content);
        }
        hasher.finish()
    }
}

/// Says why a path from outside is not safe to use: absolute, climbing, hidden in other systems'
/// spellings, reserved on Windows, too long. The text is fit to show.
pub fn check_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("the name is empty".to_owned());
    }
    if path.len() > MAX_PATH_BYTES {
        return Err(format!("the name is longer than {MAX_PATH_BYTES} bytes"));
    }
    if let Some(letter) = path.chars().find(|c| is_refused(*c)) {
        return Err(format!("the name holds the character {letter:?}"));
    }
    if path.starts_with('/') {
        return Err("the name begins with “/”; it must be relative to its folder".to_owned());
    }
    path.split('/').try_for_each(check_part)
}

fn check_part(part: &str) -> Result<(), String> {
    match part {
        "" => return Err("the name has an empty part (“//” or a “/” at the end)".to_owned()),
        "." | ".." => return Err(format!("the name has the part “{part}”")),
        _ => {}
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Err(format!("“{part}” begins or ends with a blank or ends with a dot"));
    }
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).unwrap_or_default();
    let is_numbered = number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c));
    if is_numbered || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return Err(format!("“{part}” is a reserved name on Windows"));
    }
    Ok(())
}

/// Control and invisible direction characters, and what Windows does not allow in names
/// (which includes the colon of a drive letter and the backslash).
fn is_refused(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
