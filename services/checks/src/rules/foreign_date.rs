//! Dates that are written as another place writes them, or that do not exist.

use crate::dates::{Fit, find, patterns};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

pub(super) struct ForeignDate;

impl Rule for ForeignDate {
    const NAME: &'static str = "foreign_date";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Looks at dates in digits with a year of four. Refuses one that has no such day as this locale reads \
               it, and warns of one in the way of another place. Years first with hyphens (ISO 8601) are understood \
               everywhere. Where day and month could be either, nobody can tell from the text that they are swapped.",
        why: "03/04 is a different day in New York, and an offer that ends on the wrong one is a complaint.",
        example: "“until 24/12/2026” in the United States, where months come first.",
        fix: "Write the date as this locale does, or the month in words.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let tag = &subject.locale.tag;
        let patterns = patterns(tag);
        for text in subject.texts() {
            let dates = find(&text.text);
            if patterns.is_empty() && !dates.is_empty() {
                report.lack("how this locale writes dates");
            }
            for date in dates {
                let (name, written) = (the_slot(&text.slot), quote(date.text));
                let (note, limit) = match date.fit(patterns) {
                    Fit::Right => continue,
                    Fit::Impossible => (
                        report.refuse(format!("{name} says {written}; there is no such day.")),
                        "a day that exists".to_owned(),
                    ),
                    Fit::Swapped(right) => {
                        let right = quote(&right);
                        let message = format!("{name} says {written}, which is no date in {tag}; there it is {right}.");
                        (report.refuse(message).fix(format!("Write {right} in the copy deck for this locale.")), right)
                    }
                    Fit::Elsewhere(right) => {
                        let right = quote(&right);
                        let message =
                            format!("{name} says {written}, which is another place's way; in {tag} it is {right}.");
                        (report.warn(message).fix(format!("Write {right} in the copy deck for this locale.")), right)
                    }
                };
                note.on(text).measured(written).limit(limit).source("Unicode CLDR 48, short date patterns");
            }
        }
    }
}
