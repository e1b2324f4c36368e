//! `docs/checks.md`, written from what the rules say of themselves.

use galley_checks::{GROUPS, RuleDoc};

pub fn write(rules: impl Iterator<Item = RuleDoc>) -> String {
    let rules: Vec<RuleDoc> = rules.collect();
    let mut page = String::from(
        "# Checks\n\n\
         <!-- Written by services/checks/tests/rules.rs from src/rules/*.rs: change it there, then UPDATE_EXPECT=1. -->\n\n\
         What a finished ad is checked for. A workflow's `check` step names the groups it wants; a refused ad cannot be\n\
         published, a warning asks for a look. A finding shows the rule, what was measured, the limit, where on the picture, and\n\
         how to mend it. Rules read after “allow”.\n\n\
         A rule that lacks a fact makes none up: it does not run, and is listed among what could not be looked at, with what it\n\
         would have needed to know.\n\n\
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
    page.push_str(&format!("\n## A brand's own rules\n\n{OWN_RULES}\n```yaml\n{EXAMPLE}```\n"));
    page
}

const OWN_RULES: &str = "Limits and words of a brand are data: `rules.yaml` in the folder of its kit or of a skill. Of two \
files both hold, and of two\nlimits the stricter. Errors name line, column and the nearest right word.\n";
const EXAMPLE: &str = include_str!("../data/rules.yaml");

fn section(rule: &RuleDoc) -> String {
    let RuleDoc { name, what, why, example, fix, .. } = rule;
    format!("\n### {name}\n\n{what}\n\n**Why.** {why}\n\n**Example.** {example}\n\n**What to do.** {fix}\n")
}
