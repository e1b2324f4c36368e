//! Gemini's interactions: texts, pictures, films and voices in one conversation, which it keeps where
//! that is allowed and else is told anew each time.

use async_trait::async_trait;
use galley_domain::ports::{
    Backend, Blob, Body, Cancelled, Fault, Feature, Features, Handle, Memory, Offer, Outcome, Part, Phase, Piece,
    Request, Sizes, Speaker, Submitted, Terms, Turn, Usage, Work,
};
use reqwest::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::http::{Auth, Http, Sent, segment};
use super::inputs::ratio;
use super::settings::Setup;
use super::{Adapter, media};
use crate::SettingsError;

const LOOK_AGAIN_MS: u64 = 1_500;
const RATIOS: &[(u32, u32)] = &[
    (1, 1),
    (16, 9),
    (9, 16),
    (4, 3),
    (3, 4),
    (3, 2),
    (2, 3),
    (5, 4),
    (4, 5),
    (21, 9),
    (4, 1),
    (1, 4),
    (8, 1),
    (1, 8),
];
/// Pictures are made in tiers by their longer side.
const TIERS: [(u32, &str); 4] = [(512, "512"), (1_024, "1K"), (2_048, "2K"), (u32::MAX, "4K")];

const PICTURES: Offer = Offer {
    native: Features::of(&[Feature::Seed, Feature::Roles]),
    most_outputs: 1,
    most_references: 14,
    sizes: Sizes::Ratios(RATIOS),
    memory: Memory::Native,
    prompt_chars: 100_000,
};

/// Nothing of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {}

pub(super) struct GeminiInteractions {
    name: String,
    model: String,
    terms: Terms,
    http: Http,
}

impl Adapter for GeminiInteractions {
    const WORD: &'static str = "gemini_interactions";
    type Settings = Settings;

    fn open(setup: Setup, _: Settings) -> Result<GeminiInteractions, SettingsError> {
        let (http, model) = (Http::open(&setup, Auth::Header("x-goog-api-key"))?, setup.model()?);
        Ok(GeminiInteractions { name: setup.name, model, terms: setup.terms, http })
    }
}

#[async_trait]
impl Backend for GeminiInteractions {
    fn name(&self) -> &str {
        &self.name
    }

    fn adapter(&self) -> &'static str {
        GeminiInteractions::WORD
    }

    fn model(&self) -> Option<&str> {
        Some(&self.model)
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        match work {
            Work::Image | Work::ImageEdit => Some(PICTURES),
            Work::Text => Some(Offer { sizes: Sizes::Own, ..PICTURES }),
            Work::Video | Work::VideoEdit => Some(Offer {
                native: Features::of(&[Feature::Duration, Feature::Roles]),
                sizes: Sizes::Ratios(&[(16, 9), (9, 16)]),
                ..PICTURES
            }),
            Work::Speech => Some(Offer {
                native: Features::of(&[Feature::Voice]),
                most_references: 0,
                sizes: Sizes::Own,
                ..PICTURES
            }),
            Work::Layers => None,
        }
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        let answer = self.http.post("interactions", &self.body(call)).await?;
        let id = answer.body["id"].as_str().and_then(|id| segment(id).ok());
        let phase = self.phase(&answer.body, Sent::Work)?;
        match (id, &phase) {
            (Some(id), _) => Ok(Submitted { handle: Handle(id.to_owned()), phase, pace: answer.pace() }),
            // What is not stored has no name, and is whole.
            (None, Phase::Done(_)) => Ok(Submitted { handle: Handle(call.key.clone()), phase, pace: answer.pace() }),
            (None, _) => Err(self.http.lost(Sent::Work, "took the work and gave it no name")),
        }
    }

    async fn poll(&self, handle: &Handle) -> Result<Phase, Fault> {
        let answer = self.http.get(&format!("interactions/{}", segment(&handle.0)?)).await?;
        self.phase(&answer.body, Sent::Question)
    }

    async fn cancel(&self, handle: &Handle) -> Result<Cancelled, Fault> {
        let request = self.http.request(Method::POST, &format!("interactions/{}/cancel", segment(&handle.0)?))?;
        match self.http.json::<Value>(request, Sent::Question).await {
            Ok(answer) if answer.body["status"] == "cancelled" => Ok(Cancelled::Stopped),
            Ok(_) => Ok(Cancelled::Requested),
            Err(Fault::GiveUp { .. }) => Ok(Cancelled::TooLate),
            Err(other) => Err(other),
        }
    }

    async fn fetch(&self, place: &str) -> Result<Blob, Fault> {
        let bytes = self.http.fetch(place).await?;
        media::read(bytes).map_err(|why| self.http.lost(Sent::Question, why))
    }

    async fn check(&self) -> Result<String, Fault> {
        let model = self.model.strip_prefix("models/").unwrap_or(&self.model);
        self.http.get(&format!("models/{}", segment(model)?)).await?;
        Ok(format!("serves {model}"))
    }
}

impl GeminiInteractions {
    fn body(&self, call: &Request) -> Value {
        let model = call.model.as_ref().unwrap_or(&self.model);
        let may_be_stored = call.policy.may_be_stored;
        let mut body = json!({ "model": model, "store": may_be_stored });
        match call.turns.as_slice() {
            // It knows what was said, by this name.
            [Turn { vendor_state: Some((_, id)), .. }, last] if may_be_stored => {
                body["previous_interaction_id"] = json!(id);
                body["input"] = contents(last);
            }
            [only] => body["input"] = contents(only),
            turns => body["input"] = turns.iter().map(step).collect(),
        }
        let ratio =
            call.want.size.and_then(|size| ratio(size, RATIOS)).map(|(across, down)| format!("{across}:{down}"));
        match call.work {
            Work::Image | Work::ImageEdit => {
                let mut format = json!({ "type": "image", "delivery": "inline" });
                if let (Some(ratio), Some((width, height))) = (ratio, call.want.size) {
                    let tier = TIERS.iter().find(|(side, _)| width.max(height) <= *side).map_or("4K", |(_, tier)| tier);
                    format["aspect_ratio"] = json!(ratio);
                    format["image_size"] = json!(tier);
                }
                body["response_format"] = format;
            }
            Work::Video | Work::VideoEdit => {
                let mut format = json!({ "type": "video" });
                if let Some(ratio) = ratio {
                    format["aspect_ratio"] = json!(ratio);
                }
                if let Some(ms) = call.want.duration_ms {
                    format["duration"] = json!(format!("{}s", ms.div_ceil(1_000)));
                }
                body["response_format"] = format;
            }
            Work::Speech => body["response_format"] = json!({ "type": "audio" }),
            Work::Text | Work::Layers => {}
        }
        if let Some(seed) = call.controls.seed {
            body["generation_config"] = json!({ "seed": seed % (1 << 31) });
        }
        if let Some(voice) = &call.want.voice {
            body["generation_config"] = json!({ "speech_config": [{ "voice": voice }] });
        }
        let options = call.options.get(GeminiInteractions::WORD).and_then(Value::as_object);
        for (name, value) in options.into_iter().flatten() {
            if body.get(name).is_none() {
                body[name] = value.clone();
            }
        }
        body
    }

    fn phase(&self, interaction: &Value, sent: Sent) -> Result<Phase, Fault> {
        match interaction["status"].as_str().unwrap_or_default() {
            "queued" | "in_progress" => Ok(Phase::Working { progress: None, look_again_ms: LOOK_AGAIN_MS }),
            "completed" | "incomplete" => self.outcome(interaction).map(Phase::Done),
            "cancelled" => Ok(Phase::Cancelled),
            "budget_exceeded" => Err(Fault::Closed { reason: format!("{} has no money of ours left", self.name) }),
            "failed" | "requires_action" => {
                let told = interaction["error"]["message"].as_str().unwrap_or("without a reason");
                Err(Fault::give_up(format!("{} failed: {}", self.name, self.http.clean(told))))
            }
            _ => Err(self.http.lost(sent, "told a state that nobody knows")),
        }
    }

    fn outcome(&self, interaction: &Value) -> Result<Outcome, Fault> {
        let steps = interaction["steps"].as_array().into_iter().flatten();
        let said = steps.filter(|step| step["type"] == "model_output").filter_map(|step| step["content"].as_array());
        // Before its steps had names they were one list.
        let parts: Vec<&Value> = said.chain(interaction["outputs"].as_array()).flatten().collect();
        let mut pieces = Vec::new();
        for part in parts {
            let body = match (part["type"].as_str(), part["data"].as_str(), part["uri"].as_str()) {
                (Some("text"), ..) => Body::Text(part["text"].as_str().unwrap_or_default().to_owned()),
                (Some("image" | "video" | "audio"), Some(data), _) => {
                    media::read_base64(data).map_or_else(|why| self.http.spoiled(why), Body::Here)
                }
                (Some("image" | "video" | "audio"), None, Some(uri)) => Body::There(uri.to_owned()),
                _ => continue,
            };
            pieces.push(Piece::from(body));
        }
        if pieces.is_empty() {
            return Err(Fault::give_up(format!(
                "{} answered and made nothing; its rules on content may be why",
                self.name
            )));
        }
        let tokens = |name: &str| interaction["usage"][name].as_u64().unwrap_or(0);
        let is_picture = |piece: &&Piece| matches!(&piece.body, Body::Here(blob) if blob.mime.starts_with("image/"));
        let id = interaction["id"].as_str().map(str::to_owned);
        Ok(Outcome {
            usage: Usage {
                images: pieces.iter().filter(is_picture).count() as u64,
                input_tokens: tokens("total_input_tokens"),
                output_tokens: tokens("total_output_tokens"),
                ..Usage::default()
            },
            pieces,
            vendor_state: id.clone(),
            vendor_id: id,
            model: Some(interaction["model"].as_str().unwrap_or(&self.model).to_owned()),
            ..Outcome::default()
        })
    }
}

fn contents(turn: &Turn) -> Value {
    let part = |part: &Part| match part {
        Part::Text(text) => json!({ "type": "text", "text": text }),
        Part::Media(medium) => {
            let kind = medium.mime.split('/').next().unwrap_or("image");
            json!({ "type": kind, "mime_type": medium.mime, "data": media::base64(medium) })
        }
    };
    turn.parts.iter().map(part).collect()
}

fn step(turn: &Turn) -> Value {
    let kind = match turn.speaker {
        Speaker::Person => "user_input",
        Speaker::Backend => "model_output",
    };
    json!({ "type": kind, "content": contents(turn) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::scripted::{Reply, Server, Vendor};
    use super::*;

    #[tokio::test]
    async fn a_conversation_is_kept_there_only_where_that_is_allowed() {
        let server =
            Server::start(Vendor::new(Vec::new(), |_, _| Reply::json(&json!({ "id": "i2", "status": "queued" }))))
                .await;
        let settings = json!({ "adapter": "gemini_interactions", "url": server.url(), "model": "pretend" });
        let Value::Object(settings) = settings else { unreachable!() };
        let backend = super::super::open("here", settings, &|_| None).expect("the settings are right");
        let text = |text: &str| json!([{ "type": "text", "text": text }]);
        let told = json!([
            { "type": "user_input", "content": text("a cup") },
            { "type": "model_output", "content": text("done") },
            { "type": "user_input", "content": text("red") },
        ]);
        for (may_be_stored, input, previous) in [(true, text("red"), json!("i1")), (false, told, Value::Null)] {
            let mut request = Request::new("key", Work::Image, "a cup");
            let vendor_state = Some(("here".to_owned(), "i1".to_owned()));
            request.turns.push(Turn { speaker: Speaker::Backend, vendor_state, ..Turn::says("done") });
            request.turns.push(Turn::says("red"));
            request.want.size = Some((1_200, 1_200));
            request.policy.may_be_stored = may_be_stored;
            let plan = backend.plan(&request).expect("it fits");
            backend.submit(&plan.calls[0]).await.expect("it answers");
            let sent = server.received().last().expect("it was asked").json();
            assert_eq!(
                (&sent["input"], &sent["previous_interaction_id"], &sent["store"]),
                (&input, &previous, &json!(may_be_stored))
            );
            assert_eq!(
                sent["response_format"],
                json!({ "type": "image", "delivery": "inline", "aspect_ratio": "1:1", "image_size": "2K" })
            );
        }
    }
}
