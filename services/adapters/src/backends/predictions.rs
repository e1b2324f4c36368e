//! Predictions: services that run any model by its name and call their jobs so. Replicate, Cog servers
//! of one's own, and fal's queue differ in paths and words, which stand in a table; what a model's inputs
//! are called says the operator.

use async_trait::async_trait;
use galley_domain::digest::Digest;
use galley_domain::ports::{
    Backend, Blob, Body, Cancelled, Fault, Found, Handle, Offer, Outcome, Phase, Piece, Request, Submitted, Terms,
    Usage, Work,
};
use galley_domain::source::list;
use reqwest::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::http::{Auth, Http, Sent, segment};
use super::inputs::{Inputs, Makes};
use super::settings::Setup;
use super::{Adapter, media, reported};
use crate::SettingsError;

const LOOK_AGAIN_MS: u64 = 1_000;

/// A service. In paths `{model}` is the model, `{app}` its first two parts, `{id}` the job and `{key}` the call.
#[derive(Debug)]
struct Service {
    /// The word that `service = "…"` uses.
    word: &'static str,
    /// Before the key in `Authorization`.
    scheme: &'static str,
    start: (Method, &'static str),
    /// Where a model with a version (`owner/name:version`) starts.
    start_version: Option<&'static str>,
    /// Whether inputs stand in a field of their own.
    wraps_input: bool,
    /// Whether the same key again is the same job.
    is_idempotent: bool,
    /// Where the answer says what the job is called; without it there is no job to look for.
    id: Option<&'static str>,
    state: &'static str,
    /// Where the output is, if not in the state.
    result: Option<&'static str>,
    cancel: (Method, &'static str),
}

static SERVICES: [Service; 3] = [
    Service {
        word: "replicate",
        scheme: "Bearer",
        start: (Method::POST, "models/{model}/predictions"),
        start_version: Some("predictions"),
        wraps_input: true,
        is_idempotent: false,
        id: Some("id"),
        state: "predictions/{id}",
        result: None,
        cancel: (Method::POST, "predictions/{id}/cancel"),
    },
    // It answers when it is done; its jobs cannot be asked for.
    Service {
        word: "cog",
        scheme: "Bearer",
        start: (Method::PUT, "predictions/{key}"),
        start_version: None,
        wraps_input: true,
        is_idempotent: true,
        id: None,
        state: "",
        result: None,
        cancel: (Method::POST, "predictions/{id}/cancel"),
    },
    Service {
        word: "fal",
        scheme: "Key",
        start: (Method::POST, "{model}"),
        start_version: None,
        wraps_input: false,
        is_idempotent: false,
        id: Some("request_id"),
        state: "{app}/requests/{id}/status",
        result: Some("{app}/requests/{id}"),
        cancel: (Method::PUT, "{app}/requests/{id}/cancel"),
    },
];

/// What `[backends.<name>]` with `adapter = "predictions"` has of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// `replicate`, `cog` or `fal`.
    service: String,
    /// What the model calls our inputs: `prompt = "prompt"`.
    inputs: Inputs,
    /// Inputs that are always the same.
    #[serde(default)]
    fixed: Map<String, Value>,
    /// fal alone: where it tells what a request cost, `https://api.fal.ai/v1`. Its key has to be one of an admin.
    billing_url: Option<String>,
    /// Whether the place for references takes a list.
    #[serde(default)]
    reference_list: bool,
    /// What it makes.
    #[serde(default)]
    makes: Makes,
}

pub(super) struct Predictions {
    name: String,
    model: String,
    terms: Terms,
    http: Http,
    /// Where costs are told afterwards.
    bills: Option<Http>,
    service: &'static Service,
    settings: Settings,
}

impl Adapter for Predictions {
    const WORD: &'static str = "predictions";
    type Settings = Settings;

    fn open(mut setup: Setup, settings: Settings) -> Result<Predictions, SettingsError> {
        let words: Vec<&str> = SERVICES.iter().map(|service| service.word).collect();
        let service = SERVICES.iter().find(|service| service.word == settings.service);
        let service = service.ok_or_else(|| SettingsError::new("service", format!("expected {}", list(&words))))?;
        settings.inputs.check()?;
        let model = setup.model()?;
        let mut parts = model.split('/');
        let is_plain = parts.all(|part| segment(part).is_ok());
        if !is_plain {
            return Err(SettingsError::new("model", "expected owner/name"));
        }
        let http = Http::open(&setup, Auth::Scheme(service.scheme))?;
        let mut bills = None;
        if let Some(url) = &settings.billing_url {
            let wrong = |what: &str| SettingsError::new("billing_url", what);
            if service.word != "fal" {
                return Err(wrong("only fal tells costs afterwards"));
            }
            setup.url = url.clone();
            let opened = Http::open(&setup, Auth::Scheme(service.scheme));
            bills = Some(opened.map_err(|_| wrong("expected https://host…, without a key in it"))?);
        }
        Ok(Predictions { name: setup.name, model, terms: setup.terms, http, bills, service, settings })
    }
}

#[async_trait]
impl Backend for Predictions {
    fn name(&self) -> &str {
        &self.name
    }

    fn adapter(&self) -> &'static str {
        Predictions::WORD
    }

    fn model(&self) -> Option<&str> {
        Some(&self.model)
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        let offer = self.settings.inputs.offer(work, self.settings.reference_list);
        offer.filter(|_| work == self.settings.makes.work())
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        let key = id_of(&call.key);
        let (path, version) = match (self.model.split_once(':'), self.service.start_version) {
            (Some((_, version)), Some(path)) => (path, Some(version)),
            _ => (self.service.start.1, None),
        };
        let input = Value::Object(self.input(call));
        let mut body = if self.service.wraps_input { json!({ "input": input }) } else { input };
        if let Some(version) = version {
            body["version"] = json!(version);
        }
        let request = self.http.request(self.service.start.0.clone(), &self.path(path, &key))?.json(&body);
        let answer = self.http.json::<Value>(request, Sent::Work).await?;
        let Some(field) = self.service.id else {
            let phase = self.phase(&answer.body).await?;
            return Ok(Submitted { handle: Handle(key), phase, pace: answer.pace() });
        };
        let id = answer.body[field].as_str().and_then(|id| segment(id).ok());
        let id = id.ok_or_else(|| self.http.lost(Sent::Work, "took the work and gave it no name"))?;
        let phase = Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS };
        Ok(Submitted { handle: Handle(id.to_owned()), phase, pace: answer.pace() })
    }

    async fn poll(&self, handle: &Handle) -> Result<Phase, Fault> {
        let id = segment(&handle.0)?;
        let state = self.http.get(&self.path(self.service.state, id)).await?.body;
        let phase = self.phase(&state).await?;
        let (Phase::Done(outcome), Some(result)) = (&phase, self.service.result) else { return Ok(phase) };
        let result = self.http.get(&self.path(result, id)).await?.body;
        let made = self.outcome(&result)?;
        Ok(Phase::Done(Outcome { busy: outcome.busy, vendor_id: Some(id.to_owned()), ..made }))
    }

    async fn cancel(&self, handle: &Handle) -> Result<Cancelled, Fault> {
        let (method, path) = &self.service.cancel;
        let request = self.http.request(method.clone(), &self.path(path, segment(&handle.0)?))?;
        match self.http.json::<Value>(request, Sent::Question).await {
            Ok(answer) if answer.body["status"] == "ALREADY_COMPLETED" => Ok(Cancelled::TooLate),
            Ok(answer) if answer.body["status"] == "canceled" => Ok(Cancelled::Stopped),
            Ok(_) => Ok(Cancelled::Requested),
            Err(Fault::GiveUp { .. }) => Ok(Cancelled::TooLate),
            Err(other) => Err(other),
        }
    }

    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        let bytes = self.http.fetch(place).await?;
        media::read(bytes).map_err(|why| self.http.lost(Sent::Question, why))
    }

    /// fal bills afterwards, by its name for the request. Until then nobody knows.
    async fn settle(&self, handle: &Handle) -> Result<Option<i64>, Fault> {
        let Some(bills) = self.bills.as_ref().filter(|_| self.terms.rates.currency == "USD") else { return Ok(None) };
        let id = segment(&handle.0)?;
        let told = bills.get(&format!("models/billing-events?request_id={id}")).await?.body;
        let events = told["billing_events"].as_array().into_iter().flatten();
        let costs = events.filter(|event| event["request_id"] == id).map(|event| {
            let nano =
                event["cost_estimate_nano_usd"].as_f64().or_else(|| Some(event["cost_total"].as_f64()? * 1e9))?;
            (0.0..1e15).contains(&nano).then(|| nano.ceil() as i64)
        });
        let costs: Option<Vec<i64>> = costs.collect();
        Ok(costs.filter(|costs| !costs.is_empty()).map(|costs| costs.iter().sum()))
    }

    /// Where the same key is the same job, sending it again is how one looks.
    async fn find(&self, _: &str) -> Result<Found, Fault> {
        Ok(if self.service.is_idempotent { Found::NotThere } else { Found::CannotTell })
    }

    async fn check(&self) -> Result<String, Fault> {
        // None of them has a question that costs nothing and is the same everywhere; being there has to do.
        match self.http.get("").await {
            Ok(_) | Err(Fault::GiveUp { .. } | Fault::Busy { .. }) => Ok(format!("{} answers", self.service.word)),
            Err(Fault::Retry { reason, .. }) if reason.contains("where JSON was due") => {
                Ok(format!("{} answers", self.service.word))
            }
            Err(other) => Err(other),
        }
    }
}

impl Predictions {
    fn path(&self, pattern: &str, id: &str) -> String {
        let app: Vec<&str> = self.model.splitn(3, '/').take(2).collect();
        let model = self.model.split(':').next().unwrap_or_default();
        pattern.replace("{model}", model).replace("{app}", &app.join("/")).replace("{id}", id).replace("{key}", id)
    }

    fn input(&self, call: &Request) -> Map<String, Value> {
        let Settings { inputs, fixed, reference_list, .. } = &self.settings;
        let mut input = fixed.clone();
        input.extend(inputs.values(call).into_iter().map(|(place, value)| (place.to_owned(), value)));
        for (place, media) in inputs.media(call) {
            let urls: Vec<String> = media.into_iter().map(media::data_url).collect();
            let is_list = *reference_list && inputs.place(super::inputs::Input::Reference) == Some(place);
            let value = if is_list { json!(urls) } else { json!(urls.first()) };
            input.insert(place.to_owned(), value);
        }
        let options = call.options.get(Predictions::WORD).and_then(Value::as_object);
        for (name, value) in options.into_iter().flatten() {
            input.entry(name.clone()).or_insert_with(|| value.clone());
        }
        input
    }

    async fn phase(&self, job: &Value) -> Result<Phase, Fault> {
        let error = job["error"].as_str().or_else(|| job["error"]["message"].as_str());
        let failed = || {
            Fault::give_up(format!("{} failed: {}", self.name, self.http.clean(error.unwrap_or("without a reason"))))
        };
        match job["status"].as_str().unwrap_or_default().to_ascii_lowercase().as_str() {
            "starting" | "processing" | "queued" | "pending" | "in_queue" | "in_progress" => {
                Ok(Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS })
            }
            "succeeded" | "completed" if error.is_some() => Err(failed()),
            "succeeded" | "completed" if self.service.result.is_some() => {
                Ok(Phase::Done(Outcome { busy: reported(time_ms(job)), ..Outcome::default() }))
            }
            "succeeded" | "completed" => Ok(Phase::Done(self.outcome(job)?)),
            "canceled" | "cancelled" => Ok(Phase::Cancelled),
            "failed" | "aborted" => Err(failed()),
            _ => Err(self.http.lost(self.sent(), "told a state that nobody knows")),
        }
    }

    /// What the answer in hand was an answer to.
    fn sent(&self) -> Sent {
        if self.service.id.is_none() { Sent::Work } else { Sent::Question }
    }

    fn outcome(&self, job: &Value) -> Result<Outcome, Fault> {
        let mut pieces = Vec::new();
        for url in urls(job) {
            pieces.push(Piece::from(media::body_of(url).unwrap_or_else(|why| self.http.spoiled(why))));
        }
        if pieces.is_empty() {
            return Err(self.http.lost(self.sent(), "is done and has made nothing"));
        }
        let is_picture = self.settings.makes.work().makes_pictures();
        let here_ms = |piece: &Piece| match &piece.body {
            Body::Here(blob) => media::sound_ms(&blob.bytes),
            _ => None,
        };
        Ok(Outcome {
            usage: Usage {
                images: if is_picture { pieces.len() as u64 } else { 0 },
                media_ms: pieces.iter().filter_map(here_ms).sum(),
                ..Usage::default()
            },
            pieces,
            busy: reported(time_ms(job)),
            model: Some(self.model.clone()),
            vendor_id: job["id"].as_str().map(|id| id.chars().take(100).collect()),
            ..Outcome::default()
        })
    }
}

/// How long the model ran, as one of them or another tells it.
fn time_ms(job: &Value) -> Option<u64> {
    let seconds = job["metrics"]["predict_time"].as_f64().or_else(|| job["metrics"]["inference_time"].as_f64())?;
    (0.0..1e6).contains(&seconds).then(|| (seconds * 1_000.0).round() as u64)
}

/// Files of an output: a URL, a list, or objects that hold one.
fn urls(value: &Value) -> Vec<&str> {
    const FIELDS: [&str; 7] = ["output", "images", "image", "videos", "video", "audio", "files"];
    match value {
        Value::String(url) => vec![url],
        Value::Array(items) => items.iter().flat_map(urls).collect(),
        Value::Object(fields) => match fields.get("url") {
            Some(url) if url.is_string() && !fields.contains_key("output") => urls(url),
            _ => FIELDS.iter().find_map(|field| fields.get(*field)).map(urls).unwrap_or_default(),
        },
        _ => Vec::new(),
    }
}

/// What a call is called, the same over all retries.
fn id_of(key: &str) -> String {
    Digest::of(key.as_bytes()).to_string()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::scripted::{Reply, Server, Vendor, png};
    use super::*;

    #[test]
    fn files_are_found_in_every_shape() {
        let cases = [
            (json!({ "output": "https://a/1.png" }), vec!["https://a/1.png"]),
            (
                json!({ "output": ["https://a/1.png", "https://a/2.png"], "urls": { "get": "https://a/job" } }),
                vec!["https://a/1.png", "https://a/2.png"],
            ),
            (json!({ "images": [{ "url": "https://a/1.png", "width": 8 }], "seed": 3 }), vec!["https://a/1.png"]),
            (json!({ "video": { "url": "https://a/1.mp4" } }), vec!["https://a/1.mp4"]),
            (json!({ "output": null }), vec![]),
            (json!(7), vec![]),
        ];
        for (value, expected) in cases {
            assert_eq!(urls(&value), expected, "{value}");
        }
    }

    #[tokio::test]
    async fn what_fal_bills_afterwards_is_a_cost() {
        let event = |id: &str, field: &str, cost: f64| json!({ "request_id": id, field: cost });
        let cases = [
            (json!([]), None),
            (json!([event("r1", "cost_estimate_nano_usd", 40_000_000.0)]), Some(40_000_000)),
            (json!([event("r1", "cost_total", 0.04), event("r1", "cost_total", 0.01)]), Some(50_000_000)),
            (json!([event("r2", "cost_total", 0.04)]), None),
            (json!([event("r1", "cost_total", -1.0)]), None),
            (json!("soon"), None),
        ];
        for (events, expected) in cases {
            let told = json!({ "billing_events": events, "has_more": false });
            let server = Server::start(Vendor::new(Vec::new(), move |_, _| Reply::json(&told))).await;
            let settings = json!({
                "adapter": "predictions", "service": "fal", "url": "http://127.0.0.1:9", "billing_url": server.url(),
                "model": "our/model", "currency": "USD", "inputs": { "prompt": "prompt" },
            });
            let Value::Object(settings) = settings else { unreachable!() };
            let backend = super::super::open("there", settings, &|_| None).expect("the settings are right");
            let told = backend.settle(&Handle("r1".to_owned())).await;
            assert_eq!(told.expect("it answers"), expected, "{events}");
            assert!(server.received()[0].path.ends_with("/models/billing-events?request_id=r1"));
        }
    }

    #[tokio::test]
    async fn the_same_key_is_sent_under_the_same_name() {
        let vendor = Vendor::new(png(8, 8), |_, file| {
            let url = format!(
                "data:image/png;base64,{}",
                base64::Engine::encode(&base64::engine::general_purpose::STANDARD, file)
            );
            Reply::json(&json!({ "status": "succeeded", "output": url, "metrics": { "predict_time": 0.9 } }))
        });
        let server = Server::start(vendor).await;
        let settings = json!({
            "adapter": "predictions", "service": "cog", "url": server.url(), "model": "our/model", "gpus": 1,
            "inputs": { "prompt": "text", "seed": "seed" }, "fixed": { "scheduler": "euler" },
        });
        let Value::Object(settings) = settings else { unreachable!() };
        let backend = super::super::open("here", settings, &|_| None).expect("the settings are right");
        let mut request = Request::new("key", Work::Image, "a cup");
        request.controls.seed = Some(u64::MAX);
        let plan = backend.plan(&request).expect("it fits");
        for _ in 0..2 {
            let Phase::Done(outcome) = backend.submit(&plan.calls[0]).await.expect("it answers").phase else {
                panic!("it is done")
            };
            assert_eq!(outcome.busy.map(|time| time.ms), Some(900));
        }
        let calls = server.received();
        assert_eq!(calls[0].path, calls[1].path, "one name for one call");
        assert_eq!(calls[0].method, "PUT");
        assert_eq!(
            calls[0].json(),
            json!({ "input": { "text": "a cup", "seed": (1_u64 << 31) - 1, "scheduler": "euler" } })
        );
    }
}
