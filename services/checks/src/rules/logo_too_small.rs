//! Logos below the brand's smallest width.

use galley_domain::asset::Severity;

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::below;

/// Drawn on the grid of pixels, a logo may lose a part of one.
const TOLERANCE_PX: f32 = 0.5;

pub(super) struct LogoTooSmall;

impl Rule for LogoTooSmall {
    const NAME: &'static str = "logo_too_small";
    const GROUP: &'static str = "brand";
    const TEXT: Text = Text {
        what: "Refuses a logo that is narrower than the brand kit's `min_width_px`. A warning where the format is \
               tiny: a side below 64 px, or fewer than 20,000 px in all.",
        why: "Below that width its letters close up.",
        example: "A logo of 41 px where the kit asks for 48.",
        fix: "Give the logo a larger box in the layout's arrangement for this shape.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(logo) = &subject.facts.logo else { return };
        let (width, least) = (logo.rect[2], subject.kit.logo.min_width_px);
        let is_wide_enough = width >= least as f32 - TOLERANCE_PX;
        if is_wide_enough {
            return;
        }
        let severity = if subject.is_tiny() { Severity::Warns } else { Severity::Refused };
        let (measured, limit) = (format!("{} px", below(width, 1)), format!("at least {least} px"));
        let message = format!("The logo is {measured} wide; {} asks for {limit}.", subject.kit.title);
        let note = report.note(severity, message).slot("logo").region(logo.rect).limit(limit).measured(measured);
        note.source(subject.kit_as_source());
    }
}
