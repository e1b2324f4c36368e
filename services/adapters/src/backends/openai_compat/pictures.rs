//! `/images/generations` and `/images/edits`: pictures, answered in one go.

use galley_domain::ports::{Body, Fault, Piece, Request, Role, Submitted, Usage};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{Answer, OpenAiCompat, Sent, file_part, form, media};

impl OpenAiCompat {
    pub(super) async fn generate(&self, call: &Request) -> Result<Submitted, Fault> {
        let answer = self.http.post("images/generations", &Value::Object(self.picture_fields(call))).await?;
        self.pictures(call, &answer)
    }

    pub(super) async fn edit(&self, call: &Request) -> Result<Submitted, Fault> {
        let mut form = form(self.picture_fields(call));
        // The source is the first picture: an instruction counts them in this order.
        let is_mask = |role: &Role| *role == Role::Mask;
        let source = call.media().filter(|media| media.role == Role::Source);
        let others = call.media().filter(|media| media.role != Role::Source && !is_mask(&media.role));
        for media in source.chain(others) {
            form = form.part("image", file_part(media)?);
        }
        if let Some(mask) = call.media().find(|media| is_mask(&media.role)) {
            form = form.part("mask", file_part(mask)?);
        }
        let request = self.http.request(Method::POST, "images/edits")?.multipart(form);
        let answer = self.http.json(request, Sent::Work).await?;
        self.pictures(call, &answer)
    }

    fn picture_fields(&self, call: &Request) -> Map<String, Value> {
        let mut fields = self.fields(call);
        fields.insert("n".to_owned(), json!(call.want.count));
        if let Some((name, word)) = self.dialect.inline {
            fields.insert(name.to_owned(), word.into());
        }
        if let Some(switch) = self.dialect.tells_with {
            fields.insert(switch.to_owned(), true.into());
        }
        fields
    }

    fn pictures(&self, call: &Request, answer: &Answer<Value>) -> Result<Submitted, Fault> {
        let mut outcome = self.outcome(call, answer);
        let data = answer.body["data"].as_array();
        let data = data.ok_or_else(|| self.http.lost(Sent::Work, "answered without pictures"))?;
        for item in data.iter().take(usize::from(call.want.count)) {
            outcome.pieces.push(self.picture(item)?);
        }
        let tokens = |name: &str| answer.body["usage"][name].as_u64().unwrap_or(0);
        outcome.usage = Usage {
            images: outcome.pieces.len() as u64,
            input_tokens: tokens("input_tokens"),
            output_tokens: tokens("output_tokens"),
            ..Usage::default()
        };
        Ok(self.done(call, answer, outcome))
    }

    fn picture(&self, item: &Value) -> Result<Piece, Fault> {
        let broken = |why: String| self.http.lost(Sent::Work, why);
        let body = match (item["b64_json"].as_str(), item["url"].as_str()) {
            (Some(text), _) => media::read_base64(text).map_or_else(|why| self.http.spoiled(why), Body::Here),
            (None, Some(url)) => Body::There(url.to_owned()),
            (None, None) => return Err(broken("answered with a picture that is not there".to_owned())),
        };
        let revised_prompt = item["revised_prompt"].as_str().map(|prompt| self.http.clean(prompt));
        Ok(Piece { revised_prompt, ..Piece::from(body) })
    }
}
