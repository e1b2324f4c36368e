//! What changed between two versions of a skill, as lines of each file. Reads only.

use std::collections::BTreeSet;

use galley_domain::bundle::Bundle;
use galley_domain::digest::Digest;
use galley_store::skills::SkillVersion;
use similar::{ChangeTag, TextDiff};

use super::texts;
use crate::{ActionError, Engine};

/// Lines shown around a change.
const CONTEXT: usize = 3;
/// Files of more lines are not compared line by line: that takes the square of them.
const MAX_LINES: usize = 2_000;

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDifference {
    pub path: String,
    pub before: Option<Digest>,
    pub after: Option<Digest>,
    /// None for pictures, and where there are too many.
    pub lines: Option<Vec<Line>>,
}

/// A line of a file that differs, or one beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub sign: Sign,
    /// From 1, in the file before; None for an added line.
    pub before: Option<usize>,
    /// From 1, in the file after; None for a removed line.
    pub after: Option<usize>,
    pub text: String,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Kept,
    Removed,
    Added,
}

/// The files that differ, by path.
pub async fn difference(
    engine: &Engine,
    before: &SkillVersion,
    after: &SkillVersion,
) -> Result<Vec<FileDifference>, ActionError> {
    let said = (texts(engine, before).await?, texts(engine, after).await?);
    let hashes = (before.files()?, after.files()?);
    let paths: BTreeSet<String> = hashes.0.keys().chain(hashes.1.keys()).cloned().collect();
    let work = move || {
        let differs = |path: &String| {
            let (before, after) = (hashes.0.get(path).copied(), hashes.1.get(path).copied());
            (before != after).then(|| FileDifference { path: path.clone(), before, after, lines: lines(&said, path) })
        };
        paths.iter().filter_map(differs).collect()
    };
    Ok(tokio::task::spawn_blocking(work).await.expect("comparing texts does not panic"))
}

fn lines(said: &(Bundle, Bundle), path: &str) -> Option<Vec<Line>> {
    let text = |bundle: &Bundle| match bundle.find(path) {
        Some(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        None => Some(String::new()),
    };
    let is_text = said.0.find(path).or_else(|| said.1.find(path)).is_some();
    let (before, after) = (text(&said.0)?, text(&said.1)?);
    if !is_text || before.lines().count().max(after.lines().count()) > MAX_LINES {
        return None;
    }
    let compared = TextDiff::from_lines(&before, &after);
    let groups = compared.grouped_ops(CONTEXT);
    let changes = groups.iter().flatten().flat_map(|part| compared.iter_changes(part));
    let line = |change: similar::Change<&str>| Line {
        sign: match change.tag() {
            ChangeTag::Equal => Sign::Kept,
            ChangeTag::Delete => Sign::Removed,
            ChangeTag::Insert => Sign::Added,
        },
        before: change.old_index().map(|at| at + 1),
        after: change.new_index().map(|at| at + 1),
        text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
    };
    Some(changes.map(line).collect())
}
