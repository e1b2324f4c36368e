//! Packed HTML5 banners against what their channel takes.

use crate::known::BannerWeight as Weight;
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::count;

pub(super) struct BannerWeight;

impl Rule for BannerWeight {
    const NAME: &'static str = "banner_weight";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses an HTML5 banner that is over a limit of its channel: the packed file, what loads at first and \
               later, files, requests, the longest file name, and how long it moves. Limits that a channel does not \
               set are not looked at; a limit whose value nobody measured is told as not looked at.",
        why: "An ad server refuses a heavy banner, or a page shows it after the visitor has left.",
        example: "An initial load of 182,000 bytes where the channel takes 150,000.",
        fix: "Use fewer weights of the font, lighter pictures, or let parts load after the page's own content.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let Some(banner) = subject.known.banner else { return };
        let parts: [(Part, &'static str); 7] = [
            (
                Part { name: "The packed banner weighs", unit: "bytes", of: |weight| weight.zip_bytes },
                "the weight of the packed banner",
            ),
            (
                Part { name: "The first load weighs", unit: "bytes", of: |weight| weight.initial_bytes },
                "the weight of the first load",
            ),
            (
                Part { name: "The later load weighs", unit: "bytes", of: |weight| weight.later_bytes },
                "the weight of the later load",
            ),
            (Part { name: "The banner has", unit: "files", of: |weight| weight.files }, "the number of files"),
            (
                Part { name: "The first load makes", unit: "requests", of: |weight| weight.requests },
                "the number of requests",
            ),
            (
                Part { name: "The longest file name has", unit: "characters", of: |weight| weight.name_chars },
                "the longest file name",
            ),
            (
                Part { name: "The banner moves for", unit: "ms", of: |weight| weight.moving_ms },
                "how long the banner moves",
            ),
        ];
        for (part, what) in parts {
            let Some(most) = (part.of)(&banner.most) else { continue };
            match (part.of)(&banner.is) {
                None => report.lack(what),
                Some(is) if is <= most => {}
                Some(is) => {
                    let (name, unit, measured) = (part.name, part.unit, count(is));
                    let message = format!(
                        "{name} {measured} {unit}, {} more than “{}” takes.",
                        count(is - most),
                        subject.format.title
                    );
                    let note = report.refuse(message).limit(format!("at most {} {unit}", count(most)));
                    note.measured(format!("{measured} {unit}")).of_channel(subject.format);
                }
            }
        }
    }
}

/// One limit.
struct Part {
    name: &'static str,
    unit: &'static str,
    of: fn(&Weight) -> Option<u64>,
}
