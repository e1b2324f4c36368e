//! Servers that speak OpenAI's paths: most engines people host themselves, gateways before them, and
//! OpenAI. Which fields each of them takes stands in [`dialect`]; nothing here asks for a vendor's name.

mod chat;
mod dialect;
mod pictures;
mod speech;
mod videos;

use async_trait::async_trait;
use galley_domain::ports::{
    Backend, Blob, Cancelled, Fault, Handle, Offer, Outcome, Phase, Request, Submitted, Terms, Work,
};
use galley_domain::source::list;
use reqwest::header::HeaderMap;
use reqwest::multipart::{Form, Part};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::http::{Answer, Auth, Http, Sent};
use super::settings::{Setup, usd_nano};
use super::{Adapter, headers, media, reported};
use crate::SettingsError;
use dialect::{DIALECTS, Dialect, EngineTime};

/// What `[backends.<name>]` with `adapter = "openai_compat"` has of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// `vllm_omni`, `sglang`, `dynamo`, `localai`, `mistralrs`, `litellm` or `openai`.
    dialect: String,
}

pub(super) struct OpenAiCompat {
    name: String,
    model: String,
    terms: Terms,
    dialect: &'static Dialect,
    http: Http,
}

impl Adapter for OpenAiCompat {
    const WORD: &'static str = "openai_compat";
    type Settings = Settings;

    fn open(setup: Setup, settings: Settings) -> Result<OpenAiCompat, SettingsError> {
        let words: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.word).collect();
        let dialect = DIALECTS.iter().find(|dialect| dialect.word == settings.dialect);
        let dialect = dialect.ok_or_else(|| SettingsError::new("dialect", format!("expected {}", list(&words))))?;
        let (http, model) = (Http::open(&setup, Auth::Scheme("Bearer"))?, setup.model()?);
        Ok(OpenAiCompat { name: setup.name, model, terms: setup.terms, dialect, http })
    }
}

#[async_trait]
impl Backend for OpenAiCompat {
    fn name(&self) -> &str {
        &self.name
    }

    fn adapter(&self) -> &'static str {
        OpenAiCompat::WORD
    }

    fn model(&self) -> Option<&str> {
        Some(&self.model)
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        match work {
            Work::Text => self.dialect.text,
            Work::Image => self.dialect.image,
            Work::ImageEdit => self.dialect.image_edit,
            Work::Video => self.dialect.video,
            Work::Speech => self.dialect.speech,
            Work::Layers | Work::VideoEdit => None,
        }
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        match call.work {
            Work::Text => self.chat(call).await,
            Work::Image => self.generate(call).await,
            Work::ImageEdit => self.edit(call).await,
            Work::Video => self.start_video(call).await,
            Work::Speech => self.speak(call).await,
            Work::Layers | Work::VideoEdit => Err(Fault::give_up(format!("{} makes none", self.name))),
        }
    }

    async fn poll(&self, handle: &Handle) -> Result<Phase, Fault> {
        self.look_at_video(handle).await
    }

    async fn cancel(&self, handle: &Handle) -> Result<Cancelled, Fault> {
        self.stop_video(handle).await
    }

    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        let bytes = self.http.fetch(place).await?;
        media::read(bytes).map_err(|why| self.http.lost(Sent::Question, why))
    }

    async fn check(&self) -> Result<String, Fault> {
        let answer = self.http.get("models").await?.body;
        let served = answer["data"].as_array().into_iter().flatten().filter_map(|model| model["id"].as_str());
        let served: Vec<&str> = served.collect();
        if served.contains(&self.model.as_str()) {
            return Ok(format!("serves {}", self.model));
        }
        let some: Vec<&str> = served.into_iter().take(5).collect();
        Err(Fault::Closed { reason: self.http.clean(&format!("does not serve {}, but {}", self.model, list(&some))) })
    }
}

impl OpenAiCompat {
    fn model_of<'a>(&'a self, call: &'a Request) -> &'a str {
        call.model.as_deref().unwrap_or(&self.model)
    }

    /// The fields that pictures, films and their changes share.
    fn fields(&self, call: &Request) -> Map<String, Value> {
        let (controls, want) = (&call.controls, &call.want);
        let mut fields = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        };
        put("model", Some(json!(self.model_of(call))));
        put("prompt", Some(json!(call.instruction())));
        put("negative_prompt", controls.negative.as_ref().map(|text| json!(text)));
        put("num_inference_steps", controls.steps.map(|steps| json!(steps)));
        put("guidance_scale", controls.guidance.map(|guidance| json!(guidance)));
        put("strength", controls.strength.map(|strength| json!(strength)));
        put("quality", controls.quality.as_ref().map(|quality| json!(quality)));
        // Engines keep seeds in signed numbers.
        put("seed", controls.seed.map(|seed| json!(seed >> 1)));
        put("background", want.is_transparent.then(|| json!("transparent")));
        if let Some((width, height)) = want.size {
            if self.dialect.is_size_written {
                put("size", Some(json!(format!("{width}x{height}"))));
            } else {
                put("width", Some(json!(width)));
                put("height", Some(json!(height)));
            }
        }
        put_options(&mut fields, call);
        fields
    }

    /// What all outcomes have: the model, the vendor's name for the call, what it cost and how long the engine took.
    fn outcome(&self, call: &Request, answer: &Answer<Value>) -> Outcome {
        Outcome {
            model: Some(self.model_of(call).to_owned()),
            vendor_id: answer.vendor_id(),
            cost_nano: self.cost_nano(&answer.headers),
            busy: reported(self.dialect.engine_time.read(&answer.body)),
            ..Outcome::default()
        }
    }

    fn cost_nano(&self, headers: &HeaderMap) -> Option<i64> {
        let usd = headers::text(headers, self.dialect.cost_header?)?.parse().ok()?;
        usd_nano(&self.terms, usd)
    }

    /// A call that was answered at once.
    fn done<T>(&self, call: &Request, answer: &Answer<T>, outcome: Outcome) -> Submitted {
        Submitted { handle: Handle(call.key.clone()), phase: Phase::Done(outcome), pace: answer.pace() }
    }
}

/// What the workflow says to this adapter alone. It adds fields and replaces none of ours.
fn put_options(fields: &mut Map<String, Value>, call: &Request) {
    let options = call.options.get(OpenAiCompat::WORD).and_then(Value::as_object);
    for (name, value) in options.into_iter().flatten() {
        fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

/// Fields as parts of a form.
fn form(fields: Map<String, Value>) -> Form {
    fields.into_iter().fold(Form::new(), |form, (name, value)| match value {
        Value::String(text) => form.text(name, text),
        other => form.text(name, other.to_string()),
    })
}

/// A file as a part of a form.
fn file_part(media: &galley_domain::ports::Media) -> Result<Part, Fault> {
    let ending = media.mime.rsplit('/').next().unwrap_or("bin").to_owned();
    let part = Part::stream(media.bytes.clone()).file_name(format!("{}.{ending}", media.role.word()));
    part.mime_str(&media.mime).map_err(|_| Fault::give_up(format!("{} is no type of file", media.mime)))
}

impl EngineTime {
    /// How long the engine computed, milliseconds, if it said so.
    fn read(self, body: &Value) -> Option<u64> {
        let sound = |ms: f64| (ms.is_finite() && (0.0..1e9).contains(&ms)).then_some(ms);
        let ms = match self {
            EngineTime::Untold => None,
            EngineTime::Inference => body["inference_time_s"].as_f64().map(|seconds| seconds * 1_000.0),
            EngineTime::Usage => body["usage"]["total_time_sec"].as_f64().map(|seconds| seconds * 1_000.0),
            EngineTime::Stages => {
                let stages = body.pointer("/metrics/stage_metrics").and_then(Value::as_object);
                let share = |stage: &Value| {
                    // Those in one batch share its time.
                    let together = stage["batch_size"].as_f64().filter(|count| *count >= 1.0).unwrap_or(1.0);
                    stage["stage_gen_time_ms"].as_f64().map(|ms| ms / together)
                };
                match stages {
                    Some(stages) if !stages.is_empty() => stages.values().map(share).sum(),
                    _ => body["inference_time_s"].as_f64().map(|seconds| seconds * 1_000.0),
                }
            }
        };
        ms.and_then(sound).map(|ms| ms.round() as u64)
    }
}

#[cfg(test)]
mod tests;
