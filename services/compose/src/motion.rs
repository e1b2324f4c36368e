//! How the parts of an ad come, stay and move: data beside a layout, read from `motion.toml`, and where a part is at a
//! moment. A motion ends as the still ad, so that what was approved as a picture is what is seen last. `film` draws it
//! as pictures, `banner` writes it as HTML; neither runs an encoder.

mod banner;
mod film;

use std::collections::BTreeMap;

use galley_domain::source::{Document, Problem, Problems, join, text_of};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::layout::Layout;

pub use banner::{BannerError, write_banner};
pub use film::Film;

/// Raised when the same motion would give other pictures: what was made is then made anew.
pub const MOTION_VERSION: u32 = 1;
/// The file beside `layout.toml` that holds its motion.
pub const MOTION_FILE: &str = "motion.toml";
/// At the end everything stands still for at least so long, seconds: time to read.
const REST_S: f32 = 1.0;
/// How far a part rises and slides, of the short side.
const RISE: f32 = 0.035;
const SLIDE: f32 = 0.12;
/// The size a part zooms in from.
const ZOOM: f32 = 0.9;
/// How long a pulse lasts, seconds.
const PULSE_S: f32 = 0.7;

/// A motion that was read and checked.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// how long it runs, seconds
    #[schemars(range(min = 2.0, max = 60.0))]
    pub seconds: f32,
    /// pictures a second
    #[serde(default = "usual_fps")]
    #[schemars(range(min = 10, max = 60))]
    pub fps: u32,
    /// by slot; a part that is not here stands still from the start
    #[serde(default)]
    pub parts: BTreeMap<String, PartMotion>,
}

/// enter, at, over, drift, pulse
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartMotion {
    /// how it comes
    #[serde(default)]
    pub enter: Enter,
    /// when it comes, seconds from the start
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub at: f32,
    /// how long coming takes, seconds
    #[serde(default = "usual_over")]
    #[schemars(range(min = 0.1, max = 10.0))]
    pub over: f32,
    /// by how much larger it is at the start; it settles until the rest at the end
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.5))]
    pub drift: f32,
    /// when it swells once, seconds from the start
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub pulse: Option<f32>,
}

/// How a part comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Enter {
    /// It is there from the start.
    #[default]
    None,
    Fade,
    /// From a little below.
    Rise,
    /// From the reading end.
    Slide,
    Zoom,
}

fn usual_fps() -> u32 {
    30
}

fn usual_over() -> f32 {
    0.6
}

/// How a part looks at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// 0 to 1.
    pub opacity: f32,
    /// Of the short side: to the reading end, and down.
    pub shift: [f32; 2],
    /// Round its own middle.
    pub scale: f32,
}

/// A part at its place.
const STILL: Moment = Moment { opacity: 1.0, shift: [0.0, 0.0], scale: 1.0 };

impl Motion {
    /// Reads the motion of a layout; `file` is its name in error messages. Tells every problem at once.
    pub fn parse(file: &str, bytes: &[u8], layout: &Layout) -> Result<Motion, Problems> {
        let doc = Document::parse_toml(file, text_of(file, bytes)?)?;
        let (motion, problems) = doc.read::<Motion>();
        let Some(motion) = motion.filter(|_| problems.is_empty()) else { return Err(Problems::sorted(problems)) };
        let problems = motion.check(&doc, layout);
        Problems::unless_empty(motion, problems)
    }

    /// How ads of a layout usually move where nobody said how: the picture settles, then the words come in the order in
    /// which they are read.
    pub fn usual(layout: &Layout) -> Motion {
        let file = include_bytes!("motion/usual.toml");
        let text = text_of(MOTION_FILE, file).expect("it is UTF-8");
        let doc = Document::parse_toml(MOTION_FILE, text).expect("it is TOML");
        let mut motion = doc.read::<Motion>().0.expect("it is a motion");
        let slots = layout.list_slots();
        motion.parts.retain(|slot, _| slots.contains_key(slot) || slot == crate::draw::CARD);
        motion
    }

    fn check(&self, doc: &Document, layout: &Layout) -> Vec<Problem> {
        let slots = layout.list_slots();
        let known = || slots.keys().map(String::as_str).chain([crate::draw::PANEL, crate::draw::CARD]);
        let rests_from = self.seconds - REST_S;
        let mut problems = Vec::new();
        for (slot, part) in &self.parts {
            let pointer = join("/parts", slot);
            let mut tell = |message: String| problems.push(doc.problem(&pointer, message));
            if slot == "legal" {
                tell("a legal line stands still from the first picture to the last".to_owned());
            }
            if part.enter != Enter::None && part.at + part.over > rests_from {
                let came = part.at + part.over;
                tell(format!("it is there after {came} s, but from {rests_from} s on everything stands still"));
            }
            if part.pulse.is_some_and(|at| at + PULSE_S > rests_from || at < part.at) {
                tell(format!("it swells for {PULSE_S} s after it came and before {rests_from} s"));
            }
            if !known().any(|name| name == slot) {
                let problem = doc.problem(&pointer, format!("the layout has no slot “{slot}”"));
                problems.push(problem.one_of(slot, known()));
            }
        }
        problems
    }

    /// How many pictures it has.
    pub fn count(&self) -> u32 {
        (self.seconds * self.fps as f32).round() as u32
    }

    /// How a part looks at a time, seconds from the start.
    pub fn at(&self, slot: &str, time_s: f32) -> Moment {
        let Some(part) = self.parts.get(slot) else { return STILL };
        let mut moment = part.entering(time_s);
        let settled = ease((time_s / (self.seconds - REST_S)).clamp(0.0, 1.0));
        moment.scale *= 1.0 + part.drift * (1.0 - settled);
        let along = part.pulse.map(|at| (time_s - at) / PULSE_S);
        if let Some(along) = along.filter(|along| (0.0..1.0).contains(along)) {
            moment.scale *= 1.0 + PULSE_BY * (along * std::f32::consts::PI).sin();
        }
        moment
    }
}

/// By how much a pulse swells.
const PULSE_BY: f32 = 0.06;

impl PartMotion {
    fn entering(&self, time_s: f32) -> Moment {
        let left = 1.0 - ease_out(((time_s - self.at) / self.over).clamp(0.0, 1.0));
        let faded = Moment { opacity: 1.0 - left, ..STILL };
        match self.enter {
            Enter::None => STILL,
            Enter::Fade => faded,
            Enter::Rise => Moment { shift: [0.0, RISE * left], ..faded },
            Enter::Slide => Moment { shift: [SLIDE * left, 0.0], ..faded },
            Enter::Zoom => Moment { scale: ZOOM + (1.0 - ZOOM) * (1.0 - left), ..faded },
        }
    }
}

/// Fast at first, then coming to rest (cubic).
fn ease_out(part: f32) -> f32 {
    1.0 - (1.0 - part).powi(3)
}

/// Slow at both ends.
fn ease(part: f32) -> f32 {
    part * part * (3.0 - 2.0 * part)
}
