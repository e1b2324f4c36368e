//! A pretend ComfyUI: it uploads, queues, runs one graph after the other and keeps a history.

use std::collections::BTreeMap;

use bytes::Bytes;
use galley_domain::ports::{Media, Part, Request, Role, Want, Work};
use serde_json::{Value, json};

use super::scripted::{Reply, Vendor, png};
use super::{Bench, Finds};

pub fn benches() -> Vec<Bench> {
    let graph = concat!(env!("CARGO_MANIFEST_DIR"), "/src/backends/tests/graph.json");
    let mut request = Request::new("key", Work::ImageEdit, "a cup at dawn");
    let source = Media::new("image/png", Bytes::from(png(8, 8)), Role::Source);
    request.turns[0].parts.push(Part::Media(source));
    request.want = Want { size: Some((64, 32)), ..Want::default() };
    request.controls.seed = Some(7);
    vec![Bench {
        name: "comfyui",
        settings: json!({
            "adapter": "comfyui", "graph": graph, "makes": "image_edit", "output": "9",
            "inputs": {
                "prompt": "6.text", "seed": "3.seed", "width": "5.width", "height": "5.height", "source": "10.image",
            },
        }),
        request,
        vendor,
        is_work: |call| call.is("POST", "/v1/prompt"),
        finds: Finds::ByAsking,
    }]
}

fn vendor() -> Vendor {
    let mut runs: BTreeMap<String, u32> = BTreeMap::new();
    Vendor::new(png(64, 32), move |call, file| {
        match (call.method.as_str(), call.path.split('?').next().unwrap_or_default()) {
            ("POST", "/v1/upload/image") => Reply::json(&json!({ "name": "a.png", "subfolder": "", "type": "input" })),
            ("POST", "/v1/prompt") => {
                let asked = call.json();
                let graph = &asked["prompt"];
                let set = [
                    &graph["6"]["inputs"]["text"],
                    &graph["3"]["inputs"]["seed"],
                    &graph["5"]["inputs"]["width"],
                    &graph["10"]["inputs"]["image"],
                ];
                assert_eq!(set, [&json!("a cup at dawn"), &json!(7), &json!(64), &json!("a.png")]);
                let id = asked["prompt_id"].as_str().expect("an id of ours").to_owned();
                runs.insert(id.clone(), 0);
                Reply::json(&json!({ "prompt_id": id, "number": 1, "node_errors": {} }))
            }
            ("GET", "/v1/queue") => {
                let running: Vec<Value> =
                    runs.iter().filter(|(_, looks)| **looks < 2).map(|(id, _)| json!([1, id])).collect();
                Reply::json(&json!({ "queue_running": running, "queue_pending": [] }))
            }
            ("GET", "/v1/view") => Reply::file("image/png", file),
            ("GET", path) => {
                let id = path.trim_start_matches("/v1/history/").to_owned();
                let Some(looks) = runs.get_mut(&id) else { return Reply::json(&json!({})) };
                *looks += 1;
                if *looks < 2 {
                    return Reply::json(&json!({}));
                }
                Reply::json(&json!({ id: {
                "outputs": {
                    "9": { "images": [{ "filename": "galley 1.png", "subfolder": "", "type": "output" }] },
                    "8": { "images": [{ "filename": "preview.png", "subfolder": "", "type": "temp" }] },
                },
                "status": { "status_str": "success", "completed": true, "messages": [
                    ["execution_start", { "timestamp": 1_000 }], ["execution_success", { "timestamp": 3_500 }],
                ] },
            } }))
            }
            _ => Reply::status(404),
        }
    })
}
