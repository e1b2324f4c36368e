//! What a backend is asked for: one request, whatever the vendor. It holds the whole conversation,
//! because Galley owns the turns; what becomes of them where a backend cannot take them is in
//! `conversation.rs`, what becomes of the rest in `offer.rs`.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use crate::digest::Digest;

/// The kind of work that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Work {
    Text,
    Image,
    ImageEdit,
    /// A picture taken apart into named layers.
    Layers,
    Video,
    VideoEdit,
    Speech,
}

impl Work {
    /// The word in messages and in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Work::Text => "text",
            Work::Image => "image",
            Work::ImageEdit => "image_edit",
            Work::Layers => "layers",
            Work::Video => "video",
            Work::VideoEdit => "video_edit",
            Work::Speech => "speech",
        }
    }

    /// How the type of what comes out begins.
    pub fn mime(self) -> &'static str {
        match self {
            Work::Text => "text/",
            Work::Image | Work::ImageEdit | Work::Layers => "image/",
            Work::Video | Work::VideoEdit => "video/",
            Work::Speech => "audio/",
        }
    }

    /// Whether pictures come out, whose pixels can be looked at.
    pub fn makes_pictures(self) -> bool {
        matches!(self, Work::Image | Work::ImageEdit | Work::Layers)
    }
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The same key twice means the same work, over all retries: a backend that can look for it does.
    pub key: String,
    /// `None`: the model that the backend is set up for. Never read out of the prompt.
    pub model: Option<String>,
    pub work: Work,
    /// Oldest first; the last one is the instruction.
    pub turns: Vec<Turn>,
    pub want: Want,
    pub controls: Controls,
    pub limits: Limits,
    pub policy: DataPolicy,
    /// What only one kind of backend understands, by the word of its adapter.
    pub options: BTreeMap<String, Value>,
    /// What cannot be had ends the request and is not dropped from it.
    pub is_strict: bool,
}

impl Request {
    /// A request of one instruction, and nothing else asked.
    pub fn new(key: impl Into<String>, work: Work, instruction: impl Into<String>) -> Request {
        Request {
            key: key.into(),
            model: None,
            work,
            turns: vec![Turn::says(instruction)],
            want: Want::default(),
            controls: Controls::default(),
            limits: Limits::default(),
            policy: DataPolicy::default(),
            options: BTreeMap::new(),
            is_strict: false,
        }
    }

    /// The words of the last turn.
    pub fn instruction(&self) -> String {
        self.turns.last().map(Turn::text).unwrap_or_default()
    }

    /// The media of all turns, oldest first.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        self.turns.iter().flat_map(Turn::media)
    }

    /// The first medium with this role, in the newest turn that has one.
    pub fn find_media(&self, role: &Role) -> Option<&Media> {
        self.turns.iter().rev().find_map(|turn| turn.media().find(|media| media.role == *role))
    }
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Person,
    Backend,
}

/// What one side said.
#[derive(Debug, Clone)]
pub struct Turn {
    pub speaker: Speaker,
    pub parts: Vec<Part>,
    /// What a backend calls this turn, by the backend's name: good there and nowhere else.
    pub vendor_state: Option<(String, String)>,
}

impl Turn {
    /// A person's words.
    pub fn says(text: impl Into<String>) -> Turn {
        Turn { speaker: Speaker::Person, parts: vec![Part::Text(text.into())], vendor_state: None }
    }

    /// Its words, a line for each part.
    pub fn text(&self) -> String {
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Media(_) => None,
        });
        texts.collect::<Vec<_>>().join("\n")
    }

    /// Its pictures and sounds.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        self.parts.iter().filter_map(|part| match part {
            Part::Media(media) => Some(media),
            Part::Text(_) => None,
        })
    }
}

/// A part of a turn.
#[derive(Debug, Clone)]
pub enum Part {
    Text(String),
    Media(Media),
}

/// A picture, a film or a sound, and what it is there for.
#[derive(Debug, Clone)]
pub struct Media {
    pub hash: Digest,
    pub mime: String,
    pub bytes: Bytes,
    pub role: Role,
    /// What people call it: “the cup”.
    pub name: Option<String>,
}

impl Media {
    /// These bytes, for this.
    pub fn new(mime: &str, bytes: Bytes, role: Role) -> Media {
        Media { hash: Digest::of(&bytes), mime: mime.to_owned(), bytes, role, name: None }
    }
}

/// What a medium is there for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What is changed.
    Source,
    Reference,
    Style,
    Character,
    Product,
    Logo,
    /// Where the source may change: white may, black may not.
    Mask,
    /// A picture of a film, at this time in milliseconds.
    Frame(u32),
    Voice,
    /// A depth map, a pose, edges, …: the vendor's word.
    Control(String),
}

impl Role {
    /// What a brand brings along: it stays in sight over all turns.
    pub fn is_pinned(&self) -> bool {
        matches!(self, Role::Style | Role::Character | Role::Product | Role::Logo)
    }

    /// What a prompt calls it.
    pub fn word(&self) -> &str {
        match self {
            Role::Source => "source",
            Role::Reference => "reference",
            Role::Style => "style",
            Role::Character => "character",
            Role::Product => "product",
            Role::Logo => "logo",
            Role::Mask => "mask",
            Role::Frame(_) => "frame",
            Role::Voice => "voice",
            Role::Control(kind) => kind,
        }
    }
}

/// What should come out.
#[derive(Debug, Clone, PartialEq)]
pub struct Want {
    pub count: u16,
    /// Pixels; `None` leaves it to the backend.
    pub size: Option<(u32, u32)>,
    pub is_transparent: bool,
    /// Of a film or a sound.
    pub duration_ms: Option<u32>,
    pub frames_per_second: Option<u32>,
    /// A voice by the vendor's name.
    pub voice: Option<String>,
    /// BCP 47.
    pub locale: Option<String>,
}

impl Default for Want {
    fn default() -> Want {
        Want {
            count: 1,
            size: None,
            is_transparent: false,
            duration_ms: None,
            frames_per_second: None,
            voice: None,
            locale: None,
        }
    }
}

/// How it should be made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Controls {
    pub seed: Option<u64>,
    /// What must not be in it.
    pub negative: Option<String>,
    /// How far it may leave the source, 0 to 1.
    pub strength: Option<f32>,
    pub guidance: Option<f32>,
    pub steps: Option<u32>,
    /// A vendor's word: `low`, `high`, …
    pub quality: Option<String>,
}

/// What it may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Unix milliseconds: what is not there by then is given up.
    pub deadline_ms: Option<i64>,
    /// 1e-9 of the rate card's currency.
    pub cost_nano: Option<i64>,
    pub gpu_ms: Option<u64>,
}

/// Where the data may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataPolicy {
    /// Whether a backend may see it that others share.
    pub may_leave: bool,
    /// Whether a vendor may keep the conversation.
    pub may_be_stored: bool,
}

impl Default for DataPolicy {
    fn default() -> DataPolicy {
        DataPolicy { may_leave: true, may_be_stored: false }
    }
}
