//! Pictures of another proportion than their format.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;

/// What channels forgive.
const TOLERANCE: f64 = 0.01;

pub(super) struct WrongAspect;

impl Rule for WrongAspect {
    const NAME: &'static str = "wrong_aspect";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Refuses a picture whose width to height differs by more than 1 % from its format's. A picture that is \
               a pixel too small has the right proportion and the wrong size: see `picture_size`.",
        why: "A channel crops or squeezes what has another proportion, and words at the edge are lost.",
        example: "A picture of 1080 × 1440 px for a feed of 4 : 5.",
        fix: "Compose the ad again for this format; a picture of another format does not fit.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let (facts, format) = (subject.facts, subject.format);
        let is = f64::from(facts.width) / f64::from(facts.height.max(1));
        let wanted = f64::from(format.width) / f64::from(format.height.max(1));
        // Half a pixel is no fault of a picture of 16.
        let grain = 0.5 / f64::from(facts.width.min(facts.height).max(1));
        if (is / wanted - 1.0).abs() <= TOLERANCE.max(grain) {
            return;
        }
        let title = &format.title;
        let message = format!("The picture is {is:.3} : 1, but “{title}” is {wanted:.3} : 1.");
        report.refuse(message).limit(format!("{wanted:.3} : 1")).measured(format!("{is:.3} : 1")).of_channel(format);
    }
}
