//! Rules about files as text: headers, hosts, weights, and that data files can be read at all.

use saphyr_parser::Parser;

use super::tree::{Tree, Violation};

const FILE_BYTES: usize = 1024 * 1024;
/// Folders whose files may be heavy: bundled fonts, sample pictures.
const HEAVY_FOLDERS: [&str; 2] = ["fonts", "samples"];
const HEADER_AT_LEAST_CHARS: usize = 20;
const DECISIONS: &str = "docs/decisions/";
const DECISION_PARTS: [&str; 3] = ["## Context", "## Choice", "## What we gave up"];

/// Registries' and image hosts' names, in halves so that this file does not break its own rule. Packages are installed by
/// name from whatever registry a machine is set up for.
const HOSTS: [(&str, &str); 11] = [
    ("crates", ".io"),
    ("npm", "js."),
    ("py", "pi.org"),
    ("python", "hosted.org"),
    ("debian", ".org"),
    ("yarn", "pkg.com"),
    ("docker", ".io"),
    ("docker", ".com"),
    ("gh", "cr.io"),
    ("quay", ".io"),
    ("gcr", ".io"),
];
/// Written by cargo and npm, which name where a package came from.
const LOCK_FILES: [&str; 2] = ["Cargo.lock", "package-lock.json"];

pub fn rust_header(tree: &Tree) -> Vec<Violation> {
    let is_header = |text: &str| {
        let first = text.lines().next().unwrap_or_default();
        first.strip_prefix("//!").is_some_and(|words| words.trim().chars().count() >= HEADER_AT_LEAST_CHARS)
    };
    tree.texts(&[".rs"])
        .filter(|(_, text)| !is_header(text))
        .map(|(path, _)| Violation::new(path, 1, "must open with `//!`: what this is and what it is not".to_owned()))
        .collect()
}

pub fn host_names(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(&[""]) {
        if LOCK_FILES.iter().any(|lock| path == *lock || path.ends_with(&format!("/{lock}"))) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            for host in hosts_in(line) {
                violations.push(Violation::new(path, number + 1, format!("names the host {host}")).item(&host));
            }
        }
    }
    violations
}

fn hosts_in(line: &str) -> Vec<String> {
    let line = line.to_ascii_lowercase();
    HOSTS.iter().map(|(one, other)| format!("{one}{other}")).filter(|host| line.contains(host.as_str())).collect()
}

pub fn file_bytes(tree: &Tree) -> Vec<Violation> {
    tree.files
        .iter()
        .filter(|file| file.bytes > FILE_BYTES && !file.path.split('/').any(|folder| HEAVY_FOLDERS.contains(&folder)))
        .map(|file| {
            let message = format!("{} bytes, at most {FILE_BYTES} outside fonts/ and samples/", file.bytes);
            Violation::new(&file.path, 1, message).measured(file.bytes)
        })
        .collect()
}

/// Every TOML, YAML and JSON file that changes without a build.
pub fn data_parses(tree: &Tree) -> Vec<Violation> {
    let is_data = |path: &str| path.starts_with("workflows/") || path.starts_with("deploy/");
    tree.texts(&[".toml", ".yaml", ".yml", ".json"])
        .filter(|(path, _)| is_data(path))
        .filter_map(|(path, text)| {
            let (line, message) = parse(path, text).err()?;
            Some(Violation::new(path, line, message))
        })
        .collect()
}

fn parse(path: &str, text: &str) -> Result<(), (usize, String)> {
    if path.ends_with(".toml") {
        let line_at = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
        return text.parse::<toml::Table>().map(drop).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(span.start));
            (line, error.message().to_owned())
        });
    }
    if path.ends_with(".json") {
        let value: Result<serde_json::Value, _> = serde_json::from_str(text);
        return value.map(drop).map_err(|error| (error.line(), error.to_string()));
    }
    for event in Parser::new_from_str(text) {
        event.map_err(|error| (error.marker().line(), error.info().to_owned()))?;
    }
    Ok(())
}

pub fn decision_records(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut numbers = Vec::new();
    for (path, text) in tree.texts(&[".md"]).filter(|(path, _)| path.starts_with(DECISIONS)) {
        let name = &path[DECISIONS.len()..];
        let number = name.split_once('-').map_or("", |(number, _)| number);
        if number.len() != 4 || !number.chars().all(|digit| digit.is_ascii_digit()) {
            violations.push(Violation::new(path, 1, "is not called NNNN-what-was-decided.md".to_owned()));
        } else if numbers.contains(&number) {
            violations.push(Violation::new(path, 1, format!("the number {number} is taken")));
        }
        numbers.push(number);
        for part in DECISION_PARTS.iter().filter(|part| !text.lines().any(|line| line == **part)) {
            violations.push(Violation::new(path, 1, format!("has no part {part:?}")));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let tree = Tree::of(&[
            ("a.rs", "//! What it is, and what it is not.\n"),
            ("b.rs", "//! Placeholder.\n"),
            ("c.rs", "use a;\n//! Too late to say what this is.\n"),
        ]);
        let paths: Vec<String> = rust_header(&tree).into_iter().map(|violation| violation.path).collect();
        assert_eq!(paths, ["b.rs", "c.rs"]);
    }

    #[test]
    fn hosts() {
        let host = ["crates", ".io"].concat();
        assert_eq!(hosts_in(&format!("see https://{}/x", host.to_uppercase())), [host.as_str()]);
        let tree = Tree::of(&[("Cargo.lock", &host), ("web/package-lock.json", &host), ("README.md", &host)]);
        assert_eq!(host_names(&tree).len(), 1);
    }

    #[test]
    fn heavy_files() {
        let heavy = "x".repeat(FILE_BYTES + 1);
        let tree = Tree::of(&[("a.json", &heavy), ("services/compose/fonts/a.ttf", &heavy)]);
        assert_eq!(file_bytes(&tree).len(), 1);
    }

    #[test]
    fn broken_data_is_named_with_its_line() {
        let tree = Tree::of(&[
            ("workflows/a.yaml", "a: 1\nb: [1, 2\n"),
            ("workflows/a.toml", "a = 1\nb = \n"),
            ("workflows/a.json", "{\n\"a\": }"),
            ("workflows/good.yaml", "a: [1]\n"),
            ("tests/broken.yaml", "a: ["),
        ]);
        let found: Vec<(String, usize)> =
            data_parses(&tree).into_iter().map(|violation| (violation.path, violation.line)).collect();
        let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["workflows/a.yaml", "workflows/a.toml", "workflows/a.json"]);
        assert!(found.iter().all(|(_, line)| *line >= 2), "{found:?}");
    }

    #[test]
    fn decisions_have_a_number_and_three_parts() {
        let good = DECISION_PARTS.join("\n");
        let tree = Tree::of(&[
            ("docs/decisions/0001-one.md", &good),
            ("docs/decisions/0001-again.md", &good),
            ("docs/decisions/two.md", "## Context"),
        ]);
        assert_eq!(decision_records(&tree).len(), 4);
    }
}
