//! What every backend's part of the configuration has: where it is, what its operator says about it,
//! what it costs. What only one adapter understands is that adapter's own.

use chrono::{NaiveDate, NaiveTime};
use galley_domain::ports::{RateCard, Terms};
use galley_domain::source::inline_schema;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::http::Key;
use crate::SettingsError;

/// `[backends.<name>]`, without `adapter` and what the adapter has of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    /// Where it answers, up to the version: `http://gpu-1:8000/v1`.
    url: String,
    /// The environment variable that holds its key.
    key_env: Option<String>,
    /// The model's name there.
    model: Option<String>,
    /// How many requests one process keeps with it at a time.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1000))]
    in_flight: u32,
    /// How many requests it takes in a minute; as many as there are where it is left out.
    #[schemars(range(min = 1, max = 1_000_000))]
    per_minute: Option<u32>,
    /// GPUs of one replica, where they are ours; 0 is somebody else's.
    #[serde(default)]
    #[schemars(range(max = 10_000))]
    gpus: u32,
    /// Whether nobody else's data is there: sensitive campaigns may use it.
    #[serde(default)]
    dedicated: bool,
    /// The day its vendor switches the model off: 2027-01-06.
    available_until: Option<String>,
    /// How long one call may take, milliseconds.
    #[serde(default = "ten_minutes")]
    #[schemars(range(min = 1000, max = 86_400_000))]
    timeout_ms: u64,
    /// ISO 4217 code of the prices below.
    #[serde(default = "euro")]
    #[schemars(length(min = 3, max = 3))]
    currency: String,
    /// Prices in billionths of the currency's unit: one picture,
    #[schemars(range(min = 0))]
    image_nano: Option<i64>,
    /// one second of film or sound,
    #[schemars(range(min = 0))]
    second_nano: Option<i64>,
    /// a million tokens in,
    #[schemars(range(min = 0))]
    input_tokens_nano: Option<i64>,
    /// a million tokens out,
    #[schemars(range(min = 0))]
    output_tokens_nano: Option<i64>,
    /// one GPU for an hour.
    #[schemars(range(min = 0))]
    gpu_hour_nano: Option<i64>,
    /// GPU milliseconds of one picture, P50 and P90.
    image_gpu_ms: Option<(u64, u64)>,
    /// Wall time of one picture in milliseconds, P50 and P90.
    #[serde(default = "some_seconds")]
    image_wall_ms: (u64, u64),
}

pub(super) fn one() -> u32 {
    1
}

fn ten_minutes() -> u64 {
    600_000
}

fn euro() -> String {
    "EUR".to_owned()
}

fn some_seconds() -> (u64, u64) {
    (5_000, 20_000)
}

/// What an adapter is opened with.
pub(super) struct Setup {
    pub name: String,
    pub url: String,
    pub key: Option<Key>,
    pub model: Option<String>,
    pub terms: Terms,
}

impl Common {
    /// Settings that all have, and those of the adapter.
    pub(super) fn split(settings: Map<String, Value>, adapter: &str) -> (Value, Value) {
        let schema = inline_schema::<Common>();
        let is_common = |key: &str| schema["properties"].get(key).is_some();
        let rest = settings.into_iter().filter(|(key, _)| key != adapter);
        let (common, own): (Map<_, _>, Map<_, _>) = rest.partition(|(key, _)| is_common(key));
        (Value::Object(common), Value::Object(own))
    }

    /// Checks them, and reads the key where it is named.
    pub(super) fn set_up(
        self,
        name: &str,
        find_secret: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Setup, SettingsError> {
        let key = match &self.key_env {
            None => None,
            Some(variable) => {
                let text = find_secret(variable).filter(|text| !text.trim().is_empty());
                let missing = || SettingsError::new("key_env", format!("{variable} is not set"));
                let wrong = || SettingsError::new("key_env", format!("{variable} holds what is no key"));
                Some(Key::new(text.ok_or_else(missing)?.trim()).ok_or_else(wrong)?)
            }
        };
        let day = self.available_until.as_deref().map(|text| {
            let wrong = || SettingsError::new("available_until", "expected a day: 2027-01-06");
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
            Ok(day.and_time(NaiveTime::MIN).and_utc().timestamp_millis())
        });
        let rates = RateCard {
            currency: self.currency,
            image_nano: self.image_nano,
            second_nano: self.second_nano,
            input_tokens_nano: self.input_tokens_nano,
            output_tokens_nano: self.output_tokens_nano,
            gpu_hour_nano: self.gpu_hour_nano,
            image_gpu_ms: self.image_gpu_ms,
            image_wall_ms: self.image_wall_ms,
        };
        let terms = Terms {
            rates,
            in_flight: self.in_flight.max(1),
            per_minute: self.per_minute,
            gpus: self.gpus,
            is_dedicated: self.dedicated,
            available_until_ms: day.transpose()?,
            patience_ms: self.timeout_ms,
        };
        Ok(Setup { name: name.to_owned(), url: self.url, key, model: self.model, terms })
    }
}

impl Setup {
    /// The model, for adapters that cannot do without.
    pub(super) fn model(&self) -> Result<String, SettingsError> {
        self.model.clone().ok_or_else(|| SettingsError::new("model", "is missing"))
    }
}

/// What a vendor billed in US dollars, in nano units, where the rate card is in dollars too: nothing here
/// knows what a dollar is worth.
pub(super) fn usd_nano(terms: &Terms, usd: f64) -> Option<i64> {
    let is_sound = usd.is_finite() && (0.0..1_000_000.0).contains(&usd);
    (terms.rates.currency == "USD" && is_sound).then(|| (usd * 1e9).ceil() as i64)
}
