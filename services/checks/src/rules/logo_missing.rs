//! Ads without the brand's logo.

use galley_domain::asset::Severity;

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;

pub(super) struct LogoMissing;

impl Rule for LogoMissing {
    const NAME: &'static str = "logo_missing";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Refuses an ad without the brand's logo. A warning where the format is tiny: a side below 64 px, or \
               fewer than 20,000 px in all.",
        why: "An ad that does not say whose it is works for somebody else.",
        example: "A square of 1080 × 1080 px whose layout has no slot for the logo.",
        fix: "Add a `logo` slot to the layout's arrangement for this shape.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        if subject.facts.logo.is_some() {
            return;
        }
        let format = subject.format;
        let severity = if subject.is_tiny() { Severity::Warns } else { Severity::Refused };
        let note = report.note(severity, format!("The logo of {} is missing.", subject.kit.title)).slot("logo");
        let note = note.limit("a logo").measured(format!("none on {} × {} px", format.width, format.height));
        note.source(subject.kit_as_source());
    }
}
