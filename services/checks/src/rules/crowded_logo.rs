//! Logos without the space that the brand keeps free around them.

use galley_domain::asset::Severity;

use crate::area::{Rect, area, gap, overlap};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, the_slot};

/// Drawn on the grid of pixels, a space may lose a part of one on each side.
const TOLERANCE_PX: f32 = 1.0;
/// Boxes of texts reach further than their letters: up to this share of the logo they only come near it.
const MOST_OF_LOGO: f32 = 0.02;

pub(super) struct CrowdedLogo;

impl Rule for CrowdedLogo {
    const NAME: &'static str = "crowded_logo";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Warns of a text, a button, the product or the picture's edge inside the space that the brand keeps free \
               around its logo (`clear_space`, in logo heights), and refuses what lies on the logo itself. The product \
               counts with its box. The brand's own rules may ask for more space and refuse, too.",
        why: "The space is what makes a logo readable at a glance; it is the first thing a brand manager measures.",
        example: "A headline 6 px under a logo of 40 px whose brand kit keeps a quarter of its height free.",
        fix: "Move the logo or its neighbour in the layout, or give the logo's slot a larger margin.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(logo) = &subject.facts.logo else { return };
        let own = subject.brand_rules(report).map(|rules| &rules.logo);
        let share = own.and_then(|own| own.clear_space).unwrap_or(subject.kit.logo.clear_space);
        let source = match own.is_some_and(|own| own.clear_space.is_some()) {
            true => subject.rules_as_source(),
            false => subject.kit_as_source(),
        };
        let asked = own.and_then(|own| own.severity).map_or(Severity::Warns, Severity::from);
        let severity = if subject.is_tiny() { Severity::Warns } else { asked };
        let wanted = share * logo.rect[3];
        for (name, slot, rect, is_solid) in neighbours(subject, report) {
            let distance = gap(logo.rect, rect);
            let is_free = distance >= wanted - TOLERANCE_PX;
            if is_free {
                continue;
            }
            let limit = format!("{} px free around the logo", wanted.round());
            let note = match on_top(logo.rect, rect).filter(|_| is_solid) {
                Some(on) => report.refuse(format!("{name} lies on the logo.")).measured("on it").region(on),
                None => {
                    let measured = format!("{} px", below(distance.max(0.0), 1));
                    let message = format!(
                        "{name} comes as near as {measured} to the logo; {} keeps {} px free.",
                        subject.kit.title,
                        wanted.round()
                    );
                    report.note(severity, message).measured(measured).region(rect)
                }
            };
            note.slot(slot).limit(limit).source(source.clone());
        }
        edge(subject, (logo.rect, wanted, severity, source), report);
    }
}

fn on_top(logo: Rect, rect: Rect) -> Option<Rect> {
    overlap(logo, rect).filter(|on| area(*on) > MOST_OF_LOGO * area(logo))
}

/// What must keep away: its name, its slot, its box, and whether that box is full to its corners.
fn neighbours<'a>(subject: &Subject<'a>, report: &mut Report) -> Vec<(String, &'a str, Rect, bool)> {
    let texts = subject.texts().map(|text| (the_slot(&text.slot), text.slot.as_str(), text.rect, true));
    let mut found: Vec<_> = texts.collect();
    match subject.known.measures.and_then(|measures| measures.buttons.as_ref()) {
        Some(buttons) => {
            found.extend(buttons.iter().map(|one| ("The button".to_owned(), one.slot.as_str(), one.rect, true)))
        }
        None => report.lack("the surfaces of buttons"),
    }
    found.extend(subject.facts.product.iter().map(|one| ("The product".to_owned(), "product", one.rect, false)));
    found
}

fn edge(subject: &Subject<'_>, (logo, wanted, severity, source): (Rect, f32, Severity, String), report: &mut Report) {
    let [x, y, width, height] = logo;
    let (right, bottom) = (subject.facts.width as f32 - x - width, subject.facts.height as f32 - y - height);
    let sides = [("top", y), ("right", right), ("bottom", bottom), ("left", x)];
    for (side, distance) in sides {
        // What runs out of the picture is another rule's.
        let is_crowded = distance >= 0.0 && distance < wanted - TOLERANCE_PX;
        if is_crowded {
            let measured = format!("{} px", below(distance, 1));
            let message = format!(
                "The logo stands {measured} from the {side} of the picture; {} keeps {} px free.",
                subject.kit.title,
                wanted.round()
            );
            let note = report.note(severity, message).slot("logo").region(logo).measured(measured);
            note.limit(format!("{} px free around the logo", wanted.round())).source(source.clone());
        }
    }
}
