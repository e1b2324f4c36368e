//! Characters of a text that were not drawn, or drawn twice.

use galley_domain::measures::Cluster;
use std::ops::Range;

use crate::characters::is_seen;
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

pub(super) struct LostCharacter;

impl Rule for LostCharacter {
    const NAME: &'static str = "lost_character";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Compares what the shaper drew with the text that was given to it, cluster by cluster: every character \
               that can be seen belongs to exactly one cluster, and every cluster has a glyph. Refuses what is \
               missing, doubled, or not part of the text. Characters without a font are `missing_glyph`'s.",
        why: "Text drawn is text approved, to the last mark. Comparing two strings does not show what was drawn.",
        example: "A Thai line whose tone mark fell away at a line end.",
        fix: "Compose the ad again. If it stays, report the line: it is a fault of the text engine, not of the copy.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for (text, measure) in subject.measured_texts(report) {
            let Some(measure) = measure else { continue };
            let Some(clusters) = &measure.clusters else {
                report.lack("the shaped clusters of each text");
                continue;
            };
            let Some((what, piece)) = compare(&text.text, clusters) else { continue };
            // The font, not the shaper, is to blame, and another rule says so.
            if text.missing_glyphs.iter().any(|glyph| glyph.contains(&piece) || piece.contains(glyph.as_str())) {
                continue;
            }
            let measured = format!("{} {what}", quote(&piece));
            let note = report.refuse(format!("{} was not drawn as it was given: {measured}.", the_slot(&text.slot)));
            note.on(text).limit(quote(&text.text)).measured(measured).source("text drawn is text approved");
        }
    }
}

/// The first place where clusters and text differ: what is wrong there, and with which piece.
fn compare(text: &str, clusters: &[Cluster]) -> Option<(&'static str, String)> {
    let mut ranges: Vec<(Range<usize>, u32)> =
        clusters.iter().map(|one| (one.range[0] as usize..one.range[1] as usize, one.glyphs)).collect();
    ranges.sort_by_key(|(range, _)| (range.start, range.end));
    let mut at = 0;
    for (range, glyphs) in ranges {
        let Some(piece) = text.get(range.clone()) else {
            return Some(("is not part of the text", format!("{}–{}", range.start, range.end)));
        };
        if range.start < at && text.get(range.start..at.min(range.end)).is_some_and(is_visible) {
            return Some(("was drawn twice", piece.to_owned()));
        }
        if let Some(left) = text.get(at..range.start).filter(|left| is_visible(left)) {
            return Some(("was left out", left.to_owned()));
        }
        if glyphs == 0 && is_visible(piece) {
            return Some(("has no glyph", piece.to_owned()));
        }
        at = at.max(range.end);
    }
    let rest = text.get(at..).filter(|rest| is_visible(rest))?;
    Some(("was left out", rest.to_owned()))
}

fn is_visible(piece: &str) -> bool {
    piece.chars().any(is_seen)
}
