//! Characters that no available font can draw.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::the_slot;

/// Characters named in one finding.
const MAX_NAMED: usize = 8;

pub(super) struct MissingGlyph;

impl Rule for MissingGlyph {
    const NAME: &'static str = "missing_glyph";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text with characters that neither the brand's fonts nor the bundled ones can draw.",
        why: "They appear as empty boxes, or not at all.",
        example: "A Georgian ლ in a headline, with fonts for Latin and Greek.",
        fix: "Add a font with these characters to the brand kit, or change the line in the copy deck.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for text in subject.texts().filter(|text| !text.missing_glyphs.is_empty()) {
            let missing = &text.missing_glyphs;
            let mut named = missing.iter().take(MAX_NAMED).map(|glyph| name(glyph)).collect::<Vec<_>>().join(", ");
            if missing.len() > MAX_NAMED {
                named.push_str(&format!(" and {} more", missing.len() - MAX_NAMED));
            }
            let note = report.refuse(format!("{} cannot be drawn in full: no font has {named}.", the_slot(&text.slot)));
            note.on(text).limit("none missing").measured(named).source("text drawn is text approved");
        }
    }
}

/// The character and its code points, since it may be invisible or look like another.
fn name(glyph: &str) -> String {
    let points: Vec<String> = glyph.chars().map(|character| format!("U+{:04X}", u32::from(character))).collect();
    format!("“{glyph}” ({})", points.join(" "))
}
