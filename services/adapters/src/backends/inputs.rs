//! Backends whose inputs have other names in every model or graph: the operator says where each of ours
//! goes, and what has no place there is not offered. Which values a place takes is not known here.

use std::collections::BTreeMap;

use galley_domain::ports::{Feature, Features, Media, Memory, Offer, Request, Role, Sizes, Work};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::SettingsError;

/// Where our inputs go: a name of ours, and the place's own name.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Inputs(BTreeMap<Input, String>);

/// What we have to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Input {
    Prompt,
    Negative,
    Seed,
    Steps,
    Guidance,
    Strength,
    Quality,
    Width,
    Height,
    /// `16:9`, in place of width and height.
    AspectRatio,
    /// How many outputs one call makes.
    Count,
    Seconds,
    FramesPerSecond,
    Voice,
    Language,
    Source,
    Mask,
    /// The picture that a film starts from.
    FirstFrame,
    /// One picture, or a list of them where the place takes one.
    Reference,
}

/// What a model or a graph makes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Makes {
    #[default]
    Image,
    ImageEdit,
    Video,
    Speech,
}

impl Makes {
    pub(super) fn work(self) -> Work {
        match self {
            Makes::Image => Work::Image,
            Makes::ImageEdit => Work::ImageEdit,
            Makes::Video => Work::Video,
            Makes::Speech => Work::Speech,
        }
    }
}

/// Which of them stand for a feature.
const FEATURES: [(Input, Feature); 13] = [
    (Input::Negative, Feature::Negative),
    (Input::Seed, Feature::Seed),
    (Input::Steps, Feature::Steps),
    (Input::Guidance, Feature::Guidance),
    (Input::Strength, Feature::Strength),
    (Input::Quality, Feature::Quality),
    (Input::Seconds, Feature::Duration),
    (Input::FramesPerSecond, Feature::FrameRate),
    (Input::Voice, Feature::Voice),
    (Input::Language, Feature::Locale),
    (Input::Mask, Feature::Mask),
    (Input::FirstFrame, Feature::Frames),
    (Input::Count, Feature::Count),
];
/// Proportions that models which take one know.
const RATIOS: &[(u32, u32)] = &[(1, 1), (16, 9), (9, 16), (4, 3), (3, 4), (3, 2), (2, 3), (4, 5), (5, 4), (21, 9)];
/// Outputs of a call, where it can be told how many.
const MOST_OUTPUTS: u16 = 4;
const PROMPT_CHARS: usize = 20_000;
/// Room for a list of pictures.
const MOST_REFERENCES: u16 = 8;

type IsRole = fn(&Role) -> bool;

impl Inputs {
    /// Checks that there is a place for the prompt.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        if self.place(Input::Prompt).is_none() {
            return Err(SettingsError::new("inputs", "has no place for the prompt: inputs = { prompt = \"…\" }"));
        }
        Ok(())
    }

    pub(super) fn place(&self, input: Input) -> Option<&str> {
        self.0.get(&input).map(String::as_str)
    }

    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// What a backend of this work with these inputs offers. `takes_lists` says whether a place holds several pictures.
    pub(super) fn offer(&self, work: Work, takes_lists: bool) -> Option<Offer> {
        if work == Work::ImageEdit && self.place(Input::Source).is_none() {
            return None;
        }
        let has = |input: Input| self.place(input).is_some();
        let native = FEATURES.iter().filter(|(input, _)| has(*input));
        let sizes = match (has(Input::Width) && has(Input::Height), has(Input::AspectRatio)) {
            (true, _) => Sizes::Multiples { of: 8, most_pixels: 4_194_304, most_stretch: 4 },
            (_, true) => Sizes::Ratios(RATIOS),
            _ => Sizes::Own,
        };
        let references = if takes_lists { MOST_REFERENCES } else { 1 };
        Some(Offer {
            native: native.fold(Features::NONE, |features, (_, feature)| features.with(*feature)),
            most_outputs: if has(Input::Count) { MOST_OUTPUTS } else { 1 },
            most_references: if has(Input::Reference) { references } else { 0 },
            sizes,
            memory: Memory::None,
            prompt_chars: PROMPT_CHARS,
        })
    }

    /// The places that words and numbers of a call go to, with what goes there.
    pub(super) fn values(&self, call: &Request) -> Vec<(&str, Value)> {
        let (controls, want) = (&call.controls, &call.want);
        let ratio = want.size.and_then(|size| ratio(size, RATIOS));
        let values = [
            (Input::Prompt, Some(json!(call.instruction()))),
            (Input::Negative, controls.negative.as_ref().map(|text| json!(text))),
            // Some keep seeds in 32 bits and a sign.
            (Input::Seed, controls.seed.map(|seed| json!(seed % (1 << 31)))),
            (Input::Steps, controls.steps.map(|steps| json!(steps))),
            (Input::Guidance, controls.guidance.map(|guidance| json!(guidance))),
            (Input::Strength, controls.strength.map(|strength| json!(strength))),
            (Input::Quality, controls.quality.as_ref().map(|quality| json!(quality))),
            (Input::Width, want.size.map(|(width, _)| json!(width))),
            (Input::Height, want.size.map(|(_, height)| json!(height))),
            (Input::AspectRatio, ratio.map(|(across, down)| json!(format!("{across}:{down}")))),
            (Input::Count, Some(json!(want.count))),
            (Input::Seconds, want.duration_ms.map(|ms| json!(ms.div_ceil(1_000)))),
            (Input::FramesPerSecond, want.frames_per_second.map(|rate| json!(rate))),
            (Input::Voice, want.voice.as_ref().map(|voice| json!(voice))),
            (Input::Language, want.locale.as_ref().map(|locale| json!(locale))),
        ];
        values.into_iter().filter_map(|(input, value)| Some((self.place(input)?, value?))).collect()
    }

    /// The places that pictures of a call go to.
    pub(super) fn media<'a>(&'a self, call: &'a Request) -> Vec<(&'a str, Vec<&'a Media>)> {
        let kinds: [(Input, IsRole); 4] = [
            (Input::Source, |role| *role == Role::Source),
            (Input::Mask, |role| *role == Role::Mask),
            (Input::FirstFrame, |role| matches!(role, Role::Frame(_))),
            (Input::Reference, |role| role.is_pinned() || *role == Role::Reference),
        ];
        let of_kind = |is_it: IsRole| call.media().filter(|media| is_it(&media.role)).collect::<Vec<_>>();
        let placed = kinds.into_iter().filter_map(|(input, is_it)| Some((self.place(input)?, of_kind(is_it))));
        placed.filter(|(_, media)| !media.is_empty()).collect()
    }
}

/// The proportion among these that a size was fitted to.
pub(super) fn ratio((width, height): (u32, u32), ratios: &[(u32, u32)]) -> Option<(u32, u32)> {
    let wanted = f64::from(width.max(1)) / f64::from(height.max(1));
    let far = |(across, down): &(u32, u32)| (f64::from(*across) / f64::from(*down) / wanted).ln().abs();
    ratios.iter().copied().min_by(|left, right| far(left).total_cmp(&far(right)))
}
