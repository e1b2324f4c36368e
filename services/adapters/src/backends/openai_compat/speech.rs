//! `/audio/speech`: voices. WAV, because its head says how long it is.

use galley_domain::ports::{Body, Fault, Outcome, Piece, Request, Role, Submitted, Usage};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::super::media::data_url;
use super::{OpenAiCompat, Sent, media, put_options};

impl OpenAiCompat {
    pub(super) async fn speak(&self, call: &Request) -> Result<Submitted, Fault> {
        let mut fields = Map::new();
        fields.insert("model".to_owned(), json!(self.model_of(call)));
        fields.insert("input".to_owned(), json!(call.instruction()));
        fields.insert("response_format".to_owned(), "wav".into());
        if let Some(voice) = &call.want.voice {
            fields.insert("voice".to_owned(), json!(voice));
        }
        if let Some(locale) = &call.want.locale {
            fields.insert("language".to_owned(), json!(locale));
        }
        if let Some(sample) = call.find_media(&Role::Voice) {
            fields.insert("ref_audio".to_owned(), json!(data_url(sample)));
        }
        put_options(&mut fields, call);
        let request = self.http.request(Method::POST, "audio/speech")?.json(&Value::Object(fields));
        let answer = self.http.file(request, Sent::Work).await?;
        let body = match media::read(answer.body.clone()) {
            Ok(blob) => Body::Here(blob),
            Err(why) if answer.body.is_empty() => return Err(self.http.lost(Sent::Work, why)),
            Err(why) => self.http.spoiled(why),
        };
        let media_ms = match &body {
            Body::Here(blob) => media::sound_ms(&blob.bytes).unwrap_or(0),
            _ => 0,
        };
        let usage = Usage { media_ms, ..Usage::default() };
        let outcome = Outcome {
            pieces: vec![Piece::from(body)],
            usage,
            model: Some(self.model_of(call).to_owned()),
            vendor_id: answer.vendor_id(),
            cost_nano: self.cost_nano(&answer.headers),
            ..Outcome::default()
        };
        Ok(self.done(call, &answer, outcome))
    }
}
