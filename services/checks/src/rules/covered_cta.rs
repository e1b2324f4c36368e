//! Buttons behind something else, or not whole in the picture.

use galley_domain::asset::Severity;

use crate::area::{area, overlap};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{percent, the_slot};

/// Edges are soft: less than this share is no cover.
const TOLERANCE: f32 = 0.01;
/// Boxes of texts reach from the highest letter to the lowest, so they may overlap where no letter does.
const MOST_OF_LABEL: f32 = 0.2;
const SOURCE: &str = "Galley's own rule";

pub(super) struct CoveredCta;

impl Rule for CoveredCta {
    const NAME: &'static str = "covered_cta";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses a button of which something hides more than 1 %, or that runs out of the picture, and one where \
               the logo lies over its label or another text's box over more than a fifth of it; a warning below that. Edges that a channel covers are `safe_zone`'s.",
        why: "A button that is not whole is not clicked.",
        example: "A product whose handle lies over the corner of the button.",
        fix: "Move the button or what covers it in the layout; what is drawn later lies on top.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        match subject.known.measures.and_then(|measures| measures.buttons.as_ref()) {
            None => report.lack("the surfaces of buttons and what covers them"),
            Some(buttons) => {
                for button in buttons {
                    surface(subject, (&button.slot, button.rect, button.covered), report);
                }
            }
        }
        for label in subject.texts_of("cta") {
            let others = subject.texts().filter(|text| text.slot != "cta").map(|text| (text.slot.as_str(), text.rect));
            let logo = subject.facts.logo.as_ref().map(|logo| ("logo", logo.rect));
            for (slot, rect) in others.chain(logo) {
                let Some(on) = overlap(label.rect, rect) else { continue };
                let share = area(on) / area(label.rect).max(1.0);
                let is_apart = share <= TOLERANCE;
                if is_apart {
                    continue;
                }
                let measured = percent(share);
                let message = format!("{} and the button's label lie on each other.", the_slot(slot));
                let most = if slot == "logo" { TOLERANCE } else { MOST_OF_LABEL };
                let severity = if share > most { Severity::Refused } else { Severity::Warns };
                let note = report.note(severity, message).slot("cta").region(on).limit("nothing on it");
                note.measured(format!("{measured} of the label")).source(SOURCE);
            }
        }
    }
}

fn surface(subject: &Subject<'_>, (slot, rect, covered): (&str, [f32; 4], f32), report: &mut Report) {
    let is_free = covered <= TOLERANCE;
    if !is_free {
        let measured = percent(covered);
        let note = report.refuse(format!("Something hides {measured} of the button.")).slot(slot).region(rect);
        note.limit(format!("at most {}", percent(TOLERANCE))).measured(measured).source(SOURCE);
    }
    let picture = [0.0, 0.0, subject.facts.width as f32, subject.facts.height as f32];
    let seen = overlap(rect, picture).map_or(0.0, area) / area(rect).max(1.0);
    let is_whole = seen >= 1.0 - TOLERANCE;
    if !is_whole {
        let measured = format!("{} outside", percent(1.0 - seen));
        let note = report.refuse("The button runs out of the picture.").slot(slot).region(rect);
        note.limit("inside the picture").measured(measured).source(SOURCE);
    }
}
