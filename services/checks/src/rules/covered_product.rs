//! Products behind words, or cut off by the picture's edge.

use galley_domain::asset::Severity;

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{percent, the_slot};

/// More of the product than this must not be hidden without anybody having a look.
const MOST_COVERED: f32 = 0.05;
/// Nor may more than this be hidden at all.
const MOST_HIDDEN: f32 = 0.25;

pub(super) struct CoveredProduct;

impl Rule for CoveredProduct {
    const NAME: &'static str = "covered_product";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Warns where one thing hides more than 5 % of the product's visible pixels, and refuses more than 25 %. \
               The brand's own `most_covered` refuses, and so does its `most_cut` for what the picture's edge cuts \
               off; without one, a product may be cut.",
        why: "The product is what is sold. A word on its label hides both.",
        example: "A headline over the lower third of a cup.",
        fix: "Give the words a box in the layout that keeps clear of the product's, or the product a smaller one.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(product) = &subject.facts.product else { return };
        let own = subject.brand_rules(report).map(|rules| &rules.product);
        let Some(measure) = subject.known.measures.and_then(|measures| measures.product.as_ref()) else {
            return report.lack("how much of the product is covered");
        };
        let own_covered = own.and_then(|own| own.most_covered);
        for cover in &measure.covers {
            let most = own_covered.unwrap_or(MOST_COVERED);
            // A share that is no number proves nothing, so it does not pass.
            let is_free = cover.share <= most;
            if is_free {
                continue;
            }
            let is_refused = own_covered.is_some() || cover.share > MOST_HIDDEN;
            let severity = if is_refused { Severity::Refused } else { Severity::Warns };
            let measured = percent(cover.share);
            let message = format!("{} hides {measured} of the product.", the_cover(subject, &cover.slot));
            let note = report.note(severity, message).slot(&cover.slot).region(cover.rect).measured(measured);
            let source = own_covered.map_or("Galley's own rule".to_owned(), |_| subject.rules_as_source());
            note.limit(format!("at most {}", percent(most))).source(source);
        }
        let Some(most) = own.and_then(|own| own.most_cut).filter(|most| measure.cut > *most) else { return };
        let measured = percent(measure.cut);
        let note = report.refuse(format!("{measured} of the product lies outside the picture."));
        let note =
            note.slot("product").region(product.rect).measured(measured).limit(format!("at most {}", percent(most)));
        note.fix("Give the product a smaller box in the layout, or another anchor.").source(subject.rules_as_source());
    }
}

/// What lies on the product: of a button its surface, not its label.
fn the_cover(subject: &Subject<'_>, slot: &str) -> String {
    let buttons = subject.known.measures.and_then(|measures| measures.buttons.as_ref());
    let is_button = buttons.is_some_and(|buttons| buttons.iter().any(|button| button.slot == slot));
    if is_button { "The button".to_owned() } else { the_slot(slot) }
}
