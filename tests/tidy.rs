//! Reads the tree and fails when it breaks a rule of CONTRIBUTING.md: sizes, names, headers, crate arrows, owners.
//!
//! Not a style guide and not a lint that a compiler could do. Each rule is one function from the tree to violations, listed
//! in `RULES`; what may break a rule stands in tests/tidy/exceptions.toml with a reason, and that list may only shrink.

mod tidy {
    pub mod architecture;
    pub mod crates;
    pub mod exceptions;
    pub mod hidden_input;
    pub mod names;
    pub mod rust_sizes;
    pub mod rust_tokens;
    pub mod text;
    pub mod tree;
    pub mod typescript;
}

use tidy::exceptions::{Exceptions, apply};
use tidy::tree::{Tree, Violation};
use tidy::{architecture, crates, hidden_input, names, rust_sizes, text, typescript};

/// A rule's name is what exceptions.toml calls it.
pub struct Rule {
    pub name: &'static str,
    pub check: fn(&Tree) -> Vec<Violation>,
}

pub const RULES: &[Rule] = &[
    Rule { name: "rust_sizes", check: rust_sizes::check },
    Rule { name: "rust_header", check: text::rust_header },
    Rule { name: "typescript_sizes", check: typescript::check },
    Rule { name: "file_name", check: names::check },
    Rule { name: "crate_arrow", check: crates::arrows },
    Rule { name: "outside_owner", check: crates::owners },
    Rule { name: "one_version", check: crates::one_version },
    Rule { name: "hidden_input", check: hidden_input::check },
    Rule { name: "lint_reason", check: hidden_input::lint_reasons },
    Rule { name: "architecture", check: architecture::check },
    Rule { name: "decision_record", check: text::decision_records },
    Rule { name: "host_name", check: text::host_names },
    Rule { name: "file_bytes", check: text::file_bytes },
    Rule { name: "data_parses", check: text::data_parses },
];

#[test]
fn the_tree_is_tidy() {
    let tree = Tree::read();
    let exceptions = Exceptions::read();
    let known: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let mut complaints = exceptions.mistakes(&known);
    for rule in RULES {
        complaints.extend(apply(rule.name, (rule.check)(&tree), &exceptions));
    }
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}
