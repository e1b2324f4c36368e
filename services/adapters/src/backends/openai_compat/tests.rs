//! What each dialect is sent, and what is read from its answers. Failures are not here: those are the suite's.

use bytes::Bytes;
use galley_domain::ports::{Cancelled, Controls, Media, Part, Role, Turn, Want};

use super::super::tests::scripted::{Received, Reply, Server, Vendor, mp4, png, wav};
use super::*;

async fn backend(dialect: &str, server: &Server) -> std::sync::Arc<dyn Backend> {
    let settings = json!({
        "adapter": "openai_compat", "dialect": dialect, "url": server.url(), "model": "pretend", "currency": "USD", "gpus": 2,
    });
    let Value::Object(settings) = settings else { unreachable!() };
    super::super::open("here", settings, &|_| None).expect("the settings are right")
}

/// Asks for everything there is.
fn rich(work: Work) -> Request {
    let mut request = Request::new("key", work, "a cup");
    let medium = |role| Part::Media(Media::new("image/png", Bytes::from(png(8, 8)), role));
    if work == Work::ImageEdit {
        request.turns[0].parts.extend([medium(Role::Mask), medium(Role::Reference), medium(Role::Source)]);
    }
    request.want = Want { count: 2, size: Some((640, 1_600)), ..Want::default() };
    request.controls = Controls {
        seed: Some(u64::MAX),
        negative: Some("people".to_owned()),
        steps: Some(4),
        quality: Some("high".to_owned()),
        ..Controls::default()
    };
    request.options.insert("openai_compat".to_owned(), json!({ "lora": { "name": "brand" }, "model": "another" }));
    request
}

async fn sent(dialect: &str, request: &Request, vendor: Vendor) -> Received {
    let server = Server::start(vendor).await;
    let backend = backend(dialect, &server).await;
    let plan = backend.plan(request).expect("it fits");
    backend.submit(&plan.calls[0]).await.expect("the vendor answers");
    server.received().remove(0)
}

fn picture() -> Vendor {
    Vendor::new(png(8, 8), |_, file| {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(file);
        Reply::json(&json!({ "data": [{ "b64_json": text }] }))
    })
}

#[tokio::test]
async fn each_dialect_is_asked_in_its_own_words() {
    let seed = u64::MAX >> 1;
    let said = "a cup\nIt must not show: people";
    let lora = json!({ "name": "brand" });
    let engine = json!({
        "model": "pretend", "prompt": "a cup", "negative_prompt": "people", "num_inference_steps": 4, "seed": seed, "n": 2,
        "size": "640x1600", "response_format": "b64_json", "lora": lora,
    });
    let mut omni = engine.clone();
    omni["return_stage_metrics"] = json!(true);
    let openai =
        json!({ "model": "pretend", "prompt": said, "quality": "high", "n": 2, "size": "640x1600", "lora": lora });
    let cases = [
        ("vllm_omni", omni),
        ("sglang", engine.clone()),
        ("dynamo", engine),
        (
            "localai",
            json!({
                "model": "pretend", "prompt": said, "num_inference_steps": 4, "seed": seed, "n": 2, "size": "640x1600",
                "response_format": "b64_json", "lora": lora,
            }),
        ),
        (
            "mistralrs",
            json!({
                "model": "pretend", "prompt": said, "n": 1, "width": 640, "height": 1_600, "response_format": "b64_json",
                "lora": lora,
            }),
        ),
        ("litellm", openai.clone()),
        ("openai", openai),
    ];
    assert_eq!(cases.len(), DIALECTS.len(), "every dialect has a case");
    for (dialect, expected) in cases {
        let call = sent(dialect, &rich(Work::Image), picture()).await;
        assert!(call.is("POST", "/images/generations"), "{dialect}: {}", call.path);
        assert_eq!(call.json(), expected, "{dialect}");
    }
}

#[tokio::test]
async fn an_edit_is_a_form_with_the_source_first() {
    let call = sent("vllm_omni", &rich(Work::ImageEdit), picture()).await;
    assert!(call.is("POST", "/images/edits"));
    let text = call.text();
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is missing"));
    assert!(place("filename=\"source.png\"") < place("filename=\"reference.png\""));
    assert!(text.contains("name=\"mask\"; filename=\"mask.png\""));
    assert!(text.contains("name=\"negative_prompt\"\r\n\r\npeople"));
    assert_eq!(text.matches("name=\"image\"").count(), 2);
}

#[tokio::test]
async fn a_conversation_is_told_whole_to_a_chat() {
    let mut request = Request::new("key", Work::Text, "Translate: Good morning.");
    let answer = Turn { speaker: galley_domain::ports::Speaker::Backend, ..Turn::says("Guten Morgen.") };
    let mut again = Turn::says("Shorter.");
    again.parts.push(Part::Media(Media::new("image/png", Bytes::from_static(b"abc"), Role::Reference)));
    request.turns.extend([answer, again]);
    let chat = Vendor::new(Vec::new(), |_, _| {
        Reply::json(&json!({ "choices": [{ "message": { "content": [{ "type": "text", "text": "Morgen." }] } }] }))
    });
    let call = sent("vllm_omni", &request, chat).await;
    let expected = json!([
        { "role": "user", "content": "Translate: Good morning." },
        { "role": "assistant", "content": "Guten Morgen." },
        { "role": "user", "content": [
            { "type": "text", "text": "Shorter." },
            { "type": "image_url", "image_url": { "url": "data:image/png;base64,YWJj" } },
        ] },
    ]);
    assert_eq!(call.json()["messages"], expected);
}

async fn outcome(dialect: &str, work: Work, vendor: Vendor) -> Outcome {
    let server = Server::start(vendor).await;
    let backend = backend(dialect, &server).await;
    let plan = backend.plan(&Request::new("key", work, "a cup")).expect("it fits");
    match backend.submit(&plan.calls[0]).await.expect("the vendor answers").phase {
        Phase::Done(outcome) => outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn costs_and_engine_times_are_read_where_they_are_told() {
    let chat = |headers: &'static [(&'static str, &'static str)]| {
        Vendor::new(Vec::new(), move |_, _| {
            let body = json!({
                "choices": [{ "message": { "content": "x" } }],
                "usage": { "prompt_tokens": 3, "completion_tokens": 4, "total_time_sec": 0.5 },
            });
            headers.iter().fold(Reply::json(&body), |reply, (name, value)| reply.header(name, value))
        })
    };
    let told =
        outcome("litellm", Work::Text, chat(&[("x-litellm-response-cost", "0.0000305"), ("x-request-id", "r1")])).await;
    assert_eq!((told.cost_nano, told.vendor_id.as_deref(), told.busy), (Some(30_500), Some("r1"), None));
    assert_eq!((told.usage.input_tokens, told.usage.output_tokens), (3, 4));
    for headers in [[("x-litellm-response-cost", "none")].as_slice(), &[("x-litellm-response-cost", "-1")], &[]] {
        assert_eq!(outcome("litellm", Work::Text, chat(headers)).await.cost_nano, None);
    }
    assert_eq!(outcome("mistralrs", Work::Text, chat(&[])).await.busy.map(|time| time.ms), Some(500));
    let spoken = outcome("vllm_omni", Work::Speech, Vendor::new(wav(), |_, file| Reply::file("audio/wav", file))).await;
    assert_eq!(spoken.usage.media_ms, 1_000);
}

#[test]
fn an_engine_that_says_nothing_sound_said_nothing() {
    let stages = |value: Value| json!({ "metrics": { "stage_metrics": value } });
    let cases = [
        (
            EngineTime::Stages,
            stages(
                json!({ "0": { "stage_gen_time_ms": 400.0 }, "1": { "stage_gen_time_ms": 900.0, "batch_size": 3 } }),
            ),
            Some(700),
        ),
        (EngineTime::Stages, stages(json!({ "0": { "stage_gen_time_ms": 400.0 }, "1": {} })), None),
        (EngineTime::Stages, stages(json!({})), None),
        (EngineTime::Stages, json!({ "inference_time_s": 2.5 }), Some(2_500)),
        (EngineTime::Inference, json!({ "inference_time_s": 0.0004 }), Some(0)),
        (EngineTime::Inference, json!({ "inference_time_s": -3 }), None),
        (EngineTime::Inference, json!({ "inference_time_s": "2" }), None),
        (EngineTime::Untold, json!({ "inference_time_s": 2.5 }), None),
    ];
    for (time, body, expected) in cases {
        assert_eq!(time.read(&body), expected, "{time:?} {body}");
    }
}

#[tokio::test]
async fn a_film_is_stopped_where_stopping_it_stops_the_work() {
    for (dialect, status, expected) in [
        ("vllm_omni", 200, Cancelled::Stopped),
        ("vllm_omni", 409, Cancelled::Requested),
        ("vllm_omni", 404, Cancelled::TooLate),
        ("sglang", 200, Cancelled::Unsupported),
    ] {
        let vendor = Vendor::new(mp4(), move |_, _| match status {
            200 => Reply::json(&json!({ "id": "video_1", "deleted": true })),
            other => Reply::status(other),
        });
        let server = Server::start(vendor).await;
        let cancelled = backend(dialect, &server).await.cancel(&Handle("video_1".to_owned())).await;
        assert_eq!(cancelled.expect("it answers"), expected, "{dialect} {status}");
    }
}

#[tokio::test]
async fn names_and_places_of_a_vendor_lead_nowhere_else() {
    let vendor = Vendor::new(mp4(), |_, _| Reply::json(&json!({ "id": "../../admin", "status": "queued" })));
    let server = Server::start(vendor).await;
    let here = backend("vllm_omni", &server).await;
    let plan = here.plan(&Request::new("key", Work::Video, "a cup")).expect("it fits");
    assert!(matches!(here.submit(&plan.calls[0]).await, Err(Fault::Ambiguous { .. })));
    for place in
        ["http://169.254.169.254/latest", "https://10.0.0.1/x.png", "file:///etc/passwd", "http://vendor.example/x.png"]
    {
        assert!(matches!(here.fetch(place).await, Err(Fault::GiveUp { .. })), "{place}");
    }
    assert_eq!(server.received().len(), 1, "nobody else was asked either");
}

#[tokio::test]
async fn the_check_knows_the_model() {
    let vendor =
        |model: &'static str| Vendor::new(Vec::new(), move |_, _| Reply::json(&json!({ "data": [{ "id": model }] })));
    let server = Server::start(vendor("pretend")).await;
    assert_eq!(backend("openai", &server).await.check().await, Ok("serves pretend".to_owned()));
    let server = Server::start(vendor("other")).await;
    let fault = backend("openai", &server).await.check().await.expect_err("it serves another");
    assert_eq!(fault.to_string(), "does not serve pretend, but other");
}
