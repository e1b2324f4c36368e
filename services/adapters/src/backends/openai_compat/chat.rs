//! `/chat/completions`: texts. The whole conversation is told, pictures in it as `data:` URLs.

use galley_domain::ports::{Body, Fault, Part, Piece, Request, Speaker, Submitted, Turn, Usage};
use serde_json::{Map, Value, json};

use super::super::media::data_url;
use super::{Answer, OpenAiCompat, Sent, put_options};

impl OpenAiCompat {
    pub(super) async fn chat(&self, call: &Request) -> Result<Submitted, Fault> {
        let mut fields = Map::new();
        fields.insert("model".to_owned(), json!(self.model_of(call)));
        fields.insert("messages".to_owned(), call.turns.iter().map(message).collect());
        fields.insert("stream".to_owned(), false.into());
        if let Some(seed) = call.controls.seed {
            fields.insert("seed".to_owned(), json!(seed >> 1));
        }
        put_options(&mut fields, call);
        let answer = self.http.post("chat/completions", &Value::Object(fields)).await?;
        self.said(call, &answer)
    }

    fn said(&self, call: &Request, answer: &Answer<Value>) -> Result<Submitted, Fault> {
        let mut outcome = self.outcome(call, answer);
        let choice = &answer.body["choices"][0];
        match choice["finish_reason"].as_str() {
            Some("content_filter") => {
                return Err(Fault::give_up(format!("{} refuses it by its rules on content", self.name)));
            }
            Some("length") => outcome.warnings.push("the text ends where the model's room ended".to_owned()),
            _ => {}
        }
        let text = text_of(&choice["message"]["content"]);
        let text = text.ok_or_else(|| self.http.lost(Sent::Work, "answered without a text"))?;
        outcome.pieces.push(Piece::from(Body::Text(text)));
        let tokens = |name: &str| answer.body["usage"][name].as_u64().unwrap_or(0);
        outcome.usage = Usage {
            input_tokens: tokens("prompt_tokens"),
            output_tokens: tokens("completion_tokens"),
            ..Usage::default()
        };
        Ok(self.done(call, answer, outcome))
    }
}

fn message(turn: &Turn) -> Value {
    let role = match turn.speaker {
        Speaker::Person => "user",
        Speaker::Backend => "assistant",
    };
    if turn.media().next().is_none() {
        return json!({ "role": role, "content": turn.text() });
    }
    let part = |part: &Part| match part {
        Part::Text(text) => json!({ "type": "text", "text": text }),
        Part::Media(media) => json!({ "type": "image_url", "image_url": { "url": data_url(media) } }),
    };
    json!({ "role": role, "content": turn.parts.iter().map(part).collect::<Vec<_>>() })
}

/// Some engines answer with a list of parts in place of a text.
fn text_of(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        _ => None,
    }
}
