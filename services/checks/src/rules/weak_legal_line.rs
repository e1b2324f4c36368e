//! Legal lines that are there, but not as the law or a contract wants them to stand.

use galley_domain::asset::PlacedText;

use crate::area::area;
use crate::brand_rules::{Edge, LegalLimits, names};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, percent};

/// In the upper or lower part of the picture: within this share of its height from the edge.
const PART: f32 = 0.25;

pub(super) struct WeakLegalLine;

impl Rule for WeakLegalLine {
    const NAME: &'static str = "weak_legal_line";
    const GROUP: &'static str = "legal";
    const TEXT: Text = Text {
        what: "Holds the legal line to what the brand's own rules ask of this market: the size of the font in pixels \
               as people see it or as a share of the picture's height, the area of the line, its contrast, and whether \
               it stands in the upper or lower quarter. Refused unless the rule says that it only warns.",
        why: "Some laws say how large a warning must be; a line nobody can read is a line that is not there.",
        example: "A French health line of 1.4 % of the picture's height where the brand's rules ask for 2 %.",
        fix: "Give the `legal` slot a larger least size or another box in the layout's arrangement for this shape.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(rules) = subject.brand_rules(report) else { return };
        let market = subject.market;
        for limits in rules.legal.iter().filter(|limits| names(&limits.markets, market)) {
            for text in subject.texts_of("legal") {
                let line = Line { subject, text, limits };
                line.sizes(report);
                line.place(report);
            }
        }
    }
}

/// A legal line and one set of limits for it.
struct Line<'a> {
    subject: &'a Subject<'a>,
    text: &'a PlacedText,
    limits: &'a LegalLimits,
}

impl Line<'_> {
    fn sizes(&self, report: &mut Report) {
        let (facts, text, limits) = (self.subject.facts, self.text, self.limits);
        let (width, height) = (facts.width.max(1) as f32, facts.height.max(1) as f32);
        let px = |value: f32| format!("{} px", below(value, 1));
        let ratio = |value: f32| format!("{} : 1", below(value, 2));
        let of_height = |share: f32| format!("{} of the picture's height", percent(share));
        let of_picture = |share: f32| format!("{} of the picture", percent(share));
        let (height_share, area_share) = (text.font_px / height, area(text.rect) / (width * height));
        self.least("is seen at", (self.subject.shown_px(text.font_px), limits.least_px), px, report);
        self.least("has a size of", (height_share, limits.least_height), of_height, report);
        self.least("fills", (area_share, limits.least_area), of_picture, report);
        self.least("has a contrast of", (text.contrast, limits.least_contrast), ratio, report);
    }

    fn least(&self, does: &str, (is, least): (f32, Option<f32>), write: impl Fn(f32) -> String, report: &mut Report) {
        // What is no number proves nothing, so it does not pass.
        let Some(least) = least.filter(|least| is.is_nan() || is < *least) else { return };
        let (is, least) = (write(is), write(least));
        let message = format!("The legal line {does} {is}; at least {least} is asked for");
        self.tell(message, (format!("at least {least}"), is), report);
    }

    fn place(&self, report: &mut Report) {
        let Some(edge) = self.limits.place else { return };
        let height = self.subject.facts.height as f32;
        let (top, bottom) = (self.text.rect[1], self.text.rect[1] + self.text.rect[3]);
        let (is_there, word) = match edge {
            Edge::Top => (bottom <= height * PART, "upper"),
            Edge::Bottom => (top >= height * (1.0 - PART), "lower"),
        };
        if !is_there {
            let at = percent(top / height.max(1.0));
            let message =
                format!("The legal line does not stand in the {word} quarter of the picture, as is asked for");
            self.tell(message, (format!("in the {word} quarter"), format!("{at} from the top")), report);
        }
    }

    fn tell(&self, message: String, (limit, measured): (String, String), report: &mut Report) {
        let why = self.limits.why.trim_end_matches('.');
        let note = report.note(self.limits.severity.into(), format!("{message}: {why}.")).on(self.text);
        note.limit(limit).measured(measured).source(self.subject.rules_as_source());
    }
}
