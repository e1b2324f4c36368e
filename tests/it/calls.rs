//! Calls to backends have a row before they leave. Whoever dies in between pays for nothing twice: work that was taken is
//! looked for, what nobody can know waits for a person, and what was paid for and is no use is told as such.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::campaign::Files;
use crate::database::Database;
use crate::desk::{all_are, refused, text};
use crate::gateway::{PICTURES, picture, play, scene_errors};
use crate::scripted::{Received, Reply, Server, png};
use crate::world::World;

/// What a picture costs, billionths of a euro.
const IMAGE_NANO: i64 = 2_000_000;

/// A switch that a vendor and a test share.
#[derive(Clone, Default)]
struct Switch(Arc<AtomicBool>);

impl Switch {
    fn turn(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn is_on(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// An answer with this picture in it.
pub fn inline(bytes: Vec<u8>) -> Reply {
    Reply::json(&json!({ "data": [{ "b64_json": STANDARD.encode(bytes) }] }))
}

/// Somebody else's backend that sells pictures by the piece.
pub fn sold() -> Value {
    json!({ "gpus": 0, "image_nano": IMAGE_NANO, "gpu_hour_nano": null, "in_flight": 8, "timeout_ms": 3_000 })
}

/// A service of `predictions` in its place.
fn service(word: &str) -> Value {
    let mut settings = sold();
    settings["adapter"] = json!("predictions");
    settings["dialect"] = Value::Null;
    settings["service"] = json!(word);
    settings["inputs"] = json!({ "prompt": "prompt", "width": "width", "height": "height", "seed": "seed" });
    settings
}

/// A scene inside a job that is done.
fn job(input: &Value) -> Value {
    let side = |name: &str| input[name].as_u64().and_then(|side| u32::try_from(side).ok()).expect("a size");
    let bytes = paint(side("width"), side("height"));
    json!({ "id": "job", "status": "succeeded", "output": format!("data:image/png;base64,{}", STANDARD.encode(bytes)) })
}

fn paint(width: u32, height: u32) -> Vec<u8> {
    use galley_compose::sketch::{Scene, paint};
    let palette = galley_compose::Palette::new([("background".to_owned(), [250, 240, 230])]);
    let scene = Scene { width, height, palette, seed: 7, style: String::new(), words: "dusk".to_owned() };
    paint(&scene).expect("a scene can be drawn").bytes
}

fn sent(server: &Server) -> usize {
    server.received().iter().filter(|call| call.method != "GET").count()
}

/// Longer than a task is held without a sign of life.
const LEASE: Duration = Duration::from_secs(16);

/// Waits until so many calls are on their way, and takes their workers away.
async fn lose_the_workers(world: &World, server: &Server, calls: usize) {
    while server.received().len() < calls {
        world.look_again().await;
    }
    world.clock.advance(LEASE);
    world.look_again().await;
}

/// Waits until calls that nobody answers are over for those who sent them, too.
async fn forget_the_silent(world: &World) {
    for _ in 0..20 {
        world.look_again().await;
    }
}

async fn calls(world: &World, run: &Value, state: &str) -> Vec<Value> {
    let path = format!("/runs/{}/calls?state={state}", text(&run["id"]));
    world.as_("finance").list(&path).await.expect("finance sees calls")
}

async fn what_nobody_knows_waits_for_a_person(database: Database) {
    let is_well = Switch::default();
    let vendor = is_well.clone();
    let answer = move |call: &Received, _: &[u8]| if vendor.is_on() { picture(call) } else { Reply::Silent };
    play(database, answer, (sold(), ""), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        lose_the_workers(world, server, PICTURES).await;
        world.run_until_idle().await;
        forget_the_silent(world).await;
        is_well.turn();
        let reason =
            "nobody knows whether it was accepted: the worker that asked studio was lost before the answer came";
        assert_eq!(scene_errors(world, &run).await, [reason]);
        assert_eq!(sent(server), PICTURES, "nothing is sent again unseen");
        let spend = world.spend(&campaign).await;
        assert_eq!((&spend["spent"], &spend["held"]), (&json!("0.00"), &json!("0.008")), "the money stays aside");
        assert_eq!(spend["unknown_costs"], PICTURES);

        // A person says that it may be paid for again.
        let path = format!("/runs/{}/retry", text(&run["id"]));
        let producer = world.as_("producer");
        producer.post(&path, &json!({})).await.expect("a producer retries");
        world.run_until_idle().await;
        all_are(&world.ads(&campaign).await, "in_review");
        assert_eq!(sent(server), 2 * PICTURES);

        // The bill has one of the four, and finance says so.
        let unknown = calls(world, &run, "ambiguous").await;
        assert_eq!(unknown.len(), PICTURES);
        assert!(unknown.iter().all(|call| call["held"] == "0.002" && call["released_by"].is_string()), "{unknown:?}");
        for (index, call) in unknown.iter().enumerate() {
            let path = format!("/calls/{}/cost", text(&call["id"]));
            let body = json!({ "amount": if index == 0 { "0.002" } else { "0.00" } });
            refused(producer.post(&path, &body).await, 403, "not_allowed");
            let told = world.as_("finance").post(&path, &body).await.expect("finance knows");
            assert_eq!((&told["basis"], &told["held"]), (&json!("billed"), &json!("0.00")), "{told}");
            refused(world.as_("finance").post(&path, &body).await, 409, "cost_known");
        }
        let spend = world.spend(&campaign).await;
        let told = [&spend["spent"], &spend["held"], &spend["unknown_costs"]];
        assert_eq!(told, [&json!("0.01"), &json!("0.00"), &json!(0)], "{spend}");
    })
    .await;
}

async fn a_job_that_was_taken_is_gone_on_with(database: Database) {
    let is_done = Switch::default();
    let vendor = is_done.clone();
    let mut inputs: Vec<Value> = Vec::new();
    let answer = move |call: &Received, _: &[u8]| {
        if call.method == "POST" {
            inputs.push(call.json()["input"].clone());
            return Reply::json(&json!({ "id": format!("job{}", inputs.len() - 1), "status": "starting" }));
        }
        let index = call.path.rsplit("job").next().and_then(|index| index.parse::<usize>().ok()).expect("a job");
        Reply::json(&if vendor.is_on() { job(&inputs[index]) } else { json!({ "status": "processing" }) })
    };
    let mut settings = service("replicate");
    settings["timeout_ms"] = json!(600_000);
    play(database, answer, (settings, ""), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        // Each was taken, and each looked at once: then its name is written down.
        lose_the_workers(world, server, 2 * PICTURES).await;
        is_done.turn();
        world.run_until_idle().await;
        assert_eq!(world.run(&run).await["state"], "done");
        assert_eq!(sent(server), PICTURES, "nothing was begun twice");
        let lines = world.settlements(&campaign).await;
        assert_eq!(lines.len(), PICTURES, "nothing is booked twice: {lines:?}");
        assert_eq!(world.spend(&campaign).await["spent"], "0.008");
    })
    .await;
}

async fn the_same_key_is_the_same_work(database: Database) {
    let is_well = Switch::default();
    let vendor = is_well.clone();
    let answer = move |call: &Received, _: &[u8]| {
        if vendor.is_on() { Reply::json(&job(&call.json()["input"])) } else { Reply::Silent }
    };
    let mut settings = service("cog");
    settings["timeout_ms"] = json!(8_000);
    play(database, answer, (settings, ""), async |world, server| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        while server.received().len() < PICTURES {
            world.look_again().await;
        }
        is_well.turn();
        lose_the_workers(world, server, PICTURES).await;
        world.run_until_idle().await;
        assert_eq!(world.run(&run).await["state"], "done");
        let mut paths: Vec<String> = server.received().into_iter().map(|call| call.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), PICTURES, "sent again under the same names");
        assert_eq!(world.settlements(&campaign).await.len(), PICTURES);
        assert_eq!(world.spend(&campaign).await["spent"], "0.008");
    })
    .await;
}

macro_rules! both {
    ($($flow:ident),* $(,)?) => {$(
        mod $flow {
            use crate::database::Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$flow(Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$flow(Database::postgres().await).await;
            }
        }
    )*};
}
both!(what_nobody_knows_waits_for_a_person, a_job_that_was_taken_is_gone_on_with, the_same_key_is_the_same_work,);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_paid_for_and_no_use_is_told_as_waste() {
    let cases: [(Vec<u8>, &str); 2] = [(png(16, 16), "asked for"), (png(16, 16)[..40].to_vec(), "broke off")];
    for (bytes, why) in cases {
        let answer = move |_: &Received, _: &[u8]| inline(bytes.clone());
        play(Database::Sqlite, answer, (sold(), ""), async |world, server| {
            let campaign = world.create(&Files::tiny()).await;
            let run = world.launch(&world.plan(&campaign).await).await;
            world.run_until_idle().await;
            assert_eq!(sent(server), PICTURES, "to pay again is for a person to say");
            let failed = calls(world, &run, "failed").await;
            assert_eq!(failed.len(), PICTURES);
            for call in &failed {
                assert_eq!((&call["amount"], &call["basis"]), (&json!("0.002"), &json!("rate_card")), "{call}");
                assert!(text(&call["reason"]).contains(why), "{call}");
            }
            let spend = world.spend(&campaign).await;
            assert_eq!((&spend["spent"], &spend["held"]), (&json!("0.008"), &json!("0.00")), "{spend}");
            let path = format!("/campaigns/{campaign}/spend");
            let spend = world.as_("finance").get(&path).await.expect("finance sees the money");
            let [outcome] = spend["outcomes"].as_array().expect("a list").as_slice() else { panic!("{spend}") };
            assert_eq!((&outcome["value"], &outcome["amount"]), (&json!("failed"), &json!("0.008")), "{spend}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cost_that_is_told_late_is_asked_for() {
    let is_billed = Switch::default();
    let vendor = is_billed.clone();
    let mut inputs: Vec<Value> = Vec::new();
    let answer = move |call: &Received, _: &[u8]| {
        if call.method == "POST" {
            inputs.push(call.json());
            return Reply::json(&json!({ "request_id": format!("job{}", inputs.len() - 1) }));
        }
        if let Some((_, id)) = call.path.split_once("request_id=") {
            let bill = json!({ "request_id": id, "cost_estimate_nano_usd": 40_000_000 });
            return Reply::json(&json!({ "billing_events": if vendor.is_on() { json!([bill]) } else { json!([]) } }));
        }
        if call.path.ends_with("/status") {
            return Reply::json(&json!({ "status": "COMPLETED" }));
        }
        let index = call.path.rsplit("job").next().and_then(|index| index.parse::<usize>().ok()).expect("a job");
        Reply::json(&json!({ "images": [{ "url": job(&inputs[index])["output"] }] }))
    };
    let mut settings = service("fal");
    settings["image_nano"] = Value::Null;
    settings["currency"] = json!("USD");
    settings["model"] = json!("our/model");
    settings["billing_url"] = json!(BILLING_IS_THE_SAME_SERVER);
    play(Database::Sqlite, answer, (settings, ""), async |world, _| {
        use crate::campaign::BRIEF;
        let files = Files::tiny().with(BRIEF, "currency: EUR, hard: true", "currency: USD, hard: false");
        let campaign = world.create(&files).await;
        world.make(&campaign).await;
        let spend = world.spend(&campaign).await;
        assert_eq!((&spend["spent"], &spend["unknown_costs"]), (&json!("0.00"), &json!(PICTURES)), "{spend}");
        is_billed.turn();
        world.clock.advance(Duration::from_secs(61));
        while world.spend(&campaign).await["unknown_costs"] != 0 {
            world.look_again().await;
        }
        assert_eq!(world.spend(&campaign).await["spent"], "0.16");
        let path = format!("/campaigns/{campaign}/spend");
        let spend = world.as_("finance").get(&path).await.expect("finance sees the money");
        assert_eq!(
            (&spend["total"]["amount"], &spend["total"]["unknown_costs"]),
            (&json!("0.16"), &json!(0)),
            "{spend}"
        );
    })
    .await;
}

/// A setting that stands for the address of the pretend vendor itself.
pub const BILLING_IS_THE_SAME_SERVER: &str = "{url}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_costs_nothing_and_is_no_line() {
    let answer = |_: &Received, _: &[u8]| Reply::status(400);
    play(Database::Sqlite, answer, (sold(), ""), async |world, _| {
        let campaign = world.create(&Files::tiny()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        let failed = calls(world, &run, "failed").await;
        assert_eq!(failed.len(), PICTURES);
        assert!(failed.iter().all(|call| call["basis"] == "not_done" && call["amount"] == "0.00"), "{failed:?}");
        assert!(world.settlements(&campaign).await.is_empty());
        let spend = world.spend(&campaign).await;
        assert_eq!(
            [&spend["spent"], &spend["held"], &spend["unknown_costs"]],
            [&json!("0.00"), &json!("0.00"), &json!(0)]
        );
    })
    .await;
}
