//! `docs/checks.md`, written from what the rules say of themselves.

use galley_checks::{GROUPS, RuleDoc};

pub fn write(rules: impl Iterator<Item = RuleDoc>) -> String {
    let rules: Vec<RuleDoc> = rules.collect();
    let mut page = String::from(
        "# Checks\n\n\
         <!-- Written by services/checks/tests/rules.rs from src/rules/*.rs: change it there, then UPDATE_EXPECT=1. -->\n\n\
         What a finished ad is checked for. A workflow's `check` step names the groups it wants; a refused ad cannot be\n\
         published, a warning asks for a look. Rules read after “allow”.\n\n\
         | rule | group | what it looks at |\n|---|---|---|\n",
    );
    for rule in &rules {
        let first = rule.what.split_once(". ").map_or(rule.what, |(first, _)| first).trim_end_matches('.');
        page.push_str(&format!("| [{0}](#{0}) | {1} | {first} |\n", rule.name, rule.group));
    }
    for group in GROUPS {
        page.push_str(&format!("\n## Group {group}\n"));
        for rule in rules.iter().filter(|rule| rule.group == group) {
            page.push_str(&section(rule));
        }
    }
    page
}

fn section(rule: &RuleDoc) -> String {
    let RuleDoc { name, what, why, example, fix, .. } = rule;
    format!("\n### {name}\n\n{what}\n\n**Why.** {why}\n\n**Example.** {example}\n\n**What to do.** {fix}\n")
}
