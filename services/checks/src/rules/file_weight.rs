//! The weight of the finished file against the channel's limit.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::count;

pub(super) struct FileWeight;

impl Rule for FileWeight {
    const NAME: &'static str = "file_weight";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses a file that is heavier than the format's `max_bytes`, and a file of no bytes at all.",
        why: "The channel refuses the upload, or serves the ad late to people with slow connections.",
        example: "A medium rectangle of 150,001 bytes where the channel takes 150,000.",
        fix: "A calmer background compresses better. If the format is made as PNG, see whether the channel takes \
               JPEG.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let (bytes, limit) = (subject.bytes, subject.format.max_bytes);
        let message = match bytes {
            0 => "The file is empty.".to_owned(),
            _ if bytes <= limit => return,
            _ => format!(
                "The file weighs {} bytes, {} more than “{}” takes.",
                count(bytes),
                count(bytes - limit),
                subject.format.title
            ),
        };
        let note = report.refuse(message).limit(format!("at most {} bytes", count(limit)));
        note.measured(format!("{} bytes", count(bytes))).of_channel(subject.format);
    }
}
