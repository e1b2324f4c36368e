//! What a backend offers, and a request made to fit it: what it takes as it is, what is done in another
//! way, what is lost, in how many calls, and for how much. Pure, so that people see it before
//! anything is sent; an adapter is then given calls that ask nothing it cannot do.

use super::Fault;
use super::backend::{Blob, Terms};
use super::conversation::{Memory, Telling, converse};
use super::rates::RateCard;
use super::request::{Media, Part, Request, Role, Work};
use super::sizes::Sizes;
use crate::plan::{Estimate, Range};

/// Something a request can ask for beside its instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    Count,
    Size,
    Turns,
    /// Pictures beside the source.
    References,
    /// What each of them is there for.
    Roles,
    Mask,
    Frames,
    Control,
    VoiceSample,
    Seed,
    Negative,
    Strength,
    Guidance,
    Steps,
    Quality,
    Transparency,
    Duration,
    FrameRate,
    Voice,
    Locale,
}

/// Some of the features.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Features(u32);

impl Features {
    /// None of them.
    pub const NONE: Features = Features(0);

    /// These.
    pub const fn of(features: &[Feature]) -> Features {
        let (mut bits, mut at) = (0, 0);
        while at < features.len() {
            bits |= 1 << features[at] as u32;
            at += 1;
        }
        Features(bits)
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, feature: Feature) -> Features {
        Features(self.0 | 1 << feature as u32)
    }

    /// Whether it is among them.
    pub const fn has(self, feature: Feature) -> bool {
        self.0 & 1 << feature as u32 != 0
    }
}

/// How something is had that a backend does not do by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// It is said in the prompt.
    InPrompt,
    /// In so many calls.
    Calls(u16),
    /// In the nearest size it makes; the layout crops.
    Nearest(u32, u32),
    /// The conversation is told as one instruction.
    Flattened,
    /// The conversation is told anew each time.
    Replayed,
}

/// What a backend can do of one kind of work by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub native: Features,
    /// Outputs of one call, at least 1.
    pub most_outputs: u16,
    /// Pictures beside source and mask.
    pub most_references: u16,
    pub sizes: Sizes,
    pub memory: Memory,
    pub prompt_chars: usize,
}

/// Why a request cannot be sent to a backend at all. The caller changes it, or asks another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("{backend} does not make {work}")]
    Work { backend: String, work: &'static str },
    #[error("{backend} cannot do all of it: {}", .dropped.iter().map(|feature| format!("{feature:?}")).collect::<Vec<_>>().join(", "))]
    Strict { backend: String, dropped: Vec<Feature> },
    #[error("{backend} is shared with others, and this must not leave")]
    Shared { backend: String },
    #[error("the instruction has {chars} characters; {backend} reads at most {most}")]
    TooLong { backend: String, chars: usize, most: usize },
    #[error("it would take {would} {unit}, and {may} is the limit")]
    OverLimit { would: u64, may: u64, unit: &'static str },
}

/// A request made to fit a backend.
#[derive(Debug, Clone)]
pub struct CallPlan {
    /// What is sent, in order. Each is native to the backend.
    pub calls: Vec<Request>,
    pub native: Vec<Feature>,
    pub emulated: Vec<(Feature, How)>,
    pub dropped: Vec<Feature>,
    pub estimate: Estimate,
    /// The sizes that the backend makes.
    pub sizes: Sizes,
}

impl CallPlan {
    /// The plan of a request for a backend of this name, offer and terms.
    pub fn new(request: &Request, backend: &str, offer: Option<Offer>, terms: &Terms) -> Result<CallPlan, Unfit> {
        let named = || backend.to_owned();
        let offer = offer.ok_or_else(|| Unfit::Work { backend: named(), work: request.work.word() })?;
        if !request.policy.may_leave && !terms.is_dedicated {
            return Err(Unfit::Shared { backend: named() });
        }
        let mut fitting = Fitting { offer: &offer, call: request.clone(), plan: Sorted::default() };
        fitting.turns(backend);
        fitting.media();
        fitting.controls();
        fitting.size();
        let Fitting { call, plan: mut sorted, .. } = fitting;
        let chars = call.turns.iter().map(|turn| turn.text().chars().count()).sum();
        if chars > offer.prompt_chars {
            return Err(Unfit::TooLong { backend: named(), chars, most: offer.prompt_chars });
        }
        let calls = split(&call, offer.most_outputs.max(1));
        if request.want.count > 1 {
            let calls = u16::try_from(calls.len()).unwrap_or(u16::MAX);
            sorted.sort(Feature::Count, if calls == 1 { Fit::Native } else { Fit::Emulated(How::Calls(calls)) });
        }
        if request.is_strict && !sorted.dropped.is_empty() {
            return Err(Unfit::Strict { backend: named(), dropped: sorted.dropped });
        }
        let estimate = estimate(request, terms);
        check_limits(request, &estimate)?;
        let Sorted { native, emulated, dropped } = sorted;
        Ok(CallPlan { calls, native, emulated, dropped, estimate, sizes: offer.sizes })
    }

    /// Refuses a file that is not what was asked for.
    pub fn accept(&self, call: &Request, file: &Blob) -> Result<(), Fault> {
        if !file.mime.starts_with(call.work.mime()) {
            return Err(Fault::give_up(format!("asked for {}, got {}", call.work.word(), file.mime)));
        }
        let Some(asked) = call.want.size.filter(|_| call.work.makes_pictures()) else { return Ok(()) };
        if self.sizes.are_met(asked, file.size) {
            return Ok(());
        }
        let ((width, height), (got_width, got_height)) = (asked, file.size);
        Err(Fault::give_up(format!("asked for {width} × {height} pixels, got {got_width} × {got_height}")))
    }

    /// What is not as it was asked, in words, for the output's facts.
    pub fn losses(&self) -> Vec<String> {
        self.dropped.iter().map(|feature| format!("{feature:?} was dropped")).collect()
    }
}

/// What became of the features.
#[derive(Default)]
struct Sorted {
    native: Vec<Feature>,
    emulated: Vec<(Feature, How)>,
    dropped: Vec<Feature>,
}

enum Fit {
    Native,
    Emulated(How),
    Dropped,
}

impl Sorted {
    fn sort(&mut self, feature: Feature, fit: Fit) {
        match fit {
            Fit::Native => self.native.push(feature),
            Fit::Emulated(how) => self.emulated.push((feature, how)),
            Fit::Dropped => self.dropped.push(feature),
        }
    }
}

/// A call while it is made to fit.
struct Fitting<'a> {
    offer: &'a Offer,
    call: Request,
    plan: Sorted,
}

impl Fitting<'_> {
    fn is_native(&self, feature: Feature) -> bool {
        self.offer.native.has(feature)
    }

    fn turns(&mut self, backend: &str) {
        let may_be_stored = self.call.policy.may_be_stored;
        let (telling, turns) = converse(&self.call.turns, backend, self.offer.memory, may_be_stored);
        self.call.turns = turns;
        match telling {
            Telling::Single => {}
            Telling::Native => self.plan.sort(Feature::Turns, Fit::Native),
            Telling::Replay => self.plan.sort(Feature::Turns, Fit::Emulated(How::Replayed)),
            Telling::Flatten => self.plan.sort(Feature::Turns, Fit::Emulated(How::Flattened)),
        }
    }

    /// Keeps the pictures it can take. A source is part of the work and never dropped.
    fn media(&mut self) {
        let (mut references, mut lost, mut kept, mut number) = (0, Vec::new(), Vec::new(), 0);
        let mut notes = Vec::new();
        for turn in &mut self.call.turns {
            turn.parts.retain(|part| {
                let Part::Media(media) = part else { return true };
                let feature = feature_of(&media.role);
                let fits = match feature {
                    None => true,
                    Some(Feature::References) => {
                        references += 1;
                        references <= self.offer.most_references
                    }
                    Some(other) => self.offer.native.has(other),
                };
                number += u32::from(fits);
                if fits && media.role.is_pinned() {
                    notes.push(note(number, media));
                }
                if let Some(feature) = feature {
                    if fits { kept.push(feature) } else { lost.push(feature) }
                }
                fits
            });
        }
        for (features, is_kept) in [(&mut kept, true), (&mut lost, false)] {
            features.sort_unstable();
            features.dedup();
            for feature in features.iter() {
                self.plan.sort(*feature, if is_kept { Fit::Native } else { Fit::Dropped });
            }
        }
        if !notes.is_empty() {
            let is_native = self.is_native(Feature::Roles);
            self.plan.sort(Feature::Roles, if is_native { Fit::Native } else { Fit::Emulated(How::InPrompt) });
            if !is_native {
                self.say(&notes.join("\n"));
            }
        }
    }

    /// Adds a line to the instruction.
    fn say(&mut self, words: &str) {
        if let Some(last) = self.call.turns.last_mut() {
            last.parts.push(Part::Text(words.to_owned()));
        }
    }

    fn controls(&mut self) {
        if let Some(negative) = self.call.controls.negative.clone() {
            let is_native = self.is_native(Feature::Negative);
            self.plan.sort(Feature::Negative, if is_native { Fit::Native } else { Fit::Emulated(How::InPrompt) });
            if !is_native {
                self.call.controls.negative = None;
                self.say(&format!("It must not show: {negative}"));
            }
        }
        let (controls, want) = (&mut self.call.controls, &mut self.call.want);
        let mut keep = |feature, is_asked: bool| {
            let is_native = self.offer.native.has(feature);
            if is_asked {
                self.plan.sort(feature, if is_native { Fit::Native } else { Fit::Dropped });
            }
            is_native
        };
        controls.seed = controls.seed.filter(|_| keep(Feature::Seed, true));
        controls.strength = controls.strength.filter(|_| keep(Feature::Strength, true));
        controls.guidance = controls.guidance.filter(|_| keep(Feature::Guidance, true));
        controls.steps = controls.steps.filter(|_| keep(Feature::Steps, true));
        controls.quality = controls.quality.take().filter(|_| keep(Feature::Quality, true));
        want.is_transparent &= keep(Feature::Transparency, want.is_transparent);
        want.duration_ms = want.duration_ms.filter(|_| keep(Feature::Duration, true));
        want.frames_per_second = want.frames_per_second.filter(|_| keep(Feature::FrameRate, true));
        want.voice = want.voice.take().filter(|_| keep(Feature::Voice, true));
        want.locale = want.locale.take().filter(|_| keep(Feature::Locale, true));
    }

    fn size(&mut self) {
        let Some(asked) = self.call.want.size else { return };
        let nearest = self.offer.sizes.nearest(asked);
        self.call.want.size = nearest;
        let fit = match nearest {
            Some(same) if same == asked => Fit::Native,
            Some((width, height)) => Fit::Emulated(How::Nearest(width, height)),
            None => Fit::Dropped,
        };
        self.plan.sort(Feature::Size, fit);
    }
}

/// What a backend must be able to do for a picture with this role.
fn feature_of(role: &Role) -> Option<Feature> {
    match role {
        Role::Source => None,
        Role::Reference | Role::Style | Role::Character | Role::Product | Role::Logo => Some(Feature::References),
        Role::Mask => Some(Feature::Mask),
        Role::Frame(_) => Some(Feature::Frames),
        Role::Voice => Some(Feature::VoiceSample),
        Role::Control(_) => Some(Feature::Control),
    }
}

/// Which picture is what, for backends that only know their order.
fn note(number: u32, media: &Media) -> String {
    let name = media.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    format!("Picture {number} is the {}{name}.", media.role.word())
}

/// Calls of at most so many outputs. Each has a key of its own, the same over all retries, and a seed
/// of its own.
fn split(call: &Request, most: u16) -> Vec<Request> {
    let count = call.want.count.max(1);
    let starts = (0..count).step_by(usize::from(most));
    let part = |start: u16| {
        let mut part = call.clone();
        part.key = format!("{}-{start}", call.key);
        part.want.count = most.min(count - start);
        part.controls.seed = call.controls.seed.map(|seed| seed.wrapping_add(u64::from(start)));
        part
    };
    starts.map(part).collect()
}

fn estimate(request: &Request, terms: &Terms) -> Estimate {
    let rates = &terms.rates;
    let (units, unit_nano) = match request.work {
        work if work.makes_pictures() => (u64::from(request.want.count), rates.image_nano),
        Work::Video | Work::VideoEdit | Work::Speech => {
            let seconds = request.want.duration_ms.map(|ms| u64::from(ms).div_ceil(1_000));
            (seconds.unwrap_or(0), rates.second_nano.filter(|_| seconds.is_some()))
        }
        _ => (0, None),
    };
    let count = u64::from(request.want.count);
    let times = |(p50, p90): (u64, u64), count: u64| Range { p50: p50 * count, p90: p90 * count };
    let gpu_ms = rates.image_gpu_ms.filter(|_| request.work.makes_pictures()).map(|range| times(range, count));
    let by_unit = unit_nano.and_then(|nano| u64::try_from(nano).ok()).map(|nano| times((nano, nano), units));
    let by_gpu = || {
        let hour = u128::try_from(rates.gpu_hour_nano?).ok()?;
        let nano = |ms: u64| u64::try_from((u128::from(ms) * hour).div_ceil(3_600_000)).unwrap_or(u64::MAX);
        gpu_ms.map(|range| Range { p50: nano(range.p50), p90: nano(range.p90) })
    };
    let by_tokens = || tokens(request, rates).filter(|_| request.work == Work::Text);
    let cost_nano = by_unit.or_else(by_gpu).or_else(by_tokens);
    Estimate { gpu_ms, cost_nano, wall_ms: times(rates.image_wall_ms, count) }
}

/// What a text costs where tokens have a price. A token is four characters in most languages and two in some; an answer has
/// some hundreds of them.
fn tokens(request: &Request, rates: &RateCard) -> Option<Range> {
    let chars: u64 = request.turns.iter().map(|turn| turn.text().chars().count() as u64).sum();
    let (input, output) = (rates.input_tokens_nano?, rates.output_tokens_nano?);
    let price = |tokens: u64, nano: i64| {
        let nano = u128::from(u64::try_from(nano).unwrap_or(0)) * u128::from(tokens);
        u64::try_from(nano.div_ceil(1_000_000)).unwrap_or(u64::MAX)
    };
    let cost = |asked: u64, said: u64| price(asked, input).saturating_add(price(said, output));
    let count = u64::from(request.want.count);
    Some(Range {
        p50: cost(chars.div_ceil(4) * count, 250 * count),
        p90: cost(chars.div_ceil(2) * count, 1_500 * count),
    })
}

fn check_limits(request: &Request, estimate: &Estimate) -> Result<(), Unfit> {
    let cost = request.limits.cost_nano.map(|nano| nano.max(0) as u64);
    let limits =
        [(estimate.cost_nano, cost, "nano units"), (estimate.gpu_ms, request.limits.gpu_ms, "GPU milliseconds")];
    for (range, limit, unit) in limits {
        if let (Some(range), Some(may)) = (range, limit)
            && range.p90 > may
        {
            return Err(Unfit::OverLimit { would: range.p90, may, unit });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
