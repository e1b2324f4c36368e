//! Texts that are larger than the place they have.

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{below, the_slot};

/// Edges of letters are soft: less than a pixel is not cut off.
const TOLERANCE_PX: f32 = 1.0;

pub(super) struct TextOverflow;

impl Rule for TextOverflow {
    const NAME: &'static str = "text_overflow";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Refuses a text that does not fit its box at the smallest size the layout allows, or that runs out of \
               the picture.",
        why: "What runs over is cut off or covers something else. Text drawn is text approved, all of it.",
        example: "A German headline of 60 characters in a strip of 320 × 50 px.",
        fix: "Shorten the line in the copy deck, or give the slot more lines or a smaller least size in the layout.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let facts = subject.facts;
        for text in subject.texts() {
            let [x, y, width, height] = text.rect;
            let over = [-x, -y, x + width - facts.width as f32, y + height - facts.height as f32];
            let cut = over.into_iter().fold(0.0, f32::max);
            let name = the_slot(&text.slot);
            if text.overflow {
                let size = below(text.font_px, 1);
                let lines = if text.lines == 1 { "1 line".to_owned() } else { format!("{} lines", text.lines) };
                let note = report.refuse(format!("{name} does not fit its place, even at {size} px."));
                let note = note.on(text).limit("inside its box");
                note.measured(format!("{lines} at {size} px")).source("text drawn is text approved");
            } else if cut > TOLERANCE_PX {
                let cut = format!("{} px", cut.ceil());
                let note = report.refuse(format!("{name} runs {cut} out of the picture and is cut off."));
                let note = note.on(text).limit("inside the picture");
                note.measured(format!("{cut} outside")).source("text drawn is text approved");
            }
        }
    }
}
