//! Texts that run the wrong way.

use galley_domain::asset::PlacedText;
use galley_domain::locale::Direction;
use galley_domain::measures::Cluster;

use crate::characters::{is_ltr_letter, is_rtl_letter};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

const SOURCE: &str = "Unicode Standard Annex 9, the bidirectional algorithm";
/// Marks and kerning may move a letter a little.
const TOLERANCE_PX: f32 = 0.5;

pub(super) struct WrongDirection;

impl Rule for WrongDirection {
    const NAME: &'static str = "wrong_direction";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text with Arabic or Hebrew letters that was laid out from left to right in a locale that \
               runs from right to left, a text of a locale that runs from left to right laid out the other way, and \
               letters that were drawn in the reverse of their order. Warns of invisible signs in the text that \
               override the order, or that are opened and not closed.",
        why: "In the wrong direction, a full stop jumps to the front, numbers change places and brand names break.",
        example: "“!اهلا” with its exclamation mark on the right.",
        fix: "Compose the ad again. If it stays, take invisible signs of direction out of the line in the copy deck; \
              the layout sets the direction itself.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for (text, measure) in subject.measured_texts(report) {
            signs(text, report);
            let Some(measure) = measure else { continue };
            match measure.direction {
                None => report.lack("the direction of each text"),
                Some(is) => laid_out(subject, (text, is), report),
            }
            match &measure.clusters {
                None => report.lack("the shaped clusters of each text"),
                Some(clusters) => drawn(text, clusters, report),
            }
        }
    }
}

fn laid_out(subject: &Subject<'_>, (text, is): (&PlacedText, Direction), report: &mut Report) {
    let has = |test: fn(char) -> bool| text.text.chars().any(test);
    // A line all of the other kind, such as a Latin name in Arabic, may run its own way.
    let (wanted, is_mixed) = match subject.locale.direction {
        Direction::Rtl => (Direction::Rtl, has(is_rtl_letter)),
        Direction::Ltr => (Direction::Ltr, has(is_ltr_letter)),
    };
    if is_mixed && is != wanted {
        let word = |direction: Direction| {
            if direction == Direction::Rtl { "from right to left" } else { "from left to right" }
        };
        let message = format!(
            "{} is laid out {}, but {} runs {}.",
            the_slot(&text.slot),
            word(is),
            subject.locale.tag,
            word(wanted)
        );
        report.refuse(message).on(text).limit(word(wanted)).measured(word(is)).source(SOURCE);
    }
}

/// Neighbouring letters of one direction must stand in that order on their line.
fn drawn(text: &PlacedText, clusters: &[Cluster], report: &mut Report) {
    let piece =
        |cluster: &Cluster| text.text.get(cluster.range[0] as usize..cluster.range[1] as usize).unwrap_or_default();
    let turned = clusters.windows(2).find(|pair| {
        let [one, other] = [&pair[0], &pair[1]];
        let are = |test: fn(char) -> bool| piece(one).chars().any(test) && piece(other).chars().any(test);
        let step = other.x - one.x;
        let is_reversed = are(is_rtl_letter) && step > TOLERANCE_PX || are(is_ltr_letter) && step < -TOLERANCE_PX;
        one.line == other.line && one.range[1] == other.range[0] && is_reversed
    });
    if let Some(pair) = turned {
        let measured = quote(&format!("{}{}", piece(&pair[0]), piece(&pair[1])));
        let message = format!("{} is drawn in the reverse of its order, as at {measured}.", the_slot(&text.slot));
        report.refuse(message).on(text).limit("in its order").measured(measured).source(SOURCE);
    }
}

fn signs(text: &PlacedText, report: &mut Report) {
    let mut open: Vec<char> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for character in text.text.chars() {
        match character {
            '\u{202D}' | '\u{202E}' => {
                wrong.push(format!("U+{:04X} overrides the order", u32::from(character)));
                open.push(character);
            }
            '\u{202A}' | '\u{202B}' | '\u{2066}'..='\u{2068}' => open.push(character),
            '\u{202C}' | '\u{2069}' if open.pop().is_none() => {
                wrong.push(format!("U+{:04X} closes nothing", u32::from(character)));
            }
            _ => {}
        }
    }
    wrong.extend(open.iter().map(|sign| format!("U+{:04X} is not closed", u32::from(*sign))));
    if let Some(first) = wrong.first() {
        let message = format!("{} has invisible signs that turn its order: {first}.", the_slot(&text.slot));
        let note = report.warn(message).on(text).limit("none that override or stay open");
        note.measured(wrong.join(", ")).source(SOURCE);
    }
}
