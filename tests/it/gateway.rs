//! A campaign whose scenes come from a backend over HTTP: what is asked of it, what its work costs and how that is known,
//! and what becomes of the campaign when it is busy, shut, or silent about what it took. The server is a pretend one.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use galley_compose::Palette;
use galley_compose::sketch::{Scene, paint};
use serde_json::{Value, json};

use crate::campaign::{BRIEF, Files};
use crate::database::Database;
use crate::desk::{all_are, text};
use crate::scripted::{Received, Reply, Server, Vendor};
use crate::world::World;

pub const PICTURES: usize = 4;
/// One GPU for an hour, in billionths of a euro.
const GPU_HOUR_NANO: i64 = 3_600_000_000;

/// Plays a flow in a world with the backend `studio`, which answers like this, and a workflow that uses it. A setting that
/// is null is left out, and `{url}` is the address of that backend.
pub async fn play(
    database: Database,
    answer: impl FnMut(&Received, &[u8]) -> Reply + Send + 'static,
    (settings, with): (Value, &str),
    flow: impl AsyncFnOnce(&World, &Server),
) {
    let server = Server::start(Vendor::new(Vec::new(), answer)).await;
    let mut studio = json!({
        "adapter": "openai_compat", "dialect": "vllm_omni", "url": server.url(), "model": "pretend-1", "in_flight": 2,
        "gpu_hour_nano": GPU_HOUR_NANO, "image_gpu_ms": [1000, 2000],
    });
    let Value::Object(changes) = settings else { unreachable!("settings are an object") };
    for (key, value) in changes {
        studio[key] = if value == "{url}" { json!(server.url()) } else { value };
    }
    let Value::Object(mut studio) = studio else { unreachable!("it was written as an object") };
    studio.retain(|_, value| !value.is_null());
    let add = |config: &mut galley::config::Config| drop(config.backends.others.insert("studio".to_owned(), studio));
    World::play_with(database, add, async |world| {
        let workflow = Files::workflow("global-launch").with("workflow.yaml", "version: 1", "version: 2").with(
            "workflow.yaml",
            "backend: sketch",
            &format!("backend: studio{with}"),
        );
        let put = reqwest::Method::PUT;
        let pushed = world.as_("admin").upload(put, "/workflows/global-launch", workflow.uploads()).await;
        pushed.expect("the workflow is right");
        flow(world, &server).await;
    })
    .await;
}

/// A picture of the size that was asked for, made by two stages of an engine.
pub fn picture(call: &Received) -> Reply {
    let asked = call.json();
    let size = asked["size"].as_str().and_then(|size| size.split_once('x')).expect("a size");
    let scene = Scene {
        width: size.0.parse().expect("a number"),
        height: size.1.parse().expect("a number"),
        palette: Palette::new([("background".to_owned(), [250, 240, 230])]),
        seed: asked["seed"].as_u64().expect("a seed"),
        style: String::new(),
        words: "dusk".to_owned(),
    };
    let bytes = paint(&scene).expect("a scene can be drawn").bytes;
    Reply::json(&json!({
        "data": [{ "b64_json": STANDARD.encode(bytes) }],
        "metrics": { "stage_metrics": { "0": { "stage_gen_time_ms": 400.0 }, "1": { "stage_gen_time_ms": 850.0 } } },
    }))
}

async fn scenes_cost_what_the_engine_and_the_rate_say(database: Database) {
    play(
        database,
        |call, _| picture(call),
        (json!({ "gpus": 2 }), ""),
        async |world, server| {
            let campaign = world.create(&Files::tiny()).await;
            let run = world.make(&campaign).await;
            assert_eq!(run["hold"], "0.008", "two seconds of a GPU for each, as the rate says nine of ten take");
            all_are(&world.ads(&campaign).await, "in_review");

            let calls = server.received();
            assert_eq!(calls.len(), PICTURES);
            assert!(
                calls.iter().all(|call| call.is("POST", "/images/generations") && call.json()["model"] == "pretend-1")
            );
            assert_eq!(world.sketch.calls(), 0, "the embedded backend drew none");

            // 1.25 s on two GPUs at a thousandth of a euro for a GPU-second.
            let lines = world.settlements(&campaign).await;
            assert_eq!(lines.len(), PICTURES);
            for line in &lines {
                let told = [&line["amount"], &line["basis"], &line["gpu_ms"], &line["gpu_basis"]];
                assert_eq!(
                    told,
                    [&json!("0.0025"), &json!("gpu_rate"), &json!(2_500), &json!("engine_reported")],
                    "{line}"
                );
            }
            let spend = world.spend(&campaign).await;
            assert_eq!(
                (&spend["spent"], &spend["held"], &spend["gpu_ms"]),
                (&json!("0.01"), &json!("0.00"), &json!(10_000))
            );
            let ads = world.ads(&campaign).await;
            let why = world.ad(&ads[0]).await["why"].clone();
            let scene =
                why["tasks"].as_array().expect("it says what made it").iter().find(|task| task["step"] == "scene");
            let scene = scene.expect("a scene is behind it");
            assert_eq!((&scene["made_by"], &scene["model"]), (&json!("studio"), &json!("pretend-1")));
        },
    )
    .await;
}

mod scenes_cost_what_the_engine_and_the_rate_say {
    use crate::database::Database;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::scenes_cost_what_the_engine_and_the_rate_say(Database::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::scenes_cost_what_the_engine_and_the_rate_say(Database::postgres().await).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_backend_is_waited_for_and_that_counts_as_no_try() {
    let mut calls = 0;
    let busy_at_first = move |call: &Received, _: &[u8]| {
        calls += 1;
        if calls == 1 { Reply::status(429).header("retry-after", "7") } else { picture(call) }
    };
    // One at a time: what comes after the refusal is not even sent.
    let settings = json!({ "gpus": 1, "in_flight": 1 });
    play(Database::Sqlite, busy_at_first, (settings, ""), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        assert_eq!(server.received().len(), 1, "nobody asks while it says to wait");
        world.clock.advance(Duration::from_secs(6));
        world.run_until_idle().await;
        assert_eq!(server.received().len(), 1);
        for scene in world.tasks(&run, "ready").await {
            assert_eq!(scene["attempt"], 0, "waiting is no try: {scene}");
        }
        world.clock.advance(Duration::from_secs(2));
        world.run_until_idle().await;
        assert_eq!(world.run(&run).await["state"], "done");
        assert_eq!(server.received().len(), 1 + PICTURES);
        all_are(&world.ads(&campaign).await, "in_review");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_backend_stands_in_only_where_the_workflow_says_so() {
    let shut = |_: &Received, _: &[u8]| Reply::status(401);
    play(Database::Sqlite, shut, (json!({}), ", fallback: sketch"), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        world.make(&campaign).await;
        assert_eq!((server.received().len(), world.sketch.calls()), (PICTURES, PICTURES));
        all_are(&world.ads(&campaign).await, "in_review");
        assert_eq!(world.spend(&campaign).await["spent"], "0.008", "what the one that made them costs");
        let journal = world.as_("admin").get_bytes("/journal?after=0&limit=1000").await.expect("an admin exports it");
        let journal = String::from_utf8(journal.to_vec()).expect("it is text");
        let entries: Vec<&str> = journal.lines().filter(|line| line.contains("\"fallback\"")).collect();
        assert_eq!(entries.len(), PICTURES);
        assert!(entries.iter().all(|entry| entry.contains("studio") && entry.contains("sketch")), "{entries:?}");
    })
    .await;
    play(Database::Sqlite, shut, (json!({}), ""), async |world, _| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        assert_eq!(scene_errors(world, &run).await, ["studio refuses the key"]);
        assert_eq!(world.sketch.calls(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_paid_for_is_not_sent_again() {
    let silent = |_: &Received, _: &[u8]| Reply::Lost;
    play(Database::Sqlite, silent, (json!({ "gpus": 0 }), ", fallback: sketch"), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        let errors = scene_errors(world, &run).await;
        assert_eq!(errors, ["nobody knows whether it was accepted: studio broke off before it answered"]);
        assert_eq!(server.received().len(), PICTURES, "each was sent once");
        assert_eq!(world.sketch.calls(), 0, "and nowhere else");
        assert_eq!(world.spend(&campaign).await["held"], "0.008", "the vendor may still ask for it");
    })
    .await;
    // On GPUs of our own it costs nothing but time: it is tried again.
    play(Database::Sqlite, silent, (json!({ "gpus": 1 }), ""), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        assert_eq!((server.received().len(), world.tasks(&run, "ready").await.len()), (PICTURES, PICTURES));
        let path = format!("/runs/{}/cancel", text(&run["id"]));
        world.as_("producer").post(&path, &json!({})).await.expect("a producer cancels");
        world.run_until_idle().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sensitive_campaign_goes_to_no_backend_that_others_share() {
    let sensitive = || {
        Files::tiny().with(BRIEF, "sensitivity: normal", "sensitivity: sensitive").with(
            BRIEF,
            "hard: true",
            "hard: false",
        )
    };
    for (is_dedicated, calls) in [(false, 0), (true, PICTURES)] {
        let settings = json!({ "gpus": 1, "dedicated": is_dedicated });
        play(
            Database::Sqlite,
            |call, _| picture(call),
            (settings, ""),
            async |world, server| {
                let campaign = world.create(&sensitive()).await;
                let run = world.launch(&world.plan(&campaign).await).await;
                world.run_until_idle().await;
                assert_eq!(server.received().len(), calls);
                let told = ["studio is shared with others, and this must not leave".to_owned()];
                let expected: &[String] = if is_dedicated { &[] } else { &told };
                assert_eq!(scene_errors(world, &run).await, expected);
            },
        )
        .await;
    }
}

/// What the run's scenes failed with, each reason once.
pub async fn scene_errors(world: &World, run: &Value) -> Vec<String> {
    let failed = world.tasks(run, "failed").await;
    let scenes = failed.iter().filter(|task| task["step"] == "scene");
    let mut errors: Vec<String> = scenes.map(|task| text(&task["error"])).collect();
    errors.sort_unstable();
    errors.dedup();
    errors
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rate_is_kept_by_the_clock() {
    let settings = json!({ "gpus": 1, "in_flight": 4, "per_minute": 1 });
    play(
        Database::Sqlite,
        |call, _| picture(call),
        (settings, ""),
        async |world, server| {
            let campaign = world.create(&Files::tiny()).await;
            let run = world.launch(&world.plan(&campaign).await).await;
            for minute in 1..=PICTURES {
                while server.received().len() < minute {
                    world.look_again().await;
                }
                world.look_again().await;
                assert_eq!(server.received().len(), minute, "one in a minute");
                world.clock.advance(Duration::from_secs(60));
            }
            world.run_until_idle().await;
            assert_eq!(world.run(&run).await["state"], "done");
            assert_eq!(server.received().len(), PICTURES);
        },
    )
    .await;
}
