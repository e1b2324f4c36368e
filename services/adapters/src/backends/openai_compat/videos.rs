//! `/videos`: films, as jobs. OpenAI's own are gone; the engines that took the shape over have them.

use galley_domain::ports::{Body, Cancelled, Fault, Handle, Outcome, Phase, Piece, Request, Role, Submitted, Usage};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::super::http::segment;
use super::{OpenAiCompat, Sent, file_part, form, reported};

/// Where films are, below the backend's address.
const PATH: &str = "videos/";
/// A film takes a minute or more.
const LOOK_AGAIN_MS: u64 = 2_000;

impl OpenAiCompat {
    pub(super) async fn start_video(&self, call: &Request) -> Result<Submitted, Fault> {
        let mut fields = self.fields(call);
        if let Some(ms) = call.want.duration_ms {
            fields.insert("seconds".to_owned(), json!(ms.div_ceil(1_000).to_string()));
        }
        if let Some(rate) = call.want.frames_per_second {
            fields.insert("fps".to_owned(), json!(rate));
        }
        let mut form = form(fields);
        let is_first = |role: &Role| matches!(role, Role::Source | Role::Frame(0));
        if let Some(image) = call.media().find(|media| is_first(&media.role)) {
            form = form.part(self.dialect.film_image_part, file_part(image)?);
        }
        let request = self.http.request(Method::POST, "videos")?.multipart(form);
        let answer = self.http.json::<Value>(request, Sent::Work).await?;
        let id = answer.body["id"].as_str().and_then(|id| segment(id).ok());
        let id = id.ok_or_else(|| self.http.lost(Sent::Work, "took the work and gave it no name"))?;
        let phase = self.phase(id, &answer.body)?;
        Ok(Submitted { handle: Handle(id.to_owned()), phase, pace: answer.pace() })
    }

    pub(super) async fn look_at_video(&self, handle: &Handle) -> Result<Phase, Fault> {
        let id = segment(&handle.0)?;
        let answer = self.http.get(&format!("{PATH}{id}")).await?;
        self.phase(id, &answer.body)
    }

    pub(super) async fn stop_video(&self, handle: &Handle) -> Result<Cancelled, Fault> {
        if !self.dialect.stops_films {
            return Ok(Cancelled::Unsupported);
        }
        let request = self.http.request(Method::DELETE, &format!("{PATH}{}", segment(&handle.0)?))?;
        match self.http.json::<Value>(request, Sent::Question).await {
            Ok(_) => Ok(Cancelled::Stopped),
            // It is about to stop, as an earlier call asked.
            Err(Fault::Retry { reason, .. }) if reason.ends_with(StatusCode::CONFLICT.as_str()) => {
                Ok(Cancelled::Requested)
            }
            Err(Fault::GiveUp { .. } | Fault::Closed { .. }) => Ok(Cancelled::TooLate),
            Err(other) => Err(other),
        }
    }

    fn phase(&self, id: &str, job: &Value) -> Result<Phase, Fault> {
        match job["status"].as_str().unwrap_or_default() {
            "queued" | "in_progress" | "pending" | "processing" => {
                let progress = job["progress"].as_f64().map(|percent| (percent / 100.0).clamp(0.0, 1.0) as f32);
                Ok(Phase::Working { progress, look_again_ms: LOOK_AGAIN_MS })
            }
            "completed" | "succeeded" => Ok(Phase::Done(self.film(id, job))),
            "cancelled" | "canceled" => Ok(Phase::Cancelled),
            "failed" | "expired" => {
                let message = job.pointer("/error/message").and_then(Value::as_str).unwrap_or("without a reason");
                Err(Fault::give_up(format!("{} failed: {}", self.name, self.http.clean(message))))
            }
            _ => Err(self.http.lost(Sent::Question, "told a state that nobody knows")),
        }
    }

    fn film(&self, id: &str, job: &Value) -> Outcome {
        let seconds = job["duration_s"].as_f64().or_else(|| job["seconds"].as_str()?.parse().ok());
        let ms = seconds
            .filter(|seconds| (0.0..100_000.0).contains(seconds))
            .map_or(0, |seconds| (seconds * 1_000.0) as u64);
        Outcome {
            pieces: vec![Piece::from(Body::There(format!("{PATH}{id}/content")))],
            usage: Usage { media_ms: ms, ..Usage::default() },
            busy: reported(self.dialect.engine_time.read(job)),
            model: Some(job["model"].as_str().unwrap_or(&self.model).to_owned()),
            vendor_id: Some(id.to_owned()),
            ..Outcome::default()
        }
    }
}
