//! Colours that the brand does not have.

use std::collections::BTreeMap;

use galley_domain::asset::Severity;

use crate::area::{Rect, area};
use crate::color::{Rgb, distance, hex};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, the_slot};

/// A difference that is seen only side by side.
const MOST: f32 = 3.0;

pub(super) struct OffPaletteColor;

impl Rule for OffPaletteColor {
    const NAME: &'static str = "off_palette_color";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Warns of a text or a flat surface whose colour is further than 3 (CIEDE2000) from every colour of the \
               brand's palette. The brand's own rules set another `most_distance` and may refuse. Photographs, \
               gradients and what shines through are not looked at.",
        why: "A brand's red is not any red; the eye sees a difference of 3 where the two stand side by side.",
        example: "A button in #e03a2f where the palette's nearest red is #c8102e.",
        fix: "Name a colour of the palette in the layout, or add this one to the brand kit's tokens.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let own = subject.brand_rules(report).map(|rules| &rules.palette);
        let own_most = own.and_then(|own| own.most_distance);
        let severity = own.and_then(|own| own.severity).map_or(Severity::Warns, Severity::from);
        let most = own_most.unwrap_or(MOST);
        for ((color, slot), rect) in colors(subject, report) {
            let palette = subject.kit.palette.iter();
            let distances = palette.map(|(name, known)| (distance(color, *known) as f32, name, *known));
            let Some((far, name, near)) = distances.min_by(|one, other| one.0.total_cmp(&other.0)) else { return };
            if far <= most {
                continue;
            }
            let (far, written) = (below(far, 1), hex(color));
            let what = if slot == "cta" {
                "A colour of the button".to_owned()
            } else {
                format!("A colour of {}", lower(&the_slot(slot)))
            };
            let message = format!(
                "{what}, {written}, is not in the palette of {}: the nearest is {name}, {}.",
                subject.kit.title,
                hex(near)
            );
            let note =
                report.note(severity, message).slot(slot).region(rect).measured(format!("{written}, {far} away"));
            let note = note.limit(format!("at most {most} from the palette"));
            let source = own_most.map_or_else(|| subject.kit_as_source(), |_| subject.rules_as_source());
            note.source(source).fix(format!("Use {name} ({}), or add {written} to the brand kit's tokens.", hex(near)));
        }
    }
}

/// Each colour of each slot once, with the largest box that has it.
fn colors<'a>(subject: &Subject<'a>, report: &mut Report) -> BTreeMap<(Rgb, &'a str), Rect> {
    let inks = subject.texts().map(|text| (text.slot.as_str(), [text.ink[0], text.ink[1], text.ink[2]], text.rect));
    let fills = subject.known.measures.and_then(|measures| measures.fills.as_ref());
    if fills.is_none() {
        report.lack("the colours of flat surfaces");
    }
    let fills = fills.into_iter().flatten().map(|fill| (fill.slot.as_str(), fill.color, fill.rect));
    let mut found: BTreeMap<(Rgb, &str), Rect> = BTreeMap::new();
    for (slot, color, rect) in inks.chain(fills) {
        let kept = found.entry((color, slot)).or_insert(rect);
        if area(rect) > area(*kept) {
            *kept = rect;
        }
    }
    found
}

fn lower(name: &str) -> String {
    name.replacen("The ", "the ", 1)
}
