//! The full table: every learner after 0, 50, 200, 500 and 2,000 decisions, averaged over seeds (12, or as many as the
//! first argument says), as one JSON object. The bad rows too.

#[path = "../tests/world/mod.rs"]
mod world;

use serde_json::{Value, json};
use world::loops::{CHECKPOINTS, KINDS, Kind, Outcome, run};

fn main() {
    let seeds: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(12);
    let only = std::env::args().nth(2);
    let kinds = KINDS.into_iter().filter(|kind| only.as_ref().is_none_or(|name| format!("{kind:?}") == *name));
    let rows: Vec<Value> = kinds
        .map(|kind| {
            let outcomes: Vec<Outcome> = (0..seeds).map(|seed| run(kind, 1000 + seed, 120)).collect();
            row(kind, &outcomes)
        })
        .collect();
    println!(
        "{}",
        serde_json::to_string_pretty(&json!({ "seeds": seeds, "decisions": CHECKPOINTS, "rows": rows }))
            .expect("plain")
    );
}

fn row(kind: Kind, outcomes: &[Outcome]) -> Value {
    let mean_of = |pick: &dyn Fn(&Outcome) -> Vec<f64>| -> Vec<f64> {
        let lists: Vec<Vec<f64>> = outcomes.iter().map(pick).collect();
        let mean = |at: usize| lists.iter().map(|list| list[at]).sum::<f64>() / lists.len() as f64;
        (0..lists[0].len()).map(|at| (mean(at) * 1000.0).round() / 1000.0).collect()
    };
    let mocking: Vec<f64> = outcomes.iter().flat_map(|outcome| outcome.mocking.clone()).collect();
    let at_or_below_zero = mocking.iter().filter(|slope| **slope <= 0.0).count();
    json!({
        "learner": format!("{kind:?}"),
        "pairwise_accuracy": mean_of(&|outcome| outcome.accuracy.clone()),
        "first_pass_approval": mean_of(&|outcome| outcome.approval.clone()),
        "drifting_brands_accuracy": mean_of(&|outcome| outcome.drift.clone()),
        "calibration_error": mean_of(&|outcome| vec![outcome.calibration_error])[0],
        "mockers_at_or_below_zero": format!("{at_or_below_zero} of {}", mocking.len()),
        "slopes": { "mockers": mean_of(&|outcome| outcome.mocking.clone()), "others": mean_of(&|outcome| outcome.honest.clone()) },
        "drift_alarms": outcomes.iter().map(|outcome| outcome.alarms).collect::<Vec<_>>(),
    })
}
