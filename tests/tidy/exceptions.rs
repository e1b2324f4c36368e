//! The one list of exceptions, and the rule that it may only shrink. It knows no rule but their names.

use std::cell::Cell;
use std::fs;

use super::tree::{Violation, root};

const LIST: &str = "tests/tidy/exceptions.toml";
const REASON_AT_LEAST_CHARS: usize = 15;

pub struct Exception {
    rule: String,
    path: String,
    item: Option<String>,
    most: Option<usize>,
    reason: String,
    /// The largest value that this exception has excused.
    excused: Cell<Option<usize>>,
}

pub struct Exceptions {
    list: Vec<Exception>,
}

impl Exceptions {
    pub fn read() -> Exceptions {
        let text = fs::read_to_string(root().join(LIST)).expect("the list of exceptions is committed");
        Exceptions::parse(&text)
    }

    pub fn parse(text: &str) -> Exceptions {
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{LIST}: {error}"));
        let entries = table.get("exception").and_then(toml::Value::as_array);
        Exceptions { list: entries.into_iter().flatten().map(entry).collect() }
    }

    /// What is wrong with the list itself.
    pub fn mistakes(&self, rules: &[&str]) -> Vec<String> {
        let mut mistakes = Vec::new();
        for exception in &self.list {
            if !rules.contains(&exception.rule.as_str()) {
                mistakes.push(format!("{LIST}: there is no rule {:?}", exception.rule));
            }
            if exception.reason.trim().chars().count() < REASON_AT_LEAST_CHARS {
                mistakes.push(format!("{LIST}: the exception for {} needs a reason", exception.path));
            }
        }
        mistakes
    }
}

fn entry(value: &toml::Value) -> Exception {
    let text = |key: &str| value.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let must = |key: &str| text(key).unwrap_or_else(|| panic!("{LIST}: an exception has no {key}: {value}"));
    Exception {
        rule: must("rule"),
        path: must("path"),
        item: text("item"),
        most: value.get("most").and_then(toml::Value::as_integer).and_then(|most| usize::try_from(most).ok()),
        reason: must("reason"),
        excused: Cell::new(None),
    }
}

/// The complaints that are left of a rule's violations, and those about exceptions that it no longer needs.
pub fn apply(rule: &str, violations: Vec<Violation>, exceptions: &Exceptions) -> Vec<String> {
    let of_rule: Vec<&Exception> = exceptions.list.iter().filter(|exception| exception.rule == rule).collect();
    let mut complaints = Vec::new();
    for violation in violations {
        let excuse = of_rule.iter().find(|exception| exception.excuses(&violation));
        match excuse {
            Some(exception) => {
                let measured = violation.measured.unwrap_or_default();
                exception.excused.set(exception.excused.get().max(Some(measured)));
            }
            None => complaints.push(format!("{}:{}: [{rule}] {}", violation.path, violation.line, violation.message)),
        }
    }
    complaints.extend(of_rule.iter().filter_map(|exception| exception.is_too_wide()));
    complaints
}

impl Exception {
    fn excuses(&self, violation: &Violation) -> bool {
        let is_its_item = self.item.as_ref().is_none_or(|item| *item == violation.item);
        let is_small_enough = match (violation.measured, self.most) {
            (Some(measured), Some(most)) => measured <= most,
            (Some(_), None) => false, // what is measured needs a limit, or it would grow
            (None, _) => true,
        };
        self.path == violation.path && is_its_item && is_small_enough
    }

    fn is_too_wide(&self) -> Option<String> {
        let what = format!("{LIST}: [{}] {} {}", self.rule, self.path, self.item.as_deref().unwrap_or_default());
        match (self.excused.get(), self.most) {
            (None, _) => Some(format!("{what}: no longer needed, remove it")),
            (Some(measured), Some(most)) if measured < most => {
                Some(format!("{what}: lower `most` from {most} to {measured}"))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(measured: usize) -> Vec<Violation> {
        vec![Violation::new("a.rs", 3, "long".into()).item("run").measured(measured)]
    }

    fn list(most: usize) -> Exceptions {
        Exceptions::parse(&format!(
            "[[exception]]\nrule = 'size'\npath = 'a.rs'\nitem = 'run'\nmost = {most}\nreason = 'one table, read top to bottom'"
        ))
    }

    #[test]
    fn an_exception_excuses_up_to_its_limit() {
        assert_eq!(apply("size", long(90), &list(90)), Vec::<String>::new());
        let grown = apply("size", long(91), &list(90));
        assert!(grown[0].starts_with("a.rs:3: [size] long"), "{grown:?}");
    }

    #[test]
    fn the_list_only_shrinks() {
        assert!(apply("size", long(80), &list(90))[0].contains("lower `most` from 90 to 80"));
        assert!(apply("size", Vec::new(), &list(90))[0].contains("no longer needed"));
    }

    #[test]
    fn another_item_is_not_excused() {
        let other = vec![Violation::new("a.rs", 9, "long".into()).item("walk").measured(80)];
        assert_eq!(apply("size", other, &list(90)).len(), 2);
    }

    #[test]
    fn a_reason_and_a_known_rule_are_asked_for() {
        let list = Exceptions::parse("[[exception]]\nrule = 'sise'\npath = 'a.rs'\nreason = 'because'");
        assert_eq!(list.mistakes(&["size"]).len(), 2);
    }
}
