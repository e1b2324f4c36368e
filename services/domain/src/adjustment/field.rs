//! The fields of an adjustment: what each may be, and how it is written. Not how fields are laid over one another.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// The longest text of a slot, characters.
pub const MAX_CHARS: usize = 2_000;
/// The longest name of a colour, bytes.
const MAX_NAME_BYTES: usize = 64;
const UNIT: f64 = 10_000.0;

/// A number in ten-thousandths: a tenth of a pixel of the largest format, and the same for everybody who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(i32);

impl Share {
    pub const ONE: Share = Share(UNIT as i32);
    pub const ZERO: Share = Share(0);

    /// The nearest to a number within bounds; none where it is outside, or no number.
    pub fn within(number: f64, least: f64, most: f64) -> Option<Share> {
        (least..=most).contains(&number).then(|| Share((number * UNIT).round() as i32))
    }

    pub fn to_f32(self) -> f32 {
        (f64::from(self.0) / UNIT) as f32
    }

    /// As a number for people: 0.125.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / UNIT
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

/// What a field is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Setting {
    /// Words, or the name of a colour.
    Word(String),
    Number(Share),
    Pair([Share; 2]),
    Yes(bool),
}

impl Setting {
    /// Its one form, for keys.
    pub fn written(&self) -> String {
        match self {
            Setting::Word(word) => word.clone(),
            Setting::Number(number) => number.0.to_string(),
            Setting::Pair([first, second]) => format!("{} {}", first.0, second.0),
            Setting::Yes(yes) => yes.to_string(),
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        json!(self)
    }
}

/// What can be adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Other words.
    Text,
    /// Forward, the way the ad's language is read, and down; in parts of the ad's width and height.
    Shift,
    /// Times the size: of the letters, or of the picture round its middle.
    Scale,
    /// Of the letters: a colour of the kit's palette.
    Color,
    /// Of a button's surface: a colour of the kit's palette.
    Fill,
    /// Left out of the ad.
    Hide,
    /// What a crop keeps in sight, in parts of the picture.
    Focal,
    /// Times a crop is enlarged.
    Zoom,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 8] =
        [Field::Text, Field::Shift, Field::Scale, Field::Color, Field::Fill, Field::Hide, Field::Focal, Field::Zoom];

    /// The word in database and API.
    pub fn word(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Shift => "shift",
            Field::Scale => "scale",
            Field::Color => "color",
            Field::Fill => "fill",
            Field::Hide => "hide",
            Field::Focal => "focal",
            Field::Zoom => "zoom",
        }
    }

    /// The field with this word.
    pub fn find(word: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.word() == word)
    }

    /// Whether the setting is how things are anyway.
    pub(super) fn is_neutral(self, setting: &Setting) -> bool {
        match (self, setting) {
            (Field::Scale | Field::Zoom, Setting::Number(number)) => *number == Share::ONE,
            (Field::Shift, Setting::Pair(pair)) => *pair == [Share::ZERO; 2],
            (Field::Hide, Setting::Yes(yes)) => !yes,
            _ => false,
        }
    }

    /// Reads a setting; null is none. Says what was expected.
    pub(super) fn read(self, value: &Value) -> Result<Option<Setting>, String> {
        if value.is_null() {
            return Ok(None);
        }
        let read = match self {
            Field::Text => words(value)?,
            Field::Color | Field::Fill => name(value)?,
            Field::Hide => Setting::Yes(value.as_bool().ok_or("expected true or false")?),
            Field::Scale => Setting::Number(number(value, 0.25, 4.0)?),
            Field::Zoom => Setting::Number(number(value, 1.0, 8.0)?),
            Field::Shift => Setting::Pair(pair(value, -1.0, 1.0)?),
            Field::Focal => Setting::Pair(pair(value, 0.0, 1.0)?),
        };
        Ok(Some(read))
    }
}

fn words(value: &Value) -> Result<Setting, String> {
    let text = value.as_str().ok_or("expected a text")?;
    let is_long = text.chars().count() > MAX_CHARS;
    if text.trim().is_empty() || is_long {
        return Err(format!("expected 1 to {MAX_CHARS} characters"));
    }
    // A NUL is in no text that people write, and PostgreSQL keeps none.
    if text.contains('\0') {
        return Err("expected a text without the character 0".to_owned());
    }
    Ok(Setting::Word(text.to_owned()))
}

fn name(value: &Value) -> Result<Setting, String> {
    let expected = "expected the name of a colour of the brand kit's palette, such as primary";
    let name = value.as_str().ok_or(expected)?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.bytes().all(is_name) {
        return Err(expected.to_owned());
    }
    Ok(Setting::Word(name.to_owned()))
}

fn number(value: &Value, least: f64, most: f64) -> Result<Share, String> {
    let number = value.as_f64().and_then(|number| Share::within(number, least, most));
    number.ok_or_else(|| format!("expected a number of {least} to {most}"))
}

fn pair(value: &Value, least: f64, most: f64) -> Result<[Share; 2], String> {
    let read = match value.as_array().map(Vec::as_slice) {
        Some([first, second]) => number(first, least, most).and_then(|one| Ok([one, number(second, least, most)?])),
        _ => Err(String::new()),
    };
    read.map_err(|_| format!("expected two numbers of {least} to {most}"))
}
