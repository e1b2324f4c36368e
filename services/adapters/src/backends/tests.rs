//! One suite that every adapter passes, against pretend vendors that this project wrote: what is asked
//! for comes, and whatever goes wrong at whichever call is told by what the caller should do. The
//! vendors' own documents and servers are not here.

mod comfyui;
mod jobs;
mod openai;
pub(super) mod scripted;

use galley_domain::ports::{Body, CallPlan, Fault, Found, Outcome, Phase, Request};
use serde_json::json;

use super::*;
use scripted::{Received, Reply, Server};

/// Never in an error, whatever happens.
const KEY: &str = "sk-very-secret";

/// What the suite must know of an adapter and its pretend vendor.
#[derive(Clone)]
struct Bench {
    name: &'static str,
    settings: Value,
    request: Request,
    /// A vendor with a memory of its own.
    vendor: fn() -> scripted::Vendor,
    /// Whether a request asks for work, which is paid for, and not only for news.
    is_work: fn(&Received) -> bool,
    finds: Finds,
}

/// How work is found whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finds {
    ByAsking,
    /// The same key again is the same work.
    BySendingAgain,
    Never,
}

fn benches() -> Vec<Bench> {
    [openai::benches(), comfyui::benches(), jobs::benches()].concat()
}

impl Bench {
    fn open(&self, url: &str, patience_ms: u64) -> Arc<dyn Backend> {
        let Value::Object(mut settings) = self.settings.clone() else { unreachable!("settings are an object") };
        settings.insert("url".to_owned(), json!(format!("{url}/v1")));
        settings.insert("key_env".to_owned(), json!("VENDOR_KEY"));
        settings.insert("timeout_ms".to_owned(), json!(patience_ms));
        let find_secret = |variable: &str| (variable == "VENDOR_KEY").then(|| KEY.to_owned());
        open("here", settings, &find_secret).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// How many calls it takes when all is well, and which of them are work.
    async fn calls(&self) -> Vec<bool> {
        let server = Server::start((self.vendor)()).await;
        made(&self.open(&server.url(), PATIENCE_MS), &self.request).await.expect("all is well");
        server.received().iter().map(self.is_work).collect()
    }
}

const PATIENCE_MS: u64 = 20_000;
/// For vendors who never answer.
const SHORT_MS: u64 = 400;

/// Carries the first call of a request out as the gateway does, without waiting.
async fn made(backend: &Arc<dyn Backend>, request: &Request) -> Result<(Outcome, usize), Fault> {
    let plan: CallPlan = backend.plan(request).map_err(|unfit| Fault::give_up(unfit.to_string()))?;
    let call = &plan.calls[0];
    let submitted = backend.submit(call).await?;
    let mut phase = submitted.phase;
    let outcome = loop {
        match phase {
            Phase::Done(outcome) => break outcome,
            Phase::Working { .. } => phase = backend.poll(&submitted.handle).await?,
            Phase::Cancelled => return Err(Fault::give_up("it was stopped")),
        }
    };
    let mut files = 0;
    for piece in &outcome.pieces {
        let blob = match &piece.body {
            Body::Here(blob) => blob.clone(),
            Body::There(place) => backend.fetch(place).await?,
            Body::Spoiled(why) => return Err(Fault::give_up(why)),
            Body::Text(_) => continue,
        };
        plan.accept(call, &blob)?;
        files += 1;
    }
    Ok((outcome, files))
}

#[tokio::test]
async fn what_is_asked_for_comes() {
    for bench in benches() {
        let server = Server::start((bench.vendor)()).await;
        let backend = bench.open(&server.url(), PATIENCE_MS);
        let (outcome, files) =
            made(&backend, &bench.request).await.unwrap_or_else(|fault| panic!("{}: {fault}", bench.name));
        assert!(
            files > 0 || outcome.pieces.iter().any(|piece| matches!(&piece.body, Body::Text(text) if !text.is_empty()))
        );
        assert!(outcome.model.is_some(), "{} says which model it was", bench.name);
        assert!(server.received().iter().all(|call| call.has_key(KEY)), "{}: every call has the key", bench.name);
    }
}

/// What is done to one call, what comes of it where it was work and where it was a question.
type Injection = (&'static str, fn(Reply) -> Reply, Expected, Expected);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Busy(Option<u64>),
    Retry,
    Ambiguous,
    Closed,
    GiveUp,
}

impl Expected {
    fn of(fault: &Fault) -> Expected {
        match fault {
            Fault::Busy { after_ms, .. } => Expected::Busy(*after_ms),
            Fault::Retry { .. } => Expected::Retry,
            Fault::Ambiguous { .. } => Expected::Ambiguous,
            Fault::Closed { .. } => Expected::Closed,
            Fault::GiveUp { .. } => Expected::GiveUp,
        }
    }
}

const INJECTIONS: &[Injection] = {
    use Expected::{Ambiguous, Busy, Closed, GiveUp, Retry};
    &[
        ("429 with a wait", |_| Reply::status(429).header("retry-after", "7"), Busy(Some(7_000)), Busy(Some(7_000))),
        ("429 without", |_| Reply::status(429), Busy(None), Busy(None)),
        ("503 with a wait", |_| Reply::status(503).header("retry-after", "2"), Busy(Some(2_000)), Busy(Some(2_000))),
        ("500", |_| Reply::status(500), Retry, Retry),
        (
            "401",
            |_| Reply::status(401).text("application/json", "{\"error\":{\"message\":\"bad key sk-very-secret\"}}"),
            Closed,
            Closed,
        ),
        (
            "400",
            |_| Reply::status(400).text("application/json", "{\"error\":{\"message\":\"no sk-very-secret\"}}"),
            GiveUp,
            GiveUp,
        ),
        ("402", |_| Reply::status(402), Closed, Closed),
        ("a redirect", |_| Reply::status(302).header("location", "http://127.0.0.1:1/"), Closed, Closed),
        ("a page", |_| Reply::status(200).text("text/html", "<html>Bad gateway</html>"), Ambiguous, Retry),
        ("another type", |reply| reply.typed("text/plain"), Ambiguous, Retry),
        ("an empty answer", |_| Reply::status(200).text("application/octet-stream", ""), Ambiguous, Retry),
        ("half of it", Reply::cut, Ambiguous, Retry),
        ("too much", Reply::endless, Ambiguous, Retry),
        ("no answer", |_| Reply::Lost, Ambiguous, Retry),
        ("504", |_| Reply::status(504), Ambiguous, Retry),
    ]
};

#[tokio::test]
async fn every_failure_at_every_call_says_what_to_do() {
    for bench in benches() {
        for (index, is_work) in bench.calls().await.into_iter().enumerate() {
            for (what, inject, if_work, if_question) in INJECTIONS {
                let server = Server::start((bench.vendor)()).await;
                server.spoil(index, *inject);
                let backend = bench.open(&server.url(), PATIENCE_MS);
                let fault = made(&backend, &bench.request).await.err();
                let fault = fault.unwrap_or_else(|| panic!("{}: {what} at call {index} went through", bench.name));
                let expected = if is_work { *if_work } else { *if_question };
                assert_eq!(Expected::of(&fault), expected, "{}: {what} at call {index}: {fault}", bench.name);
                assert!(!fault.to_string().contains(KEY), "{}: {what} tells the key", bench.name);
            }
        }
    }
}

#[tokio::test]
async fn a_vendor_who_is_slow_or_away_is_not_waited_for() {
    for bench in benches() {
        for (index, is_work) in bench.calls().await.into_iter().enumerate() {
            let server = Server::start((bench.vendor)()).await;
            server.spoil(index, |_| Reply::Silent);
            let fault = made(&bench.open(&server.url(), SHORT_MS), &bench.request).await.expect_err("nobody answers");
            let expected = if is_work { Expected::Ambiguous } else { Expected::Retry };
            assert_eq!(Expected::of(&fault), expected, "{} at call {index}: {fault}", bench.name);
        }
        let gone = Server::start((bench.vendor)()).await.stop().await;
        let fault = made(&bench.open(&gone, PATIENCE_MS), &bench.request).await.expect_err("nobody is there");
        assert_eq!(Expected::of(&fault), Expected::Retry, "{}: {fault}", bench.name);
    }
}

#[tokio::test]
async fn broken_files_and_pictures_of_another_size_are_refused() {
    for bench in benches().into_iter().filter(|bench| bench.request.work != galley_domain::ports::Work::Text) {
        for (what, expected) in [
            ("half", [Expected::GiveUp, Expected::Retry].as_slice()),
            ("noise", &[Expected::GiveUp, Expected::Retry]),
            ("small", &[Expected::GiveUp]),
        ] {
            if what == "small" && !bench.request.work.makes_pictures() {
                continue;
            }
            let mut vendor = (bench.vendor)();
            vendor.file = match what {
                "half" => vendor.file[..vendor.file.len() / 2].to_vec(),
                "small" => scripted::png(16, 16),
                _ => b"no file at all, only words that go on for a while".to_vec(),
            };
            let server = Server::start(vendor).await;
            let fault = made(&bench.open(&server.url(), PATIENCE_MS), &bench.request).await.err();
            let fault = fault.unwrap_or_else(|| panic!("{}: {what} went through", bench.name));
            assert!(expected.contains(&Expected::of(&fault)), "{}: {what}: {fault}", bench.name);
        }
    }
}

#[tokio::test]
async fn work_whose_answer_was_lost_is_found_or_said_to_be_unknown() {
    for bench in benches() {
        let server = Server::start((bench.vendor)()).await;
        let work = bench.calls().await.iter().position(|is_work| *is_work).expect("something is work");
        // The vendor takes it, and the answer is lost.
        server.spoil(work, |_| Reply::Lost);
        let backend = bench.open(&server.url(), PATIENCE_MS);
        let fault = made(&backend, &bench.request).await.expect_err("the answer is lost");
        assert_eq!(Expected::of(&fault), Expected::Ambiguous, "{}", bench.name);
        let key = backend.plan(&bench.request).expect("it fits").calls[0].key.clone();
        match backend.find(&key).await.expect("the vendor answers") {
            Found::There(handle) if bench.finds == Finds::ByAsking => {
                assert!(!matches!(backend.poll(&handle).await.expect("it is there"), Phase::Cancelled));
            }
            Found::NotThere if bench.finds == Finds::BySendingAgain => {
                made(&backend, &bench.request).await.expect("it is taken again");
                let paths: Vec<String> =
                    server.received().into_iter().filter(|call| (bench.is_work)(call)).map(|call| call.path).collect();
                assert_eq!(paths[0], paths[1], "{}: under one name", bench.name);
            }
            Found::CannotTell if bench.finds == Finds::Never => {}
            other => panic!("{}: {other:?}", bench.name),
        }
        if bench.finds == Finds::ByAsking {
            assert_eq!(
                backend.find("never-sent").await.expect("the vendor answers"),
                Found::NotThere,
                "{}",
                bench.name
            );
        }
    }
}

#[test]
fn wrong_settings_are_told() {
    let good = json!({ "adapter": "openai_compat", "dialect": "vllm_omni", "url": "http://h/v1", "model": "m" });
    let with = |key: &str, value: Value| {
        let mut settings = good.clone();
        settings[key] = value;
        settings
    };
    let cases = [
        (json!({}), "adapter: expected comfyui, gemini_interactions, luma_agents, openai_compat or predictions"),
        (
            with("dialect", json!("esperanto")),
            "dialect: expected vllm_omni, sglang, dynamo, localai, mistralrs, litellm or openai",
        ),
        (with("url", json!("ftp://h")), "url: expected http://host… or https://host…, without a key in it"),
        (with("url", json!("https://u:p@h/v1")), "url: expected http://host… or https://host…, without a key in it"),
        (with("url", json!("https://h/v1?key=x")), "url: expected http://host… or https://host…, without a key in it"),
        (with("model", Value::Null), "model: is missing"),
        (with("key_env", json!("UNSET")), "key_env: UNSET is not set"),
        (with("available_until", json!("soon")), "available_until: expected a day: 2027-01-06"),
        (with("gpu", json!(1)), "adapter: unknown field `gpu`, expected `dialect`"),
    ];
    for (settings, expected) in cases {
        let Value::Object(settings) = settings else { unreachable!() };
        let error = open("here", settings, &|_| None).err().expect("the settings are wrong");
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    let Value::Object(settings) = good else { unreachable!() };
    assert!(open("No Name", settings, &|_| None).is_err());
}

#[test]
fn every_adapter_has_a_schema_that_refuses_unknown_fields() {
    for adapter in adapters() {
        let schema = find_schema(adapter).expect("an adapter of the list");
        assert_eq!(schema["additionalProperties"], false, "{adapter}");
        assert!(schema["properties"]["url"].is_object(), "{adapter}");
    }
}
