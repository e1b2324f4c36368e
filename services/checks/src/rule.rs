//! What a rule is, and how it reports. The rules themselves are in `rules/`.

use galley_domain::asset::{Finding, PlacedText, Severity};
use galley_domain::format::Format;

use crate::Unchecked;
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

    pub(crate) fn run(&self, subject: &Subject<'_>) -> (Vec<Finding>, Option<Unchecked>) {
        let mut report = Report { rule: self.name, fix: self.text.fix, findings: Vec::new(), lacks: Vec::new() };
        (self.check)(subject, &mut report);
        let Report { mut findings, lacks, .. } = report;
        for finding in &mut findings {
            finding.region = finding.region.and_then(|rect| inside(rect, subject));
        }
        let unchecked =
            || Unchecked { rule: self.name.to_owned(), lacks: lacks.iter().map(|what| (*what).to_owned()).collect() };
        let unchecked = (!lacks.is_empty()).then(unchecked);
        (findings, unchecked)
    }

    pub(crate) fn doc(&self) -> RuleDoc {
        let Text { what, why, example, fix } = self.text;
        RuleDoc { name: self.name, group: self.group, what, why, example, fix }
    }
}

/// The part of a box that lies in the picture; None where none does, or where the box is no box.
fn inside([x, y, width, height]: [f32; 4], subject: &Subject<'_>) -> Option<[f32; 4]> {
    let (right, bottom) = ((x + width).min(subject.facts.width as f32), (y + height).min(subject.facts.height as f32));
    let (left, top) = (x.max(0.0), y.max(0.0));
    let clipped = [left, top, right - left, bottom - top];
    let is_box = clipped.iter().all(|edge| edge.is_finite()) && clipped[2] > 0.0 && clipped[3] > 0.0;
    is_box.then_some(clipped)
}

/// Where one rule puts what it finds.
pub(crate) struct Report {
    rule: &'static str,
    fix: &'static str,
    findings: Vec<Finding>,
    lacks: Vec<&'static str>,
}

impl Report {
    /// The rule, or a part of it, could not run because something is not known. Reads after “lacks”.
    pub(crate) fn lack(&mut self, what: &'static str) {
        if !self.lacks.contains(&what) {
            self.lacks.push(what);
        }
    }

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
            region: None,
            fix: Some(self.fix.to_owned()),
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

    /// The finding is about this text, where it stands.
    pub(crate) fn on(self, text: &PlacedText) -> Self {
        self.slot(&text.slot).region(text.rect)
    }

    /// Where on the picture; what reaches out of it is cut off.
    pub(crate) fn region(self, rect: [f32; 4]) -> Self {
        self.0.region = Some(rect);
        self
    }

    /// What to do in this very case, instead of the rule's own words.
    pub(crate) fn fix(self, fix: impl Into<String>) -> Self {
        self.0.fix = Some(fix.into());
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
