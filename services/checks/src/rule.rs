//! What a rule is, and how it reports. The rules themselves are in `rules/`.

use galley_domain::asset::{Finding, Severity};
use galley_domain::format::Format;

use crate::subject::Subject;

/// One rule over a finished ad.
pub(crate) trait Rule {
    /// Reads after “allow”; the same as the file's name and the finding's `rule`.
    const NAME: &'static str;
    /// One of [`crate::GROUPS`].
    const GROUP: &'static str;
    const TEXT: Text;

    fn check(subject: &Subject<'_>, report: &mut Report);
}

/// What a rule says of itself, in Markdown.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    pub what: &'static str,
    pub why: &'static str,
    pub example: &'static str,
    pub fix: &'static str,
}

/// A rule's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleDoc {
    pub name: &'static str,
    pub group: &'static str,
    /// What it looks at and how severe it is.
    pub what: &'static str,
    pub why: &'static str,
    pub example: &'static str,
    /// What the producer can do.
    pub fix: &'static str,
}

/// A rule in the list.
pub(crate) struct Entry {
    pub name: &'static str,
    pub group: &'static str,
    text: Text,
    check: fn(&Subject<'_>, &mut Report),
}

impl Entry {
    pub(crate) const fn of<R: Rule>() -> Entry {
        Entry { name: R::NAME, group: R::GROUP, text: R::TEXT, check: R::check }
    }

    pub(crate) fn run(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let mut report = Report { rule: self.name, findings: Vec::new() };
        (self.check)(subject, &mut report);
        report.findings
    }

    pub(crate) fn doc(&self) -> RuleDoc {
        let Text { what, why, example, fix } = self.text;
        RuleDoc { name: self.name, group: self.group, what, why, example, fix }
    }
}

/// Where one rule puts what it finds.
pub(crate) struct Report {
    rule: &'static str,
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn refuse(&mut self, message: impl Into<String>) -> Note<'_> {
        self.note(Severity::Refused, message)
    }

    pub(crate) fn warn(&mut self, message: impl Into<String>) -> Note<'_> {
        self.note(Severity::Warns, message)
    }

    /// For rules whose severity depends on the subject.
    pub(crate) fn note(&mut self, severity: Severity, message: impl Into<String>) -> Note<'_> {
        let finding = Finding {
            rule: self.rule.to_owned(),
            severity,
            message: message.into(),
            slot: None,
            limit: None,
            measured: None,
            source: None,
            checked: None,
        };
        let at = self.findings.len();
        self.findings.push(finding);
        Note(&mut self.findings[at])
    }
}

/// A finding that is being filled in.
pub(crate) struct Note<'a>(&'a mut Finding);

impl Note<'_> {
    pub(crate) fn slot(self, slot: &str) -> Self {
        self.0.slot = Some(slot.to_owned());
        self
    }

    pub(crate) fn limit(self, limit: impl Into<String>) -> Self {
        self.0.limit = Some(limit.into());
        self
    }

    pub(crate) fn measured(self, measured: impl Into<String>) -> Self {
        self.0.measured = Some(measured.into());
        self
    }

    pub(crate) fn source(self, source: impl Into<String>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The day on which the rule was last compared with its source.
    pub(crate) fn checked(self, day: &str) -> Self {
        self.0.checked = Some(day.to_owned());
        self
    }

    /// The rule is the channel's: its source and the day it was last compared.
    pub(crate) fn of_channel(self, format: &Format) -> Self {
        self.source(format.source.clone()).checked(&format.checked)
    }
}
