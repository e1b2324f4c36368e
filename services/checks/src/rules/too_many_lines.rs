//! Texts in more lines than they may have.

use galley_domain::asset::Severity;

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::the_slot;

pub(super) struct TooManyLines;

impl Rule for TooManyLines {
    const NAME: &'static str = "too_many_lines";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text in more lines than the brand's own rules allow (`most_lines`), and warns of one in more \
               lines than its slot has in the layout. The label of a button that breaks is a warning, too.",
        why: "A headline of five lines is read by nobody, and a button of two looks like a mistake.",
        example: "A German headline in four lines where the brand allows three.",
        fix: "Shorten the line in the copy deck for this locale, or give the slot a wider box in the layout.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for (text, measure) in subject.measured_texts(report) {
            let own = subject.text_limit(
                &text.slot,
                |limits| limits.most_lines,
                |one, other| one.into_iter().chain(other).min(),
            );
            let layouts = measure.and_then(|measure| measure.most_lines);
            if measure.is_some() && layouts.is_none() {
                report.lack("how many lines the layout allows");
            }
            let buttons = (text.slot == "cta").then_some(1);
            let limits = [
                (own, Severity::Refused, subject.rules_as_source()),
                (layouts, Severity::Warns, "the layout".to_owned()),
                (buttons, Severity::Warns, "Galley's own rule for buttons".to_owned()),
            ];
            let mut broken = limits.into_iter().filter_map(|(most, severity, source)| Some((most?, severity, source)));
            let Some((most, severity, source)) = broken.find(|(most, ..)| text.lines > *most) else { continue };
            let count = |lines: u32| if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
            let (name, measured) = (the_slot(&text.slot), count(text.lines));
            let note = report.note(severity, format!("{name} takes {measured}; it may have {}.", count(most)));
            note.on(text).limit(format!("at most {}", count(most))).measured(measured).source(source);
        }
    }
}
