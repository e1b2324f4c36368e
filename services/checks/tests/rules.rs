//! Runs every table of cases in `tests/cases/<rule>.toml` through `check`, and holds the list of
//! rules, the tables and `docs/checks.md` together. `UPDATE_EXPECT=1` writes what was found into the
//! tables and the page anew; read the difference before keeping it.

#[path = "checks/ad.rs"]
mod ad;
#[path = "checks/brand_rules.rs"]
mod brand_rules;
#[path = "checks/case.rs"]
mod case;
#[path = "checks/hostile.rs"]
mod hostile;
#[path = "checks/page.rs"]
mod page;
#[path = "checks/sound_copy.rs"]
mod sound_copy;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use galley_checks::{Checked, GROUPS, RuleDoc, Subject, check, quoted_lines, rules};

/// A table with fewer says too little about its rule.
const LEAST_CASES: usize = 4;

fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

fn table_of(rule: &RuleDoc) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(format!("{}.toml", rule.name))
}

/// The names of the files of a folder, without their ending.
fn stems(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files =
        std::fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("it can be read").path());
    files.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
}

#[test]
fn every_case_finds_what_is_expected() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let path = table_of(&rule);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let table = case::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(table.len() >= LEAST_CASES, "{} has {} cases, at least {LEAST_CASES}", path.display(), table.len());
        let found: Vec<Vec<String>> = table.iter().map(|case| case.run(rule.name, rule.group)).collect();
        if is_update() {
            std::fs::write(&path, case::with_findings(&text, &found)).expect("the table can be written to");
            continue;
        }
        for (case, found) in table.iter().zip(&found).filter(|(case, found)| case.finds != **found) {
            wrong.push(format!("{}: {}\n  {}", rule.name, case.name, found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "these cases found something else:\n{}", wrong.join("\n"));
}

#[test]
fn each_table_shows_its_rule_finding_something_and_nothing() {
    for rule in rules() {
        let table = case::parse(&std::fs::read_to_string(table_of(&rule)).unwrap_or_default()).expect("it is a table");
        let does_name = |line: &String| line.split([' ', ':']).nth(1) == Some(rule.name);
        assert!(table.iter().any(|case| case.finds.iter().any(does_name)), "{} never finds anything", rule.name);
        assert!(table.iter().any(|case| case.finds.is_empty()), "{} has no case that is all right", rule.name);
    }
}

#[test]
fn rules_files_and_tables_have_the_same_names() {
    let names: BTreeSet<String> = rules().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(names, stems("src/rules"));
    assert_eq!(names, stems("tests/cases"));
    assert_eq!(names.len(), rules().count(), "two rules have the same name");
}

#[test]
fn rules_stand_in_the_order_of_their_groups() {
    let groups: Vec<&str> = rules().map(|rule| rule.group).collect();
    let by_group = GROUPS.iter().flat_map(|group| groups.iter().filter(move |own| *own == group).copied());
    assert_eq!(groups, by_group.collect::<Vec<_>>(), "every rule is in a group, and groups do not mix");
}

#[test]
fn a_sound_ad_has_no_findings_and_the_order_of_groups_is_no_matter() {
    let groups = GROUPS.map(str::to_owned);
    let [sound, broken] = [case::sound(), case::broken()];
    sound.with_subject(|subject| assert_eq!(check(&groups, subject), Checked::default()));
    broken.with_subject(|subject| {
        let checked = check(&groups, subject);
        let found: BTreeSet<&str> = checked.findings.iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(found.len(), 13, "{found:?}");
        assert!(
            checked.findings.iter().all(|one| one.limit.is_some() && one.measured.is_some() && one.source.is_some())
        );
        assert!(checked.findings.iter().all(|one| one.fix.is_some()));
        let mut turned = groups.to_vec();
        turned.reverse();
        turned.push("brand".to_owned());
        turned.push("no such group".to_owned());
        assert_eq!(check(&turned, subject), checked);
        assert_eq!(check(&[], subject), Checked::default());
    });
}

#[test]
fn a_line_that_no_text_holds_is_not_read() {
    let groups = GROUPS.map(str::to_owned);
    let mut left_out = 0;
    for rule in rules() {
        let table = case::parse(&std::fs::read_to_string(table_of(&rule)).unwrap_or_default()).expect("it is a table");
        for case in &table {
            case.with_subject(|subject| {
                let mut kit = subject.kit.clone();
                let quoted = quoted_lines(&kit, subject.facts.texts.iter().map(|text| text.text.as_str()));
                kit.legal.retain(|market, _| market == subject.market || quoted.contains(market));
                left_out += subject.kit.legal.len() - kit.legal.len();
                let narrowed = Subject { kit: &kit, ..*subject };
                assert_eq!(check(&groups, &narrowed), check(&groups, subject), "{}", case.name);
            });
        }
    }
    assert!(left_out > 0, "some case has a line that is not drawn");
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    let page = page::write(rules());
    if is_update() {
        std::fs::write(&path, page).expect("the page can be written to");
    } else {
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == page, "docs/checks.md is not what the rules say: run this test with UPDATE_EXPECT=1");
    }
}
