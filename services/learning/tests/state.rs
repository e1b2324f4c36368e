//! The state: the same bits for the same events, nothing left of what was withdrawn, nothing of a sensitive campaign's ads,
//! nothing of another organization; small, versioned, and safe to read.

mod world;

use galley_learning::{Applied, BadBlob, BadEvent, Body, Event, Learner, Level, Mark, Subject, Target, Wish};
use world::ads::{Ad, random_ad};
use world::loops::{Kind, Loop, consent};
use world::rng::Rng;

/// A journal of 4 brands with every kind of feedback.
fn journal(seed: u64, decisions: usize) -> Vec<Event> {
    let mut looped = Loop::new(Kind::Random, seed, 4);
    let mut events: Vec<Event> = (0..4).map(|at| consent(&format!("brand_{at}"), Level::Everything)).collect();
    events.extend((0..decisions).flat_map(|at| looped.step(at % 4)));
    events
}

fn rebuilt(events: &[Event]) -> Vec<u8> {
    Learner::rebuild(events).expect("well formed").to_blob()
}

fn note(brand: &str, body: Body) -> Event {
    Event { id: "note".into(), body, ..consent(brand, Level::Nothing) }
}

#[test]
fn live_rebuilt_and_reloaded_are_the_same_bits() {
    let events = journal(1, 240);
    let mut live = Learner::new();
    for (at, event) in events.iter().enumerate() {
        assert_eq!(live.apply(event), Ok(Applied::Learned), "{}", event.id);
        if at % 500 == 0 {
            live = Learner::from_blob(&live.to_blob()).expect("as written");
        }
    }
    assert_eq!(live.to_blob(), rebuilt(&events));
}

#[test]
fn what_is_withdrawn_was_never_seen() {
    let events = journal(2, 200);
    let middle = events.len() / 2;
    let campaign = events.iter().find(|event| event.brand == "brand_1" && !event.campaign.is_empty());
    let campaign = campaign.expect("the journal names campaigns").campaign.clone();
    let one = events.iter().find_map(|event| match &event.body {
        Body::Decision(decision) if event.brand == "brand_3" => Some(decision.subject.revision().to_owned()),
        _ => None,
    });
    let revision = one.expect("brand_3 decided something");
    let named = format!("{revision:?}");
    type IsGone<'a> = &'a dyn Fn(usize, &Event) -> bool;
    let cases: [(Event, IsGone); 4] = [
        (consent("brand_2", Level::Nothing), &|_, event| event.brand == "brand_2"),
        (note("brand_0", Body::Forget(Target::Person("rvw_0_1".into()))), &|at, event| {
            at < middle && event.actor == "rvw_0_1"
        }),
        (note("brand_1", Body::Forget(Target::Campaign(campaign.clone()))), &|at, event| {
            at < middle && event.campaign == campaign
        }),
        (note("brand_3", Body::Forget(Target::Revision(revision))), &|at, event| {
            at < middle && event.brand == "brand_3" && format!("{:?}", event.body).contains(&named)
        }),
    ];
    for (withdrawal, is_gone) in cases {
        let mut with = events.clone();
        with.insert(middle, withdrawal.clone());
        let mut never: Vec<Event> = Vec::new();
        for (at, event) in events.iter().enumerate() {
            if at == middle {
                never.push(withdrawal.clone());
            }
            let is_note = matches!(event.body, Body::Consent(_) | Body::Forget(_));
            if is_note || !is_gone(at, event) {
                never.push(event.clone());
            }
        }
        assert!(never.len() < with.len(), "{withdrawal:?} takes something out");
        assert_eq!(rebuilt(&with), rebuilt(&never), "{withdrawal:?}");
        assert_ne!(rebuilt(&with), rebuilt(&events), "{withdrawal:?} matters");
        let mut live = Learner::rebuild(&events).expect("well formed");
        assert_eq!(live.apply(&withdrawal), Ok(Applied::RebuildNeeded));
        assert_eq!(live.to_blob(), rebuilt(&events), "nothing was changed yet");
    }
}

#[test]
fn a_later_grant_does_not_reach_back() {
    let events = journal(3, 60);
    let (before, after) = events.split_at(events.len() / 2);
    let off = consent("brand_0", Level::Nothing);
    let on = consent("brand_0", Level::Everything);
    let journal: Vec<Event> = [before, &[off.clone(), on.clone()], after].concat();
    let gone: Vec<Event> = before
        .iter()
        .filter(|event| event.brand != "brand_0" || matches!(event.body, Body::Consent(_)))
        .cloned()
        .collect();
    let never = [&gone[..], &[off, on], after].concat();
    assert_eq!(rebuilt(&journal), rebuilt(&never));
}

/// Makes brand_1's campaigns sensitive, as the engine would: their ads are not handed in at all. `ads` are the artefacts a
/// campaign has beside it.
fn with_sensitive_brand(events: &[Event], ads: &[Ad]) -> Vec<Event> {
    let hide = |at: usize, subject: &Subject| {
        let artefact = ads[at % ads.len()].subject();
        assert!(artefact.artefact().is_some(), "there is something to hide");
        Subject::sensitive(subject.revision(), subject.traces().clone())
    };
    let mut events = events.to_vec();
    for (at, event) in events.iter_mut().enumerate().filter(|(_, event)| event.brand == "brand_1") {
        match &mut event.body {
            Body::Decision(decision) => {
                decision.subject = hide(at, &decision.subject);
                // Its words name the ad's own colours; the wish must not get through either.
                let wish = Wish { feature: "colour.warmth".into(), more: ads[at % ads.len()].share(19) > 0.0 };
                decision.marks.iter_mut().for_each(|mark: &mut Mark| mark.wish = Some(wish.clone()));
            }
            Body::Signal(signal) => signal.subject = hide(at, &signal.subject),
            Body::Comparison(comparison) => {
                comparison.left = hide(at, &comparison.left);
                comparison.right = hide(at, &comparison.right);
            }
            Body::Edit(edit) => (edit.before, edit.after) = (hide(at, &edit.before), hide(at, &edit.after)),
            _ => {}
        }
    }
    events
}

#[test]
fn permuting_a_sensitive_campaigns_ads_changes_no_bit() {
    let events = journal(4, 120);
    let mut rng = Rng::new(8);
    let ads: Vec<Ad> = (0..50).map(|at| random_ad(&mut rng, 0, format!("ad_{at}"))).collect();
    let permuted: Vec<Ad> = ads.iter().rev().cloned().collect();
    let (one, other) = (with_sensitive_brand(&events, &ads), with_sensitive_brand(&events, &permuted));
    assert_eq!(rebuilt(&one), rebuilt(&other));

    let learner = Learner::rebuild(&one).expect("well formed");
    let sensitive = learner.find_brand("brand_1").expect("its traces taught");
    assert!(!sensitive.history().is_empty(), "traces are kept");
    let reasons = learner.lessons("brand_1", "", 10);
    assert!(reasons.is_empty(), "nothing can be said of its ads: {reasons:?}");
}

#[test]
fn traces_only_is_as_if_the_ads_had_never_been_handed_in() {
    let events = journal(5, 80);
    let mut granted = events.clone();
    granted[1] = consent("brand_1", Level::TracesOnly);
    let mut rng = Rng::new(8);
    let ads = [random_ad(&mut rng, 0, "ad".into())];
    let mut hidden = with_sensitive_brand(&events, &ads);
    hidden[1] = granted[1].clone();
    assert_eq!(rebuilt(&granted), rebuilt(&hidden));
}

#[test]
fn without_consent_nothing_is_kept() {
    let events = journal(6, 40);
    assert_eq!(rebuilt(&events[4..]), Learner::new().to_blob());
}

#[test]
fn a_state_is_small_and_a_bad_one_is_refused() {
    let learner = Learner::rebuild(&journal(7, 600)).expect("well formed");
    let blob = learner.to_blob();
    assert!(blob.len() < 4 * 1_000_000, "{} bytes for 4 brands", blob.len());
    assert!(matches!(Learner::from_blob(&blob[..blob.len() / 2]), Err(BadBlob::Damaged(_))));
    assert!(matches!(Learner::from_blob(b""), Err(BadBlob::Damaged(_))));
    let mut other = blob;
    other[3] ^= 1;
    assert!(matches!(Learner::from_blob(&other), Err(BadBlob::OtherVersion)));
}

#[test]
fn hostile_events_are_refused_and_change_nothing() {
    let events = journal(8, 20);
    let mut learner = Learner::rebuild(&events).expect("well formed");
    let before = learner.to_blob();
    let mut decision = events.iter().find(|event| matches!(event.body, Body::Decision(_))).expect("one").clone();
    decision.actor = "x".repeat(1000);
    assert_eq!(learner.apply(&decision), Err(BadEvent::LongName));
    let mut comparison = events.iter().find(|event| matches!(event.body, Body::Comparison(_))).expect("one").clone();
    if let Body::Comparison(body) = &mut comparison.body {
        body.right = body.left.clone();
    }
    assert_eq!(learner.apply(&comparison), Err(BadEvent::SameRevision));
    let mut timed = decision.clone();
    timed.actor = "rvw_0_0".into();
    if let Body::Decision(body) = &mut timed.body {
        body.seconds = Some(f64::NAN);
    }
    assert_eq!(learner.apply(&timed), Err(BadEvent::NotFinite));
    assert_eq!(learner.to_blob(), before);
}
