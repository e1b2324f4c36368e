//! What an ad cost, step by step: our own processors cost nothing and say why, a backend what its rate card says, and
//! what a backend does not tell is unknown, and so is every sum with it.

use serde_json::{Value, json};

use crate::campaign::Files;
use crate::world::{World, both};

both!(every_step_says_what_it_cost_and_how_that_is_known, an_unknown_cost_stays_unknown);

async fn every_step_says_what_it_cost_and_how_that_is_known(world: &World) {
    let why = why(world).await;
    let [own, priced] = [[json!("0.00"), json!("no_rate")], [json!("0.002"), json!("rate_card")]];
    assert_eq!(costs(&why), [("ad", own.clone()), ("checks", own.clone()), ("copy", own), ("scene", priced)]);
    assert_eq!(why["cost"], "0.002");
}

async fn an_unknown_cost_stays_unknown(world: &World) {
    world.sketch.keep_costs_secret();
    let why = why(world).await;
    let [own, unknown] = [[json!("0.00"), json!("no_rate")], [Value::Null, json!("unknown")]];
    assert_eq!(costs(&why), [("ad", own.clone()), ("checks", own.clone()), ("copy", own), ("scene", unknown)]);
    assert_eq!(why["cost"], Value::Null);
}

/// Where one ad of the tiny campaign comes from.
async fn why(world: &World) -> Value {
    let campaign = world.create(&Files::tiny()).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    world.ad(&ads[0]).await["why"].clone()
}

/// Cost and basis by step, in the alphabet's order.
fn costs(why: &Value) -> Vec<(&str, [Value; 2])> {
    let tasks = why["tasks"].as_array().expect("it says what made it");
    let cost = |task: &Value| [task["cost"].clone(), task["cost_basis"].clone()];
    let mut costs: Vec<_> = tasks.iter().map(|task| (task["step"].as_str().expect("a name"), cost(task))).collect();
    costs.sort_unstable_by_key(|(step, _)| *step);
    costs
}
