//! ARCHITECTURE.md names every crate that exists and none that is gone.

use std::collections::BTreeSet;

use super::tree::{Tree, Violation};

const PAGE: &str = "ARCHITECTURE.md";
const LINES: usize = 300;

pub fn check(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.find_text(PAGE) else {
        return vec![Violation::new(PAGE, 1, "is missing".to_owned())];
    };
    let mut violations = Vec::new();
    let lines = text.lines().count();
    if lines > LINES {
        violations.push(Violation::new(PAGE, 1, format!("{lines} lines, at most {LINES}")).measured(lines));
    }
    let existing = crates(tree);
    for folder in existing.iter().filter(|folder| !names(text, folder)) {
        violations.push(Violation::new(PAGE, 1, format!("does not name the crate {folder}/")).item(folder));
    }
    for (number, line) in text.lines().enumerate() {
        for folder in services_named(line).filter(|folder| !existing.contains(folder)) {
            violations
                .push(Violation::new(PAGE, number + 1, format!("names {folder}, which is not a crate")).item(&folder));
        }
    }
    violations
}

fn crates(tree: &Tree) -> BTreeSet<String> {
    tree.texts(&["/Cargo.toml"]).filter_map(|(path, _)| path.strip_suffix("/Cargo.toml")).map(str::to_owned).collect()
}

/// The folder's path as whole words: `services/api` is not named by `services/apis`.
fn names(text: &str, folder: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(folder).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + folder.len()..].chars().next();
        !before.is_some_and(|letter| is_word(letter) || letter == '/') && !after.is_some_and(is_word)
    })
}

fn services_named(line: &str) -> impl Iterator<Item = String> {
    line.split("services/").skip(1).filter_map(|rest| {
        let name: String = rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
        (!name.is_empty()).then(|| format!("services/{name}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_and_a_gone_crate_are_named() {
        let tree = Tree::of(&[
            ("services/api/Cargo.toml", ""),
            ("services/domain/Cargo.toml", ""),
            ("xtask/Cargo.toml", ""),
            (PAGE, "# Map\n`services/domain/` has rules,\n`services/apis` is gone, `xtask/` starts things"),
        ]);
        let found: Vec<String> =
            check(&tree).into_iter().map(|violation| format!("{} {}", violation.line, violation.message)).collect();
        assert_eq!(found, ["1 does not name the crate services/api/", "3 names services/apis, which is not a crate"]);
    }

    #[test]
    fn without_the_page_that_is_said() {
        assert_eq!(check(&Tree::of(&[])).len(), 1);
    }
}
