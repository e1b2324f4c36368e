//! What files and folders of code may be called.

use super::tree::{Tree, Violation};

/// Names that say nothing about what is inside.
const FORBIDDEN: [&str; 8] = ["utils", "common", "core", "misc", "types", "helpers", "manager", "shared"];
const CODE: [&str; 3] = [".rs", ".ts", ".tsx"];

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(&CODE) {
        if let Some(name) = forbidden_name(path) {
            violations.push(Violation::new(path, 1, format!("{name:?} says nothing: name it after what is inside")));
        }
        if path.ends_with(".rs") {
            continue;
        }
        if !is_kebab_case(stem(path)) {
            violations.push(Violation::new(path, 1, "TypeScript files are kebab-case".to_owned()));
        }
        if is_barrel(text) {
            violations.push(Violation::new(
                path,
                1,
                "only exports again what others export: import from those".to_owned(),
            ));
        }
    }
    violations
}

fn forbidden_name(path: &str) -> Option<&str> {
    let parts = path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    parts.into_iter().find(|part| {
        let singular_or_plural = |name: &&str| part == name || format!("{part}s") == **name;
        FORBIDDEN.iter().any(singular_or_plural)
    })
}

fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `ad-grid.tsx`, `ad-grid.test.tsx`, `vite.config.ts`, `vite-env.d.ts`.
fn is_kebab_case(name: &str) -> bool {
    name.split(['.', '-']).all(|part| {
        !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    })
}

fn is_barrel(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).peekable();
    lines.peek().is_some() && lines.all(|line| line.starts_with("export ") && line.contains(" from "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_words_are_refused_as_file_and_as_folder() {
        assert_eq!(forbidden_name("services/engine/src/utils.rs"), Some("utils"));
        assert_eq!(forbidden_name("services/engine/src/util.rs"), Some("util"));
        assert_eq!(forbidden_name("web/src/shared/button.tsx"), Some("shared"));
        assert_eq!(forbidden_name("services/engine/src/score.rs"), None);
    }

    #[test]
    fn kebab_case() {
        for good in ["app.tsx", "ad-grid.test.tsx", "vite.config.ts", "vite-env.d.ts", "step-2.ts"] {
            assert!(is_kebab_case(good), "{good}");
        }
        for bad in ["App.tsx", "adGrid.ts", "ad_grid.ts", "-ad.ts"] {
            assert!(!is_kebab_case(bad), "{bad}");
        }
    }

    #[test]
    fn barrels() {
        assert!(is_barrel("// all of it\nexport { A } from './a';\nexport * from './b';\n"));
        assert!(!is_barrel("export const a = 1;\n"));
        assert!(!is_barrel(""));
    }
}
