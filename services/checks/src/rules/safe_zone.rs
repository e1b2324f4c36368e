//! Words, buttons and logo against the edges that a channel covers with its own controls.

use galley_domain::asset::Severity;

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::the_slot;

/// Edges of letters are soft: less than a pixel is no trespass.
const TOLERANCE_PX: f32 = 1.0;

pub(super) struct SafeZone;

impl Rule for SafeZone {
    const NAME: &'static str = "safe_zone";
    const GROUP: &'static str = "channel";
    const TEXT: Text = Text {
        what: "Finds a text, a button or the logo in an edge that the format's `safe` keeps free. Refused where the channel \
               said so itself (confidence A), a warning where we know it from others. A logo that runs out of the \
               picture is always refused.",
        why: "The channel lays names, buttons and bars over these edges, and the words under them cannot be read.",
        example: "A button in the lowest 35 % of a story.",
        fix: "Move the slot in the layout: boxes that are `inside = \"content\"` or `\"safe\"` stay clear of these \
               edges by themselves.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        for text in subject.texts() {
            trespass(subject, Part { slot: &text.slot, name: &the_slot(&text.slot), rect: text.rect }, report);
        }
        match subject.known.measures.and_then(|measures| measures.buttons.as_ref()) {
            None => report.lack("the surfaces of buttons; only their labels were looked at"),
            Some(buttons) => {
                for button in buttons {
                    let name = if button.slot == "cta" { "The button" } else { "A button" };
                    trespass(subject, Part { slot: &button.slot, name, rect: button.rect }, report);
                }
            }
        }
        if let Some(logo) = &subject.facts.logo {
            let part = Part { slot: "logo", name: "The logo", rect: logo.rect };
            let is_outside = edges(subject).into_iter().any(|edge| part.reach(&edge) - edge.kept > TOLERANCE_PX);
            match is_outside {
                true => run_out(subject, logo.rect, report),
                false => trespass(subject, part, report),
            }
        }
    }
}

struct Part<'a> {
    slot: &'a str,
    name: &'a str,
    rect: [f32; 4],
}

/// One edge of the picture.
struct Edge {
    name: &'static str,
    /// Pixels kept free.
    kept: f32,
    /// 0 for x, 1 for y.
    axis: usize,
    /// The length of the picture along the axis where the edge is at its end.
    end: Option<f32>,
}

impl Part<'_> {
    /// How far it reaches into what the edge keeps free; positive is too far.
    fn reach(&self, edge: &Edge) -> f32 {
        let start = self.rect[edge.axis];
        match edge.end {
            None => edge.kept - start,
            Some(end) => start + self.rect[edge.axis + 2] - (end - edge.kept),
        }
    }
}

fn edges(subject: &Subject<'_>) -> [Edge; 4] {
    let safe = subject.format.safe;
    let (width, height) = (subject.facts.width as f32, subject.facts.height as f32);
    [
        Edge { name: "top", kept: safe.top * height, axis: 1, end: None },
        Edge { name: "right", kept: safe.right * width, axis: 0, end: Some(width) },
        Edge { name: "bottom", kept: safe.bottom * height, axis: 1, end: Some(height) },
        Edge { name: "left", kept: safe.left * width, axis: 0, end: None },
    ]
}

fn trespass(subject: &Subject<'_>, part: Part<'_>, report: &mut Report) {
    let severity = if subject.format.confidence == "A" { Severity::Refused } else { Severity::Warns };
    for edge in edges(subject).into_iter().filter(|edge| edge.kept > 0.0) {
        let reach = part.reach(&edge);
        if reach <= TOLERANCE_PX {
            continue;
        }
        let (reach, kept) = (format!("{} px", reach.ceil()), format!("{} px", edge.kept.round()));
        let (name, side, title) = (part.name, edge.name, &subject.format.title);
        let message = format!("{name} reaches {reach} into the {kept} at the {side} that “{title}” keeps free.");
        let note =
            report.note(severity, message).slot(part.slot).region(part.rect).limit(format!("{side} {kept} free"));
        note.measured(format!("{reach} inside")).of_channel(subject.format);
    }
}

fn run_out(subject: &Subject<'_>, rect: [f32; 4], report: &mut Report) {
    let note = report.refuse("The logo runs out of the picture.").slot("logo").region(rect).limit("inside the picture");
    note.measured("outside").of_channel(subject.format);
}
