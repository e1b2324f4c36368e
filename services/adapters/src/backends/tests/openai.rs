//! A pretend server that speaks OpenAI's paths, for each kind of work.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use galley_domain::ports::{Media, Part, Request, Role, Want, Work};
use serde_json::{Value, json};

use super::scripted::{Received, Reply, Vendor, mp4, png, wav};
use super::{Bench, Finds};

fn settings(dialect: &str) -> Value {
    json!({ "adapter": "openai_compat", "dialect": dialect, "model": "pretend" })
}

fn request(work: Work) -> Request {
    let mut request = Request::new("key", work, "a cup at dawn");
    if work.makes_pictures() {
        request.want = Want { size: Some((64, 32)), ..Want::default() };
    }
    if work == Work::ImageEdit {
        let source = Media::new("image/png", Bytes::from(png(8, 8)), Role::Source);
        request.turns[0].parts.push(Part::Media(source));
    }
    request
}

fn is_post(call: &Received) -> bool {
    call.method == "POST"
}

pub fn benches() -> Vec<Bench> {
    let bench = |name, dialect, work, vendor| Bench {
        name,
        settings: settings(dialect),
        request: request(work),
        vendor,
        is_work: is_post,
        finds: Finds::Never,
    };
    vec![
        bench("openai_compat image", "vllm_omni", Work::Image, images),
        bench("openai_compat image at a url", "sglang", Work::Image, images_elsewhere),
        bench("openai_compat image_edit", "openai", Work::ImageEdit, images),
        bench("openai_compat text", "litellm", Work::Text, texts),
        bench("openai_compat video", "vllm_omni", Work::Video, films),
        bench("openai_compat speech", "localai", Work::Speech, voices),
    ]
}

fn images() -> Vendor {
    Vendor::new(png(64, 32), |call, file| match call.path.as_str() {
        "/v1/images/generations" | "/v1/images/edits" => Reply::json(&json!({
            "created": 1, "data": [{ "b64_json": STANDARD.encode(file) }],
            "usage": { "input_tokens": 9, "output_tokens": 99 },
        })),
        _ => Reply::status(404),
    })
}

fn images_elsewhere() -> Vendor {
    Vendor::new(png(64, 32), |call, file| match call.path.as_str() {
        "/v1/images/generations" => Reply::json(&json!({ "data": [{ "url": "/v1/images/1/content" }] })),
        "/v1/images/1/content" => Reply::file("image/png", file),
        _ => Reply::status(404),
    })
}

fn texts() -> Vendor {
    Vendor::new(Vec::new(), |call, _| match call.path.as_str() {
        "/v1/chat/completions" => Reply::json(&json!({
            "choices": [{ "message": { "role": "assistant", "content": "Morgen." }, "finish_reason": "stop" }],
            "usage": { "prompt_tokens": 5, "completion_tokens": 2 },
        })),
        _ => Reply::status(404),
    })
}

fn films() -> Vendor {
    let mut looks = 0;
    Vendor::new(mp4(), move |call, file| match (call.method.as_str(), call.path.as_str()) {
        ("POST", "/v1/videos") => Reply::json(&json!({ "id": "video_1", "status": "queued", "progress": 0 })),
        ("GET", "/v1/videos/video_1") => {
            looks += 1;
            let status = if looks < 2 { "in_progress" } else { "completed" };
            Reply::json(&json!({
                "id": "video_1", "status": status, "progress": 50, "seconds": "4", "model": "pretend", "inference_time_s": 1.25,
            }))
        }
        ("GET", "/v1/videos/video_1/content") => Reply::file("video/mp4", file),
        _ => Reply::status(404),
    })
}

fn voices() -> Vendor {
    Vendor::new(wav(), |call, file| match call.path.as_str() {
        "/v1/audio/speech" => Reply::file("audio/wav", file),
        _ => Reply::status(404),
    })
}
