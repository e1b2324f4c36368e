//! Data cases of every file people write: `cases/<kind>/<name>/` holds the input and
//! `expected.txt`. `UPDATE_EXPECT=1` writes the expected files anew; look at each before keeping it.
//! What cannot be a small text file (a zip bomb, a megabyte of brackets) is in `hostile.rs`.

mod cases;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of one case, by name; `expected.txt` left out.
type Files = BTreeMap<String, Vec<u8>>;

/// What the files of a case become.
type Run = fn(&Files) -> String;

/// A kind of case: the folder, and what its files become.
const KINDS: [(&str, Run); 10] = [
    ("brand_kit", cases::brand_kit),
    ("brief", cases::brief),
    ("bundle", cases::bundle),
    ("catalog", cases::catalog),
    ("copy_deck", cases::copy_deck),
    ("expression", cases::expression),
    ("price", cases::price),
    ("product_feed", cases::product_feed),
    ("source", cases::source),
    ("workflow", cases::workflow),
];

#[test]
fn every_case_gives_what_is_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for kind in folders(&root) {
        let name = name_of(&kind);
        let (_, run) = KINDS.iter().find(|(known, _)| *known == name).expect("every folder of cases is a kind");
        for case in folders(&kind) {
            let actual = run(&files(&case, &case));
            let path = case.join("expected.txt");
            if is_update {
                std::fs::write(&path, &actual).expect("the case's folder can be written to");
            } else if std::fs::read_to_string(&path).unwrap_or_default() != actual {
                wrong.push(format!("--- {name}/{}\n{actual}", name_of(&case)));
            }
        }
    }
    assert!(wrong.is_empty(), "these cases gave something else:\n{}", wrong.join("\n"));
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).expect("the folder of cases is there");
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder can be read").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn files(root: &Path, folder: &Path) -> Files {
    let mut found = Files::new();
    for entry in std::fs::read_dir(folder).expect("the case's folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files(root, &path));
        } else if name_of(&path) != "expected.txt" {
            let name = path.strip_prefix(root).expect("the file is inside").to_string_lossy().into_owned();
            found.insert(name, std::fs::read(&path).expect("the file can be read"));
        }
    }
    found
}
