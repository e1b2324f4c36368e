//! Clock, randomness and waiting are parameters: where the real ones are read stands in the list of exceptions.
//!
//! clippy.toml forbids the same calls by what they resolve to; this rule keeps the list of places in one file.

use super::rust_tokens::{lines_with_path, words};
use super::tree::{Tree, Violation};

const CALLS: [&str; 7] =
    ["Utc::now", "Local::now", "SystemTime::now", "Uuid::now_v7", "Uuid::new_v4", "thread::sleep", "time::sleep"];

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(&[".rs"]) {
        let words = words(text);
        for call in CALLS {
            for line in lines_with_path(&words, call) {
                let message = format!("{call} is a hidden input: take a clock, an id or a signal as a parameter");
                violations.push(Violation::new(path, line, message).item(call));
            }
        }
    }
    violations
}

/// `#[allow(…)]` and `#[expect(…)]` say why.
pub fn lint_reasons(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(&[".rs"]) {
        let words = words(text);
        for (index, window) in words.windows(4).enumerate() {
            let [hash, bracket, name, open] = window else { continue };
            // `#[allow(` and, between `#` and `[`, the `!` of `#![allow(`.
            let is_attribute = (hash.text == "#" || hash.text == "!") && bracket.text == "(" && open.text == "(";
            if is_attribute && matches!(name.text.as_str(), "allow" | "expect") && !has_reason(&words[index + 4..]) {
                let message = format!("#[{}] without `reason = \"…\"`", name.text);
                violations.push(Violation::new(path, name.line, message));
            }
        }
    }
    violations
}

fn has_reason(words: &[super::rust_tokens::Word]) -> bool {
    words.iter().take_while(|word| word.text != ")").any(|word| word.text == "reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_inputs_are_found() {
        let tree = Tree::of(&[("a.rs", "fn f() {\n Utc::now();\n tokio::time::sleep(d);\n clock.now();\n}")]);
        let lines: Vec<usize> = check(&tree).iter().map(|violation| violation.line).collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn allow_needs_a_reason() {
        let text = "#![allow(missing_docs)]\n#[allow(dead_code, reason = \"used by macros\")]\nfn f() {}\n#[expect(unused)]\nfn g() { allow(1) }";
        let lines: Vec<usize> =
            lint_reasons(&Tree::of(&[("a.rs", text)])).iter().map(|violation| violation.line).collect();
        assert_eq!(lines, [1, 4]);
    }
}
