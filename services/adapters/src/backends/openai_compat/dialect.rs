//! How the servers that speak OpenAI's paths differ, as a table: what each can do by itself, and the few
//! fields that have another name. A new server is a new row; the code reads the row and asks for no name.

use galley_domain::ports::{Feature, Features, Memory, Offer, Sizes};

/// A server's way of speaking.
#[derive(Debug)]
pub(super) struct Dialect {
    /// The word that `dialect = "…"` uses.
    pub word: &'static str,
    pub text: Option<Offer>,
    pub image: Option<Offer>,
    pub image_edit: Option<Offer>,
    pub video: Option<Offer>,
    pub speech: Option<Offer>,
    /// A field with its word that asks for pictures inside the answer, where that is not what it does anyway.
    pub inline: Option<(&'static str, &'static str)>,
    /// Whether a picture's size is `size: "WxH"`, and not `width` and `height`.
    pub is_size_written: bool,
    /// A switch that makes it tell what its engine did.
    pub tells_with: Option<&'static str>,
    pub engine_time: EngineTime,
    /// What the picture to start a film from is called.
    pub film_image_part: &'static str,
    /// Whether deleting a film's job stops the work, and not only forgets it.
    pub stops_films: bool,
    /// The header with the cost in US dollars.
    pub cost_header: Option<&'static str>,
}

/// Where the engine's own time stands in an answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum EngineTime {
    /// `metrics.stage_metrics.<stage>.stage_gen_time_ms`, of a batch of `batch_size`.
    Stages,
    /// `inference_time_s`.
    Inference,
    /// `usage.total_time_sec`.
    Usage,
    Untold,
}

const CHAT: Offer = Offer {
    native: Features::of(&[Feature::Seed, Feature::Roles]),
    most_outputs: 1,
    most_references: 16,
    sizes: Sizes::Own,
    memory: Memory::Replay,
    prompt_chars: 400_000,
};
const PICTURES: Offer = Offer {
    native: Features::of(&[Feature::Seed, Feature::Negative, Feature::Guidance, Feature::Steps]),
    most_outputs: 4,
    most_references: 0,
    sizes: Sizes::Multiples { of: 16, most_pixels: 4_194_304, most_stretch: 4 },
    memory: Memory::None,
    prompt_chars: 10_000,
};
const EDITS: Offer = Offer {
    native: Features::of(&[
        Feature::Seed,
        Feature::Negative,
        Feature::Guidance,
        Feature::Steps,
        Feature::Strength,
        Feature::Mask,
    ]),
    most_references: 8,
    ..PICTURES
};
const FILMS: Offer = Offer {
    native: Features::of(&[
        Feature::Seed,
        Feature::Negative,
        Feature::Guidance,
        Feature::Steps,
        Feature::Duration,
        Feature::FrameRate,
        Feature::Frames,
    ]),
    most_outputs: 1,
    most_references: 0,
    ..PICTURES
};
const VOICES: Offer = Offer {
    native: Features::of(&[Feature::Voice]),
    most_outputs: 1,
    most_references: 0,
    sizes: Sizes::Own,
    memory: Memory::None,
    prompt_chars: 4_096,
};
/// What OpenAI itself takes: no seed and no negative prompt.
const OPENAI_PICTURES: Offer = Offer {
    native: Features::of(&[Feature::Quality, Feature::Transparency]),
    most_outputs: 10,
    most_references: 0,
    sizes: Sizes::Multiples { of: 16, most_pixels: 3_840 * 2_160, most_stretch: 3 },
    memory: Memory::None,
    prompt_chars: 32_000,
};
const OPENAI_EDITS: Offer = Offer {
    native: Features::of(&[Feature::Quality, Feature::Transparency, Feature::Mask]),
    most_references: 15,
    ..OPENAI_PICTURES
};

const VLLM_OMNI: Dialect = Dialect {
    word: "vllm_omni",
    text: Some(CHAT),
    image: Some(PICTURES),
    image_edit: Some(EDITS),
    video: Some(FILMS),
    speech: Some(Offer { native: Features::of(&[Feature::Voice, Feature::Locale, Feature::VoiceSample]), ..VOICES }),
    inline: Some(("response_format", "b64_json")),
    is_size_written: true,
    tells_with: Some("return_stage_metrics"),
    engine_time: EngineTime::Stages,
    film_image_part: "image_reference",
    stops_films: true,
    cost_header: None,
};

/// Every dialect there is.
pub(super) const DIALECTS: [Dialect; 7] = [
    VLLM_OMNI,
    Dialect {
        word: "sglang",
        speech: None,
        tells_with: None,
        engine_time: EngineTime::Inference,
        film_image_part: "input_reference",
        stops_films: false,
        ..VLLM_OMNI
    },
    // A router before engines of several kinds: what it is asked beyond OpenAI's fields it passes on.
    Dialect { word: "dynamo", tells_with: None, engine_time: EngineTime::Inference, stops_films: false, ..VLLM_OMNI },
    Dialect {
        word: "localai",
        image: Some(Offer { native: Features::of(&[Feature::Seed, Feature::Steps]), most_outputs: 4, ..PICTURES }),
        image_edit: None,
        video: None,
        speech: Some(Offer { native: Features::of(&[Feature::Voice, Feature::Locale]), ..VOICES }),
        tells_with: None,
        engine_time: EngineTime::Untold,
        ..VLLM_OMNI
    },
    Dialect {
        word: "mistralrs",
        image: Some(Offer { native: Features::NONE, most_outputs: 1, ..PICTURES }),
        image_edit: None,
        video: None,
        speech: Some(Offer { native: Features::NONE, ..VOICES }),
        is_size_written: false,
        tells_with: None,
        engine_time: EngineTime::Usage,
        ..VLLM_OMNI
    },
    Dialect {
        word: "litellm",
        image: Some(OPENAI_PICTURES),
        image_edit: Some(OPENAI_EDITS),
        video: Some(Offer { native: Features::of(&[Feature::Duration, Feature::Frames]), ..FILMS }),
        speech: Some(VOICES),
        inline: None,
        tells_with: None,
        engine_time: EngineTime::Untold,
        film_image_part: "input_reference",
        stops_films: false,
        cost_header: Some("x-litellm-response-cost"),
        ..VLLM_OMNI
    },
    // Its films were switched off in September 2026.
    Dialect {
        word: "openai",
        image: Some(OPENAI_PICTURES),
        image_edit: Some(OPENAI_EDITS),
        video: None,
        speech: Some(VOICES),
        inline: None,
        tells_with: None,
        engine_time: EngineTime::Untold,
        stops_films: false,
        ..VLLM_OMNI
    },
];
