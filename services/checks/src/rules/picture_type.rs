//! The kind of picture file against the one the format asks for.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;

pub(super) struct PictureType;

impl Rule for PictureType {
    const NAME: &'static str = "picture_type";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses a file of another type than the format's `mime`.",
        why: "A channel decides by type what it takes, and so does the ending of the file's name.",
        example: "A PNG for a format that is made as JPEG.",
        fix: "Compose the ad again. If the channel now takes another type, correct the format's file.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let (is, should_be) = (subject.mime.word(), subject.format.mime.word());
        if is != should_be {
            let message = format!("The file is {is}, but “{}” takes {should_be}.", subject.format.title);
            report.refuse(message).limit(should_be).measured(is).of_channel(subject.format);
        }
    }
}
