//! The difference between two briefs, in words: what somebody must know who approved the first.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::{Brief, Budget, Message, Right};

/// One line for each thing that differs, in the order of the file. Empty for equal briefs.
pub fn differences(old: &Brief, new: &Brief) -> Vec<String> {
    let mut lines = Vec::new();
    let mut word = |name: &str, old: &dyn Display, new: &dyn Display| {
        let (old, new) = (old.to_string(), new.to_string());
        if old != new {
            lines.push(format!("{name}: {} → {}", shown(&old), shown(&new)));
        }
    };
    word("campaign", &old.campaign, &new.campaign);
    word("title", &old.title, &new.title);
    word("brand", &old.brand, &new.brand);
    word("workflow", &old.workflow, &new.workflow);
    word("starts", &date(old.starts), &date(new.starts));
    word("ends", &date(old.ends), &date(new.ends));
    word("budget", &budget(&old.budget), &budget(&new.budget));
    word("sensitivity", &old.sensitivity.word(), &new.sensitivity.word());
    word("regulated", &old.regulated, &new.regulated);
    lists(&mut lines, "markets", &old.markets, &new.markets);
    messages(&mut lines, &old.messages, &new.messages);
    lists(&mut lines, "formats", &old.formats, &new.formats);
    let empty = Vec::new();
    let axes: std::collections::BTreeSet<&String> = old.axes.keys().chain(new.axes.keys()).collect();
    for axis in axes {
        let (old, new) = (old.axes.get(axis).unwrap_or(&empty), new.axes.get(axis).unwrap_or(&empty));
        lists(&mut lines, &format!("axis {axis}"), old, new);
    }
    let rules = |brief: &Brief| brief.exclude.iter().map(rule).collect::<Vec<_>>();
    lists(&mut lines, "exclude", &rules(old), &rules(new));
    maps(&mut lines, "input", &old.inputs, &new.inputs);
    maps(&mut lines, "fallback", &old.fallback, &new.fallback);
    let rights = |brief: &Brief| brief.rights.iter().map(right).collect::<Vec<_>>();
    lists(&mut lines, "rights", &rights(old), &rights(new));
    lines
}

fn lists(lines: &mut Vec<String>, name: &str, old: &[String], new: &[String]) {
    let missing = |from: &[String], there: &[String]| -> Vec<String> {
        from.iter().filter(|word| !there.contains(word)).cloned().collect()
    };
    let (added, removed) = (missing(new, old), missing(old, new));
    match (added.as_slice(), removed.as_slice()) {
        ([], []) if old != new => lines.push(format!("{name}: in another order")),
        ([], []) => {}
        (added, []) => lines.push(format!("{name}: added {}", added.join(", "))),
        ([], removed) => lines.push(format!("{name}: removed {}", removed.join(", "))),
        (added, removed) => {
            lines.push(format!("{name}: added {}; removed {}", added.join(", "), removed.join(", ")));
        }
    }
}

fn messages(lines: &mut Vec<String>, old: &[Message], new: &[Message]) {
    let ids = |list: &[Message]| list.iter().map(|message| message.id.clone()).collect::<Vec<_>>();
    lists(lines, "messages", &ids(old), &ids(new));
    for message in new {
        let Some(before) = old.iter().find(|other| other.id == message.id) else { continue };
        for (field, old, new) in [("title", &before.title, &message.title), ("scene", &before.scene, &message.scene)] {
            if old != new {
                lines.push(format!("message {}, {field}: {} → {}", message.id, shown(old), shown(new)));
            }
        }
    }
}

fn maps(lines: &mut Vec<String>, name: &str, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
    let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let value = |map: &BTreeMap<String, String>| map.get(key).cloned().unwrap_or_default();
        let (old, new) = (value(old), value(new));
        if old != new {
            lines.push(format!("{name} {key}: {} → {}", shown(&old), shown(&new)));
        }
    }
}

fn shown(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") }
}

fn date(date: Option<chrono::NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn budget(budget: &Option<Budget>) -> String {
    let Some(budget) = budget else { return String::new() };
    let (whole, nano) = (budget.amount_nano / 1_000_000_000, budget.amount_nano % 1_000_000_000);
    let decimals = format!("{nano:09}");
    let decimals = format!("{:0<2}", decimals.trim_end_matches('0'));
    let hard = if budget.is_hard { "hard" } else { "soft" };
    format!("{whole}.{decimals} {} ({hard})", budget.currency)
}

fn rule(rule: &BTreeMap<String, String>) -> String {
    rule.iter().map(|(axis, value)| format!("{axis}={value}")).collect::<Vec<_>>().join(" ")
}

fn right(right: &Right) -> String {
    let until = right.expires.map(|date| format!(" until {date}")).unwrap_or_default();
    format!("{} of {} under {}{until}", right.ingredient, right.holder, right.licence)
}
