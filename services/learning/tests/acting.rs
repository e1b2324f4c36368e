//! Where learning acts: choices whose probabilities are true, a guardrail that steps back, reasons that count right, a queue
//! in the asked-for order, figures that show who approves without looking.

mod world;

use galley_domain::review::Verdict;
use galley_learning::{Arm, Body, Dice, Event, First, Learner, Level, Objection, SignalKind, Standing, Subject, lift};
use world::ads::{Ad, random_ad};
use world::loops::{Kind, Loop, consent};
use world::rng::Rng;

const BRAND: &str = "brand_0";

fn candidates(seed: u64, count: usize) -> Vec<Subject> {
    let mut rng = Rng::new(seed);
    (0..count).map(|at| random_ad(&mut rng, 0, format!("new_{at}")).subject()).collect()
}

/// A journal of one brand, at random, with the verdicts and arms as the caller says.
fn taught(decisions: usize, mut change: impl FnMut(usize, &mut galley_learning::Decision)) -> (Learner, Vec<Event>) {
    let mut looped = Loop::new(Kind::Random, 9, 1);
    let mut events = vec![consent(BRAND, Level::Everything)];
    for at in 0..decisions {
        for mut event in looped.step(0) {
            if let Body::Decision(decision) = &mut event.body {
                change(at, decision);
                events.push(event);
            }
        }
    }
    (Learner::rebuild(&events).expect("well formed"), events)
}

#[test]
fn the_written_probability_is_how_often_it_is_picked() {
    let (learner, _) = taught(60, |_, _| {});
    let candidates = candidates(4, 4);
    let mut dice = Dice::seeded(3);
    let rounds = 3000;
    let (mut picked, mut written) = ([0.0; 4], [0.0; 4]);
    for _ in 0..rounds {
        let choice = learner.choose(BRAND, &candidates, &mut dice).expect("there are candidates");
        assert!((choice.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(choice.probability, choice.probabilities[choice.picked]);
        assert!(choice.probabilities.iter().all(|share| *share > 0.01), "nothing is never shown");
        picked[choice.picked] += 1.0 / f64::from(rounds);
        (0..4).for_each(|at| written[at] += choice.probabilities[at] / f64::from(rounds));
    }
    for at in 0..4 {
        assert!((picked[at] - written[at]).abs() < 0.03, "{at}: {} against {}", picked[at], written[at]);
    }
    assert!(learner.choose(BRAND, &[], &mut dice).is_none());
}

#[test]
fn the_same_seed_gives_the_same_choice() {
    let (learner, _) = taught(60, |_, _| {});
    let candidates = candidates(4, 8);
    let choose = |seed| learner.choose(BRAND, &candidates, &mut Dice::seeded(seed));
    assert_eq!(choose(5), choose(5));
    assert!((0..20).any(|seed| choose(seed) != choose(5)));
}

#[test]
fn a_model_acts_only_while_it_beats_its_holdout() {
    // Every second decision is the holdout's; the shares approved in twenty of each arm, and what must come of it.
    let cases = [(10, 16, 6, Standing::OnTrial), (200, 14, 6, Standing::Acting), (200, 6, 14, Standing::SteppedBack)];
    for (decisions, model, holdout, expected) in cases {
        let (learner, _) = taught(decisions, |at, decision| {
            let (arm, approved) = if at % 2 == 0 { (Arm::Model, model) } else { (Arm::Holdout, holdout) };
            decision.shown.arm = arm;
            decision.verdict = if at / 2 % 20 < approved { Verdict::Approve } else { Verdict::Reject };
            decision.marks.clear();
        });
        let lift = lift(learner.find_brand(BRAND).expect("taught").history());
        assert_eq!(lift.standing, expected, "{lift:?}");
        let candidates = candidates(4, 8);
        let mut dice = Dice::seeded(1);
        let holdouts = (0..400)
            .filter_map(|_| learner.choose(BRAND, &candidates, &mut dice))
            .filter(|choice| choice.arm == Arm::Holdout)
            .count();
        let bounds = match expected {
            Standing::OnTrial => 160..240,
            Standing::Acting => 16..60,
            Standing::SteppedBack => 240..320,
        };
        assert!(bounds.contains(&holdouts), "{expected:?}: {holdouts} of 400 by the holdout arm");
    }
}

/// Cluttered ads are rejected, calm ones approved.
fn calm_only(_: usize, decision: &mut galley_learning::Decision) {
    let is_cluttered = value(&decision.subject, "background.clutter") > 0.0;
    decision.verdict = if is_cluttered { Verdict::Reject } else { Verdict::Approve };
    decision.marks.clear();
}

fn value(subject: &Subject, feature: &str) -> f64 {
    let at = galley_learning::COLUMNS.iter().position(|column| column.feature == feature).expect("a feature");
    subject.artefact().expect("open").columns()[at]
}

#[test]
fn reasons_count_right_and_lead_to_their_decisions() {
    let (learner, events) = taught(150, calm_only);
    let lessons = learner.lessons(BRAND, "", 3);
    let lesson = lessons.iter().find(|lesson| lesson.words == "background cluttered").expect("the strongest rule");
    let decided = events.iter().filter_map(|event| match &event.body {
        Body::Decision(decision) => Some((event, decision)),
        _ => None,
    });
    let cluttered: Vec<_> =
        decided.filter(|(_, decision)| value(&decision.subject, "background.clutter") > 0.7).collect();
    assert_eq!((lesson.with.of as usize, lesson.with.approved), (cluttered.len(), 0));
    assert_eq!(lesson.with.of + lesson.without.of, 150);
    assert!(!lesson.speaks_for);
    assert_eq!(lesson.decisions.first(), cluttered.last().map(|(event, _)| &event.id), "newest first");
    let sentence = lesson.sentence();
    assert!(
        sentence.starts_with("Background cluttered: approved 0 of ") && sentence.contains("otherwise"),
        "{sentence}"
    );

    let other = candidates(6, 30).into_iter().find(|subject| value(subject, "background.clutter") < -0.8);
    let reasons = learner.explain(BRAND, &other.expect("one of thirty is calm"), 20);
    assert!(reasons.iter().all(|reason| reason.words != "background cluttered"), "only what holds of this ad");
    assert!(reasons.iter().any(|reason| reason.words == "background calm" && reason.speaks_for));
}

#[test]
fn an_objection_weakens_what_was_objected_to() {
    let (mut learner, _) = taught(150, calm_only);
    let subjects = candidates(6, 60);
    let calm = subjects.iter().find(|subject| value(subject, "background.clutter") < -1.0).expect("one is calm");
    let before = learner.forecast(BRAND, calm).utility;
    let body = Body::Objection(Objection { feature: "background.clutter".into() });
    learner.apply(&Event { id: "o1".into(), body, ..consent(BRAND, Level::Everything) }).expect("well formed");
    let after = learner.forecast(BRAND, calm).utility;
    assert!(after < before - 0.1, "{before} before, {after} after");
}

#[test]
fn a_queue_is_in_the_asked_for_order() {
    let (learner, _) = taught(150, calm_only);
    let subjects = candidates(6, 20);
    let forecasts = learner.forecasts(BRAND, &subjects);
    let order = learner.review_order(BRAND, &subjects, First::MostLikelyWrong);
    assert!(order.windows(2).all(|pair| forecasts[pair[0]].probability <= forecasts[pair[1]].probability));
    let mut informative = learner.review_order(BRAND, &subjects, First::MostInformative);
    assert_ne!(informative, order);
    informative.sort_unstable();
    assert_eq!(informative, (0..20).collect::<Vec<usize>>());
}

#[test]
fn who_approves_without_looking_stands_out() {
    let mut looped = Loop::new(Kind::Random, 9, 1);
    let mut events = vec![consent(BRAND, Level::Everything)];
    for at in 0..300 {
        for mut event in looped.step(0) {
            let Body::Decision(decision) = &mut event.body else { continue };
            calm_only(0, decision);
            event.actor = format!("rvw_{}", at % 3);
            if at % 3 == 2 {
                (decision.verdict, decision.seconds) = (Verdict::Approve, Some(1.0));
            }
            // A second opinion on every tenth: agreed on by those who look.
            if at % 10 == 0 {
                let second = Event { id: format!("{}_2", event.id), actor: "rvw_9".into(), ..event.clone() };
                events.push(second);
            }
            events.push(event);
        }
    }
    let learner = Learner::rebuild(&events).expect("well formed");
    let figures = learner.find_brand(BRAND).expect("taught").figures();
    let person = |name: &str| figures.reviewers.iter().find(|one| one.person == name).expect("decided").clone();
    let (looks, stamps) = (person("rvw_0"), person("rvw_2"));
    assert_eq!((stamps.longest_run, stamps.approvals.share(), stamps.median_seconds), (100, 1.0, Some(1.0)));
    assert!(looks.longest_run < 20 && looks.log10_by_chance > -3.0, "{looks:?}");
    assert_eq!(figures.agreement.of, 30);
    assert_eq!(figures.agreement.approved, 30, "the second opinion was a copy");
}

#[test]
fn an_untaught_organization_knows_what_every_designer_knows() {
    let mut rng = Rng::new(2);
    let mut good: Ad = random_ad(&mut rng, 0, "good".into());
    let mut bad = good.clone();
    for (name, better, worse) in
        [("headline.contrast", 15.0, 2.0), ("background.clutter", 0.1, 0.9), ("product.saliency", 0.9, 0.1)]
    {
        good.numbers.insert(name, better);
        bad.numbers.insert(name, worse);
    }
    let learner = Learner::new();
    let [good, bad] = [good, bad].map(|ad| learner.forecast("unheard_of", &ad.subject()).probability);
    assert!(good > bad + 0.2, "{good} against {bad}");
    assert!(!learner.reliability(SignalKind::Download, "").is_heard, "clicks say nothing before they were measured");
}
