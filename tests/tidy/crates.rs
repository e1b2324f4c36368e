//! Which crate may depend on which, ours and others', and of which there may be only one version.

use super::rust_tokens::{lines_with_crate, words};
use super::tree::{Tree, Violation};

/// The arrows of ARCHITECTURE.md: a crate's folder and those of ours that it may name. `*` is all.
const ARROWS: &[(&str, &[&str])] = &[
    ("services/domain", &[]),
    ("services/compose", &["galley-domain"]),
    ("services/checks", &["galley-domain"]),
    ("services/exchange", &["galley-domain"]),
    ("services/learning", &["galley-domain"]),
    ("services/adapters", &["galley-domain"]),
    ("services/store", &["galley-domain", "galley-migrations"]),
    (
        "services/engine",
        &["galley-domain", "galley-store", "galley-compose", "galley-checks", "galley-exchange", "galley-learning"],
    ),
    ("services/api", &["galley-domain", "galley-store", "galley-engine"]),
    ("services/galley", &["*"]),
    ("migrations", &[]),
    ("xtask", &[]),
    ("tests", &["*"]),
];

/// An outside crate (`*` at the end: all that start so) and the folders that may name it.
struct Owner {
    outside: &'static str,
    folders: &'static [&'static str],
}

const OWNERS: &[Owner] = &[
    Owner { outside: "sea-orm", folders: &["services/store/"] },
    Owner { outside: "sea-orm-migration", folders: &["migrations/"] },
    // apalis' pools are sqlx's, so the queue names both.
    Owner {
        outside: "sqlx",
        folders: &["services/store/", "services/engine/src/queue.rs", "services/engine/src/queue/"],
    },
    Owner { outside: "apalis*", folders: &["services/engine/src/queue.rs", "services/engine/src/queue/"] },
    // A destination may be a bucket.
    Owner { outside: "object_store", folders: &["services/store/", "services/adapters/"] },
    Owner { outside: "actix*", folders: &["services/api/"] },
    Owner { outside: "utoipa*", folders: &["services/api/"] },
    // galley's client commands talk to a server.
    Owner {
        outside: "reqwest",
        folders: &[
            "services/adapters/",
            "services/galley/src/client.rs",
            "services/galley/src/client/",
            "services/galley/src/commands/",
        ],
    },
    Owner { outside: "quick-xml", folders: &["services/exchange/"] },
    Owner { outside: "parley", folders: &["services/compose/"] },
    Owner { outside: "fontique", folders: &["services/compose/"] },
    Owner { outside: "vello_cpu", folders: &["services/compose/"] },
    Owner { outside: "resvg", folders: &["services/compose/"] },
    Owner { outside: "image", folders: &["services/compose/"] },
    // Errors that somebody acts on are enums; anyhow is for commands and tests.
    Owner { outside: "anyhow", folders: &["services/galley/", "xtask/", "tests/"] },
];

/// Two of one of these would be two pools, or two copies of SQLite in one program.
const ONE_VERSION: [&str; 5] = ["sqlx", "sqlx-core", "libsqlite3-sys", "sea-orm", "apalis-core"];

pub fn arrows(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in manifests(tree) {
        let folder = folder_of(path);
        let Some((_, allowed)) = ARROWS.iter().find(|(crate_folder, _)| *crate_folder == folder) else {
            violations.push(Violation::new(
                path,
                1,
                "a crate without arrows: add it to ARROWS in tests/tidy/crates.rs".to_owned(),
            ));
            continue;
        };
        for name in dependencies(text).into_iter().filter(|name| name.starts_with("galley")) {
            if !allowed.contains(&"*") && !allowed.contains(&name.as_str()) {
                let may = if allowed.is_empty() { "none of ours".to_owned() } else { allowed.join(", ") };
                violations.push(Violation::new(path, 1, format!("depends on {name}, but may name {may}")).item(&name));
            }
        }
    }
    violations
}

/// First the manifests (who may depend), then the sources of those whose right is only for some files.
pub fn owners(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in manifests(tree) {
        let folder = folder_of(path);
        for name in dependencies(text) {
            let Some(owner) = owner_of(&name) else { continue };
            if !owner.folders.iter().any(|allowed| allowed.starts_with(&format!("{folder}/"))) {
                let message = format!("depends on {name}, which only {} may name", owner.folders.join(", "));
                violations.push(Violation::new(path, 1, message).item(&name));
            }
        }
    }
    for owner in OWNERS.iter().filter(|owner| owner.folders.iter().any(|folder| folder.contains("/src/"))) {
        violations.extend(strangers(tree, owner));
    }
    violations
}

fn strangers(tree: &Tree, owner: &Owner) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts(&[".rs"]).filter(|(path, _)| path.starts_with("services/")) {
        if owner.folders.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for line in lines_with_crate(&words(text), |word| matches(owner.outside, &word.replace('_', "-"))) {
            let message = format!("names {}, which only {} may", owner.outside, owner.folders.join(", "));
            violations.push(Violation::new(path, line, message).item(owner.outside));
        }
    }
    violations
}

pub fn one_version(tree: &Tree) -> Vec<Violation> {
    const LOCK: &str = "Cargo.lock";
    let lock = tree.find_text(LOCK).unwrap_or_default();
    let mut violations = Vec::new();
    for name in ONE_VERSION {
        let line = format!("name = \"{name}\"");
        let count = lock.lines().filter(|candidate| *candidate == line).count();
        if count != 1 {
            let message = format!("has {count} versions of {name}: the queue and the store must share one");
            violations.push(Violation::new(LOCK, 1, message).item(name));
        }
    }
    violations
}

/// The members' manifests: those that name a package.
fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts(&["/Cargo.toml"])
}

fn folder_of(manifest: &str) -> &str {
    manifest.strip_suffix("/Cargo.toml").unwrap_or_default()
}

/// What the built crate depends on, under its real name; what only its tests need may be anything.
fn dependencies(manifest: &str) -> Vec<String> {
    let Ok(table) = manifest.parse::<toml::Table>() else { return Vec::new() };
    let mut names = Vec::new();
    let targets = table.get("target").and_then(toml::Value::as_table);
    let places = std::iter::once(&table)
        .chain(targets.into_iter().flat_map(|table| table.values()).filter_map(toml::Value::as_table));
    for place in places {
        for section in ["dependencies", "build-dependencies"] {
            for (key, value) in place.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                let renamed = value.get("package").and_then(toml::Value::as_str);
                names.push(renamed.unwrap_or(key).to_owned());
            }
        }
    }
    names
}

fn owner_of(name: &str) -> Option<&'static Owner> {
    OWNERS.iter().find(|owner| matches(owner.outside, name))
}

/// `apalis*` is every crate that starts so; `-` and `_` are the same.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.replace('_', "-"), name.replace('_', "-"));
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(violations: Vec<Violation>) -> Vec<String> {
        violations
            .into_iter()
            .map(|violation| format!("{}:{} {}", violation.path, violation.line, violation.message))
            .collect()
    }

    #[test]
    fn an_arrow_the_wrong_way_is_refused() {
        let tree = Tree::of(&[(
            "services/engine/Cargo.toml",
            "[dependencies]\ngalley-store.workspace = true\ngalley-adapters.workspace = true",
        )]);
        let found = messages(arrows(&tree));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("depends on galley-adapters, but may name galley-domain, galley-store"), "{found:?}");
    }

    #[test]
    fn a_new_crate_needs_its_arrows() {
        assert_eq!(arrows(&Tree::of(&[("services/newcomer/Cargo.toml", "")])).len(), 1);
        assert_eq!(arrows(&Tree::of(&[("Cargo.toml", "[workspace]")])).len(), 0);
    }

    #[test]
    fn tests_may_name_anything_and_renaming_hides_nothing() {
        let tree = Tree::of(&[(
            "services/checks/Cargo.toml",
            "[dependencies]\ndb = { package = \"sea-orm\", version = \"2\" }\n[dev-dependencies]\nreqwest = \"0\"",
        )]);
        let found = messages(owners(&tree));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("depends on sea-orm"), "{found:?}");
    }

    #[test]
    fn the_queue_alone_names_apalis() {
        let tree = Tree::of(&[
            ("services/engine/Cargo.toml", "[dependencies]\napalis-sqlite = \"1\"\nsqlx = \"0.9\""),
            ("services/engine/src/queue/rows.rs", "use apalis_sqlite::SqliteStorage;\nuse sqlx::Pool;"),
            ("services/engine/src/dispatch.rs", "use sqlx::Row;\nfn f() { apalis_core::f(); }"),
        ]);
        let found = messages(owners(&tree));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|message| message.starts_with("services/engine/src/dispatch.rs:")), "{found:?}");
    }

    #[test]
    fn two_versions_of_sqlx_are_refused() {
        let lock = ONE_VERSION.map(|name| format!("name = \"{name}\"\n")).concat();
        assert!(one_version(&Tree::of(&[("Cargo.lock", &lock)])).is_empty());
        let twice = format!("{lock}name = \"sqlx\"\n");
        assert_eq!(one_version(&Tree::of(&[("Cargo.lock", &twice)])).len(), 1);
    }
}
