//! Luma's agents: one path for pictures, their changes, films and layers. An earlier generation is named
//! and not uploaded again. It takes no seed, stops nothing and bills by a price table.

use async_trait::async_trait;
use galley_domain::ports::{
    Backend, Blob, Body, Fault, Feature, Features, Handle, Media, Memory, Offer, Outcome, Phase, Piece, Request, Role,
    Sizes, Submitted, Terms, Usage, Work,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::http::{Auth, Http, Sent, segment};
use super::inputs::ratio;
use super::settings::Setup;
use super::{Adapter, media};
use crate::SettingsError;

const LOOK_AGAIN_MS: u64 = 2_000;
/// Films are as long as one of these.
const FILM_MS: [u32; 2] = [5_000, 10_000];
const RATIOS: &[(u32, u32)] =
    &[(3, 1), (2, 1), (21, 9), (16, 9), (4, 3), (3, 2), (1, 1), (3, 4), (2, 3), (9, 16), (1, 2), (1, 3)];

const PICTURES: Offer = Offer {
    native: Features::NONE,
    most_outputs: 1,
    most_references: 9,
    sizes: Sizes::Ratios(RATIOS),
    memory: Memory::None,
    prompt_chars: 6_000,
};
const FILMS: Offer =
    Offer { native: Features::of(&[Feature::Duration, Feature::Frames]), most_references: 0, ..PICTURES };

/// What `[backends.<name>]` with `adapter = "luma_agents"` has of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Of films: `360p`, `540p`, `720p` or `1080p`.
    resolution: Option<String>,
}

pub(super) struct LumaAgents {
    name: String,
    model: String,
    terms: Terms,
    http: Http,
    resolution: Option<String>,
}

impl Adapter for LumaAgents {
    const WORD: &'static str = "luma_agents";
    type Settings = Settings;

    fn open(setup: Setup, settings: Settings) -> Result<LumaAgents, SettingsError> {
        let (http, model) = (Http::open(&setup, Auth::Scheme("Bearer"))?, setup.model()?);
        Ok(LumaAgents { name: setup.name, model, terms: setup.terms, http, resolution: settings.resolution })
    }
}

#[async_trait]
impl Backend for LumaAgents {
    fn name(&self) -> &str {
        &self.name
    }

    fn adapter(&self) -> &'static str {
        LumaAgents::WORD
    }

    fn model(&self) -> Option<&str> {
        Some(&self.model)
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        match work {
            Work::Image => Some(PICTURES),
            Work::ImageEdit => Some(Offer { most_references: 8, ..PICTURES }),
            Work::Layers => Some(Offer { most_references: 0, sizes: Sizes::Own, ..PICTURES }),
            Work::Video => Some(FILMS),
            Work::VideoEdit => Some(Offer { native: Features::NONE, ..FILMS }),
            Work::Text | Work::Speech => None,
        }
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        let answer = self.http.post("generations", &self.body(call)).await?;
        let id = answer.body["id"].as_str().and_then(|id| segment(id).ok());
        let id = id.ok_or_else(|| self.http.lost(Sent::Work, "took the work and gave it no name"))?;
        let phase = Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS };
        Ok(Submitted { handle: Handle(id.to_owned()), phase, pace: answer.pace() })
    }

    async fn poll(&self, handle: &Handle) -> Result<Phase, Fault> {
        let id = segment(&handle.0)?;
        let generation = self.http.get(&format!("generations/{id}")).await?.body;
        match generation["state"].as_str().unwrap_or_default() {
            "queued" | "processing" => Ok(Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS }),
            "completed" => self.outcome(id, &generation).map(Phase::Done),
            "failed" => Err(self.failure(&generation)),
            _ => Err(self.http.lost(Sent::Question, "told a state that nobody knows")),
        }
    }

    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        let bytes = self.http.fetch(place).await?;
        media::read(bytes).map_err(|why| self.http.lost(Sent::Question, why))
    }

    async fn check(&self) -> Result<String, Fault> {
        self.http.get("files").await?;
        Ok("answers, and takes the key".to_owned())
    }
}

impl LumaAgents {
    fn body(&self, call: &Request) -> Value {
        let kind = match call.work {
            Work::ImageEdit => "image_edit",
            Work::Layers => "layering",
            Work::Video => "video",
            Work::VideoEdit => "video_edit",
            Work::Image | Work::Text | Work::Speech => "image",
        };
        let mut body = json!({
            "prompt": call.instruction(), "type": kind, "model": call.model.as_ref().unwrap_or(&self.model),
        });
        if let Some((across, down)) = call.want.size.and_then(|size| ratio(size, RATIOS)) {
            body["aspect_ratio"] = json!(format!("{across}:{down}"));
        }
        if let Some(source) = self.source(call) {
            body["source"] = source;
        }
        let is_reference = |role: &Role| role.is_pinned() || *role == Role::Reference;
        let references: Vec<Value> = call.media().filter(|media| is_reference(&media.role)).map(inline).collect();
        if !references.is_empty() {
            body["image_ref"] = json!(references);
        }
        if matches!(call.work, Work::Video | Work::VideoEdit) {
            body["video"] = self.film(call);
        }
        let options = call.options.get(LumaAgents::WORD).and_then(Value::as_object);
        for (name, value) in
            options.into_iter().flatten().filter(|(name, _)| body.get(*name).is_none()).collect::<Vec<_>>()
        {
            body[name] = value.clone();
        }
        body
    }

    /// The earlier generation by its name, if it was made here; else the picture itself.
    fn source(&self, call: &Request) -> Option<Value> {
        let source = call.media().find(|media| media.role == Role::Source)?;
        let made_here = call.turns.iter().rev().find_map(|turn| turn.vendor_state.as_ref());
        Some(match made_here {
            Some((_, id)) => json!({ "generation_id": id }),
            None => inline(source),
        })
    }

    fn film(&self, call: &Request) -> Value {
        let mut film = json!({});
        if let Some(asked) = call.want.duration_ms {
            let nearest = FILM_MS.into_iter().min_by_key(|ms| ms.abs_diff(asked)).unwrap_or(FILM_MS[0]);
            film["duration"] = json!(format!("{}s", nearest / 1_000));
        }
        if let Some(resolution) = &self.resolution {
            film["resolution"] = json!(resolution);
        }
        if let Some(first) = call.media().find(|media| matches!(media.role, Role::Frame(0))) {
            film["start_frame"] = inline(first);
        }
        if let Some(last) = call.media().find(|media| matches!(media.role, Role::Frame(at) if at > 0)) {
            film["end_frame"] = inline(last);
        }
        film
    }

    fn outcome(&self, id: &str, generation: &Value) -> Result<Outcome, Fault> {
        let mut pieces = Vec::new();
        for output in generation["output"].as_array().into_iter().flatten() {
            let url = output["url"]
                .as_str()
                .ok_or_else(|| self.http.lost(Sent::Question, "made something that is nowhere"))?;
            let layer = output["layer"]["label"].as_str().map(|label| self.http.clean(label));
            pieces.push(Piece { layer, ..Piece::from(Body::There(url.to_owned())) });
        }
        let kind = generation["type"].as_str().unwrap_or_default();
        let images = if kind.starts_with("video") { 0 } else { pieces.len() as u64 };
        Ok(Outcome {
            pieces,
            vendor_state: Some(id.to_owned()),
            usage: Usage { images, ..Usage::default() },
            model: Some(generation["model"].as_str().unwrap_or(&self.model).to_owned()),
            vendor_id: Some(id.to_owned()),
            ..Outcome::default()
        })
    }

    fn failure(&self, generation: &Value) -> Fault {
        let told = self.http.clean(generation["failure_reason"].as_str().unwrap_or("without a reason"));
        let reason = format!("{} failed: {told}", self.name);
        match generation["failure_code"].as_str().unwrap_or_default() {
            "generation_failed" | "output_not_found" => Fault::retry(reason),
            "budget_exhausted" => Fault::Closed { reason: format!("{} has no money of ours left", self.name) },
            "rate_limited" => Fault::Busy { reason, after_ms: None },
            "content_moderated" => Fault::give_up(format!("{} refuses it by its rules on content", self.name)),
            _ => Fault::give_up(reason),
        }
    }
}

fn inline(medium: &Media) -> Value {
    json!({ "data": media::base64(medium), "media_type": medium.mime })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use galley_domain::ports::{Part, Speaker, Turn};

    use super::super::tests::scripted::{Reply, Server, Vendor};
    use super::*;

    async fn backend(server: &Server) -> std::sync::Arc<dyn Backend> {
        let settings = json!({ "adapter": "luma_agents", "url": server.url(), "model": "pretend" });
        let Value::Object(settings) = settings else { unreachable!() };
        super::super::open("here", settings, &|_| None).expect("the settings are right")
    }

    #[tokio::test]
    async fn a_conversation_goes_on_from_the_generation_that_was_chosen() {
        let server =
            Server::start(Vendor::new(Vec::new(), |_, _| Reply::json(&json!({ "id": "g2", "state": "queued" })))).await;
        let backend = backend(&server).await;
        let medium = |bytes: &'static [u8], role| Part::Media(Media::new("image/png", Bytes::from_static(bytes), role));
        for (owner, expected) in [
            ("here", json!({ "generation_id": "g1" })),
            ("elsewhere", json!({ "data": "b25l", "media_type": "image/png" })),
        ] {
            let mut request = Request::new("key", Work::ImageEdit, "a cup");
            request.turns[0].parts.push(medium(b"logo", Role::Logo));
            let vendor_state = Some((owner.to_owned(), "g1".to_owned()));
            request.turns.push(Turn {
                speaker: Speaker::Backend,
                parts: vec![medium(b"one", Role::Source)],
                vendor_state,
            });
            request.turns.push(Turn::says("red"));
            request.want.size = Some((1_940, 500));
            let plan = backend.plan(&request).expect("it fits");
            backend.submit(&plan.calls[0]).await.expect("it answers");
            let sent = server.received().last().expect("it was asked").json();
            assert_eq!(sent["source"], expected, "{owner}");
            assert_eq!((&sent["aspect_ratio"], &sent["type"]), (&json!("3:1"), &json!("image_edit")));
            assert_eq!(sent["image_ref"], json!([{ "data": "bG9nbw==", "media_type": "image/png" }]));
            assert!(
                sent["prompt"]
                    .as_str()
                    .is_some_and(|prompt| prompt.starts_with("red") && prompt.contains("Picture 2 is the logo."))
            );
        }
    }

    #[tokio::test]
    async fn failures_say_what_to_do() {
        for (code, expected) in [
            ("content_moderated", "here refuses it by its rules on content"),
            ("generation_failed", "not now: here failed: oops"),
            ("budget_exhausted", "here has no money of ours left"),
            ("corrupt_input", "here failed: oops"),
        ] {
            let vendor = Vendor::new(Vec::new(), move |_, _| {
                Reply::json(&json!({ "id": "g", "state": "failed", "failure_code": code, "failure_reason": "oops" }))
            });
            let server = Server::start(vendor).await;
            let fault = backend(&server).await.poll(&Handle("g".to_owned())).await.expect_err("it failed");
            assert_eq!(fault.to_string(), expected);
        }
    }
}
