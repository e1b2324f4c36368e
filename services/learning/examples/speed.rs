//! What learning costs, on one core, as one JSON object: an update, a score, a choice, a rebuild of 100,000 decisions
//! (or as many as the first argument says), and how large a state is. Run it with `--release`. Times are of the thread's own
//! computing where the system tells it, so that a busy machine does not lengthen them.

#[path = "../tests/world/mod.rs"]
mod world;

use std::hint::black_box;
use std::time::Instant;

use galley_learning::{Body, Dice, Event, Learner, Level, Subject};
use serde_json::json;
use world::ads::Ad;
use world::loops::{Kind, Loop, consent};

const BRANDS: usize = 10;
const REPEATS: usize = 2000;

fn main() {
    let decisions: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    // The world is slower than the engine: two thousand of its decisions, with all their marks, comparisons, edits and
    // signals, are repeated.
    let mut looped = Loop::new(Kind::Random, 5, BRANDS);
    let recorded: Vec<Vec<Event>> = (0..2000).map(|at| looped.step(at % BRANDS)).collect();
    let consents: Vec<Event> = (0..BRANDS).map(|at| consent(&format!("brand_{at}"), Level::Everything)).collect();
    let mut events: Vec<&Event> = consents.iter().collect();
    events.extend((0..decisions).flat_map(|at| &recorded[at % recorded.len()]));
    let is_signal = |event: &Event| matches!(event.body, Body::Signal(_));
    let explicit: Vec<&Event> = events.iter().copied().filter(|event| !is_signal(event)).collect();

    let (learner, rebuild_s) = timed(|| Learner::rebuild(events.iter().copied()).expect("well formed"));
    let (_, explicit_s) = timed(|| Learner::rebuild(explicit.iter().copied()).expect("well formed"));
    let (update_ms, slowest_ms) = updates(&learner, &explicit);
    let ads: Vec<Ad> = looped.world.candidates(0);
    let subjects: Vec<Subject> = ads.iter().map(Ad::subject).collect();
    let per_candidate = |work: &mut dyn FnMut()| {
        let ((), seconds) = timed(|| (0..REPEATS).for_each(|_| work()));
        seconds * 1e6 / (REPEATS * subjects.len()) as f64
    };
    let score_us = per_candidate(&mut || _ = black_box(learner.forecasts("brand_0", black_box(&subjects))));
    let mut dice = Dice::seeded(1);
    let choose_us = per_candidate(&mut || _ = black_box(learner.choose("brand_0", black_box(&subjects), &mut dice)));
    let vector_us = per_candidate(&mut || _ = black_box(ads.iter().map(Ad::subject).count()));

    let report = json!({
        "decisions": decisions,
        "signals": events.len() - explicit.len(),
        "rebuild_s": rebuild_s,
        "rebuild_without_signals_s": explicit_s,
        "update_ms_mean": update_ms,
        "update_ms_slowest": slowest_ms,
        "score_us_per_candidate": score_us,
        "choose_us_per_candidate": choose_us,
        "vector_us_per_candidate": vector_us,
        "state_bytes_per_brand": learner.to_blob().len() / BRANDS,
    });
    println!("{}", serde_json::to_string_pretty(&report).expect("plain"));
}

/// Mean and slowest update by one decision, with its refreshes: wall time, for each the best of five runs, because a busy
/// machine adds its own.
fn updates(learner: &Learner, explicit: &[&Event]) -> (f64, f64) {
    let decisions: Vec<&Event> =
        explicit.iter().copied().filter(|event| matches!(event.body, Body::Decision(_))).take(2000).collect();
    let mut best = vec![f64::MAX; decisions.len()];
    for _ in 0..5 {
        let mut learner = learner.clone();
        for (best, event) in best.iter_mut().zip(&decisions) {
            let wall = Instant::now();
            black_box(learner.apply(event).expect("well formed"));
            *best = best.min(wall.elapsed().as_secs_f64() * 1e3);
        }
    }
    (best.iter().sum::<f64>() / best.len() as f64, best.iter().copied().fold(0.0, f64::max))
}

/// What the work gives, and the seconds it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let (wall, before) = (Instant::now(), computed_s());
    let result = work();
    let seconds = match (before, computed_s()) {
        (Some(before), Some(after)) => after - before,
        _ => wall.elapsed().as_secs_f64(),
    };
    (result, seconds)
}

/// Seconds this thread has computed, where Linux says.
fn computed_s() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|ns| ns / 1e9)
}
