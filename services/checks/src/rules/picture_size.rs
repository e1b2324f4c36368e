//! The picture's width and height against the format's.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;

pub(super) struct PictureSize;

impl Rule for PictureSize {
    const NAME: &'static str = "picture_size";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses a picture that is not exactly as wide and as high as its format, or, for a version for dense \
               screens, exactly twice or three times as wide and as high.",
        why: "Channels take fixed sizes; one pixel off is refused or scaled, and scaled words blur.",
        example: "A picture of 300 × 249 px for a format of 300 × 250 px.",
        fix: "Compose the ad again. If the format's size has changed, correct its file; a new picture follows from \
               it.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let (facts, format) = (subject.facts, subject.format);
        let density = subject.known.density.unwrap_or(1);
        let [width, height] = [format.width, format.height].map(|side| side.saturating_mul(density));
        if (facts.width, facts.height) == (width, height) {
            return;
        }
        let limit = format!("{width} × {height} px");
        let measured = format!("{} × {} px", facts.width, facts.height);
        let message = format!("The picture is {measured}, but “{}” is {limit}.", format.title);
        report.refuse(message).limit(limit).measured(measured).of_channel(format);
    }
}
