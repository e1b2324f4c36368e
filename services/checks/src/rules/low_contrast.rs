//! The contrast between a text and what is really behind it.

use galley_domain::asset::{PlacedText, Severity};
use galley_domain::measures::TextMeasure;

use crate::brand_rules::most;
use crate::color::{apca, over};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, the_slot};

const SOURCE: &str = "WCAG 2.2, success criterion 1.4.3, Contrast (Minimum)";
const APCA_SOURCE: &str = "APCA 0.0.98G, readability levels";
const CHECKED: &str = "2026-11-24";
/// For texts of any size.
const LEAST: f32 = 3.0;
/// For texts that are not large.
const LEAST_SMALL: f32 = 4.5;
/// 18 points, and 14 points where the text is bold.
const LARGE_PX: f32 = 24.0;
const LARGE_BOLD_PX: f32 = 18.66;
const BOLD: u16 = 700;
/// What APCA asks of large headlines, and of the words of an ad.
const LEAST_LC: f32 = 45.0;
const LEAST_LC_SMALL: f32 = 60.0;
/// And of small print, which nobody reads in passing.
const LEAST_LC_LEGAL: f32 = 45.0;

pub(super) struct LowContrast;

impl Rule for LowContrast {
    const NAME: &'static str = "low_contrast";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text whose contrast with the pixels behind it is below 3 : 1 by WCAG, and warns below \
               4.5 : 1 where it is seen smaller than 24 px (bold: 18.66 px). Where WCAG is content it warns below Lc 60 \
               by APCA, for large texts and legal lines below Lc 45, which finds light words on dark pictures that WCAG overrates. \
               Both are reported. A brand's own `least_contrast` and `least_lc` refuse. Labels of buttons are \
               measured against their button. The worst place of the text counts, not the average.",
        why: "Many people cannot read it, and outdoors nobody can.",
        example: "White words on a pale sky, 2.1 : 1.",
        fix: "Give the slot a list of colours in the layout so that the better one is taken, or put a panel behind \
               the words.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for (text, measure) in subject.measured_texts(report) {
            if measure.is_some_and(|measure| measure.behind.is_none()) {
                report.lack("the colour behind each text, for APCA");
            }
            let seen = Seen::of(subject, text, measure);
            if !seen.judge_by_wcag(subject, report) {
                seen.judge_by_apca(subject, report);
            }
        }
    }
}

/// A text as it is seen.
struct Seen<'a> {
    text: &'a PlacedText,
    is_large: bool,
    /// The worst place of it.
    rect: [f32; 4],
    lc: Option<f32>,
    measured: String,
}

impl<'a> Seen<'a> {
    fn of(subject: &Subject<'_>, text: &'a PlacedText, measure: Option<&TextMeasure>) -> Seen<'a> {
        let size = subject.shown_px(text.font_px);
        let is_bold = measure.and_then(|measure| measure.weight).is_some_and(|weight| weight >= BOLD);
        let behind = measure.and_then(|measure| measure.behind);
        let [red, green, blue, alpha] = text.ink;
        let lc = behind.map(|behind| apca(over([red, green, blue], alpha, behind.color), behind.color).abs() as f32);
        let named = lc.map_or_else(String::new, |lc| format!(", Lc {},", below(lc, 1)));
        Seen {
            text,
            is_large: size >= if is_bold { LARGE_BOLD_PX } else { LARGE_PX },
            rect: behind.map_or(text.rect, |behind| behind.rect),
            lc,
            measured: format!("{} : 1{named} at {} px", below(text.contrast, 2), below(size, 1)),
        }
    }

    /// Whether it found something.
    fn judge_by_wcag(&self, subject: &Subject<'_>, report: &mut Report) -> bool {
        let (text, measured) = (self.text, &self.measured);
        let norm = if self.is_large { LEAST } else { LEAST_SMALL };
        let own = subject.text_limit(&text.slot, |limits| limits.least_contrast, most).filter(|own| *own > norm);
        let least = own.unwrap_or(norm);
        // A ratio that is no number proves nothing, so it does not pass.
        let is_enough = text.contrast >= least;
        if is_enough {
            return false;
        }
        let is_readable = text.contrast >= LEAST;
        let name = the_slot(&text.slot);
        let note = match (is_readable, own) {
            (false, _) => report.refuse(format!("{name} can hardly be seen: its contrast is {measured}.")),
            (true, None) => report.warn(format!("{name} is hard to read: its contrast is {measured}.")),
            (true, Some(_)) => report.refuse(format!("{name} has too little contrast for the brand: {measured}.")),
        };
        let note = note.on(text).region(self.rect).limit(format!("at least {least} : 1")).measured(measured);
        match own {
            Some(_) => note.source(subject.rules_as_source()),
            None => note.source(SOURCE).checked(CHECKED),
        };
        true
    }

    fn judge_by_apca(&self, subject: &Subject<'_>, report: &mut Report) {
        let Some(lc) = self.lc else { return };
        let norm = match self.text.slot.as_str() {
            "legal" => LEAST_LC_LEGAL,
            _ if self.is_large => LEAST_LC,
            _ => LEAST_LC_SMALL,
        };
        let own = subject.text_limit(&self.text.slot, |limits| limits.least_lc, most);
        let least = own.unwrap_or(norm);
        if lc >= least {
            return;
        }
        let severity = if own.is_some() { Severity::Refused } else { Severity::Warns };
        let (name, measured) = (the_slot(&self.text.slot), &self.measured);
        let note = report.note(severity, format!("{name} is harder to read than its ratio says: {measured}."));
        let note = note.on(self.text).region(self.rect).limit(format!("at least Lc {least}")).measured(measured);
        match own {
            Some(_) => note.source(subject.rules_as_source()),
            None => note.source(APCA_SOURCE).checked(CHECKED),
        };
    }
}
