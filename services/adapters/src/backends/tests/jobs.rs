//! Pretend vendors with jobs: Luma's agents, Gemini's interactions, and three services of predictions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use galley_domain::ports::{Request, Want, Work};
use serde_json::{Value, json};

use super::scripted::{Reply, Vendor, png};
use super::{Bench, Finds};

pub fn benches() -> Vec<Bench> {
    let mut request = Request::new("key", Work::Image, "a cup at dawn");
    request.want = Want { size: Some((64, 64)), ..Want::default() };
    let bench = |name, settings, vendor, finds| Bench {
        name,
        settings,
        request: request.clone(),
        vendor,
        is_work: |call| call.method != "GET",
        finds,
    };
    let predictions = |service: &str| {
        json!({
            "adapter": "predictions", "service": service, "model": "our/model/fast",
            "inputs": { "prompt": "prompt", "width": "width", "height": "height" },
        })
    };
    vec![
        bench("luma_agents", json!({ "adapter": "luma_agents", "model": "pretend" }), luma, Finds::Never),
        bench(
            "gemini_interactions",
            json!({ "adapter": "gemini_interactions", "model": "pretend" }),
            gemini,
            Finds::Never,
        ),
        bench("predictions replicate", predictions("replicate"), replicate, Finds::Never),
        bench("predictions cog", predictions("cog"), cog, Finds::BySendingAgain),
        bench("predictions fal", predictions("fal"), fal, Finds::Never),
    ]
}

/// A job that is done at the second look.
fn job(start: &'static str, state: &'static str, taken: Value, busy: Value, done: Value) -> Vendor {
    let mut looks = 0;
    Vendor::new(png(64, 64), move |call, file| match (call.method.as_str(), call.path.as_str()) {
        ("POST", path) if path == start => Reply::json(&taken),
        ("GET", path) if path == state => {
            looks += 1;
            Reply::json(if looks < 2 { &busy } else { &done })
        }
        ("GET", "/v1/files/a.png") => Reply::file("image/png", file),
        ("GET", "/v1/our/model/requests/j1") => {
            Reply::json(&json!({ "images": [{ "url": "files/a.png" }], "seed": 1 }))
        }
        _ => Reply::status(404),
    })
}

fn luma() -> Vendor {
    job(
        "/v1/generations",
        "/v1/generations/g1",
        json!({ "id": "g1", "state": "queued" }),
        json!({ "id": "g1", "state": "processing" }),
        json!({ "id": "g1", "state": "completed", "type": "image", "model": "pretend", "output": [{ "type": "image", "url": "files/a.png" }] }),
    )
}

fn replicate() -> Vendor {
    job(
        "/v1/models/our/model/fast/predictions",
        "/v1/predictions/p1",
        json!({ "id": "p1", "status": "starting" }),
        json!({ "id": "p1", "status": "processing" }),
        json!({ "id": "p1", "status": "succeeded", "output": ["files/a.png"], "metrics": { "predict_time": 2.0 } }),
    )
}

fn fal() -> Vendor {
    job(
        "/v1/our/model/fast",
        "/v1/our/model/requests/j1/status",
        json!({ "request_id": "j1", "status": "IN_QUEUE", "queue_position": 3 }),
        json!({ "status": "IN_PROGRESS" }),
        json!({ "status": "COMPLETED", "metrics": { "inference_time": 1.5 } }),
    )
}

fn cog() -> Vendor {
    Vendor::new(png(64, 64), |call, file| match call.method.as_str() {
        "PUT" => {
            let url = format!("data:image/png;base64,{}", STANDARD.encode(file));
            Reply::json(&json!({ "status": "succeeded", "output": url, "metrics": { "predict_time": 0.9 } }))
        }
        _ => Reply::status(404),
    })
}

fn gemini() -> Vendor {
    let mut looks = 0;
    Vendor::new(png(64, 64), move |call, file| match (call.method.as_str(), call.path.as_str()) {
        ("POST", "/v1/interactions") => Reply::json(&json!({ "id": "i1", "status": "queued" })),
        ("GET", "/v1/interactions/i1") => {
            looks += 1;
            let picture = json!({ "type": "image", "mime_type": "image/png", "data": STANDARD.encode(file) });
            let done = json!({
                "id": "i1", "status": "completed", "model": "pretend",
                "steps": [{ "type": "thought" }, { "type": "model_output", "content": [picture] }],
                "usage": { "total_input_tokens": 5, "total_output_tokens": 1_290 },
            });
            let busy = json!({ "id": "i1", "status": "in_progress" });
            Reply::json(if looks < 2 { &busy } else { &done })
        }
        _ => Reply::status(404),
    })
}
