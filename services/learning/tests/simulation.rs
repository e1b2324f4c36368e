//! The targets of learning, met in a simulated organization: few seeds and honest margins here, the whole table in
//! `examples/simulate.rs`.

mod world;

use world::loops::{Kind, Loop, Outcome, run};

const SEEDS: [u64; 2] = [2001, 2002];
const SETS: usize = 60;
/// Two worlds are easier or harder than the usual one by about this much; over twelve the targets hold without it.
const MARGIN: f64 = 0.015;

fn mean(outcomes: &[Outcome], pick: impl Fn(&Outcome) -> f64) -> f64 {
    outcomes.iter().map(pick).sum::<f64>() / outcomes.len() as f64
}

#[test]
fn the_hybrid_reaches_the_targets_and_signals_do_no_harm() {
    let [hybrid, explicit, implicit] = [Kind::HybridLearned, Kind::ExplicitOnly, Kind::ImplicitOnly]
        .map(|kind| SEEDS.map(|seed| run(kind, seed, SETS)));
    // After 50, 200, 500 and 2,000 decisions of the whole organization.
    for (at, accuracy, approval) in [(1, 0.61, 0.42), (2, 0.65, 0.48), (3, 0.71, 0.55), (4, 0.78, 0.61)] {
        let measured = (mean(&hybrid, |o| o.accuracy[at]), mean(&hybrid, |o| o.approval[at]));
        let is_reached = measured.0 >= accuracy - MARGIN && measured.1 >= approval - MARGIN;
        assert!(is_reached, "checkpoint {at}: {measured:?}");
        let without = mean(&explicit, |o| o.accuracy[at]);
        assert!(
            measured.0 >= without - 0.005 - MARGIN,
            "checkpoint {at}: {} with signals, {without} without",
            measured.0
        );
    }
    let lead = mean(&hybrid, |o| o.accuracy[4]) - mean(&implicit, |o| o.accuracy[4]);
    assert!(lead >= 0.08 - MARGIN, "{lead} above clicks at face value");

    let mocking: Vec<f64> = hybrid.iter().flat_map(|outcome| outcome.mocking.clone()).collect();
    let silenced = mocking.iter().filter(|slope| **slope <= 0.0).count();
    assert!(silenced * 10 >= mocking.len() * 9, "{silenced} of {} mockers at or below zero", mocking.len());
    assert!(mean(&hybrid, |o| o.honest.iter().sum::<f64>() / o.honest.len() as f64) > 0.2);
    let error = mean(&hybrid, |o| o.calibration_error);
    assert!(error <= 0.05, "calibration error {error}");

    // Measured every 200 decisions of the organization, of which 100 are the moved brands'. After 400 of theirs here; over
    // twelve seeds it holds after 400 of the organization's.
    let (before, after) = (mean(&hybrid, |o| o.drift[0]), mean(&hybrid, |o| o.drift[4]));
    assert!(after >= before - 0.03 - MARGIN, "{before} before the drift, {after} after");
}

#[test]
fn a_new_brand_starts_better_among_sisters() {
    let lead = mean_lead();
    assert!(lead >= 0.03, "{lead} above one alone");
}

fn mean_lead() -> f64 {
    let leads = SEEDS.map(|seed| {
        let mut looped = Loop::new(Kind::ExplicitOnly, seed, 4);
        let alone = looped.measure(&[3], 100, 9).0;
        (0..900).for_each(|at| _ = looped.step(at % 3));
        looped.measure(&[3], 100, 9).0 - alone
    });
    leads.iter().sum::<f64>() / leads.len() as f64
}
