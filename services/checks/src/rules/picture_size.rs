//! The picture's width and height against the format's.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;

pub(super) struct PictureSize;

impl Rule for PictureSize {
    const NAME: &'static str = "picture_size";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses a picture that is not exactly as wide and as high as its format.",
        why: "Channels take fixed sizes; one pixel off is refused or scaled, and scaled words blur.",
        example: "A picture of 300 × 249 px for a format of 300 × 250 px.",
        fix: "Compose the ad again. If the format's size has changed, correct its file; a new picture follows from \
               it.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let (facts, format) = (subject.facts, subject.format);
        if (facts.width, facts.height) == (format.width, format.height) {
            return;
        }
        let limit = format!("{} × {} px", format.width, format.height);
        let measured = format!("{} × {} px", facts.width, facts.height);
        let message = format!("The picture is {measured}, but “{}” is {limit}.", format.title);
        report.refuse(message).limit(limit).measured(measured).of_channel(format);
    }
}
