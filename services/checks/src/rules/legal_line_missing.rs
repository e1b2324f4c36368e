//! Ads without the legal line of their market.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{plain, quote};

pub(super) struct LegalLineMissing;

impl Rule for LegalLineMissing {
    const NAME: &'static str = "legal_line_missing";
    const GROUP: &'static str = "legal";
    const TEXT: Text = Text {
        what: "Refuses an ad for a market that has a legal line in the brand kit where that line is not drawn word \
               for word, in any slot.",
        why: "The line is there because the law or a contract of that market asks for it.",
        example: "An ad for Germany without “Serviervorschlag. © 2026 Ombrava”.",
        fix: "Add a `legal` slot to the layout's arrangement for this shape. If the market needs none, say `none` in \
               the brand kit.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(line) = subject.kit.find_legal_line(subject.market) else { return };
        let wanted = plain(line);
        if subject.texts().any(|text| plain(&text.text).contains(&wanted)) {
            return;
        }
        let measured = subject.texts_of("legal").next().map_or("none drawn".to_owned(), |text| quote(&text.text));
        let market = subject.market;
        let note = report.refuse(format!("The legal line of the market “{market}” is not on the ad: {}.", quote(line)));
        note.slot("legal").limit(quote(line)).measured(measured).source(subject.kit_as_source());
    }
}
