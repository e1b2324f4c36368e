//! Files that are wrong: each is refused with every error at once, by file, line and column, and nothing is written.
//! The cases are folders in `files/bad_input/`, whose files replace the tiny campaign's; `expected.txt` holds the lines.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Method;

use crate::campaign::Files;
use crate::desk::refused;
use crate::world::{World, both};

both!(every_error_is_told_at_once_and_nothing_is_written);

const EXPECTED: &str = "expected.txt";

async fn every_error_is_told_at_once_and_nothing_is_written(world: &World) {
    let producer = world.as_("producer");
    let cases = cases();
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in cases {
        let answer = producer.upload(Method::POST, "/campaigns", files_of(&case).uploads()).await;
        let told = refused(answer, 422, "invalid_input").lines().join("\n") + "\n";
        let expected = fs::read_to_string(case.join(EXPECTED)).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{}:\n{told}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "expected.txt says something else than:\n{}", wrong.join("\n"));
    assert!(producer.list("/campaigns").await.expect("the list is there").is_empty());
    world.create(&Files::tiny()).await;
}

/// The folders, in order.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/files/bad_input");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("a folder can be read").path())
        .collect();
    found.sort();
    found
}

/// The tiny campaign with the case's files in place of its own; an empty file takes one away.
fn files_of(case: &Path) -> Files {
    let mut files = Files::tiny();
    for entry in fs::read_dir(case).expect("a case is a folder") {
        let path = entry.expect("a folder can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are plain").to_owned();
        let bytes = fs::read(&path).expect("a case's file can be read");
        if name == EXPECTED {
            continue;
        }
        files = if bytes.is_empty() { files.without(&name) } else { files.replaced(&name, bytes) };
    }
    files
}
